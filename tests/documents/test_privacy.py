import pytest
from invented_form import (
    BASE_ANSWERS,
    EMAILS,
    NAMES,
    PERSONAL_WORDS,
    assert_nobody_is_named,
    print_form,
)

from egovbench.documents.privacy import EMAIL_MASK, NAME_MASK, mask_for, withhold

ORDINARY = ["digital", "government", "may", "georgia"]


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("to ada-\ninventa@digital-\nagency.example now", (), f"to {EMAIL_MASK}\n\n now"),
        ("so said Ada\nInventa in 2021", ("Ada Inventa",), f"so said {NAME_MASK}\n in 2021"),
        # Names of short words are masked in pairs only.
        ("Bo Li said; Bo went to Li", ("Ms. Bo An Li, PhD",), f"{NAME_MASK} said; Bo went to Li"),
        ("by Anne-\nFictive today", ("Anne-Fictive Bo",), f"by {NAME_MASK}\n today"),
        ("says Inventa", ("Ada Inventa, ada@example.org",), f"says {NAME_MASK}"),
        # Where no blanks stand between words, a name has few letters, and a particle may follow.
        ("请联系虚构生先生", ("虚构生",), f"请联系{NAME_MASK}先生"),
        ("가상순은 가상", ("가상순",), f"{NAME_MASK}은 가상"),
        ("가사와 가상의 일", ("가사",), f"{NAME_MASK}와 가상의 일"),
        ("ติดต่อคุณสมมติตัวอย่างได้", ("สมมติ ตัวอย่าง",), f"ติดต่อคุณ{NAME_MASK}ได้"),
        ("कल्पित नाम कहते हैं", ("कल्पित नाम",), f"{NAME_MASK} कहते हैं"),
        # Ordinary words and parts of words stay.
        (
            "In May the Digital Government of Georgia met; Inventarium",
            ("May Inventa", "Georgia Government"),
            "In May the Digital Government of Georgia met; Inventarium",
        ),
    ],
)  # fmt: skip
def test_names_and_addresses_are_masked_and_nothing_else(text, names, shown):
    assert mask_for(names, ORDINARY).apply(text) == shown


def test_masking_twice_changes_nothing_and_lines_stay():
    mask = mask_for(["Ada Inventa"], ORDINARY)
    once = mask.apply("Ada Inventa, ada@example.org, Inventa")
    assert once == f"{NAME_MASK}, {EMAIL_MASK}, {NAME_MASK}"
    assert mask.apply(once) == once
    assert mask_for([NAME_MASK, EMAIL_MASK], ()).names == ()
    # a personal answer is withheld on the same lines
    answer = "\n\nAda Inventa\nFictief\n"
    assert withhold(answer) == f"\n\n{NAME_MASK}\n\n"
    assert withhold("\na@example.org\n") == f"\n{EMAIL_MASK}\n"
    assert withhold(f"\n{NAME_MASK}\n") == f"\n{NAME_MASK}\n"
    assert withhold("\n\n") == "\n\n"


def test_respondents_in_other_answers_are_masked_in_table_copy_and_warnings(read_form):
    told = {
        4: "Office of Ada Inventa",
        20: f"Contact Bo Van Fictief ({EMAILS[18]}) and from the Office\nMs INVENTA.",
        125: "https://example.org/in/ada-inventa",
    }
    document = read_form(told, dropped=[57])
    assert_nobody_is_named(document)
    answers = document.responses.set_index("item")["answer"]
    assert answers[4] == f"Office of {NAME_MASK}"
    assert answers[20] == f"Contact {NAME_MASK} ({EMAIL_MASK}) and from the Office\nMs {NAME_MASK}."
    assert answers[125] == f"https://example.org/in/{NAME_MASK}"
    assert document.responses.set_index("item")["urls"][125] == "https://example.org/in/"


def test_a_name_cut_by_a_page_break_is_masked_and_the_page_break_stays(read_form):
    lines = [f"line {number} of the answer;" for number in range(40)]
    for place in range(20):
        answer = "\n".join([*lines[:place], "told by Bo", "Van to us", *lines[place:]])
        document = read_form({7: answer}, lines_a_page=20)
        assert "Bo Van" not in " ".join(document.masked_text.split())
        assert document.masked_text.count("Invented Forms") == len(
            [line for line in document.masked_text.split("\n") if "forms.example.org" in line]
        )


@pytest.mark.parametrize("item", sorted({**NAMES, **EMAILS}))
@pytest.mark.parametrize("wording", ["Full name or address of the person", None])
def test_a_personal_question_is_withheld_by_its_number_or_wording_alone(
    codebook, read_text_of_form, item, wording
):
    text = print_form(codebook, BASE_ANSWERS)
    question = codebook.by_number[item]
    mark = f"{question.wording} *"
    start = text.index(mark, text.index(BASE_ANSWERS[item]) - 60)
    end = text.index(f"{item}.", start) + len(f"{item}.")
    changed = text[start:end].replace(question.wording, wording) if wording else mark
    document = read_text_of_form(text[:start] + changed + text[end:])
    assert_nobody_is_named(document)
    responses = document.responses.set_index("item")
    assert responses.loc[item, "status"] == "withheld"
    assert responses.loc[item - 1, "answer"] == BASE_ANSWERS.get(item - 1, "")


def test_errors_name_nobody(codebook, read_text_of_form, refusal):
    text = print_form(codebook, BASE_ANSWERS)
    merged = "Country name * 1.\n\nNowhereland\n\nThe person is Ada Inventa, of the digital office"
    merged = f"{merged}\n\n{text[text.index('Title *') :]}"
    for bad in (text[: len(text) // 2], text.replace("Inventonia", "Nowhereland"), merged):
        message = refusal(read_text_of_form, bad)
        assert not any(word in message for word in PERSONAL_WORDS)
    assert "country the text under item 1 is not known" in message
