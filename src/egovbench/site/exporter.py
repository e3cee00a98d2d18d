"""From an executed notebook to one self-contained HTML page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser, LexborNode

from egovbench.base.errors import ExportError
from egovbench.base.mime import FINDING_MIME
from egovbench.language import DEFAULT_LANGUAGE, say, speaking
from egovbench.reports.pages import render_page
from egovbench.site.labels import Ways
from egovbench.site.outputs import Shown, check, shown

_PAGE = re.compile(r"[\w-]+\.html")
_CONTENT = "content"
"""The id of what the page is about, which every page has."""
_CONTENTS = "list-of-contents"
"""Stands where the list goes; no page may hold an element of this name."""


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


def export(notebook: NotebookNode, context: PageContext) -> Page:
    """Return the page of an executed notebook, as `shown` in outputs.py chooses what it holds.

    Raises ExportError, with the cell where one is to blame, when an output holds a script or loads
    something from outside the page (see `rebuilt` in base/allowed_html.py). The page's own words
    are in the language of the notebook's parameter `lang`.
    """
    with speaking(_language(notebook)):
        pieces = list(shown(notebook))
        try:
            return _page(notebook, pieces, context)
        except ExportError:
            check(pieces)
            raise


def _page(notebook: NotebookNode, pieces: list[Shown], context: PageContext) -> Page:
    tree = LexborHTMLParser("".join(piece.html for piece in pieces))
    _remove_dead_links(tree, context.pages)
    headings = _add_anchors(tree)
    title = next((each.text for each in headings if each.level == 1), context.label)
    opening, rest = _before_sections(tree)
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


def _remove_dead_links(tree: LexborHTMLParser, pages: frozenset[str]) -> None:
    """Turn links to reports that this run does not hold into text."""
    for link in tree.css("a[href]"):
        page = (link.attributes.get("href") or "").partition("#")[0]
        if _PAGE.fullmatch(page) and page not in pages:
            link.unwrap()


def _add_anchors(tree: LexborHTMLParser) -> list[_Heading]:
    """Give every heading an id and a link, and return the headings in order.

    Only the first heading of level 1 stays one, since a page has one title.
    """
    headings: list[_Heading] = []
    headed = "h1, h2, h3, h4, h5, h6"
    others = tree.css(f"[id]:not({headed})")
    used = dict.fromkeys([_CONTENT, *(each.attributes.get("id") or "" for each in others)], 1)
    titled = False
    for node in tree.css(headed):
        level = int((node.tag or "")[1:])
        if level == 1 and titled:
            level = 2
            node = _second_level(tree, node)
        titled = titled or level == 1
        text = node.text().strip()
        # JupyterLab makes anchors this way, so links within a notebook work in both.
        identifier = base = node.attributes.get("id") or "-".join(text.split()) or "heading"
        while identifier in used:
            used[base] += 1
            identifier = f"{base}-{used[base]}"
        used[identifier] = 1
        headings.append(_Heading(level, identifier, text))
        node.attrs["id"] = identifier
        if level > 1:
            link = tree.create_node("a")
            link.attrs["class"] = "anchor"
            link.attrs["href"] = f"#{identifier}"
            link.attrs["aria-label"] = say("site.link_to", title=text)
            link.insert_child("#")
            node.insert_child(" ")
            node.insert_child(link)
    return headings


def _second_level(tree: LexborHTMLParser, heading: LexborNode) -> LexborNode:
    """Put a heading of the second level with the same content in a heading's place."""
    second = tree.create_node("h2")
    for name, value in heading.attributes.items():
        second.attrs[name] = value
    while (child := heading.first_child) is not None:
        second.insert_child(child, move=True)
    heading.replace_with(second, move=True)
    return second


def _before_sections(tree: LexborHTMLParser) -> tuple[str, str]:
    """Split the body where its first section starts; the list of contents goes there."""
    first = tree.css_first("h2")
    if first is not None:
        first.insert_before(tree.create_node(_CONTENTS), move=True)
    body = "" if tree.body is None else tree.body.inner_html or ""
    opening, _, rest = body.partition(f"<{_CONTENTS}></{_CONTENTS}>")
    return opening, rest
