import pandas as pd
import pytest
from invented_form import BASE_ANSWERS, COUNTRY, print_form

from egovbench.base.errors import InputError
from egovbench.base.paths import CODEBOOK, RAW, RESPONSES
from egovbench.base.schemas import RESPONSES_TABLE
from egovbench.base.tables import read_table
from egovbench.documents.responses import MOST_REPEATED
from egovbench.questionnaire import read_codebook


@pytest.fixture(scope="module")
def rows(luxembourg):
    return luxembourg.responses.set_index("item")


def test_rows_sections_and_places_of_luxembourg(luxembourg, rows):
    assert luxembourg.responses["item"].tolist() == list(range(1, 127))
    assert list(luxembourg.responses.columns) == list(RESPONSES_TABLE.columns)
    assert set(luxembourg.responses["iso3"]) == {luxembourg.iso3} == {"LUX"}
    assert set(luxembourg.responses["survey"]) == {"msq2024"}
    assert set(luxembourg.responses["source"]) == {"LUX-msq2024.txt"}
    assert set(luxembourg.responses["selection"]) == {""}
    # sections of luxembourg
    counts = rows["section"].value_counts().to_dict()
    assert counts == {
        "front": 6, "A": 26, "B": 4, "C": 22, "D": 41, "E": 17, "F": 6, "G": 2, "closing": 2
    }  # fmt: skip
    # locators of luxembourg
    locators = {1: "line 12", 30: "lines 233-236", 58: "line 611", 111: "lines 1042-1085"}
    assert rows.loc[list(locators), "locator"].to_dict() == locators
    # answers are their source lines and what is left is the form
    lines = luxembourg.masked_text.split("\n")
    for item in rows.index[rows["status"] == "answered"]:
        first, _, last = rows.loc[item, "locator"].split()[1].partition("-")
        source = "".join(lines[int(first) - 1 : int(last or first)])
        assert "".join(source.split()) == "".join(rows.loc[item, "answer"].split()), item


SHORT = {
    1: "Luxembourg",
    3: "Conseiller",
    8: "https://guichet.public.lu/en.html",
    9: "www.zesummen-vereinfachen.lu",
    16: "Director",
    32: "https://etat.public.lu/fr.html/",
    80: "p.27 the electronic strategy makes reference to life-event",
    82: "p. 5/24/26",
    87: "yes, p.15.",
    89: "yes p.15",
    91: "There are no documents available publicly",
    119: "no",
    122: "no",
    123: "https://cooperation.gouvernement.lu/en/service.html",
    124: "xx",
    125: "n.a.",
}


def test_short_and_blank_answers_of_luxembourg_and_its_committed_table(rows, luxembourg):
    assert rows.loc[list(SHORT), "answer"].to_dict() == SHORT
    assert set(rows.loc[list(SHORT), "status"]) == {"answered"}
    blank = [6, 14, 19, 33, 37, 57, 58, 59, 60, 61, 83, 84, 86, 88, 126]
    assert (rows.loc[blank, ["status", "answer", "urls"]] == ["blank", "", ""]).all(axis=None)
    # the committed table and copy are what the reader gives
    committed = read_table(RESPONSES / "LUX.csv", RESPONSES_TABLE)
    pd.testing.assert_frame_equal(committed, luxembourg.responses)
    assert (RAW / "LUX-msq2024.txt").read_text(encoding="utf-8") == luxembourg.masked_text


def test_personal_items_are_withheld_and_empty_and_no_address_is_left(luxembourg, rows):
    assert rows.index[rows["status"] == "withheld"].tolist() == [2, 5, 15, 18]
    assert (rows.loc[[2, 5, 15, 18], ["answer", "urls"]] == "").all(axis=None)
    assert "@" not in luxembourg.masked_text
    assert not rows["answer"].str.contains("@").any()
    lines = luxembourg.masked_text.split("\n")
    shown = {item: lines[int(rows.loc[item, "locator"].split()[1]) - 1] for item in (2, 5, 15, 18)}
    assert {item: text.strip() for item, text in shown.items()} == {
        2: "[name withheld]",
        5: "[e-mail withheld]",
        15: "[name withheld]",
        18: "[e-mail withheld]",
    }


CUT = {
    30: "https://cooperation.gouvernement.lu/dam-assets/politique-cooperation-action-humanitaire/"
    "documents-de-reference/strat%C3%A9gie/Strat%C3%A9gie-MAEE-EN.pdf",
    46: "https://wdocs-pub.chd.lu/docs/exped/0135/017/270175.pdf",
    62: "https://ctie.gouvernement.lu/en/publications/2021/"
    "strategie-gouvernance-electronique-2021-2025.html",
    99: "https://gouvernement.lu/fr/publications/rapport-activite/min-digital/"
    "2021-rapport-activite-mindigital.html",
}


def test_addresses_and_wrapped_lines_of_luxembourg_are_whole(rows):
    for item, address in CUT.items():
        assert address in rows.loc[item, "answer"]
        assert address in rows.loc[item, "urls"].split()
    # addresses of luxembourg
    urls = rows["urls"]
    assert urls[[8, 9, 52, 57]].tolist() == [
        "https://guichet.public.lu/en.html", "www.zesummen-vereinfachen.lu",
        "https://legilux.pu", "",
    ]  # fmt: skip
    assert urls[99].endswith("/2021-rapport-activite-mindigital.html")
    assert len(urls[12].split()) == 14
    # The source itself cuts an address.
    assert "\nhttps://legilux.pu\n• GDPR" in rows.loc[52, "answer"]
    # wrapped lines are joined and paragraphs bullets and typed breaks kept
    assert rows.loc[13, "answer"].startswith(
        "The Ministry for Digitalisation is the political body of the Luxembourg Government charge "
        "of e-government, as defined in its strategic priorities.\nIn addition, "
    )
    assert rows.loc[48, "answer"].count("\n• ") == 4
    assert rows.loc[34, "answer"].count("\n\n") == 1
    assert rows.loc[36, "answer"] == (
        "https://infocrise.public.lu/en.html\n\nhttps://hcpn.gouvernement.lu/en.html"
    )
    assert "identifier.\nongoing project; depending on" in rows.loc[46, "answer"]
    assert "social media. Cf. https://renow.public.lu/" in rows.loc[114, "answer"]
    assert "guides-medias-sociaux.html and https://logo.public.lu/" in rows.loc[114, "answer"]


def test_an_answer_at_the_limit_is_truncated(luxembourg, rows, read_form):
    assert rows.index[rows["truncated"]].tolist() == [111]
    assert rows.loc[111, "answer"].endswith("training providers, this str")
    assert luxembourg.warnings == (
        "the answer to question 111 breaks off at the form's limit of 4,000 characters",
    )
    # an answer near the limit is truncated unless it ends a sentence
    words = "word " * 799
    document = read_form({7: words + "wor", 13: words + "end.", 20: "wor"})
    truncated = document.responses.set_index("item")["truncated"]
    assert truncated[truncated].index.tolist() == [7]


FORM = print_form(read_codebook(CODEBOOK), BASE_ANSWERS)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Dear reader,\n\nthis is a letter. 1. Indeed.\n", "recognised 0 of 126 questions"),
        (
            f"{FORM}\n{FORM}",
            "of the questions stand there more than once; expected one questionnaire per file",
        ),
        (FORM.replace(COUNTRY, ""), "names no country under item 1"),
        (
            FORM.replace(COUNTRY, "Nowhereland"),
            "country 'Nowhereland' under item 1 is not known; give it with --country",
        ),
        (FORM.replace(COUNTRY, "France"), "country 'FRA' is not in the table of countries"),
    ],
)
def test_what_is_no_questionnaire_of_a_known_country_is_an_error(
    read_text_of_form, refusal, text, fault
):
    message = refusal(read_text_of_form, text)
    assert "inventonia.txt: " in message
    assert fault in message


def test_too_little_recognised_is_an_error_and_partly_printed_options_a_warning(
    read_form, codebook, read_text_of_form
):
    assert MOST_REPEATED == 0.5
    assert len(read_form({}, dropped=range(100, 112)).responses) == 126
    with pytest.raises(InputError, match="recognised 113 of 126 questions"):
        read_form({}, dropped=range(100, 113))
    # partly printed options are a warning
    text = print_form(codebook, BASE_ANSWERS).replace("Four-Year\n", "")
    (warning,) = read_text_of_form(text).warnings
    assert "question 60 shows only some of its options" in warning


def test_the_country_is_that_of_item_1_unless_it_is_given(read_text_of_form, refusal):
    text = FORM.replace(COUNTRY, "inventonia")
    assert read_text_of_form(text).iso3 == "ZZZ"
    assert read_text_of_form(text, "GEO").iso3 == "GEO"
    assert "country 'XXX' is not in the table" in refusal(read_text_of_form, text, "XXX")


def test_a_question_that_is_found_once_an_address_in_its_wording_is_masked_is_kept(
    codebook, read_text_of_form
):
    wording = codebook.by_number[13].wording
    address = f"{'.'.join('abcdefghijklmnopqrst')}@example.org"
    answers = {**BASE_ANSWERS, 13: "The invented agency"}
    text = print_form(codebook, answers, width=999, number_first=True)
    document = read_text_of_form(text.replace(wording, wording.replace("name", address, 1), 1))
    row = document.responses.set_index("item").loc[13]
    assert (row["status"], row["answer"]) == ("answered", "The invented agency")
    assert document.warnings == ()
