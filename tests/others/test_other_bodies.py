"""What all readers of other bodies' data have in common: invented files and committed tables."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError, ParameterError
from egovbench.base.schemas import CODES_TABLE, COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.sources import SOURCES, ImportedAnswers, girai, import_answers
from egovbench.others.sources.long_tables import EGOVERNMENT_BENCHMARK, OPEN_DATA_MATURITY

DPL, FINANCE = "G.GOVERNANCE.DPL", "G.PF.PUB-FINANCE"
LAW = "A framework exists and has the force of law."
NO_FORCE = "A framework exists but lacks full force of law."
NONE = "No framework exists."
BINDING = "Requirements to publish data are set out in binding policy, regulations, or law."
DRAFT = "They are being drafted, or are not yet implemented."
IN_FORCE = "They exist and are operational."

COUNTRIES = ["QAA", "QBB", "QCC"]


def index_of_ai(year, *countries):
    """An edition: by country the value and answer of some variables, the lowest for the others."""
    lowest = girai.VALUES[year][0 if year == girai.FIRST else -1]
    lines = ["iso3,year,variable,question,value,answer,link"]
    for iso3, given in countries:
        for variable in girai.VARIABLES[year]:
            value, answer = given.get(variable, (lowest, ""))
            link = "https://example.org/act" if answer else ""
            lines.append(f'{iso3},{year},{variable},Framework?,{value},"{answer}",{link}')
    return "\n".join(lines) + "\n"


GUIDE = "Guideline | Non-Binding | State only | Invented guide"
UNION = "International Law | Binding | Both actors | Invented regulation"
ACT = "Law | Binding | Both actors | Invented act on machines"
FILES = {
    "gtmi": {
        "indicators.csv": """\
year,iso3,economy,i_12,i_16,i_37,gtmi,src
2022,QAA,First invented country,2,0.18,0,0.5,R
2022,QBB,Second invented country,0,,2,0.7,S
"""
    },
    "gdb": {
        "answers.csv": f"""\
iso3,indicator,indicator_score,variable,question,answer
QAA,{DPL},90,{DPL}.a.EXISTS,Framework?,{LAW}
QBB,{DPL},40,{DPL}.a.EXISTS,Framework?,{NO_FORCE}
QCC,{DPL},0,{DPL}.a.EXISTS,Framework?,{NONE}
QAA,G.PI.RTIF,58,,,
QAA,{FINANCE},90,{FINANCE}.a.DATARULES,Rules?,"{BINDING}"
QAA,{FINANCE},90,{FINANCE}.a.EXIST,In force?,{IN_FORCE}
QBB,{FINANCE},50,{FINANCE}.a.DATARULES,Rules?,"{BINDING}"
QBB,{FINANCE},50,{FINANCE}.a.EXIST,In force?,"{DRAFT}"
""",
        "evidence.csv": f"""\
iso3,indicator,title,link
QAA,{DPL},Not on the web,see the ministry
QAA,{DPL},Invented law of 2018,https://example.org/law.
QAA,{DPL},Later evidence,https://example.org/later
QBB,{DPL},Dr. Invented Person,https://example.org/interview
""",
    },
    "odm": {
        "maturity.csv": """\
iso3,year,dimension,variable,question,answer,score,max_score,link
QAA,2023,policy,q1,Open data policy?,yes,30,30,https://example.org/law
QBB,2023,policy,q1,Open data policy?,other,30,30,
QCC,2023,policy,q1,Open data policy?,no,0,30,
QAA,2023,portal,q59,Portal?,yes,20,20,https://example.org/portal
QBB,2023,portal,q59,Portal?,no,0,20,
QAA,2023,portal,q79,Traffic?,yes,15,15,
"""
    },
    "egbr": {
        "items.csv": """\
iso3,year,data_years,variable,question,value
QAA,2024,2022-2023,b5,Feedback?,100.0
QAA,2024,2022-2023,e2,Taking part?,11.111111
QAA,2024,2022-2023,c7,Performance?,37.5
QBB,2024,2022-2023,b5,Feedback?,44.444444
QBB,2024,2022-2023,e2,Taking part?,0.0
QBB,2024,2022-2023,b6,Social media?,
"""
    },
    "oecd-dgi": {
        "digital.csv": """\
iso3,year,variable,question,answer,link
QAA,2019,figure_26,Open by default?,yes,https://example.org/index
QBB,2019,figure_26,Open by default?,no,https://example.org/index
QAA,2019,figure_31,Once only?,no,https://example.org/index
QAA,2019,figure_7,Council?,yes,https://example.org/index
"""
    },
    "oecd-pii": {
        "integrity.csv": """\
iso3,year,variable,question,value,points,link
QAA,2022,pii_3131,Framework,38,5/13,https://example.org/integrity
QBB,2022,pii_3131,Framework,31,4/13,https://example.org/integrity
QCC,2022,pii_3131,Framework,0,0/13,https://example.org/integrity
QAA,2022,pii_3135,Consultation,33,1/3,https://example.org/integrity
"""
    },
    "oecd-ireg": {
        "engagement.csv": """\
iso3,year,variable,question,value,link
QAA,2014,stakeholder_primary,Engagement,2.79,https://example.org/regulation
QAA,2021,stakeholder_subordinate_transparency,Transparency,0.2,https://example.org/regulation
"""
    },
    "nifo": {
        "codes.csv": """\
iso3,edition,variable,value,heading,name,year,link,reason
QAA,2023,digital_identity,partly,legislation.eid,Act on Seals,2018,https://example.org/act,Trust.
QAA,2023,responsible_ai,none reported,legislation.ai,,,,None.
QBB,2023,responsible_ai,unknown,legislation.ai,,,,Silent.
QBB,2023,open_data,yes,legislation.open_data,Act 1/2019,2019,,Re-use.
"""
    },
    "girai": {
        "first.csv": index_of_ai(
            "2023",
            ("QAA", {"national_ai_policy": ("1", "Binding frameworks; Invented strategy")}),
        ),
        "second.csv": index_of_ai(
            "2025",
            (
                "QAA",
                {
                    "ai_literacy": ("Adopted", f"{GUIDE}; {ACT}"),
                    "gender_equality": ("Adopted", UNION),
                    "public_procurement": ("Adopted", GUIDE),
                    "national_ai_policy": ("Draft", "Draft framework | Binding | Invented bill"),
                },
            ),
            ("QBB", {"impact_assessments": ("Adopted", UNION), "ai_literacy": ("Adopted", GUIDE)}),
        ),
    },
}


def imported(folder: Path, source: str, files: dict[str, str]) -> ImportedAnswers:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return import_answers(source, [folder / name for name in files], COUNTRIES)


# In force and binding is yes, a draft at most partly; a policy within another is partly; a share
# is coded by thresholds; questions without a link are passed over.
CODED = {
    "gtmi": """
        QAA gtmi2022 11 i_12 yes close 2022 desk
        QAA gtmi2022 37 i_37 no close 2022 desk
        QBB gtmi2022 11 i_12 no close 2022 government
        QBB gtmi2022 37 i_37 yes close 2022 government""",
    "gdb": f"""
        QAA gdb2021 39 {DPL}.a.EXISTS yes exact 2021 researchers https://example.org/law
        QAA gdb2021 49 {FINANCE}.a.DATARULES yes close 2021 researchers
        QBB gdb2021 39 {DPL}.a.EXISTS partly exact 2021 researchers https://example.org/interview
        QBB gdb2021 49 {FINANCE}.a.DATARULES partly close 2021 researchers
        QCC gdb2021 39 {DPL}.a.EXISTS no exact 2021 researchers""",
    "odm": """
        QAA odm2023 10 q59 yes exact 2023 government https://example.org/portal
        QBB odm2023 10 q59 no exact 2023 government""",
    "egbr": """
        QAA egbr2024 115 e2 partly proxy 2023 researchers
        QBB egbr2024 115 e2 no proxy 2023 researchers""",
    "oecd-dgi": """
        QAA oecd_dgi2019 77 figure_31 no proxy 2019 government https://example.org/index""",
    "oecd-pii": "",
    "oecd-ireg": "",
    "nifo": """
        QAA nifo2023 43 digital_identity partly close 2023 desk https://example.org/act
        QAA nifo2023 57 responsible_ai no proxy 2023 desk
        QBB nifo2023 53 open_data yes close 2023 desk
        QBB nifo2023 57 responsible_ai unknown proxy 2023 desk""",
    "girai": """
        QAA girai2024 85 national_ai_policy yes proxy 2023 researchers https://example.org/act
        QAA girai2026 55 any_area yes proxy 2025 researchers
        QAA girai2026 57 disclosure_or_procurement partly proxy 2025 researchers https://example.org/act
        QAA girai2026 85 national_ai_policy partly proxy 2025 researchers https://example.org/act
        QBB girai2026 55 any_area partly proxy 2025 researchers https://example.org/act
        QBB girai2026 57 disclosure_or_procurement no proxy 2025 researchers
        QBB girai2026 85 national_ai_policy no proxy 2025 researchers""",
}


@pytest.mark.parametrize("source", SOURCES)
def test_answers_become_codes(tmp_path, source):
    answers = imported(tmp_path, source, FILES[source]).answers
    columns = [
        "iso3", "survey", "item", "variable", "code", "fidelity", "year", "collected_by", "link",
    ]  # fmt: skip
    found = [" ".join(map(str, row)).strip() for row in answers[columns].values.tolist()]
    assert found == [line.strip() for line in CODED[source].split("\n")[1:]]
    assert list(answers.columns) == list(OTHERS_TABLE.columns)


@pytest.mark.parametrize(
    ("source", "without", "edition", "missing", "there"),
    [
        ("gtmi", None, "gtmi2022", ["i_38"], ["i_37"]),
        ("gdb", None, "gdb2021", ["G.GOVERNANCE.ODPOLICY.a.EXISTS"], [f"{DPL}.a.EXISTS"]),
        ("odm", ",q59,", "odm2023", ["q59"], []),
        ("odm", None, "odm2023", [], ["q59"]),
        ("egbr", ",e2,", "egbr2024", ["e2"], []),
        ("egbr", None, "egbr2024", [], ["e2"]),
    ],
)
def test_what_the_files_lack_is_said(tmp_path, source, without, edition, missing, there):
    files = {
        name: "".join(
            line for line in text.splitlines(keepends=True) if not without or without not in line
        )
        for name, text in FILES[source].items()
    }
    said = imported(tmp_path, source, files).missing
    assert set(missing) <= set(said.get(edition, ()))
    assert not set(there) & set(said.get(edition, ()))
    if source not in ("gtmi", "gdb"):
        assert said == ({edition: missing} if missing else {})


FAULTS = {
    "gtmi": [
        ("2022,QBB", "2022,QZZ", "line 3: found country 'QZZ'"),
        ("2022,QBB", "2022,QAA", "line 3: QAA 2022 i_12 occurs twice"),
        ("2022,QBB", ",QBB", "line 3, column year: found ''"),
        ("0.18,0,", "0.18,7,", "line 2, column i_37: found '7' for i_37"),
        ("2022,QAA", "2027,QAA", "line 2: .* no edition of 2027; it has 2020, 2022, 2025"),
    ],
    "gdb": [
        (f"B,{DPL},4", f"Z,{DPL},4", "line 3, column iso3: found 'QBZ'; expected a code of data"),
        (f"QBB,{DPL},4", f",{DPL},4", "line 3, column iso3: found ''"),
        (
            "40,G.GOVERNANCE.DPL.a.EXISTS",
            "40,B",
            f"line 3, column variable: found 'B'; .* {DPL} in",
        ),
        ("40,G.GOVERNANCE.DPL.a.EXISTS", "40,", "line 3, column variable: found ''"),
        ("QAA,G.PI.RTIF", "QAA,G.PI.NEW", "line 5, column indicator: found 'G.PI.NEW'"),
        (NO_FORCE, "Mostly.", f"line 3, column answer: found 'Mostly.' for {DPL}.a.EXISTS"),
        ("score,variable", "score,question", "line 1: not a table of the"),
        (f"QBB,{DPL},Dr", f"QZZ,{DPL},Dr", "line 5, column iso3: found 'QZZ'"),
        (f"QBB,{DPL},Dr", "QBB,G.NEW,Dr", "line 5, column indicator: found 'G.NEW'"),
    ],
    "odm": [
        ("QBB,2023", "Bland,2023", "line 3, column iso3: found 'Bland'"),
        ("portal,q79", "portal,q130", "line 7, column variable: found 'q130'"),
        ("portal,q79", "portal,q6", "line 7, column variable: found 'q6'"),
        ("?,no,0,20", "?,mostly,0,20", "line 6, column answer: found 'mostly' for q59; the cross"),
        ("QBB,2023", "QBB,2024", "line 3: the crosswalk odm has no edition of 2024"),
        (",variable", ",number", "line 1: not a table of the Open Data Maturity"),
    ],
    "egbr": [
        ("QBB,2024", "QZZ,2024", "line 5, column iso3: found 'QZZ'"),
        ("c7", "c10", "line 4, column variable: found 'c10'; expected one of the eGovernment"),
        ("part?,0.0", "part?,144.4", "line 6, column value: found '144.4' for e2; .* 0 to 100"),
        ("part?,0.0", "part?,most", "line 6, column value: found 'most' for e2"),
        ("2022-2023,c7", "2023,c7", "line 4, column data_years: found '2023'; expected the year"),
        ("2022-2023,c7", "2023-2024,c7", "line 4: .* no edition of 2024; it has 2023"),
        ("data_years", "years", "line 1: not a table of the eGovernment Benchmark 2024; columns"),
        (",question,value", ",question,score", "line 1: .* columns missing: value"),
    ],
    "oecd-dgi": [
        ("QBB,2019", "OECD,2019", "line 3, column iso3: found 'OECD'"),
        ("figure_7", "figure_8", "line 5, column variable: found 'figure_8'"),
        ("only?,no", "only?,partly", "line 4, column answer: found 'partly' for figure_31"),
        ("QBB,2019", "QBB,2023", "line 3: the crosswalk oecd-dgi has no edition of 2023"),
        (",answer,", ",value,", "line 1: .* Government Index 2019; columns missing: answer"),
    ],
    "oecd-pii": [
        ("QBB,2022", "EU27_AVG,2022", "line 3, column iso3: found 'EU27_AVG'"),
        ("pii_3135", "pii_3136", "line 5, column variable: found 'pii_3136'"),
        ("QBB,2022", "QBB,2024", "line 3: .* no edition of 2024; it has 2022"),
    ],
    "oecd-ireg": [
        ("QAA,2014", "QZZ,2014", "line 2, column iso3: found 'QZZ'"),
        ("stakeholder_p", "ria_p", "line 2, column variable: found 'ria_primary"),
        ("QAA,2014", "QAA,2024", "line 2: .* no edition of 2024; it has 2014, 2017, 2021"),
        ("QAA,2014", "QAA,late", "line 2, column year: found 'late'"),
        (",link", ",address", "line 1: .* columns missing: link"),
    ],
    "nifo": [
        ("QBB,2023,open", "QZZ,2023,open", "line 5, column iso3: found 'QZZ'"),
        ("open_data", "open_law", "line 5, column variable: found 'open_law'"),
        ("partly", "mostly", "line 2, column value: found 'mostly' for digital_identity"),
        ("QBB,2023,open", "QBB,2021,open", "line 5: .* no edition of 2021; it has 2023"),
        (",name,year", ",name,date", "line 1: .* columns missing: year"),
    ],
    "girai": [
        ("QBB,2025", "OECD,2025", "line 20, column iso3: found 'OECD'"),
        ("QBB,2025", "QBB,2027", "line 20, column year: found '2027'; expected 2023 or 2025"),
        ("QBB,2025,gender_equality", "QBB,2025,care", "line 22, column variable: found 'care'"),
        ("?,1,", "?,2,", "line 7, column value: found '2'; expected one of 2023: 0, 1"),
        ("?,Draft,", "?,Nearly,", "line 7, column value: found 'Nearly'; .* Adopted, Draft, No fr"),
        ("?,Draft,", "?,Adopted,", "line 7, column value: found 'Adopted' beside 'Draft framework"),
        (
            "Law | Binding | Both actors | Invented act",
            "Decree | Binding | Act",
            "line 13, column answer: found .*Act.*; expected a document of one of the types Law, B",
        ),
        (
            "Guideline | Non-Binding",
            "Rule | Non-Binding",
            "line 8, column answer: found 'Rule, Non-Binding'; expected a document of one",
        ),
        (
            ",answer,link\nQAA,2023",
            ",documents,link\nQAA,2023",
            "line 1: .* Responsible AI; columns missing: answer",
        ),
    ],
}


@pytest.mark.parametrize(
    ("source", "before", "after", "message"),
    [(source, *fault) for source, faults in FAULTS.items() for fault in faults],
)
def test_a_faulty_file_is_refused_by_name_and_place(tmp_path, source, before, after, message):
    (at_fault,) = (name for name, text in FILES[source].items() if before in text)
    files = FILES[source] | {at_fault: FILES[source][at_fault].replace(before, after, 1)}
    with pytest.raises(InputError, match=rf"/{at_fault}, {message}"):
        imported(tmp_path, source, files)


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("gdb", f"{DPL}.a.EXISTS of QAA for 2021"),
        ("odm", "q1 of QAA for 2023"),
        ("egbr", "b5 of QAA for 2023"),
        ("oecd-dgi", "figure_26 of QAA for 2019"),
        ("oecd-pii", "pii_3131 of QAA for 2022"),
        ("oecd-ireg", "stakeholder_primary of QAA for 2014"),
        ("nifo", "digital_identity of QAA for 2023"),
    ],
)
def test_the_same_answer_twice_is_refused(tmp_path, source, first):
    name, text = next(iter(FILES[source].items()))
    with pytest.raises(InputError, match=rf"again\.csv, line 2: {first} is given twice; expected"):
        imported(tmp_path, source, FILES[source] | {"again.csv": text})
    with pytest.raises(InputError, match="is given twice; expected once"):
        imported(tmp_path, source, {name: text + text.splitlines()[-1] + "\n"})


def test_a_source_that_is_not_registered_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="gtmi"):
        imported(tmp_path, "invented", FILES["gtmi"])


def test_the_reader_keeps_the_values_as_the_source_has_them(tmp_path):
    path = tmp_path / "items.csv"
    path.write_text(FILES["egbr"]["items.csv"], encoding="utf-8")
    table = EGOVERNMENT_BENCHMARK.read_answers([path], COUNTRIES)
    assert table["value"].tolist() == ["100.0", "11.111111", "37.5", "44.444444", "0.0", ""]
    assert table["line"].tolist() == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("table", "count", "known", "unknown"),
    [
        (OPEN_DATA_MATURITY, 186, "q1 q6a q11a.6 q24b q37.5 q128e q129 r8",
         "q0 q6 q24a q37.6 q130 r7"),
        # 41 questions, the share of proactive services, and 19 scores
        (EGOVERNMENT_BENCHMARK, 41 + 1 + 19, "a5 b2_3 f11 proactive score_0 score_3_3", "f1 f8 f9"),
    ],
)  # fmt: skip
def test_the_variables_of_an_edition(table, count, known, unknown):
    assert len(table.variables) == count
    assert set(known.split()) <= table.variables
    assert not set(unknown.split()) & table.variables


@cache
def committed(source):
    return read_table(paths.OTHERS / f"{source}.csv", OTHERS_TABLE)


# Written by hand from the rows of the source: its value or answer, in short, stands behind the
# code; "no?" is a no that its source gives as "no or unknown".
FACTS = {
    "gtmi": """
        LUX gtmi2022 37 i_37 yes     2
        LUX gtmi2022 98 i_36_4 no?   0
        LUX gtmi2022 115 i_30_6 no   1, internal, not published
        BGR gtmi2022 8 i_19 partly   1, informational
        BGR gtmi2022 9 i_30 no?      0
        HRV gtmi2022 59 i_35 partly  1, in draft
        AFG gtmi2020 11 i_12 yes     2
        AFG gtmi2022 39 i_38 no?     0""",
    "gdb": """
        SWE gdb2021 39 G.GOVERNANCE.DPL.a.EXISTS yes          force of law
        DNK gdb2021 53 G.GOVERNANCE.ODPOLICY.a.EXISTS no      no framework
        IRL gdb2021 53 G.GOVERNANCE.ODPOLICY.a.EXISTS partly  lacks force of law
        FRA gdb2021 49 G.PF.PUB-FINANCE.a.DATARULES yes       as open data, binding; operational
        BHS gdb2021 49 G.PF.PUB-FINANCE.a.DATARULES partly    binding; being drafted
        NGA gdb2021 49 G.PF.PUB-FINANCE.a.DATARULES partly    non-binding; no law
        IRL gdb2021 49 G.PF.PUB-FINANCE.a.DATARULES no        no mention; no law
        NZL gdb2021 51 G.GOVERNANCE.DATASHARING.a.EXISTS yes  force of law
        IND gdb2021 51 G.GOVERNANCE.DATASHARING.a.EXISTS no   no framework
        KEN gdb2021 102 G.PI.PUBCON.a.EXIST yes               operational
        GRC gdb2021 102 G.PI.PUBCON.a.EXIST partly            being drafted
        KOR gdb2021 104 G.GOVERNANCE.ACCESSIBILITY.a.EXISTS yes  force of law
        BRA gdb2021 115 A.PI.PUBCON.e.e1.FINAL no             no
        ITA gdb2021 115 A.PI.PUBCON.e.e1.FINAL partly         partially""",
    "odm": """
        LUX odm2023 10 q59 yes
        FIN odm2023 10 q59 yes
        BIH odm2023 10 q59 no""",
    "egbr": """
        LUX egbr2024 115 e2 yes     100
        HUN egbr2024 115 e2 no      0
        CHE egbr2024 115 e2 no      0
        CYP egbr2024 115 e2 partly  11.1, one life event
        ITA egbr2024 115 e2 partly  44.4, four life events
        GRC egbr2024 115 e2 yes     55.6, five life events""",
    "oecd-dgi": """
        LUX oecd_dgi2019 77 figure_31 yes  yes
        AUT oecd_dgi2019 77 figure_31 yes  yes
        GBR oecd_dgi2019 77 figure_31 no   no
        SVN oecd_dgi2019 77 figure_31 no   no""",
    "nifo": """
        LUX nifo2023 55 emerging_technologies yes  laws of 2019 and 2021 on securities by ledger
        LUX nifo2023 57 responsible_ai no?         none reported
        LUX nifo2023 43 digital_identity partly    trust services alone
        IRL nifo2023 43 digital_identity partly    the Union's regulation alone
        DNK nifo2023 55 emerging_technologies no?  none reported; a frame for research computing
        NLD nifo2023 53 open_data partly           access alone
        PRT nifo2023 57 responsible_ai unknown     a charter that is not on administration""",
    "girai": """
        FRA girai2026 55 any_area yes                    Code of relations; the Union's as well
        AUT girai2026 55 any_area partly                 law of the Union alone
        AGO girai2026 55 any_area partly                 binding draft law
        AFG girai2026 55 any_area no                     no framework
        CAN girai2026 57 disclosure_or_procurement yes   directive, a law to the researchers
        USA girai2026 57 disclosure_or_procurement partly  binding policy
        DEU girai2026 57 disclosure_or_procurement partly  guideline
        KEN girai2026 57 disclosure_or_procurement no    strategy
        AUT girai2026 57 disclosure_or_procurement no    no framework
        AUT girai2026 85 national_ai_policy yes          adopted
        AGO girai2026 85 national_ai_policy partly       draft
        ARG girai2024 85 national_ai_policy yes          1""",
}


@pytest.mark.parametrize("source", FACTS)
def test_facts_of_the_committed_tables(source):
    table = committed(source)
    doubt = table["no_or_unknown"].map({True: "?", False: ""})
    rows = table.assign(code=table["code"] + doubt)
    columns = rows[["iso3", "survey", "item", "variable", "code"]].astype("str")
    held = Counter(map(tuple, columns.values.tolist()))
    places = Counter(row[:4] for row in held)
    for line in FACTS[source].strip().splitlines():
        fact = tuple(line.split()[:5])
        assert (held[fact], places[fact[:4]]) == (1, 1), fact


# Counted in the source by value, answer or share; those of the Barometer less New Caledonia's.
TOTALS = {
    "gtmi": [
        ("gtmi2020", 37, "i_37", {"no": 60, "partly": 8, "yes": 130}),
        ("gtmi2022", 37, "i_37", {"no": 55, "partly": 12, "yes": 131}),
        ("gtmi2022", 10, "i_29", {"no": 46, "yes": 152}),
        ("gtmi2022", 45, "i_42", {"no": 39, "unknown": 35, "yes": 28 + 96}),
        ("gtmi2022", 59, "i_35", {"no": 22, "partly": 29, "yes": 49 + 98}),
        ("gtmi2022", 8, "i_19", {"no": 36, "partly": 49, "yes": 113}),
        # 101 of 198 have no platform (i_30 = 0).
        ("gtmi2022", 115, "i_30_6", {"no": 50 + 7, "yes": 40}),
    ],
    "gdb": [
        ("gdb2021", 39, "G.GOVERNANCE.DPL.a.EXISTS", {"yes": 85 - 1, "partly": 13, "no": 11}),
        ("gdb2021", 49, "G.PF.PUB-FINANCE.a.DATARULES", {"yes": 71, "partly": 12, "no": 25}),
        ("gdb2021", 51, "G.GOVERNANCE.DATASHARING.a.EXISTS", {"yes": 41, "partly": 26, "no": 41}),
        ("gdb2021", 53, "G.GOVERNANCE.ODPOLICY.a.EXISTS", {"yes": 29, "partly": 44, "no": 35}),
        ("gdb2021", 102, "G.PI.PUBCON.a.EXIST", {"yes": 68, "partly": 3, "no": 38 - 1}),
        (
            "gdb2021",
            104,
            "G.GOVERNANCE.ACCESSIBILITY.a.EXISTS",
            {"yes": 49, "partly": 17, "no": 42},
        ),
        ("gdb2021", 115, "A.PI.PUBCON.e.e1.FINAL", {"yes": 20, "partly": 8, "no": 81 - 1}),
    ],
    "odm": [("odm2023", 10, "q59", {"yes": 34, "no": 1})],
    # In ninths: e2 has 4 zeros, 11 from one to four, 22 from five on.
    "egbr": [
        ("egbr2024", 115, "e2", {"no": 4, "partly": 2 + 1 + 4 + 4, "yes": 4 + 7 + 3 + 8}),
    ],
    "oecd-dgi": [
        ("oecd_dgi2019", 77, "figure_31", {"yes": 23, "no": 10}),
    ],
    "oecd-pii": [],
    "oecd-ireg": [],
    # As the two readers have it after their thirteen differences were settled.
    "nifo": [
        ("nifo2023", 43, "digital_identity", {"yes": 22, "partly": 5}),
        ("nifo2023", 45, "digital_signature", {"yes": 27}),
        ("nifo2023", 47, "eprocurement", {"yes": 19, "partly": 8}),
        ("nifo2023", 51, "data_governance", {"yes": 18, "partly": 9}),
        ("nifo2023", 53, "open_data", {"yes": 26, "partly": 1}),
        ("nifo2023", 55, "emerging_technologies", {"yes": 10, "partly": 7, "no": 10}),
        ("nifo2023", 57, "responsible_ai", {"partly": 4, "no": 18, "unknown": 5}),
    ],
    "girai": [
        ("girai2024", 85, "national_ai_policy", {"no": 84, "yes": 54}),
        # 12 by law of the Union alone and 8 by a draft law are partly.
        ("girai2026", 55, "any_area", {"yes": 56, "partly": 12 + 8, "no": 26 + 12 + 11 + 10}),
        (
            "girai2026", 57, "disclosure_or_procurement",
            {"yes": 10, "partly": 12 + 5 + 2 + 1, "no": 90 + 12 + 3},
        ),
        ("girai2026", 85, "national_ai_policy", {"yes": 73, "partly": 13, "no": 49}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_totals_of_the_committed_tables(source):
    table = committed(source)
    counts = table.groupby(["survey", "item", "variable"])["code"].agg(Counter).to_dict()
    for survey, item, variable, expected in TOTALS[source]:
        assert counts[survey, item, variable] == expected
    if source != "gtmi":
        assert set(counts) == {total[:3] for total in TOTALS[source]}


@pytest.mark.parametrize(
    ("source", "n_countries", "absent", "surveys"),
    [
        ("gtmi", 198, "", {"gtmi2020": 2020, "gtmi2022": 2022}),
        ("gdb", 108, "AUT BEL CYP HUN LUX POL SVN", {"gdb2021": 2021}),
        ("odm", 35, "", {"odm2023": 2023}),
        ("egbr", 37, "", {"egbr2024": 2023}),
        ("oecd-dgi", 33, "BGR CYP HRV HUN MLT POL ROU SVK", {"oecd_dgi2019": 2019}),
        ("oecd-pii", 0, None, {}),
        ("oecd-ireg", 0, None, {}),
        ("nifo", 27, "", {"nifo2023": 2023}),
        ("girai", 143, "CYP CZE DNK LUX MLT SWE", {"girai2024": 2023, "girai2026": 2025}),
    ],
)
def test_the_committed_tables_as_a_whole(source, n_countries, absent, surveys):
    table = committed(source)
    held = set(table["iso3"])
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    members = set(countries.loc[countries["eu_member"], "iso3"])
    assert held <= set(countries["iso3"])
    assert len(held) == n_countries
    if absent is not None:
        assert members - held == set(absent.split())
    if source == "odm":
        assert held - members == {"ALB", "BIH", "CHE", "ISL", "MNE", "NOR", "SRB", "UKR"}
    assert dict(zip(table["survey"], table["year"], strict=True)) == surveys
    editions = {135, 138} if source == "girai" else {n_countries}
    assert set(table.groupby("survey")["iso3"].nunique()) <= editions
    if source != "gtmi":
        others = {
            "gdb": "researchers",
            "egbr": "researchers",
            "nifo": "desk",
            "girai": "researchers",
        }
        who = {others.get(source, "government")}
        assert set(table["collected_by"]) == (who if n_countries else set())
        assert source == "nifo" or not table["no_or_unknown"].any()


@pytest.mark.parametrize("source", SOURCES)
def test_a_committed_code_is_exact_but_where_it_settles_nothing(source):
    table = committed(source)
    by_area = table["variable"].isin(["any_area", "disclosure_or_procurement"])
    partly = (table["code"] == "partly") & (table["variable"].isin(["e2", "i_45_6"]) | by_area)
    partly |= (table["code"] == "partly") & (source == "nifo")
    partly |= (table["code"] == "yes") & (table["variable"] == "disclosure_or_procurement")
    anything = table["no_or_unknown"] | (table["code"] == "unknown")
    if source == "girai":
        # What a no of it leaves open, and a yes that may be a general law.
        anything |= table["code"] == "no"
        anything |= (table["code"] == "yes") & (table["variable"] == "any_area")
    ends = table[["lower", "upper"]].apply(tuple, axis="columns")
    assert set(ends[partly]) <= {(0.5, 1)}
    assert set(ends[anything]) <= {(0, 1)}
    exact = table[~partly & ~anything]
    assert (exact["lower"] == exact["value"]).all()
    assert (exact["upper"] == exact["value"]).all()


def test_who_answered_the_world_bank():
    who = committed("gtmi").drop_duplicates(["iso3", "survey"])
    assert who.groupby(["survey", "collected_by"]).size().to_dict() == {
        ("gtmi2020", "desk"): 198,
        ("gtmi2022", "government"): 135,
        ("gtmi2022", "desk"): 63,
    }


def test_a_question_that_was_not_put_has_no_row_and_scales_not_seen_no_link():
    table = committed("gtmi")
    bulgaria = table[(table["iso3"] == "BGR") & (table["survey"] == "gtmi2022")]
    assert "i_30_6" not in set(bulgaria["variable"])
    early = set(table.loc[table["survey"] == "gtmi2020", "variable"])
    assert not early & {"i_33", "i_42", "i_46", "i_30_6"}
    assert not set(table["variable"]) & {"i_4", "i_43", "i_45"}


def test_luxembourg_answers_the_questionnaire_as_it_answered_the_maturity_report():
    own = read_table(paths.CODES / "LUX.csv", CODES_TABLE).set_index("item")["code"]
    table = committed("odm")
    there = table[table["iso3"] == "LUX"].set_index("item")["code"]
    assert there.to_dict() == own[[10]].to_dict() == {10: "yes"}


@pytest.mark.parametrize(
    ("source", "iso3", "item", "variable", "instrument", "link"),
    [
        (
            "gtmi", "LUX", 39, "i_38", "Data protection law (2018)",
            "https://legilux.public.lu/eli/etat/leg/loi/2018/08/01/a686/jo",
        ),
        (
            "gdb", "NZL", 51, "G.GOVERNANCE.DATASHARING.a.EXISTS",
            "NZ Privacy Commissioner. 2020. Information sharing.",
            "https://www.privacy.org.nz/privacy-act-2020/information-sharing/",
        ),
        ("odm", "LUX", 10, "q59", "", "https://data.public.lu"),
        ("odm", "FIN", 10, "q59", "", "https://www.avoindata.fi/en"),
        ("odm", "BIH", 10, "q59", "", ""),
    ],
)  # fmt: skip
def test_instruments_and_links_of_the_committed_tables(
    source, iso3, item, variable, instrument, link
):
    table = committed(source)
    row = table[
        (table["iso3"] == iso3) & (table["item"] == item) & (table["variable"] == variable)
    ].iloc[-1]
    assert (row["instrument"], row["link"]) == (instrument, link)
    if source == "gtmi":
        assert (row["survey"], row["collected_by"]) == ("gtmi2022", "government")


@pytest.mark.parametrize("source", ["gtmi", "gdb"])
def test_no_person_stands_in_an_instrument_and_links_are_web_addresses(source):
    table = committed(source)
    assert not table["instrument"].str.contains("@").any()
    links = table.loc[table["link"] != "", "link"]
    ends = r"\S+$" if source == "gdb" else ""
    assert links.str.match(rf"(?:https?://|www\.){ends}").all()
    if source == "gdb":
        assert (table.loc[table["link"] == "", "instrument"] == "").all()
