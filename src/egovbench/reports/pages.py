"""Pages of a run's site: one template, one style sheet, nothing from elsewhere."""

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from egovbench.base.allowed_html import rebuilt
from egovbench.base.typography import typeset
from egovbench.base.visible_text import visible
from egovbench.language import active_language, say

TEMPLATES = Path(__file__).parent / "templates"
CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
"""What a page may load: nothing but its own inline styles and images."""
_SPECIAL = re.compile(r"[\\\"<\x00-\x1f]")
SCRIPTS = {
    "sort.js": "<table",
    "search.js": " data-search=",
    "highlight.js": '<g tabindex="0" role="img"',
}
"""The scripts in templates/, each with what marks an element that it works on."""


def render_page(template: str, **values: object) -> str:
    """Return the page that `template` in templates/ makes of `values`, whose texts are escaped.

    The template's own words are in the active language. A page holds the scripts that have
    something to do on it, and is complete without them. Raises ExportError as `rebuilt` does, which
    writes the whole page.
    """
    page = _environment().get_template(template)
    values["style"] = _style()
    plain = page.render(scripts=(), content_policy=CONTENT_POLICY, **values)
    scripts = [_script(name) for name, mark in SCRIPTS.items() if mark in plain]
    if scripts:
        plain = page.render(scripts=scripts, content_policy=content_policy(scripts), **values)
    return rebuilt(plain, own=(f"\n{values['style']}\n", *scripts))


def content_policy(scripts: Sequence[str]) -> str:
    """Return what a page may load and execute: these scripts by their hashes, no other."""
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return f"{CONTENT_POLICY}; script-src {allowed}" if allowed else CONTENT_POLICY


@cache
def _script(name: str) -> Markup:
    # A file of this package; it holds no "</", so it cannot end the script element.
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


@cache
def _style() -> Markup:
    # A file of this package, read once; it holds no "<", so it cannot end the style element.
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))


def _running_head(title: str) -> Markup:
    """Return the rule that prints a title, escaped as HTML is, at the head of each sheet."""
    plain = visible(Markup(title).unescape())
    words = _SPECIAL.sub(lambda mark: f"\\{ord(mark[0]):x} ", plain)
    return Markup(f'@page {{ @top-left {{ content: "{words}"; }} }}')


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=say, language=active_language)
    environment.filters["running_head"] = _running_head
    environment.filters["typeset"] = lambda text: Markup(typeset(text))
    return environment
