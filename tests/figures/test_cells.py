"""What countries answered, item by item: coloured cells, or counts."""

import pandas as pd
import pytest

from egovbench.figures import style
from egovbench.figures.cells import MOST_ROWS, item_counts, item_heat_map, letters

ITEMS = pd.DataFrame({"item": [7, 8, 9], "label": ["Portal", "Services", "Forum"]})
CODES = pd.DataFrame(
    [
        ("BBB", 7, "yes"),
        ("BBB", 8, "partly"),
        ("BBB", 9, "no"),
        ("AAA", 7, "unknown"),
        ("AAA", 8, "not_asked"),
        ("CCC", 9, "yes"),
    ],
    columns=["iso3", "item", "code"],
)


def test_every_cell_has_its_letter_and_the_focal_row_is_first(names, texts):
    chart = item_heat_map(CODES, ITEMS, "AAA", names, title="Message")
    assert chart.data.to_dict("list") == {
        "iso3": ["AAA", "BBB", "CCC"],
        "country": ["Aland", "Bland", "Cland"],
        "7": ["?", "Y", "\u00b7"],
        "8": ["\u00b7", "P", "\u00b7"],
        "9": ["\u00b7", "N", "Y"],
    }
    drawn = texts(chart)
    # a full cell and an empty one say it all
    assert [drawn.count(letter) for letter in "YPN?\u00b7"] == [0, 1, 0, 1, 4]
    assert {"7 Portal", "8 Services", "9 Forum", "Aland"} <= set(drawn)


def test_cells_stand_in_the_column_of_their_item_and_the_row_of_their_country(names):
    ax = item_heat_map(CODES, ITEMS, "AAA", names, title="Message").axes[0]
    places = {(text.get_text(), *text.get_position()) for text in ax.texts}
    assert places >= {("?", 0, 0), ("P", 1, 1), ("\u00b7", 1, 0), ("\u00b7", 0, 2)}


def test_many_columns_have_numbers_and_a_key_below(names, texts):
    items = pd.DataFrame({"item": range(101, 116), "label": "A long name of what is asked"})
    codes = pd.DataFrame({"iso3": "AAA", "item": items["item"], "code": "yes"})
    drawn = texts(item_heat_map(codes, items, "AAA", names, title="Message"))
    assert {"101", "115"} <= set(drawn)
    assert "101 A long name of what is asked; 102" in " ".join(drawn)


def test_a_no_is_the_papers_own_colour_and_one_that_may_be_unknown_is_told_apart(names, texts):
    doubtful = CODES.replace({"code": {"no": "no_or_unknown"}})
    chart = item_heat_map(doubtful, ITEMS, "AAA", names, title="Message")
    assert chart.data["9"].tolist() == ["\u00b7", "N?", "Y"]
    assert "N? no or unknown" in texts(chart)
    assert style.ROLES[style.PAPER][0] in chart.svg


def test_alternative_text_says_who_lacks_what(names):
    chart = item_heat_map(CODES, ITEMS, "AAA", names, title="Message")
    assert chart.words.alternative_text == (
        "Aland: not known 7; not asked 8, 9. Of 2 peers, 1 has services (8) in part; 1 has no "
        "forum (9); 1 was not asked about portal (7); 1 was not asked about services (8)."
    )


@pytest.mark.parametrize(
    ("peers", "said"),
    [
        ({"BBB": "yes", "CCC": "yes"}, "Aland has all 3. All 2 peers have them all."),
        (
            {"BBB": "no", "CCC": "no_or_unknown"},
            "Aland has all 3. Of 2 peers, 1 has no forum (9); 1 has no forum (9), or it is "
            "not known. All have the other 2.",
        ),
    ],
)
def test_what_all_have_is_said_in_one_sentence(names, peers, said):
    rows = [(iso3, item, "yes") for iso3 in ("AAA", "BBB", "CCC") for item in (7, 8)]
    rows += [("AAA", 9, "yes"), *((iso3, 9, code) for iso3, code in peers.items())]
    codes = pd.DataFrame(rows, columns=["iso3", "item", "code"])
    assert item_heat_map(codes, ITEMS, "AAA", names, title="M").words.alternative_text == said


def test_beyond_the_most_rows_countries_are_left_out_of_the_picture_but_not_of_its_words(names):
    crowd = [("AAA", 7, "yes"), *((f"X{n:02d}", 7, "yes") for n in range(MOST_ROWS))]
    crowd.append(("ZZZ", 7, "no"))
    codes = pd.DataFrame(crowd, columns=["iso3", "item", "code"])
    chart = item_heat_map(codes, ITEMS.head(1), "AAA", names, title="M")
    assert len(chart.data) == MOST_ROWS
    assert "2 further countries are not shown." in chart.words.note
    assert "1 has no portal (7)" in chart.words.alternative_text


def test_few_items_are_counted_in_one_bar_each(names, texts):
    items = ITEMS.head(1)
    codes = CODES[CODES["item"] == 7]
    chart = item_counts(codes, items, "AAA", names, title="Message")
    assert chart.data.drop(columns="label").to_dict("records") == [
        {"item": 7, "yes": 1, "partly": 0, "no": 0, "no_or_unknown": 0, "unknown": 0,
         "not_asked": 0}
    ]  # fmt: skip
    assert {"7 Portal", "Aland: not known", "1"} <= set(texts(chart))


def test_every_code_has_a_letter_of_its_own():
    assert len(set(letters().values())) == len(letters()) == 6
