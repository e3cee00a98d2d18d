from dataclasses import asdict
from typing import Any

import pytest
from invented_project import SECTION

from egovbench.base import paths
from egovbench.base.errors import InputError, ParameterError
from egovbench.base.parameters import COMMON, DEFAULTS
from egovbench.runs.config import DEFAULT_REPORTS, Entry, RunConfig, read_config
from egovbench.runs.naming import check_name, run_name


@pytest.fixture(autouse=True)
def notebooks(project):
    for name in ("overview", "country", "robustness", "evidence"):
        project.write(name)
    project.write("section", declared=SECTION)


def written(tmp_path, text):
    path = tmp_path / "invented.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_default_plan_has_ten_reports_in_order(project):
    plan = project.plan(reports=DEFAULT_REPORTS)
    assert [report.name for report in plan.reports] == [
        "overview", "robustness", "evidence",
        "section-A", "section-B", "section-C", "section-D", "section-E", "section-F", "section-G",
    ]  # fmt: skip
    assert plan.run == "lux-eu27"
    assert plan.folder == project.root / "outputs" / "lux-eu27"
    assert plan.reports[5].notebook == project.root / "notebooks" / "section.ipynb"
    assert plan.reports[5].described == "section-C (section=C)"
    assert plan.reports[0].described == "overview"


def test_reports_get_checked_values_and_a_relative_output_folder(project):
    plan = project.plan({"peers": "EST,DNK"}, parameters={"min_share": 1, "fidelity": "exact"})
    assert plan.reports[0].given(plan.folder, project.root) == {
        "focal": "LUX",
        "peers": "EST,DNK",
        "survey": "msq2024",
        "fidelity": "exact",
        "items": "common",
        "min_share": 1.0,
        "no_or_unknown": "no",
        "sources": "all",
        "answered_by": "any",
        "max_age": 0,
        "fusion": "preferred",
        "weights": "sections",
        "lang": "en",
        "output_dir": "outputs/lux-est-dnk-fidelity-exact-sections-a/tables/section-A",
        "section": "A",
    }


def test_configured_name_holds_only_for_what_is_configured(project):
    settings: dict[str, Any] = {
        "run": "my-run",
        "parameters": {"focal": "EST"},
        "sections": ("A", "C"),
    }
    assert project.plan(**settings).run == "my-run"
    assert project.plan({"focal": "EST", "sections": "C,A"}, **settings).run == "my-run"
    assert project.plan({"focal": "NOR"}, **settings).run == "my-run-nor-eu27-sections-ac"
    assert project.plan({"sections": "all"}, **settings).run == "my-run-est-eu27"
    # name that tells the parameters does not stay when they change
    settings: dict[str, Any] = {"run": "est-eu27", "parameters": {"focal": "EST"}}
    assert project.plan({"focal": "NOR"}, sections=("all",), **settings).run == "nor-eu27"
    # value given for what a matrix varies stands in the name
    reports = (Entry("country", {"fidelity": ("exact", "proxy")}),)
    settings: dict[str, Any] = {"run": "links", "reports": reports}
    assert project.plan({"fidelity": "exact"}, **settings).run == "links-lux-eu27-fidelity-exact"
    assert project.plan({"fidelity": "proxy"}, **settings).run == "links-lux-eu27-fidelity-proxy"


def test_run_names_tell_settings_apart():
    def named(**values):
        return run_name({**asdict(DEFAULTS), **values})

    assert named(focal="EST", peers="DNK,FIN") == "est-dnk-fin"
    assert named(fidelity="exact", min_share=0.8) == "lux-eu27-fidelity-exact-min-share-0_8"
    assert named(replications=50) == "lux-eu27-replications-50"
    assert run_name(asdict(DEFAULTS), ["A", "C"]) == "lux-eu27-sections-ac"
    many = ["AUT", "BEL", "DEU", "EST", "FRA"]
    name = named(peers=",".join(many))
    assert name.startswith("lux-5-countries-")
    assert name == named(peers=",".join(many[::-1]))
    assert name != named(peers=",".join([*many[:4], "ITA"]))


@pytest.mark.parametrize(
    "name",
    ["..", "../x", "a/b", "a\\b", "/tmp/x", "", ".hidden", "-x", "x-", "a.b", "a b", "x" * 65],
)
def test_names_cannot_leave_the_folder(project, name):
    with pytest.raises(ParameterError, match="parameter run: "):
        check_name("run", name)
    if name:
        with pytest.raises(ParameterError, match="parameter run: "):
            project.plan(run=name)
    with pytest.raises(ParameterError, match="parameter notebook: "):
        project.plan(notebooks=(name,))


def test_notebook_gets_the_parameters_that_it_declares(project):
    project.write("narrow", declared='focal: str = "LUX"\nsize: int = 3')
    plan = project.plan(notebooks=("narrow", "overview"), parameters={"peers": "oecd", "size": 4})
    assert plan.reports[0].parameters == {"focal": "LUX", "size": 4}
    assert plan.reports[0].compared is None
    assert plan.reports[1].parameters["peers"] == "oecd"
    assert "size" not in plan.reports[1].parameters


@pytest.mark.parametrize(("name", "closest"), [("fokal", "focal"), ("sections_", "section")])
def test_unknown_parameter_of_a_configuration_is_refused(project, name, closest):
    expected = (
        f"parameter {name}: .*focal, peers, survey, fidelity, items, min_share, no_or_unknown, "
        f"sources, answered_by, max_age, fusion, weights, lang, section; closest: {closest}$"
    )
    with pytest.raises(ParameterError, match=expected):
        project.plan(parameters={name: "x"})


def test_what_cannot_be_planned_is_refused(project):
    with pytest.raises(ParameterError, match="use --out"):
        project.plan(parameters={"output_dir": "elsewhere"})
    # report twice or missing notebook is refused
    with pytest.raises(ParameterError, match=r"parameter reports: found 'overview'; .* once"):
        project.plan(notebooks=("overview", "overview"))
    with pytest.raises(InputError, match=r"none\.ipynb: the notebook does not exist"):
        project.plan(notebooks=("none",))


def test_default_configuration_is_luxembourg_against_the_eu27(project):
    config = read_config(paths.NOTEBOOKS / "runs" / "default.yml")
    assert config.run == "lux-eu27"
    assert config.parameters["focal"] == "LUX"
    assert config.parameters["no_or_unknown"] == "no"
    assert config.reports == DEFAULT_REPORTS
    plan = project.plan(parameters=config.parameters, reports=config.reports)
    assert plan.title == "Luxembourg against the EU27"
    assert project.plan(title="a\u202eb").title == "a\\u202eb"
    assert plan.parameters == {
        name: getattr(DEFAULTS, name) for name in COMMON if name not in ("output_dir", "weights")
    }


def test_configuration_without_a_name_is_called_by_its_file(tmp_path):
    assert read_config(written(tmp_path, "")) == RunConfig(run="invented")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pears: eu27", r"parameter pears: .*run, title, parameters, .* pictures, jobs"),
        ("run: 7", "parameter run: found 7; .*quotes"),
        ("pictures: 1", "parameter pictures: found 1"),
        ("jobs: 0", "parameter jobs: found 0"),
        ("jobs: yes", "parameter jobs: found True"),
        ("cell_timeout: soon", "parameter cell_timeout: found 'soon'"),
        ("sections: [A]", "parameter sections: .*a key of invented.yml"),
        ("title: 2024", "parameter title: found 2024; .*quotes"),
        ("reports: overview", "parameter reports: found 'overview'; expected a list of entries"),
        ("reports: []", "parameter reports: "),
        ("reports: [overview]", "parameter reports: found 'overview'; .*notebook: country"),
        ("reports: [{notebok: x}]", "parameter notebok: .*notebook, matrix, include, exclude"),
        ("reports: [{matrix: {}}]", "parameter notebook: found None"),
        ("reports: [{notebook: x, matrix: [A]}]", "parameter matrix: "),
        ("reports: [{notebook: x, matrix: {focal: []}}]", "parameter matrix: focal: found "),
        ("reports: [{notebook: x, matrix: {NO: [A]}}]", "parameter matrix: "),
        ("reports: [{notebook: x, include: {a: 1}}]", "parameter include: "),
        ("reports: [{notebook: x, include: [{}]}]", "parameter include: "),
        ("reports: [{notebook: x, exclude: [EST]}]", "parameter exclude: "),
        ("groups: [EST]", "parameter groups: "),
        ("groups: {few: EST}", "parameter groups: few: found 'EST'"),
        ("groups: {few: []}", "parameter groups: few: "),
        ("parameters: [focal]", "parameter parameters: "),
    ],
)
def test_faulty_configuration_names_the_key(tmp_path, text, expected):
    with pytest.raises(ParameterError, match=expected):
        read_config(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("run: [", "line 2: not a YAML file|line 1: not a YAML file"), ("- a", "found a list")],
)
def test_file_that_is_no_configuration(tmp_path, text, expected):
    with pytest.raises(InputError, match=expected):
        read_config(written(tmp_path, text))
    with pytest.raises(InputError, match="does not exist"):
        read_config(tmp_path / "none.yml")
