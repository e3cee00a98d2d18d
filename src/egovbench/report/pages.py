"""Pages of a run's site: one template, one style sheet, nothing from elsewhere."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from egovbench.language import active_language, say

TEMPLATES = Path(__file__).parent / "templates"
CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
"""What a page may load: nothing but its own inline styles and images."""


def render_page(template: str, **values: object) -> str:
    """Return the page that `template` in templates/ makes of `values`, whose texts are escaped.

    The template's own words are in the active language.
    """
    page = _environment().get_template(template)
    return page.render(style=_style(), content_policy=CONTENT_POLICY, **values)


@cache
def _style() -> Markup:
    # A file of this package, read once; it holds no "<", so it cannot end the style element.
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))


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
    return environment
