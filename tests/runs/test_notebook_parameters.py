import papermill
import pytest

from egovbench.base.errors import InputError, ParameterError
from egovbench.runs.parameters import check_values, declared_parameters


def test_names_and_annotations_are_those_papermill_finds_and_no_others(project):
    path = project.write("section", declared='section: str = "A"\nn: int = 3  # how many\nx = 1.5')
    declared = declared_parameters(path)
    assert declared == {"section": "str", "n": "int", "x": ""}
    assert set(papermill.inspect_notebook(str(path))) == set(declared)
    # unknown parameter is refused with the list
    path = project.write("section", declared='focal: str = "LUX"\nsection: str = "A"')
    with pytest.raises(ParameterError) as caught:
        check_values(path, {"sektion": "A"}, declared_parameters(path))
    assert str(caught.value) == (
        "parameter sektion: found 'A'; expected a parameter of section.ipynb: focal, section"
        "; closest: section"
    )


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        ("str", "LUX"),
        ("int", 3),
        ("float", 3),
        ("float", 0.5),
        ("bool", False),
        ("list[str]", ["EST"]),
        ("list[str]", []),
        ("str | list[str]", "eu27"),
        ("str | list[str]", ["EST", "DNK"]),
        ("int | None", None),
    ],
)
def test_values_that_fit(project, annotation, value):
    path = project.write("invented", declared=f"value: {annotation} = None")
    check_values(path, {"value": value}, declared_parameters(path))


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        ("str", 7),
        ("str", False),
        ("int", True),
        ("int", 1.0),
        ("float", True),
        ("float", "1"),
        ("bool", 0),
        ("list[str]", "EST"),
        ("list[str]", ["EST", False]),
        ("str | list[str]", [7]),
        ("int | None", "x"),
    ],
)
def test_values_that_do_not_fit(project, annotation, value):
    path = project.write("invented", declared=f"value: {annotation} = None")
    with pytest.raises(ParameterError) as caught:
        check_values(path, {"value": value}, declared_parameters(path))
    assert f"parameter value: found {value!r}" in str(caught.value)
    assert f"of type {annotation}" in str(caught.value)


@pytest.mark.parametrize(
    "value", [{"a": 1}, [{"a": 1}], float("inf"), float("nan"), [[float("-inf")]], "\ud800", b"a"]
)
def test_what_a_file_of_a_run_cannot_hold_is_refused_whatever_is_declared(project, value):
    project.write("section", declared='value = 1\nsection: str = "A"')
    for settings in ({"overrides": {"value": value}}, {"parameters": {"value": value}}):
        with pytest.raises(ParameterError, match=r"parameter value: .* a finite number"):
            project.plan(**settings)
    assert project.plan({"value": [1, "a", None]}).reports[0].parameters["value"] == [1, "a", None]


def test_what_declares_nothing_readable_is_refused(project, tmp_path):
    path = project.write("invented", declared="value: dict[str, int] = {}")
    with pytest.raises(InputError, match=r"annotation 'dict\[str, int\]'"):
        check_values(path, {"value": "x"}, declared_parameters(path))
    # notebook without tagged cell and other files
    empty = tmp_path / "empty.ipynb"
    empty.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    with pytest.raises(InputError, match=r"no cell is tagged `parameters`"):
        declared_parameters(empty)
    with pytest.raises(InputError, match=r"does not exist"):
        declared_parameters(tmp_path / "none.ipynb")
    text = tmp_path / "text.ipynb"
    text.write_text("# no notebook")
    with pytest.raises(InputError, match=r"not a Jupyter notebook"):
        declared_parameters(text)
    # cell that is not python is named
    with pytest.raises(InputError, match=r"not Python \(.*, line 1\)"):
        declared_parameters(project.write("invented", declared="focal: str = "))
