"""From an executed notebook to one self-contained HTML page."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode

from egovbench.base.errors import EgovbenchError
from egovbench.base.mime import FIGURE_MIME, FINDING_MIME
from egovbench.language import DEFAULT_LANGUAGE, say, speaking
from egovbench.reports.pages import TEMPLATES, render_page
from egovbench.site.labels import Ways

NOTEBOOK_ONLY = "notebook-only"
"""Tag of cells for those who open the notebook, such as the explanation of its parameters."""

_SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r"""\bid=["']([^"']*)["']""")
_PAGE_LINK = re.compile(
    r"""<a\b[^>]*\bhref=["'](?P<page>[\w-]+\.html)(?:#[^"']*)?["'][^>]*>(?P<text>.*?)</a>""",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_REFUSED = (
    "script", "link", "iframe", "object", "embed", "base", "meta", "animate", "set"
)  # fmt: skip
_LOADING = ("src", "srcset", "poster", "data", "background")
_LEADING = ("href", "xlink:href", "action", "formaction")
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HARMLESS_SCHEMES = ("http", "https", "mailto")
_STYLE_LOADS = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)", re.IGNORECASE)
# Whatever _References refuses holds one of these; a text that merely looks alike may, too.
_SUSPECT = re.compile(
    r"<(?:script|link|iframe|object|embed|base|meta|image|use|style|animate|set)|@import"
    r"|[\s\"'/]on\w+\s*="
    r"|[\s\"'/:](?:href|action|formaction)\s*=\s*+['\"]?+(?!#|https?:|[\w-]+\.html['\"#])"
    rf"|[\s\"'/](?:{'|'.join(_LOADING)})\s*=|url\(\s*['\"]?(?!data:|#)"
    r"|style\s*=+\s*(?:\"[^\"]*&|'[^']*&|[^\s>]*&)",
    re.IGNORECASE,
)


class ExportError(EgovbenchError):
    """A notebook's output cannot become a page that is complete by itself."""


@dataclass(frozen=True)
class PageContext:
    """What a page says besides the notebook's outputs.

    Attributes:
        label: title where the notebook has no heading of the first level.
        site: title of the run, as the way back to the index shows it.
        ways: where the page leads besides the index.
        pages: file names of the run's pages; a link to any other page becomes plain text.
    """

    label: str
    site: str
    ways: Ways
    pages: frozenset[str]


@dataclass(frozen=True)
class Page:
    """A finished page: its HTML, its title, and the findings its notebook showed, in order.

    `summary` holds the key facts that came with a finding, as in summary.py; None without any.
    """

    html: str
    title: str
    findings: tuple[str, ...]
    summary: Mapping[str, Any] | None


@dataclass(frozen=True)
class _Heading:
    level: int
    id: str
    text: str


class ReportExporter:
    """Turns executed notebooks into pages; building one costs more than using it, so keep it."""

    def __init__(self) -> None:
        self._exporter = _BodyExporter(  # type: ignore[no-untyped-call]
            template_name="egovbench",
            extra_template_basedirs=[str(TEMPLATES)],
            exclude_input=True,
            exclude_input_prompt=True,
            exclude_output_prompt=True,
            exclude_anchor_links=True,
            embed_images=True,
        )

    def export(self, notebook: NotebookNode, context: PageContext) -> Page:
        """Return the page of an executed notebook.

        Code, what cells wrote to stderr, and cells tagged `notebook-only` are left out; errors are
        shown. Raises ExportError when an output holds a script or loads something from outside the
        page. The page's own words are in the language of the notebook's parameter `lang`.
        """
        with speaking(_language(notebook)):
            return self._export(notebook, context)

    def _export(self, notebook: NotebookNode, context: PageContext) -> Page:
        cells = [
            cell for cell in notebook.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])
        ]
        body, _ = self._exporter.from_notebook_node(NotebookNode({**notebook, "cells": cells}))
        _check_complete(body)
        body = _without_dead_links(body, context.pages)
        body, headings = _with_anchors(body)
        title = next((each.text for each in headings if each.level == 1), context.label)
        opening, rest = _before_sections(body)
        page = render_page(
            "page.html.j2",
            context=context,
            title=title,
            has_title=any(each.level == 1 for each in headings),
            opening=Markup(opening),
            body=Markup(rest),
            contents=[each for each in headings if each.level == 2],
        )
        return Page(page, title, tuple(findings(notebook)), summary(notebook))


def findings(notebook: NotebookNode) -> Iterator[str]:
    """Yield the texts of the findings that the notebook's outputs hold, in order."""
    for found in _handed_over(notebook):
        text = found.get("text", "")
        if text:
            yield " ".join(text.split())


def summary(notebook: NotebookNode) -> Mapping[str, Any] | None:
    """Return the first summary that the notebook's outputs hold, None without any."""
    return next((each["summary"] for each in _handed_over(notebook) if "summary" in each), None)


def _handed_over(notebook: NotebookNode) -> Iterator[Mapping[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("data", {}).get(FINDING_MIME, {})


def _language(notebook: NotebookNode) -> str:
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    return str(parameters.get("lang", DEFAULT_LANGUAGE))


def _without_dead_links(body: str, pages: frozenset[str]) -> str:
    """Turn links to reports that this run does not hold into text."""
    return _PAGE_LINK.sub(lambda link: link[0] if link["page"] in pages else link["text"], body)


class _BodyExporter(HTMLExporter):
    """nbconvert's HTML exporter without its second parse, which rewrites the tags of figures."""

    @property
    def default_config(self) -> Any:
        config = super().default_config
        config.NbConvertBase.display_data_priority = _SHOWN
        return config

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        # The base templates name this filter, though code is never shown.
        self.register_filter("highlight_code", html.escape)  # type: ignore[no-untyped-call]
        self.environment.globals.update(say=say, figure_mime=FIGURE_MIME)
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        body: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(
            self, nb, resources, **options
        )
        return body


def _with_anchors(body: str) -> tuple[str, list[_Heading]]:
    """Return the body with an id and a link on every heading, and the headings in order.

    Only the first heading of level 1 stays one, since a page has one title.
    """
    headings: list[_Heading] = []
    used: set[str] = set()

    def anchored(found: re.Match[str]) -> str:
        level, attributes, content = int(found[1]), found[2], found[3]
        if level == 1 and any(each.level == 1 for each in headings):
            level = 2
        text = html.unescape(_TAG.sub("", content)).strip()
        given = _ID.search(attributes)
        # JupyterLab makes anchors this way, so links within a notebook work in both.
        base = html.unescape(given[1]) if given else "-".join(text.split()) or "heading"
        identifier = base
        count = 1
        while identifier in used:
            count += 1
            identifier = f"{base}-{count}"
        used.add(identifier)
        headings.append(_Heading(level, identifier, text))
        rest = _ID.sub("", attributes).strip()
        anchor = html.escape(identifier)
        opening = f'<h{level} id="{anchor}"{" " + rest if rest else ""}>'
        label = html.escape(say("site.link_to", title=text))
        link = f' <a class="anchor" href="#{anchor}" aria-label="{label}">#</a>'
        return f"{opening}{content}{link if level > 1 else ''}</h{level}>"

    return _HEADING.sub(anchored, body), headings


def _before_sections(body: str) -> tuple[str, str]:
    """Split the body where its first section starts; the list of contents goes there."""
    start = body.find("<h2 ")
    return (body[:start], body[start:]) if start >= 0 else (body, "")


def _check_complete(body: str) -> None:
    """Refuse a body that would load or execute something; parse it only if that can be."""
    if not _SUSPECT.search(body):
        return
    reader = _References()
    reader.feed(body)
    reader.close()


def _acts(address: str) -> bool:
    """Tell whether following an address does anything but open a page or a mail."""
    # Browsers pass over line breaks and tabs in an address, and blanks before it.
    scheme = _SCHEME.match(re.sub(r"[\t\r\n]", "", address))
    return scheme is not None and scheme[1].lower() not in _HARMLESS_SCHEMES


class _References(HTMLParser):
    """Reads a page and refuses whatever a browser would fetch or execute."""

    def __init__(self) -> None:
        super().__init__()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag in _REFUSED:
            raise ExportError(
                f"an output holds <{tag}>; a report holds text, tables and figures only"
            )
        for name, value in attrs:
            value = (value or "").strip()
            loads = name in _LOADING or (tag in ("image", "use") and name.endswith("href"))
            if loads and value and not value.startswith(("data:", "#")):
                raise ExportError(f"an output loads {value!r}; put what it shows into the report")
            if name in _LEADING and not loads and _acts(value):
                raise ExportError(f"an output leads to {value!r}; expected a link to a web page")
            if name.startswith("on"):
                raise ExportError(f"an output holds {name}={value!r}; a report executes nothing")
            if name == "style" and _STYLE_LOADS.search(value):
                raise ExportError(f"a style loads something from outside: {value!r}")

    def handle_data(self, data: str) -> None:
        if self._in_style and _STYLE_LOADS.search(data):
            raise ExportError("a <style> loads something from outside the report")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
