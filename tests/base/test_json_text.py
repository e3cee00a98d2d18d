import pytest

from egovbench.base.json_text import parse_json


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[NaN]", "found NaN; expected a finite number"),
        ("[-Infinity]", "found -Infinity; expected a finite number"),
        ("[1e999]", "found 1e999; expected a finite number"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "found the key 'c' twice"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ("{", "Expecting property name"),
        (b"\xff", "can't decode|invalid"),
        ("[" + "9" * 5_000 + "]", "found a number of 5,000 digits; expected 100"),
        ('"\\ud800"', "found half of a character"),
        (b'{"\\uDfff": 1}', "found half of a character"),
    ],
)
def test_what_is_no_plain_value_is_said_in_one_line(text, said):
    with pytest.raises(ValueError, match=said) as caught:
        parse_json(text)
    assert "\n" not in str(caught.value)


def test_plain_values_are_read():
    assert parse_json('{"a": [1, 2.5, -1e3, true, null, "é", "\\ud83d\\ude00"]}') == {
        "a": [1, 2.5, -1e3, True, None, "é", "😀"]
    }
