"""The two editions of the Global Index on Responsible AI, in invented files."""

import pytest
from test_other_bodies import ACT, COUNTRIES, FILES, GUIDE, UNION, index_of_ai

from egovbench.base.errors import InputError
from egovbench.others.sources.girai import read_answers


def read(folder, text):
    path = folder / "index.csv"
    path.write_text(text, encoding="utf-8")
    return read_answers([path], COUNTRIES)


def of_any_area(folder, **documents):
    """The strongest document of QAA, as value, title and link, by the documents of its areas."""
    areas = {name: ("Adopted", answer) for name, answer in documents.items()}
    table = read(folder, index_of_ai("2025", ("QAA", areas)))
    return (
        table.loc[table["variable"] == "any_area", ["value", "instrument", "link"]].iloc[0].tolist()
    )


def test_a_national_law_goes_before_law_of_the_union_and_that_before_a_guideline(tmp_path):
    assert of_any_area(tmp_path, ai_literacy=GUIDE, gender_equality=UNION) == [
        "International Law, Binding", "Invented regulation", "https://example.org/act",
    ]  # fmt: skip
    found = of_any_area(tmp_path, ai_literacy=GUIDE, gender_equality=UNION, safety_and_security=ACT)
    assert found[:2] == ["Law, Binding", "Invented act on machines"]


def test_of_two_documents_the_stronger_counts_and_only_the_first_has_an_address(tmp_path):
    both = of_any_area(tmp_path, ai_literacy=f"{GUIDE}; {ACT}")
    assert both == ["Law, Binding", "Invented act on machines", ""]
    turned = of_any_area(tmp_path, ai_literacy=f"{ACT}; {GUIDE}")
    assert turned == ["Law, Binding", "Invented act on machines", "https://example.org/act"]


def test_titles_keep_what_looks_like_a_mark_and_the_law_named_most_often_stands(tmp_path):
    code = "Law | Binding | Primary; Secondary | Code of relations; second part (2020)"
    found = of_any_area(
        tmp_path, ai_literacy=ACT, gender_equality=code, safety_and_security=code,
        labour_protections="Law | Binding",
    )  # fmt: skip
    assert found[1] == "Code of relations; second part (2020)"


def test_no_person_stands_in_a_title(tmp_path):
    found = of_any_area(tmp_path, ai_literacy="Law | Binding | Both actors | Dr. Invented Person")
    assert found[:2] == ["Law, Binding", ""]


@pytest.mark.parametrize("edition", ["first.csv", "second.csv"])
def test_a_country_without_one_of_the_variables_or_with_it_twice_is_refused(tmp_path, edition):
    lines = FILES["girai"][edition].splitlines(keepends=True)
    with pytest.raises(InputError, match=r"index\.csv: QAA has no row for gender_equality$"):
        read(tmp_path, "".join(line for line in lines if "QAA" not in line or "gender" not in line))
    again = next(n for n, line in enumerate(lines) if "gender" in line)
    with pytest.raises(InputError, match="column variable: found 'gender_equality'; expected each"):
        read(tmp_path, "".join([*lines, lines[again]]))
