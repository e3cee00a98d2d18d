import pytest

from egovbench.base.addresses import find_links


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ("no address here, p. 15.", []),
        ("https://example.org/a.html", ["https://example.org/a.html"]),
        ("See www.example.org/fr.", ["www.example.org/fr"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/law_(2021)", ["https://example.org/law_(2021)"]),
        ("https://example.org/a; http://example.org/b,", None),
        ("https://example.org/?f[0]=x&g=%C3%A9", ["https://example.org/?f[0]=x&g=%C3%A9"]),
        ("“https://example.org/quoted”", ["https://example.org/quoted"]),
        ("<https://example.org/angled>", ["https://example.org/angled"]),
        ("https://www.example.org", ["https://www.example.org"]),
        ("mail@www.example.org", []),
    ],
)
def test_addresses_lose_only_the_punctuation_that_follows(answer, links):
    expected = ["https://example.org/a", "http://example.org/b"] if links is None else links
    assert find_links(answer) == expected


def test_each_address_counts_once_in_the_order_of_the_text():
    answer = "https://example.org/b https://example.org/a\nhttps://example.org/b."
    assert find_links(answer) == ["https://example.org/b", "https://example.org/a"]


def test_an_address_with_a_masked_name_ends_before_the_mask():
    assert find_links("https://example.org/in/[name withheld]/cv") == ["https://example.org/in/"]


def test_links_of_luxembourg(luxembourg):
    urls = dict(zip(luxembourg.responses["item"], luxembourg.responses["urls"], strict=True))
    assert urls[8] == "https://guichet.public.lu/en.html"
    assert urls[9] == "www.zesummen-vereinfachen.lu"
    assert urls[52] == "https://legilux.pu"
    assert urls[57] == ""
    assert urls[99].endswith("/2021-rapport-activite-mindigital.html")
    assert len(urls[12].split()) == 14
