"""A real run, and a browser for its pages: Debian's Chromium, driven by playwright."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser():
    """A browser for a file's tests: while it runs, so does an event loop in this thread."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe():
    """axe-core's script, as npm installs it."""
    place = os.environ.get("EGOVBENCH_AXE", str(ROOT / ".venv/axe/node_modules/axe-core"))
    script = Path(place) / "axe.min.js"
    if not script.is_file():
        pytest.skip(f"axe-core is not installed in {place}")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def make_run(made_once):
    """Make a run of the project, once for all test processes, and return its folder."""

    def made(name, configuration=""):
        def make(out):
            made = ROOT / "outputs" / "lux-eu27"
            if name == "default" and made.is_dir():  # of which what is not up to date is made anew
                shutil.copytree(made, out / "runs" / made.name)
            command = [sys.executable, "-c", "from egovbench.cli import main; main()", "run"]
            command += ["--out", str(out / "runs")]
            if configuration:
                (out / f"{name}.yml").write_text(configuration, encoding="utf-8")
                command += ["--config", str(out / f"{name}.yml")]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr

        (folder,) = (made_once(f"run-{name}", make) / "runs").iterdir()
        return folder

    return made


@pytest.fixture(scope="session")
def run_folder(make_run):
    """The default run's folder."""
    return make_run("default")


@pytest.fixture
def visit(browser):
    """Open a page; its `strayed` lists dialogs, console errors and requests that leave it."""
    contexts = []

    def opened(address, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        home = address.as_uri()
        page.strayed = []
        page.on("dialog", lambda dialog: (page.strayed.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: page.strayed.append(str(error)))
        page.on(
            "console",
            lambda message: page.strayed.append(message.text) if message.type == "error" else None,
        )
        page.on(
            "request",
            lambda request: (
                page.strayed.append(request.url)
                if request.url.split("#")[0] != home and not request.url.startswith("data:")
                else None
            ),
        )
        page.goto(home)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def violations(visit, axe):
    """Return what axe finds on a page, in some widths and colour schemes."""

    def find(address, views):
        # The policy of a page allows no script from outside, not even this one.
        page = visit(address, bypass_csp=True)
        page.evaluate(axe)
        found = {}
        for width, scheme in views:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            for violation in report["violations"]:
                targets = [node["target"] for node in violation["nodes"]]
                found[f"{violation['id']} at {width}, {scheme}"] = targets[:5]
        return found

    return find
