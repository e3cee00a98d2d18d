"""From a number to what it rests on: items, answers, places in the document, figures as files."""

import hashlib
import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]

LINK = re.compile(r'<a [^>]*href="([^"#:]*)(?:#([^"]*))?"')


def test_every_link_within_the_run_leads_to_a_file_and_an_anchor_that_are_there(run_folder):
    pages = {page.name: page.read_text(encoding="utf-8") for page in run_folder.glob("*.html")}
    ids = {
        name: set(map(unescape, re.findall(r'\bid="([^"]*)"', text)))
        for name, text in pages.items()
    }
    dead = [
        (name, target, anchor)
        for name, text in pages.items()
        for target, anchor in LINK.findall(text)
        if (target and not (run_folder / unquote(target)).is_file())
        or (anchor and unquote(unescape(anchor)) not in ids[target or name])
    ]
    assert dead == []


def test_once_only_is_two_clicks_from_the_words_it_rests_on(run_folder, visit):
    # Item 77 is blank in the document; "Yes" stands under its follow-up, item 78, lines 770-771.
    page = visit(run_folder / "section-D.html")
    page.click("table a[href='#item-77']")
    place = page.locator("#item-77 .basis a")
    assert place.inner_text() == "lines 770-771"
    place.click()
    passage = page.locator("#document-78")
    passage.wait_for(state="visible")
    assert page.url.endswith("evidence.html#document-78")
    text = (ROOT / "data/raw/LUX-msq2024.txt").read_text(encoding="utf-8").split("\n")
    assert passage.locator(".line").all_inner_texts() == [f"{line}\n" for line in text[769:771]]
    assert passage.locator("a").get_attribute("href") == "section-D.html#item-77"


def test_every_figure_lies_beside_the_pages_as_slide_and_table_and_is_accounted_for(run_folder):
    manifest = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    crate = (run_folder / "ro-crate-metadata.json").read_text(encoding="utf-8")
    figures = sorted(path for path in (run_folder / "figures").rglob("*") if path.is_file())
    names = [figure.relative_to(run_folder).as_posix() for figure in figures]
    pages = [page.read_text(encoding="utf-8") for page in run_folder.glob("*.html")]
    linked = [
        target
        for page in pages
        for target, _ in LINK.findall(page)
        if target.startswith("figures/")
    ]
    assert sorted(linked) == names
    assert len(names) == 3 * sum(page.count("<figure") for page in pages) >= 30
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".csv": b""}
    for figure, name in zip(figures, names, strict=True):
        content = figure.read_bytes()
        assert content.startswith(starts[figure.suffix])
        assert manifest[name] == hashlib.sha256(content).hexdigest()
        assert f'"{name}"' in crate
    notebook = (run_folder / "notebooks/section-A.ipynb").read_text(encoding="utf-8")
    assert "image/png" not in notebook
    # a page with a figure names its sources by numbers, which lead to the page on method
    method = (run_folder / "method.html").read_text("utf-8")
    for page in pages:
        numbers = re.findall(r'href="method.html#(source-\d+)"', page)
        assert numbers or "<figure" not in page
        assert all(f'id="{number}"' in method for number in numbers)


@pytest.mark.slow
def test_another_process_with_other_hashes_writes_the_same_bytes(run_folder, tmp_path):
    command = [sys.executable, "-c", "from egovbench.cli import main; main()", "run", "--force"]
    subprocess.run(
        [*command, "--out", str(tmp_path)], cwd=ROOT, check=True, capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    )  # fmt: skip
    (again,) = (path for path in tmp_path.iterdir() if path.is_dir())
    for first in [*run_folder.glob("*.html"), *(run_folder / "figures").rglob("*.*")]:
        if first.name == "index.html":  # it says on which day it was made
            continue
        name = first.relative_to(run_folder)
        assert (again / name).read_bytes() == first.read_bytes(), name


def test_pages_keep_within_their_sizes_and_show_no_respondent(run_folder):
    sizes = {page.name: page.stat().st_size for page in run_folder.glob("*.html")}
    most = {"evidence.html": 350_000}  # it holds the document
    assert all(size <= most.get(name, 250_000) for name, size in sizes.items())
    # the document shows no respondent
    content = (run_folder / "evidence.html").read_text(encoding="utf-8")
    assert "[name withheld]" in content
    assert not re.search(r"[\w.]+@[\w.]+\.\w+", content)
