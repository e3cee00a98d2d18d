"""What is made again and what is left alone."""

import json
from pathlib import Path

import pytest
from invented_project import SECTION, files_below

from egovbench.runs import keys
from egovbench.runs.config import Entry
from egovbench.runs.outcomes import JOURNAL, Status, read_outcomes

ALL = {"overview", "section-A", "section-B"}


def names(made):
    return [outcome.name for outcome in made]  # type: ignore[attr-defined]


def append(text):
    def change(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")

    return change


def test_a_second_run_makes_nothing_and_leaves_every_file_as_it_is(instant):
    first = instant.run()
    assert names(first.made) == ["overview", "section-A", "section-B"]
    folder = instant.plan().folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    second = instant.run()
    assert second.made == ()
    assert second.index == first.index
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


# What is changed, the reports that read it, and how the reason begins. Luxembourg is compared with
# Estonia and Denmark; Norway with nobody.
CHANGES = [
    ("data/codebook/invented.yml", append("more: 1\n"), ALL, "input codebook/invented.yml changed"),
    ("data/codebook/new.yml", append("more: 1\n"), ALL, "input codebook/new.yml is new"),
    ("data/countries.csv", append("NOR,Norway\n"), ALL, "input countries.csv changed"),
    ("data/neighbours.csv", append("NOR,FIN\n"), ALL, "input neighbours.csv changed"),
    ("data/crosswalks/invented.yml", append("# x\n"), ALL, "input crosswalks/invented.yml changed"),
    ("data/responses/LUX.csv", append("2,x\n"), ALL, "input responses/LUX.csv changed"),
    ("data/responses/LUX.csv", Path.unlink, ALL, "input responses/LUX.csv is gone"),
    ("data/responses/EST.csv", append("2,x\n"), set(), ""),
    ("data/codes/LUX.csv", append("LUX,2,no\n"), ALL, "input codes/LUX.csv changed"),
    ("data/codes/DNK.csv", append("DNK,2,no\n"), ALL, "input codes/DNK.csv changed"),
    ("data/codes/EST.csv", append("iso3,item,code\n"), ALL, "input codes/EST.csv is new"),
    ("data/codes/NOR.csv", append("iso3,item,code\n"), set(), ""),
    ("data/others/invented.csv", append("EST,2,x\n"), ALL, "input others/invented.csv#EST changed"),
    ("data/others/invented.csv", append("LUX,2,x\n"), ALL, "input others/invented.csv#LUX is new"),
    ("data/others/invented.csv", append("NOR,2,x\n"), set(), ""),
    ("data/others/invented.csv", append("FIN,2,x\n"), set(), ""),
    ("data/others/other.csv", append("iso3,item\nNOR,1\n"), set(), ""),
    ("data/others/new.csv", append("iso3,item\nDNK,1\n"), ALL, "input others/new.csv#DNK is new"),
    ("data/others/other.csv", append("no table\n"), ALL, "input others/other.csv is new"),
    ("data/indices/indices.csv", append("other,EST,3\n"), ALL, "input indices/indices.csv#EST"),
    ("data/indices/indices.csv", append("other,NOR,3\n"), set(), ""),
    ("data/README.md", append("more\n"), set(), ""),
    ("data/raw/invented.txt", append("more\n"), set(), ""),
    ("my-run/overview.html", append(" "), {"overview"}, "overview.html was changed or removed"),
    ("my-run/notebooks/section-A.ipynb", Path.unlink, {"section-A"}, "notebooks/section-A.ipynb"),
    ("my-run/tables/section-B/one.csv", append("x"), {"section-B"}, "tables/section-B/one.csv"),
]


@pytest.mark.parametrize(("path", "change", "read_by", "reason"), CHANGES)
def test_a_change_makes_stale_what_reads_it_and_nothing_else(
    instant, path, change, read_by, reason
):
    instant.run()
    path = path.replace("my-run", "outputs/my-run")
    change(instant.root / path)
    stale = instant.stale()
    assert set(stale) == read_by
    assert all(why[0].startswith(reason) for why in stale.values())
    assert set(names(instant.run().made)) == read_by
    assert instant.stale() == {}


def test_only_the_reports_of_countries_compared_read_a_countrys_rows(instant):
    entry = Entry("overview", {"focal": ["LUX", "EST", "NOR"]})

    def plan():
        return instant.plan(reports=(entry,), parameters={"peers": ["DNK", "FIN"]})

    instant.run(plan())
    append("EST,2,x\n")(instant.root / "data/others/invented.csv")
    assert list(instant.stale(plan())) == ["overview-EST"]
    append("FIN,2,x\n")(instant.root / "data/others/invented.csv")
    assert len(instant.stale(plan())) == 3
    instant.run(plan())
    append("2,x\n")(instant.root / "data/responses/EST.csv")
    assert list(instant.stale(plan())) == ["overview-EST"]


def test_a_notebooks_source_and_tags_count_and_its_outputs_do_not(instant):
    instant.run()
    path = instant.root / "notebooks" / "section.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    output = {"output_type": "stream", "name": "stdout", "text": ["run in an editor"]}
    notebook["cells"][2] |= {"outputs": [output], "execution_count": 7}
    notebook["metadata"]["editor"] = "another"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert instant.stale() == {}
    notebook["cells"][2]["metadata"]["tags"] = ["notebook-only"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    changed = ("notebook changed",)
    assert instant.stale() == {"section-A": changed, "section-B": changed}
    assert names(instant.run().made) == ["section-A", "section-B"]


def test_parameters_count_and_say_what_they_were(instant):
    instant.run()
    plan = instant.plan(parameters={"peers": ["EST", "DNK"], "fidelity": "exact"})
    assert instant.stale(plan) == dict.fromkeys(
        ALL, ("parameter fidelity changed from proxy to exact",)
    )


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("choices", "invented\n1\n", "other\n1\n"),
        ("weights", "id,weight\nC,1\n", "id,weight\nC,2\n"),
    ],
)
def test_a_file_that_a_parameter_names_is_an_input(instant, name, before, after):
    path = instant.root / f"{name}.csv"
    path.write_text(before)
    declared = f'{name}: str = ""\noutput_dir: str = "outputs"\n'
    instant.write("own", f"shown = open({name}).read()", declared=declared)
    settings = {"notebooks": ("own",), "sections": (), "parameters": {name: str(path)}}
    instant.run(instant.plan(**settings))
    path.write_text(after)
    assert instant.stale(instant.plan(**settings)) == {"own": (f"input {path} ({name}) changed",)}


def test_code_templates_and_versions_count(instant, monkeypatch):
    instant.run()
    present = keys.versions()
    monkeypatch.setattr(keys, "versions", lambda: present | {"pandas": "0.1"})
    (instant.root.parent / "package" / "new.py").touch()
    append("body {}")(instant.root.parent / "templates" / "report.css")
    version = f"version of pandas changed from {present['pandas']} to 0.1"
    assert instant.stale() == dict.fromkeys(ALL, ("template changed", "code changed", version))


def test_the_messages_of_a_reports_own_language_count(instant):
    catalogues = instant.root.parent / "catalogues"
    for language in ("en", "fr"):
        (catalogues / language).mkdir()
        (catalogues / language / "invented.yml").write_text("word: one\n")
    instant.run()
    (catalogues / "fr" / "invented.yml").write_text("word: un\n")
    assert instant.stale() == {}
    (catalogues / "en" / "invented.yml").write_text("word: other\n")
    assert instant.stale() == dict.fromkeys(ALL, ("messages changed",))


def test_digests_of_files_see_content_names_and_bounds(tmp_path):
    (tmp_path / "a.py").write_text("ab")
    (tmp_path / "b.py").write_text("c")
    first = keys._tree_digest(tmp_path, "*.py")
    (tmp_path / ".hidden.py").write_text("an editor's")
    assert keys._tree_digest(tmp_path, "*.py") == first
    (tmp_path / "a.py").write_text("a")
    (tmp_path / "b.py").write_text("bc")
    second = keys._tree_digest(tmp_path, "*.py")
    (tmp_path / "b.py").rename(tmp_path / "c.py")
    assert len({first, second, keys._tree_digest(tmp_path, "*.py")}) == 3


def test_same_key_same_bytes(instant):
    instant.run()
    folder = instant.plan().folder
    before = files_below(folder)
    instant.run(force=True)
    after = files_below(folder)
    of_reports = [name for name in before if "/" in name or name[0] in "os"]
    assert len(of_reports) == 12
    for name in of_reports:
        assert after[name] == before[name], name
    again = json.loads(after["manifest.json"])["reports"]
    for entry, first in zip(again, json.loads(before["manifest.json"])["reports"], strict=True):
        assert (entry["key"], entry["files"]) == (first["key"], first["files"])


def test_links_to_a_page_follow_it_into_the_run_and_out(instant):
    link = "shown = '<a href=\"section-C.html\">C</a>'"
    instant.write("overview", link)
    instant.run()
    larger = instant.plan(sections=("A", "B", "C"))
    assert instant.stale(larger) == {
        "overview": ("the run has section-C.html now",),
        "section-B": ("page's links changed",),  # it leads to the next page
        "section-C": (),
    }
    assert names(instant.run(larger).made) == ["overview", "section-B", "section-C"]
    assert instant.stale() == {
        "overview": ("the run has no section-C.html any more",),
        "section-B": ("page's links changed",),
    }


def test_a_failure_is_kept_until_its_key_changes_or_it_is_retried(instant):
    fault = "if section == 'A':\n    raise ValueError('invented')"
    path = instant.write("section", fault, declared=SECTION)
    first = instant.run()
    assert [state.report.name for state in first.failed] == ["section-A"]
    outcome = read_outcomes(instant.plan().folder)["section-A"]
    assert outcome.fault == "cell 3: ValueError: invented"
    assert "notebooks/section-A.ipynb" in outcome.files
    assert "section-A.html" not in outcome.files

    again = instant.run()
    assert again.made == ()
    assert [state.report.name for state in again.failed] == ["section-A"]
    assert "1 report could not be made" in again.index.read_text("utf-8")

    retried = instant.run(retry=True)
    assert names(retried.made) == ["section-A"]
    assert len(retried.failed) == 1

    path.write_text(path.read_text("utf-8").replace("ValueError", "str"), encoding="utf-8")
    instant.write("section", "shown = section", declared=SECTION)
    assert names(instant.run().made) == ["section-A", "section-B"]
    assert instant.run().failed == ()


def test_fail_fast_stops_and_the_next_run_goes_on(instant):
    instant.write("section", "raise ValueError('invented')", declared=SECTION)
    first = instant.run(fail_fast=True)
    assert names(first.made) == ["overview", "section-A"]
    assert first.states[2].status is Status.MISSING
    index = first.index.read_text("utf-8")
    assert "1 report is not made yet." in index
    manifest = json.loads((instant.plan().folder / "manifest.json").read_text("utf-8"))
    assert [entry["status"] for entry in manifest["reports"]] == ["finished", "failed", "missing"]
    assert names(instant.run().made) == ["section-B"]


def test_force_makes_everything_again_and_leaves_no_old_table(instant):
    instant.run()
    left = instant.plan().folder / "tables" / "section-A" / "more" / "old.csv"
    left.parent.mkdir()
    left.write_text("a table that the notebook writes no more")
    assert set(names(instant.run(force=True).made)) == ALL
    assert not left.parent.exists()


SOUND = {
    "name": "overview", "title": "", "findings": [], "summary": None, "cell": None, "error": None,
    "seconds": 1, "key": "", "basis": {}, "made": "", "git": None, "files": {}, "pages": {},
}  # fmt: skip
DAMAGED = {
    "no object": [1, 2],
    "without parts": {"name": "overview"},
    "of other types": SOUND | {"key": 1, "basis": [], "made": None},
    "of files elsewhere": SOUND | {"files": {"../../notebooks/overview.ipynb": "0"}},
    "of a name elsewhere": SOUND | {"name": "../overview"},
}


def damaged(folder, change):
    """Change what the manifest holds."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("entry", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_or_foreign_outcome_is_none(instant, entry):
    instant.run()
    folder = instant.plan().folder
    damaged(folder, lambda content: content["reports"].__setitem__(0, entry))
    assert set(read_outcomes(folder)) == {"section-A", "section-B"}
    assert instant.states()["overview"].status is Status.MISSING
    assert names(instant.run().made) == ["overview"]
    assert (instant.root / "notebooks" / "overview.ipynb").exists()


@pytest.mark.parametrize(
    "text", ["", '{"format": 2, "reports": ', "[1, 2]", '{"format": 1}', '{"format": 2}', "\xff"]
)
def test_without_a_manifest_of_ours_all_is_made_again(instant, text):
    instant.run()
    folder = instant.plan().folder
    expected = files_below(folder)
    (folder / "manifest.json").write_text(text, encoding="latin-1")
    assert read_outcomes(folder) == {}
    assert set(names(instant.run().made)) == ALL
    assert files_below(folder).keys() == expected.keys()


def test_an_outcome_of_another_report_is_none(instant):
    instant.run()

    def exchange(content):
        _, first, second = content["reports"]
        second["name"] = first["name"]

    damaged(instant.plan().folder, exchange)
    assert set(instant.stale()) == {"section-A", "section-B"}


def test_outcomes_of_a_stopped_run_count_but_for_a_line_that_was_cut_off(instant):
    folder = instant.plan().folder
    instant.write("section", "if section == 'B': raise KeyboardInterrupt", declared=SECTION)
    with pytest.raises(KeyboardInterrupt):
        instant.run()
    journal = folder / JOURNAL
    journal.write_text(journal.read_text("utf-8")[:-5], encoding="utf-8")
    assert list(read_outcomes(folder)) == ["overview"]
    with pytest.raises(KeyboardInterrupt):
        instant.run()
    assert list(read_outcomes(folder)) == ["overview", "section-A"]
    instant.write("section", "shown = section", declared=SECTION)
    instant.run()
    assert not journal.exists()
    assert set(read_outcomes(folder)) == ALL


def test_the_runs_own_files_are_made_again_when_they_are_not_what_they_were(instant):
    instant.run()
    folder = instant.plan().folder
    before = files_below(folder)
    for name in ("index.html", "plan.json", "ro-crate-metadata.json"):
        (folder / name).unlink()
        assert instant.run().made == ()
        assert (folder / name).exists()
    (folder / "index.html").write_text("edited")
    instant.run()
    assert files_below(folder)["index.html"] == before["index.html"]
