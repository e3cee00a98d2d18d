"""The blocks that the notebooks show, on the project's own tables and in unusual cases."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from reading import of

from egovbench.base.parameters import Parameters
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison import compare
from egovbench.comparison.benchmark import build_benchmark
from egovbench.comparison.data import load_data
from egovbench.figures.chart import Chart
from egovbench.reports.country import blocks as country
from egovbench.reports.evidence import blocks as evidence
from egovbench.reports.overview import blocks as overview
from egovbench.reports.results import (
    country_tables,
    evidence_tables,
    overview_tables,
    save_tables,
    section_tables,
)
from egovbench.reports.section import blocks as section


def said(*asked):
    """The plain text of blocks of a report, in order."""
    return "\n".join(block.text for block in of(*asked))


def known_items(benchmark):
    """How many of the focal country's own answers are known."""
    return int(benchmark.focal_codes["value"].notna().sum())


@pytest.fixture(scope="module")
def default():
    return compare()


@pytest.fixture(scope="module")
def estonia():
    return compare(focal="EST", peers="LUX,LVA,FIN", fidelity="close")


@pytest.fixture(scope="module")
def pairwise():
    return compare(items="pairwise", peers="EST,LVA")


def test_the_overview_leads_with_the_finding_and_shows_everything(default):
    text = said(overview, "finding sections ranking differences unknown", default)
    assert "# Luxembourg and the other 26 members of the EU27" in text
    n = len(default.compared_items)
    assert re.search(
        rf"Luxembourg scores \d+ .* on {n} comparable questions; by its own answers, ", text
    )
    assert text.index("Compared: ") < text.index("Nothing can be compared: Crisis")
    assert text.count("Figure: ") == 2
    assert "Most like it in their answers: Malta, Lithuania, the Netherlands, " in text
    assert f"What Luxembourg wrote leaves {70 - known_items(default)} of 70 questions open" in text
    assert re.search(r"^Sources: 1, \d", text, re.MULTILINE)


def test_pairwise_has_pairs_in_place_of_a_ranking_and_speaks_of_points(pairwise):
    text = said(overview, "finding ranking", pairwise)
    assert "the rows are no ranking" in text
    assert "ranks " not in text
    # sections of pairs are not drawn and speak of points
    block = overview.overview_sections(pairwise)
    assert block.figure is None
    assert "Median difference in points (bounds)" in block.text


@pytest.mark.parametrize("letter", list("ABCDEFG"))
def test_each_section_shows_every_scored_item_and_what_was_written(default, letter):
    text = said(section, "finding indicators items answers sources", default, letter)
    items = default.focal_codes.loc[default.focal_codes["section"] == letter, "item"]
    for item in items:
        assert re.search(rf"^ *{item}\b", text, re.MULTILINE), item
    alone = letter in "BG"
    assert ("no peer answered a question that can be compared" in text) is alone
    assert ("Sources: 1, " in text) is (letter in "ACDEF")


def test_a_country_without_a_form_quotes_nothing_and_names_its_sources(estonia):
    text = said(section, "finding items answers", estonia, "C")
    assert "Estonia wrote" not in text
    assert "What Estonia" not in text
    assert "Legal framework: Estonia scores" in text
    # the profile of a country without a form names its sources by number, and its groups
    text = said(country, "finding sections items indices", estonia)
    assert "Nothing was asked of it in Crisis and emergency response (B)" in text
    assert re.search(r"^13 Agency in charge +yes +5 +Information System Authority", text, re.M)
    assert re.search(r"^All compared countries +4 +2 ", text, re.MULTILINE)
    assert re.search(r"UN E-Government Development Index +2024 +0\.973", text)
    # evidence of a country without a form names the source, the link and the reason of each code
    text = said(evidence, "finding agreement items", estonia)
    assert "taken from another body's survey" in text
    assert "Rules and reviewers" not in text
    assert "Own answers" not in text
    assert "8 E-services portal: from source 5, close link; variable i_19" in text


def test_the_profile_of_luxembourg_rests_on_its_own_form(default):
    text = said(country, "finding items", default)
    assert text.startswith(
        "# Country profile: Luxembourg\nLuxembourg ranks 15 of the 27 countries that were asked "
        "the same 18 questions, with a score of 84 (up to 100); the median of the others is 84.9."
    )
    assert f"{known_items(default)} of them known, Luxembourg scores 84 " in text
    assert len(re.findall(r"^\d+ (?!of )", text, re.MULTILINE)) == 70


def test_evidence_shows_who_agrees_what_is_missing_and_each_item(default):
    text = said(evidence, "finding agreement gaps", default)
    assert "questions 124 and 125 hold only a placeholder" in text
    assert re.search(r"Rules and reviewers give the same code on \d+ % of \d+ questions", text)
    assert re.search(r"Own answers and other sources give the same code on \d+ % of \d+", text)
    assert re.search(r"^39 Data protection law +3, 5 +20 +100 %$", text, re.MULTILINE)
    assert "Luxembourg answered in 2023; the peers' codes are of 20" in text
    assert re.search(r"No source answers \d+ of 70 scored questions", text)
    # item 98 is announced in the form, and no by the GovTech dataset; its reason is on section D
    items = evidence.evidence_items(default)
    by_item = items.data.set_index("item")
    assert len(by_item) == 70
    assert by_item.loc[98, "how"] == "reviewed; line 908"
    assert by_item.loc[98, "differs"] == "source 5 says otherwise: no"
    assert by_item.loc[8, "how"] == "address given, not reviewed; line 79"
    assert by_item.loc[35, "differs"] == "by the rules alone: not known"
    assert (by_item["reason"] == "").all()
    # a fold an item, and one for each answer that tells about no scored item
    (html,) = [part.html for part in items.parts if 'class="items"' in part.html]
    assert html.count("<details>") > 70
    assert "<summary>98 Monitoring of the strategy: reviewed; line 908; source 5 says" in html


@pytest.fixture(scope="module")
def two_forms():
    """Luxembourg and Estonia, which answered as Luxembourg did but for no access law (37)."""
    data = load_data()
    estonia = data.own_codes[data.own_codes["iso3"] == "LUX"].assign(iso3="EST")
    at_37 = estonia["item"] == 37
    estonia.loc[at_37, ["code", "value", "lower", "upper"]] = ["no", 0.0, 0.0, 0.0]
    data = replace(data, own_codes=pd.concat([data.own_codes, estonia]))
    return build_benchmark(data, Parameters(peers="EST,LVA,FIN"))


def test_countries_with_questionnaires_are_compared_by_these_alone(two_forms, default):
    block = overview.overview_by_own(two_forms)
    assert block.sentences[0].startswith("By the countries' own questionnaires, Luxembourg scores")
    assert block.figure.data["country"].tolist() == ["Luxembourg", "Estonia"]
    assert overview.overview_by_own(default).parts == ()
    # by the other bases nothing stands beside
    for basis in ("others", "mixed"):
        parameters = replace(two_forms.parameters, basis=basis)
        benchmark = build_benchmark(two_forms.data, parameters)
        assert "by its own answers" not in said(overview, "finding sections", benchmark)


def test_what_nearest_peers_have_stands_below_the_gaps(default):
    block = overview.overview_differences(default)
    gaps = default.items.loc[default.items["difference"] < 0, "label"]
    assert set(block.data["label"]) <= set(gaps)
    assert block.data["label"].value_counts().max() == 3
    assert not set(block.data["country"]) - set(default.names.values())


def test_a_section_of_one_or_two_items_has_no_score_and_no_dot(default):
    block = overview.overview_sections(default)
    few = default.sections[default.sections["n_items"] < 3]
    assert len(few) and set(few["id"]).isdisjoint(block.figure.data["id"])
    (told,) = [each for each in block.sentences if each.startswith("Too few questions")]
    assert all(title in told for title in few["title"])
    # where figures count the peers, the table does not
    assert "peers" in section.section_items(default, "A").data
    assert "peers" not in section.section_items(default, "D").data


@pytest.mark.parametrize(
    "focal", ["LUX", *(pytest.param(each, marks=pytest.mark.slow) for each in ("ROU", "DEU"))]
)
def test_noise_and_the_order_of_rows_change_no_statement(focal):
    def statements(benchmark):
        blocks = of(overview, "finding sections differences ranking", benchmark)
        charts = [part for block in blocks for part in block.parts if isinstance(part, Chart)]
        said = [sentence for block in blocks for sentence in block.sentences]
        drawn = [text for each in charts for text in (each.title, each.words.alternative_text)]
        return said + drawn

    plain = compare(focal)
    noisy = replace(plain)
    random = np.random.default_rng(1)
    for name in ("scores", "overall", "sections", "items", "ranks"):
        table = getattr(plain, name).copy()
        numbers = table.select_dtypes("float64").columns
        table[numbers] += random.uniform(-1e-12, 1e-12, table[numbers].shape)
        order = name in ("scores", "ranks")
        vars(noisy)[name] = table.sample(frac=1, random_state=1) if order else table
    assert statements(noisy) == statements(plain)


def test_coding_by_hand_is_told_from_what_other_sources_say():
    data = load_data()
    own = data.own_codes["iso3"] == "LUX"
    by_hand = data.own_codes[own].assign(rule=HAND_RULE, evidence="stated")
    coded = replace(data, own_codes=pd.concat([data.own_codes[~own], by_hand]))
    table = evidence.evidence_items(build_benchmark(coded, Parameters(peers="EST"))).data
    assert table["how"].str.startswith("coded by hand; ").all()


def test_tables_of_reports_hold_what_they_stand_on(default, estonia):
    tables = overview_tables(default)
    assert tables["sections"][["n_included", "n_scored", "share_included"]].notna().all().all()
    scores = tables["scores_like_for_like"].query("level == 'overall'")
    assert (scores["n_items"] == len(default.compared_items)).all()
    # tables of a section hold its items with and without a comparison
    tables = section_tables(default, "C")
    assert set(tables["items"]["section"]) == {"C"}
    items = tables["items"].set_index("item")
    assert items.loc[37, ["code", "n_yes", "n_no"]].notna().all()
    assert items["n_yes"].isna().any()
    indicators = tables["indicators"].set_index("id")
    assert all(each.startswith("C.") for each in indicators.index)
    # the indicator's own score stands on all its items, the compared one on those of all countries
    assert (indicators["n_items"] >= indicators["compared_n_items"].fillna(0)).all()
    assert indicators["median"].notna().any()
    # tables of a country hold its codes and section scores
    tables = country_tables(default)
    assert len(tables["items"]) == 70
    assert tables["sections"]["id"].tolist() == list("ABCDEFG")
    assert set(tables["sections"]["iso3"]) == {"LUX"}
    # only a country with a form has a table of responses
    tables = evidence_tables(default)
    assert tables["responses"]["item"].tolist() == list(range(1, 127))
    assert set(tables["codes"]["iso3"]) == {"LUX"}
    assert "responses" not in evidence_tables(estonia)


def test_tables_lie_in_the_folder_named_and_hold_no_formulas(tmp_path):
    table = pd.DataFrame({"answer": ["=1+1", "plain"], "value": [-1.5, 2.0]})
    save_tables({"answers": table}, str(tmp_path))
    assert (tmp_path / "answers.csv").read_text() == "answer,value\n'=1+1,-1.5\nplain,2.0\n"


def marks(block):
    """How many codes of a block carry the mark, each with words for those who do not see it."""
    html = "".join(part.html for part in block.parts)
    found = re.findall(r'<span class="mark" role="img" aria-label="([^"]*)"[^>]*>\*</span>', html)
    assert set(found) <= {"not reviewed"}
    return len(found)


def test_each_page_says_once_how_many_codes_nobody_reviewed_and_marks_each(default):
    codes = default.focal_codes
    n, of_all = int((~codes["reviewed"]).sum()), int(codes["reviewed"].count())
    low, high = default.unreviewed_scores.set_index("id").loc["overall", ["lower", "upper"]]
    told = (
        f"{n} of the {of_all} codes of the answers of Luxembourg to this questionnaire were set by "
        f"rule and reviewed by nobody yet (marked *); if these were unknown, the score on all "
        f"{of_all}, now 84 (60.1 to 95.2), would lie between {low:.1f} and {high:.3g}."
    )
    unmarked = told.replace(" (marked *)", "")
    assert said(overview, "finding differences unknown", default).count(unmarked) == 1
    for report, names in ((country, "finding items"),):
        assert said(report, names, default).count(told) == 1
    assert marks(country.country_items(default)) == n
    assert evidence.evidence_items(default).text.count(", not reviewed; line") == n
    letters = [each.id for each in default.codebook.sections if each.id in "ABCDEFG"]
    by_section = [marks(section.section_items(default, each)) for each in letters]
    expected = [int((~codes.loc[codes["section"] == each, "reviewed"]).sum()) for each in letters]
    assert by_section == expected
    text = section.section_items(default, "A").text
    assert len(re.findall(r"yes\*", text)) == expected[0]
    assert (
        "1 of the 11 codes of the answers of Luxembourg in this section was set by rule and "
        in (section.section_finding(default, "C").text)
    )


def test_of_a_country_without_own_answers_nothing_is_said_to_be_reviewed(estonia):
    shown = of(overview, "finding differences unknown", estonia)
    shown += of(country, "finding items", estonia) + of(evidence, "finding items", estonia)
    shown += of(section, "finding items answers", estonia, "A")
    assert not sum(map(marks, shown))
    assert "reviewed" not in "".join(block.text for block in shown)
