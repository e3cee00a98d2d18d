"""Plans whose reports vary: countries, groups, sections, and any other parameter."""

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_project import DECLARED, SECTION, Invented

from egovbench.base import paths
from egovbench.base.errors import InputError, ParameterError
from egovbench.runs.config import Entry, read_config
from egovbench.runs.naming import check_name
from egovbench.runs.plan import make_plan
from egovbench.runs.project import read_project

DRAWN = DECLARED + 'replications: int = 1000\nseed: int = 1\nchoices: str = ""\n'
OWN = 'size: int = 3\nshare: float = 0.5\ndraft: bool = False\nnote = ""\n'


@pytest.fixture(autouse=True)
def notebooks(project):
    for name in ("overview", "country"):
        project.write(name)
    project.write("section", declared=SECTION)
    project.write("robustness", declared=DRAWN)
    project.write("own", declared=OWN)


def names(plan):
    return [report.name for report in plan.reports]


def test_all_countries_are_those_with_data(project):
    assert project.described.countries_with_data == {"LUX", "EST", "DNK", "NOR"}
    plan = project.plan(reports=(Entry("country", {"focal": ("all",)}),))
    assert names(plan) == ["country-LUX", "country-EST", "country-DNK", "country-NOR"]
    assert [each.parameters["focal"] for each in plan.reports] == ["LUX", "EST", "DNK", "NOR"]
    assert plan.reports[1].label == "Country profile: Estonia"
    assert {each.group for each in plan.reports} == {"Country by country"}
    assert plan.title == "Luxembourg, Estonia, Denmark and Norway against the EU27"
    # groups overlap without making a report twice
    plan = project.plan(reports=(Entry("country", {"focal": ("eu27", "all", "LUX")}),))
    assert names(plan) == ["country-LUX", "country-EST", "country-DNK", "country-NOR"]
    # each report has its own folder of tables
    plan = project.plan(run="my-run", reports=(Entry("country", {"focal": ("all",)}),))
    folders = [each.given(plan.folder, project.root)["output_dir"] for each in plan.reports]
    members = ("LUX", "EST", "DNK", "NOR")
    assert folders == [f"outputs/my-run/tables/country-{iso3}" for iso3 in members]


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("eu27", "LUX EST DNK"),
        ("region", "LUX EST DNK NOR"),
        ("neighbours", "NOR"),
        ("north", "NOR EST"),
    ],
)
def test_groups_stand_for_their_members_with_data(project, group, members):
    plan = project.plan(
        reports=(Entry("country", {"focal": (group,)}),),
        groups={"north": ["FIN", "NOR", "EST"]},
        parameters={"focal": "FIN"},
    )
    assert [each.parameters["focal"] for each in plan.reports] == members.split()


def test_what_leaves_no_report_is_refused(project, tmp_path):
    reports = (Entry("country", {"focal": ("finns",)}),)
    with pytest.raises(ParameterError, match=r"parameter focal: found 'finns'; .* data/others"):
        project.plan(reports=reports, groups={"finns": ["FIN"]})
    # countries without peers are named together
    reports = (Entry("country", {"focal": ("EST", "NOR", "LUX"), "peers": ("neighbours",)}),)
    with pytest.raises(ParameterError, match=r"found 'neighbours'; .* a country besides EST, LUX$"):
        project.plan(reports=reports)
    # run without any report is refused
    entry = Entry("country", {"focal": ("LUX",)}, exclude=({"focal": "LUX"},))
    with pytest.raises(ParameterError, match=r"parameter reports: .* at least one"):
        project.plan(reports=(entry,))
    # missing file of choices is refused
    with pytest.raises(InputError, match=r"none\.csv: the file of choices does not exist"):
        project.plan(notebooks=("robustness",), parameters={"choices": str(tmp_path / "none.csv")})


def test_peers_are_groups_and_what_is_compared(project):
    reports = (Entry("country", {"peers": ("north", "oecd", ["EST", "DNK"])}),)
    plan = project.plan(reports=reports, groups={"north": ["NOR", "LUX", "DNK"]})
    assert names(plan) == ["country-north", "country-oecd", "country-EST-DNK"]
    assert plan.reports[0].parameters["peers"] == "NOR,LUX,DNK"
    assert plan.reports[0].compared == ("LUX", "DNK", "NOR")
    assert plan.reports[0].label == "Country profile: against north"
    assert plan.reports[2].label == "Country profile: against Estonia and Denmark"
    # compared are the focal country and its peers
    plan = project.plan(
        reports=(Entry("country", {"focal": ("NOR",), "peers": ("all", "region")}),)
    )
    assert plan.reports[0].compared == ("NOR", "DNK", "EST", "FIN", "LUX")
    plan = project.plan(reports=(Entry("country", {"focal": ("NOR",), "peers": ("neighbours",)}),))
    assert plan.reports[0].compared == ("NOR", "FIN")


def test_names_hold_what_varies(project):
    matrix = {"section": ("B", "A"), "peers": ("oecd",), "min_share": (0.5, 1.0)}
    plan = project.plan(reports=(Entry("section", matrix), Entry("overview")))
    assert names(plan) == [
        "section-oecd-min-share-0_5-B", "section-oecd-min-share-1_0-B",
        "section-oecd-min-share-0_5-A", "section-oecd-min-share-1_0-A", "overview",
    ]  # fmt: skip
    assert plan.reports[0].varied == ("peers", "min_share", "section")
    assert plan.reports[0].label == (
        "Section B: Invented section B, against the members of the OECD, "
        "questions that at least 50 % have"
    )
    # entries of one notebook share what varies
    plan = project.plan(reports=(Entry("country"), Entry("country", {"focal": ("EST",)})))
    assert names(plan) == ["country-LUX", "country-EST"]
    assert plan.reports[0].described == "country-LUX (focal=LUX)"


def test_include_and_exclude_shape_the_reports(project):
    entry = Entry(
        "country",
        {"focal": ("LUX", "EST"), "peers": ("eu27", "oecd")},
        include=({"focal": "NOR", "peers": "neighbours"}, {"focal": "EST", "fidelity": "exact"}),
        exclude=({"focal": "eu27", "peers": "oecd"},),
    )
    plan = project.plan(reports=(entry,))
    assert names(plan) == [
        "country-LUX-eu27-fidelity-proxy",
        "country-EST-eu27-fidelity-exact",
        "country-NOR-neighbours-fidelity-proxy",
    ]


def read(tmp_path, text):
    path = tmp_path / "invented.yml"
    path.write_text(text, encoding="utf-8")
    config = read_config(path)
    return {name: getattr(config, name) for name in ("reports", "parameters", "groups")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{matrix: {focal: [EST, NO]}}", "parameter focal: found False; .*put it in quotes"),
        ("{matrix: {focal: [007]}}", "parameter focal: found 7; .*put it in quotes"),
        ("{matrix: {peers: [[EST, NO]]}}", "parameter peers: found False; .*put it in quotes"),
        (
            "{matrix: {no_or_unknown: [no]}}",
            "parameter no_or_unknown: found False; .*put it in quotes",
        ),
        ("{include: [{focal: NO}]}", "parameter focal: found False; .*put it in quotes"),
        ("{matrix: {focal: [LUXX]}}", r"parameter focal: found 'LUXX'; .*LUX \(Luxembourg\)"),
        ("{matrix: {peers: [nord]}}", r"parameter peers: found 'nord'; .*all, north\).*, north$"),
        ("{matrix: {fokal: [LUX]}}", r"parameter fokal: .*a parameter of country\.ipynb: focal,"),
        ("{include: [{section: A}]}", r"parameter section: .*a parameter of country\.ipynb: focal"),
        ("{matrix: {output_dir: [x]}}", "parameter output_dir: found 'x'; expected no such key"),
        ("{matrix: {min_share: ['1']}}", "parameter min_share: found '1'"),
        ("{matrix: {focal: [LUX]}, exclude: [{peers: oecd}]}", "parameter exclude: peers: "),
    ],
)
def test_what_is_wrong_in_a_matrix_is_named(project, tmp_path, text, expected):
    given = f"groups: {{north: [NOR]}}\nreports: [{{notebook: country, {text[1:]}]"
    with pytest.raises(ParameterError, match=expected) as caught:
        project.plan(**read(tmp_path, given))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("{north: [NOR, NO]}", "parameter groups: north: found False; .*put it in quotes"),
        ("{north: [NOX]}", r"parameter groups: north: found 'NOX'; .*NOR \(Norway\)"),
        ("{OECD: [NOR]}", "parameter groups: found 'OECD'; expected a name that is neither"),
        ("{NOR: [NOR]}", "parameter groups: found 'NOR'; expected a name that is neither"),
        ("{a b: [NOR]}", "parameter groups: found 'a b'; expected letters, digits"),
    ],
)
def test_what_is_wrong_in_a_group_is_named(project, tmp_path, groups, expected):
    with pytest.raises(ParameterError, match=expected):
        project.plan(**read(tmp_path, f"groups: {groups}\nreports: [{{notebook: country}}]"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"replications": 19}, "parameter replications: found 19; .* from 20 to 100000"),
        ({"replications": "many"}, "parameter replications: found 'many'"),
        ({"seed": -1}, "parameter seed: found -1; expected a whole number from 0"),
        ({"seed": True}, "parameter seed: found True"),
        ({"choices": 7}, "parameter choices: found 7; expected the path of a CSV file"),
    ],
)
def test_draws_are_checked_before_anything_starts(project, values, expected):
    with pytest.raises(ParameterError, match=expected):
        project.plan(notebooks=("robustness",), parameters=values)


def test_values_of_a_command_line_are_read_as_the_notebook_declares_them(project):
    texts = {"size": "4", "share": "0.25", "draft": "true", "note": "7"}
    plan = project.plan(texts, notebooks=("own",), sections=())
    assert plan.reports[0].parameters == {"size": 4, "share": 0.25, "draft": True, "note": 7}
    plan = project.plan({"note": "some words", "share": "1"}, notebooks=("own",), sections=())
    assert plan.reports[0].parameters == {"share": 1, "note": "some words"}
    with pytest.raises(ParameterError, match=r"parameter size: found 'x'; .* type int"):
        project.plan({"size": "x"}, notebooks=("own",), sections=())


def test_override_counts_as_if_the_file_gave_it(project):
    reports = (Entry("country", {"focal": ("all",)}), Entry("section", {"section": ("all",)}))
    plan = project.plan({"focal": "EST", "sections": "C,A"}, reports=reports, run="my-run")
    assert names(plan) == ["country-EST", "section-A", "section-C"]
    assert {each.parameters["focal"] for each in plan.reports} == {"EST"}
    assert plan.run == "my-run-est-eu27-sections-ac"
    one = project.plan({"section": "C"}, reports=reports, run="my-run")
    assert names(one)[-1] == "section-C"


def test_sections_reach_notebooks_that_declare_one(project):
    others = Entry("section", include=({"peers": "oecd"}, {"peers": "all"}))
    reports = (Entry("section"), others, Entry("overview"))
    plan = project.plan({"sections": "A,C"}, reports=reports)
    assert names(plan) == [
        "section-eu27-A", "section-eu27-C", "section-oecd-A", "section-oecd-C", "section-all-A",
        "section-all-C", "overview",
    ]  # fmt: skip
    with pytest.raises(ParameterError, match="parameter sections: found 'A,C'"):
        project.plan({"sections": "A,C"}, reports=(Entry("overview"),))


def test_titles(project):
    assert project.plan(title="My study").title == "My study"
    assert project.plan({"focal": "EST"}, title="My study").title == "Estonia against the EU27"
    # notebook without countries has no title of its own
    plan = project.plan(run="my-run", notebooks=("own",), sections=())
    assert (plan.title, plan.reports[0].compared) == ("my-run", None)


def some(*values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique_by=repr)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """One invented project for all examples of a property."""
    project = Invented(tmp_path_factory.mktemp("lasting"))
    project.write("country")
    return project


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "focal": some("LUX", "EST", "NOR"),
            "peers": some("eu27", "oecd", "all", "region", "DNK,FIN", "FIN,DNK"),
            "min_share": st.lists(st.floats(0.001, 1.0), min_size=1, max_size=3, unique=True),
            "fidelity": some("exact", "close", "proxy"),
            "max_age": st.lists(st.integers(0, 99), min_size=1, max_size=3, unique=True),
        },
    )
)
def test_every_combination_is_one_report_with_a_name_of_its_own(lasting, matrix):
    plan = lasting.plan(reports=(Entry("country", matrix),))
    assert len(plan.reports) == prod(map(len, matrix.values()))
    assert len({name.lower() for name in names(plan)}) == len(plan.reports)
    assert len({repr(each.parameters) for each in plan.reports}) == len(plan.reports)
    for report in plan.reports:
        assert check_name("reports", report.name) == report.name
        assert {name: report.parameters[name] in matrix[name] for name in matrix} == dict.fromkeys(
            matrix, True
        )
    assert names(lasting.plan(reports=(Entry("country", matrix),))) == names(plan)


@pytest.fixture(scope="module")
def real():
    return read_project()


def of_file(name, project):
    config = read_config(paths.NOTEBOOKS / "runs" / f"{name}.yml")
    return make_plan(config, {}, project=project, out=paths.OUTPUTS)


def test_world_has_every_country_and_every_section(real):
    plan = of_file("world", real)
    profiles = {f"country-{iso3}" for iso3 in real.countries_with_data}
    sections = {f"section-{section}" for section in "ABCDEFG"}
    assert len(profiles) == 198
    matrices = {"matrix-min-share-0_5", "matrix-min-share-1_0"}
    assert set(names(plan)) == profiles | sections | matrices
    assert len(plan.reports) == 207
    assert all(len(each.compared or ()) == 198 for each in plan.reports)


def test_files_of_runs_are_plans(real):
    plan = of_file("groups", real)
    assert "country-LUX-eu27" not in names(plan)
    assert "country-LUX-oecd" in names(plan)
    overviews = [each for each in plan.reports if each.notebook.stem == "overview"]
    assert [each.compared for each in overviews] == [
        ("BEL", "LUX", "NLD"), ("NLD", "BEL", "LUX"), ("LUX", "BEL", "NLD"),
    ]  # fmt: skip
    # every file of runs is a plan
    for path in (paths.NOTEBOOKS / "runs").glob("*.yml"):
        plan = of_file(path.stem, real)
        assert len({name.lower() for name in names(plan)}) == len(plan.reports)
