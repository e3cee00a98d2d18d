from pathlib import Path
from typing import Any

import pytest
from invented_runs import DECLARED, MakePlan, WriteNotebook

from egovbench import paths
from egovbench.batch.config import RunConfig, read_config
from egovbench.batch.plan import check_name, run_name
from egovbench.errors import InputError, ParameterError
from egovbench.parameters import Parameters
from egovbench.schemas import SECTIONS

SECTION = DECLARED + 'section: str = "A"\n'


@pytest.fixture(autouse=True)
def notebooks(write_notebook: WriteNotebook) -> None:
    for name in ("overview", "country", "robustness", "evidence"):
        write_notebook(name)
    write_notebook("section", declared=SECTION)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "invented.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_default_plan_has_eleven_reports_in_order(plan_of: MakePlan, project: Path) -> None:
    plan = plan_of(notebooks=RunConfig().notebooks, sections="all")
    assert [report.name for report in plan.reports] == [
        "overview", "country", "robustness", "evidence",
        "section-A", "section-B", "section-C", "section-D", "section-E", "section-F", "section-G",
    ]  # fmt: skip
    assert plan.run == "lux-eu27"
    assert plan.folder == project / "outputs" / "lux-eu27"
    assert plan.reports[6].notebook == project / "notebooks" / "section.ipynb"
    assert plan.reports[6].described == "section-C (section=C)"
    assert plan.reports[0].described == "overview"


def test_reports_get_checked_values_and_a_relative_output_folder(plan_of: MakePlan) -> None:
    plan = plan_of({"peers": "EST,DNK"}, parameters={"min_share": 1, "fidelity": "exact"})
    assert plan.reports[0].parameters == {
        "focal": "LUX",
        "peers": ["EST", "DNK"],
        "survey": "msq2024",
        "fidelity": "exact",
        "items": "common",
        "min_share": 1.0,
        "gtmi_zero": "no",
        "sources": "all",
        "answered_by": "any",
        "max_age": 0,
        "fusion": "preferred",
        "lang": "en",
        "output_dir": "outputs/lux-est-dnk-fidelity-exact-sections-a",
        "section": "A",
    }


def test_configured_name_holds_only_for_what_is_configured(plan_of: MakePlan) -> None:
    settings: dict[str, Any] = {"run": "my-run", "parameters": {"focal": "EST"}, "sections": "A,C"}
    assert plan_of(**settings).run == "my-run"
    assert plan_of({"focal": "EST", "sections": "C,A"}, **settings).run == "my-run"
    assert plan_of({"focal": "NOR"}, **settings).run == "nor-eu27-sections-ac"
    assert plan_of({"sections": "all"}, **settings).run == "est-eu27"


def test_run_names_tell_settings_apart() -> None:
    assert run_name(Parameters("EST", ("DNK", "FIN")), SECTIONS) == "est-dnk-fin"
    assert run_name(Parameters(fidelity="exact", min_share=0.8), SECTIONS) == (
        "lux-eu27-fidelity-exact-min-share-0_8"
    )
    many = ("AUT", "BEL", "DEU", "EST", "FRA")
    name = run_name(Parameters(peers=many), SECTIONS)
    assert name.startswith("lux-5-countries-")
    assert name == run_name(Parameters(peers=many[::-1]), SECTIONS)
    assert name != run_name(Parameters(peers=(*many[:4], "ITA")), SECTIONS)


@pytest.mark.parametrize(
    "name",
    ["..", "../x", "a/b", "a\\b", "/tmp/x", "", ".hidden", "-x", "x-", "a.b", "a b", "x" * 65],
)
def test_names_cannot_leave_the_folder(plan_of: MakePlan, name: str) -> None:
    with pytest.raises(ParameterError, match="parameter run: "):
        check_name("run", name)
    if name:
        with pytest.raises(ParameterError, match="parameter run: "):
            plan_of(run=name)
    with pytest.raises(ParameterError, match="parameter notebooks: "):
        plan_of(notebooks=(name,))


def test_parameter_that_a_notebook_does_not_declare_is_refused(
    plan_of: MakePlan, write_notebook: WriteNotebook
) -> None:
    write_notebook("narrow", declared='focal: str = "LUX"')
    with pytest.raises(
        ParameterError, match=r"parameter peers: .* a parameter of narrow\.ipynb: focal$"
    ):
        plan_of(notebooks=("narrow",))


@pytest.mark.parametrize("name", ["fokal", "section", "sections_"])
def test_unknown_parameter_of_a_configuration_is_refused(plan_of: MakePlan, name: str) -> None:
    expected = (
        f"parameter {name}: .*focal, peers, survey, fidelity, items, min_share, gtmi_zero, "
        "sources, answered_by, max_age, fusion, lang$"
    )
    with pytest.raises(ParameterError, match=expected):
        plan_of(parameters={name: "x"})


def test_output_folder_is_the_runs_own(plan_of: MakePlan) -> None:
    with pytest.raises(ParameterError, match="use --out"):
        plan_of(parameters={"output_dir": "elsewhere"})


def test_notebook_twice_or_missing_is_refused(plan_of: MakePlan) -> None:
    with pytest.raises(ParameterError, match="each notebook once"):
        plan_of(notebooks=("overview", "overview"))
    with pytest.raises(InputError, match=r"none\.ipynb: the notebook does not exist"):
        plan_of(notebooks=("none",))


def test_default_configuration_is_luxembourg_against_the_eu27(plan_of: MakePlan) -> None:
    config = read_config(paths.NOTEBOOKS / "runs" / "default.yml")
    assert config.run == "lux-eu27"
    assert config.parameters["focal"] == "LUX"
    assert config.parameters["gtmi_zero"] == "no"
    plan = plan_of(parameters=config.parameters, notebooks=config.notebooks, sections="all")
    assert plan.parameters == Parameters(output_dir="outputs/lux-eu27")


def test_configuration_may_be_empty(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, "")) == RunConfig()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pears: eu27", r"parameter pears: .*run, parameters, notebooks, sections, jobs"),
        ("run: 7", "parameter run: found 7; .*quotes"),
        ("jobs: 0", "parameter jobs: found 0"),
        ("jobs: yes", "parameter jobs: found True"),
        ("cell_timeout: soon", "parameter cell_timeout: found 'soon'"),
        ("notebooks: overview", "parameter notebooks: found 'overview'"),
        ("parameters: [focal]", "parameter parameters: "),
    ],
)
def test_faulty_configuration_names_the_key(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ParameterError, match=expected):
        read_config(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("run: [", "line 2: not a YAML file|line 1: not a YAML file"), ("- a", "found a list")],
)
def test_file_that_is_no_configuration(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        read_config(written(tmp_path, text))
    with pytest.raises(InputError, match="does not exist"):
        read_config(tmp_path / "none.yml")
