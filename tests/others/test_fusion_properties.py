"""Properties of fused answers over random answers of several sources."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.schemas import CODE_VALUES, OTHERS_TABLE
from egovbench.base.vocabulary import FIDELITIES
from egovbench.others.fusion import common_questions, fuse_answers, source_of, usable_answers

COUNTRIES = ["QQA", "QQB", "QQC"]
FUSIONS = st.sampled_from(["preferred", "agreeing-only", "majority"])
READINGS = st.sampled_from(["no", "unknown"])
QUESTIONS = st.tuples(
    st.sampled_from([37, 59]), st.sampled_from(["a2020", "a2022", "b2022", "c2023"]),
    st.sampled_from(["v", "w"]),
)  # fmt: skip
SAID = st.sampled_from(["yes", "partly", "no", "unknown", "no?"])


@st.composite
def answers(draw):
    """Answers to some questions, each of one fidelity and rank, put to some of the countries."""
    rows = []
    for item, survey, variable in draw(st.lists(QUESTIONS, unique=True, min_size=1, max_size=8)):
        link = {
            "item": item, "survey": survey, "variable": variable, "year": int(survey[1:]),
            "fidelity": draw(st.sampled_from(FIDELITIES)), "rank": draw(st.integers(1, 2)),
            "instrument": "", "link": "", "collected_by": "desk",
        }  # fmt: skip
        for iso3 in draw(st.lists(st.sampled_from(COUNTRIES), unique=True, min_size=1)):
            said = draw(SAID)
            value = CODE_VALUES.get(said.rstrip("?"))
            open_ = value is None or said == "no?"
            rows.append(
                link | {
                    "iso3": iso3, "code": said.rstrip("?"), "value": value,
                    "lower": 0.0 if open_ else value, "upper": 1.0 if open_ else value,
                    "no_or_unknown": said == "no?",
                }
            )  # fmt: skip
    table = pd.DataFrame(rows).astype({"value": "float64"})
    return table[list(OTHERS_TABLE.columns)]


def by_country_and_item(table):
    return {(row["iso3"], row["item"]): row for row in table.to_dict("records")}


@given(answers(), FUSIONS, READINGS)
def test_no_or_unknown_counts_only_where_no_other_source_knows_the_answer(given, fusion, read):
    usable = usable_answers(given, "proxy", read)
    for (iso3, item), row in by_country_and_item(fuse_answers(usable, fusion)).items():
        own = usable[(usable["iso3"] == iso3) & (usable["item"] == item)]
        if row["no_or_unknown"] and row["witnesses"] == "single":
            others = own[source_of(own["survey"]) != row["survey"][0]]
            best = others.assign(source=source_of(others["survey"]))
            best = best.assign(place=best["fidelity"].map(FIDELITIES.index)).sort_values(
                ["place", "year", "rank", "survey", "variable"],
                ascending=[True, False, True, True, True],
            ).drop_duplicates("source")  # fmt: skip
            assert (best["no_or_unknown"] | (best["code"] == "unknown")).all()


@given(answers(), FUSIONS, READINGS, st.booleans(), st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_an_answer(given, fusion, read, common, random):
    order = list(range(len(given)))
    random.shuffle(order)
    found = []
    for table in (given, given.iloc[order]):
        usable = usable_answers(table, "proxy", read)
        questions = common_questions(usable, COUNTRIES, 1.0) if common else None
        found.append(fuse_answers(usable, fusion, questions))
    pd.testing.assert_frame_equal(*found)


@given(answers(), FUSIONS, READINGS)
def test_the_value_lies_in_the_bounds_and_what_is_unknown_may_be_anything(given, fusion, read):
    usable = usable_answers(given, "proxy", read)
    fused = fuse_answers(usable, fusion)
    known = fused[fused["code"] != "unknown"]
    assert (known["value"] == known["code"].map(CODE_VALUES)).all()
    assert (known["lower"] <= known["value"]).all() and (known["value"] <= known["upper"]).all()
    unknown = fused[fused["code"] == "unknown"]
    assert unknown["value"].isna().all()
    assert set(zip(unknown["lower"], unknown["upper"], strict=True)) <= {(0.0, 1.0)}


@given(answers(), FUSIONS, st.sampled_from([0.3, 0.5, 0.6, 1.0]))
def test_compared_items_rest_on_one_question_of_one_source_put_to_enough(given, fusion, least):
    questions = common_questions(given, COUNTRIES, least).set_index("item")
    codes = fuse_answers(given, "preferred", questions.reset_index())
    for item, question in questions.iterrows():
        put = given[(given["item"] == item) & (given["survey"] == question["survey"])
                    & (given["variable"] == question["variable"])]  # fmt: skip
        coded = codes[codes["item"] == item]
        assert set(coded["iso3"]) == set(put["iso3"])
        doubtful = put[put["no_or_unknown"] | (put["code"] == "unknown")]["iso3"]
        sure = coded[~coded["iso3"].isin(doubtful)]
        assert set(sure["survey"]) <= {question["survey"]}
        assert set(sure["variable"]) <= {question["variable"]}
        enough = given[given["item"] == item].groupby(["survey", "variable"])["iso3"].agg(set)
        if any("QQA" in each and len(each) >= least * 3 - 1e-9 for each in enough):
            assert "QQA" in set(put["iso3"])
            assert len(put) >= least * 3 - 1e-9
