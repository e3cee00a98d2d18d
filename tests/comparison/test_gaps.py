import pandas as pd

from egovbench.comparison.against_peers import open_answers, unanswered_items

ITEMS = pd.DataFrame({"item": [37, 53, 117, 119], "label": ["a", "b", "c", "d"]})


def codes(**countries):
    return pd.DataFrame(
        [
            {"iso3": iso3, "item": item, "code": code}
            for iso3, words in countries.items()
            for item, code in zip(ITEMS["item"], words.split(), strict=True)
        ]
    )


GIVEN = codes(
    XAA="yes no unknown not_asked",
    XBB="yes not_asked not_asked not_asked",
    XCC="no unknown not_asked not_asked",
)


def test_items_that_no_peer_was_asked_with_the_focal_code():
    table = unanswered_items(GIVEN, ITEMS, "XAA")
    assert table["item"].tolist() == [117, 119]
    assert table["focal_code"].tolist() == ["unknown", "not_asked"]


def test_what_is_open_of_items_that_some_peer_was_asked():
    table = open_answers(GIVEN, ITEMS, "XAA")
    assert table[["item", "n_not_asked", "n_unknown", "countries"]].to_numpy().tolist() == [
        [53, 1, 1, "XBB XCC"],
    ]
