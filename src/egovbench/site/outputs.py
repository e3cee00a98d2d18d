"""What the cells of an executed notebook show, as HTML: all of it, or an error that names it."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser

from egovbench.base.allowed_html import rebuilt
from egovbench.base.errors import ExportError
from egovbench.base.markdown import latex_html, markdown_html
from egovbench.base.mime import FIGURE_MIME, FINDING_MIME, TABLE_MIME
from egovbench.language import say

_REMOVED = {"notebook-only", "remove-cell"}
"""Tags of cells that are for those who open the notebook."""
_HIDDEN = {"hide-cell", "hide-output"}

_NOT_SHOWN = {FIGURE_MIME, FINDING_MIME, TABLE_MIME}
"""What the program's own outputs carry beside what they show."""
_SIGNATURES = {
    "image/png": b"\x89PNG\r\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}
_PREFERRED = ("text/html", "image/svg+xml", "text/markdown", "text/latex", *_SIGNATURES)
_SEEN = re.compile(r"<(?:img|svg|math|hr)\b|(?:^|>)[^<]*[^<\s]")
_UNSEEN = re.compile(r"<!--.*?-->|<style\b.*?</style>", re.DOTALL | re.IGNORECASE)
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""Colours of terminals, and where their text goes."""

_INSTEAD = {
    "vega": "alt.renderers.enable('svg')",
    "plotly": "figure.show('svg')",
    "bokeh": "a chart of matplotlib",
    "holoviews": "hv.extension('matplotlib')",
    "widget": "the values themselves",
    "leaflet": "a map drawn with matplotlib",
    "geo+json": "a map drawn with matplotlib",
    "json": "print(json.dumps(...))",
    "pdf": "a picture of the page",
    "video": "a picture, or a link to the video",
    "audio": "a link to the sound",
    "<iframe": "a link to the page",
    "csv": "a data frame",
    "image/": "a picture as PNG or SVG",
}
"""What to use instead, by a word in an output's kind or HTML."""
_ELSE = "text, a table or a picture"


class Shown(NamedTuple):
    """The HTML of a cell's text or of one of its outputs: the cell's index, and the kind."""

    cell: int
    kind: str
    html: str


def shown(notebook: NotebookNode) -> Iterator[Shown]:
    """Yield what a page shows of a notebook, in order; code and what went to stderr are left out.

    Heeds the tags of Jupyter (remove-cell, remove-output, remove-stdout, hide-cell and
    hide-output), and `notebook-only`. Raises ExportError, with the cell, for an output that cannot
    be shown without a script and comes with no picture.
    """
    for index, cell in enumerate(notebook.cells):
        tags = tags_of(cell)
        if tags & _REMOVED:
            continue
        try:
            pieces = [Shown(index, kind, _closed(html)) for kind, html in _of_cell(cell, tags)]
        except ExportError as fault:
            raise ExportError(str(fault), index) from None
        if pieces and tags & _HIDDEN:
            opening = f"<details><summary>{escape(say('site.hidden'))}</summary>\n"
            pieces = [Shown(index, "", opening), *pieces, Shown(index, "", "</details>\n")]
        yield from pieces


def tags_of(cell: NotebookNode) -> set[str]:
    """Return a cell's tags, with hyphens where Jupyter's books have underscores."""
    return {str(tag).replace("_", "-") for tag in cell.metadata.get("tags") or []}


def check(pieces: list[Shown]) -> None:
    """Raise ExportError, with cell and kind, for the first that no page may hold."""
    for index, kind, html in pieces:
        if fault := _fault(html):
            raise ExportError(_refusal(kind, html, fault), index)


def _of_cell(cell: NotebookNode, tags: set[str]) -> Iterator[tuple[str, str]]:
    if cell.cell_type == "markdown":
        yield "Markdown", _text(markdown_html(cell.source, cell.get("attachments")))
    elif cell.cell_type == "raw":
        kind = cell.metadata.get("format") or cell.metadata.get("raw_mimetype") or "text/plain"
        if kind in ("text/plain", "text/html", "text/markdown"):  # others are for other programs
            yield from _of_bundle({kind: cell.source}, {}, "")
    elif "remove-output" not in tags:
        for output in cell.outputs:
            if output.output_type == "error":
                lines = "".join(f"{_plain(line)}\n" for line in output.traceback)
                yield "error", f'<pre class="error">{lines}</pre>\n'
            elif output.output_type != "stream":
                alternative = cell.metadata.get("alt", "")
                yield from _of_bundle(output.data, output.get("metadata", {}), alternative)
            elif output.name == "stdout" and "remove-stdout" not in tags:
                yield "text", f'<pre class="output">{_plain(output.text)}</pre>\n'


def _of_bundle(
    data: Mapping[str, Any], metadata: Mapping[str, Any], alternative: str
) -> Iterator[tuple[str, str]]:
    """Yield one kind of a bundle: the first of those preferred that a page may hold.

    Plain text counts where nothing else is: beside a script it only names the object.
    """
    kinds = {kind for kind in data if kind not in _NOT_SHOWN}
    others = kinds - {"text/plain"}
    fault = ""
    for kind in [kind for kind in _PREFERRED if kind in others]:
        alt = metadata.get(kind, {}).get("alt") or alternative
        try:
            html = _html(kind, _joined(data[kind]), alt, data)
        except ExportError as error:
            fault = fault or _refusal(kind, "", str(error))
            continue
        # Alone it is checked with the page.
        if len(others) == 1 or (not _fault(html) and _SEEN.search(_UNSEEN.sub("", html))):
            yield kind, html
            return
        fault = fault or _refusal(kind, html, _fault(html) or "nothing of it is seen")
    if unknown := sorted(others - set(_PREFERRED)):
        fault = _refusal(", ".join(unknown), "", "a report cannot show it")
    if fault:
        raise ExportError(fault)
    if "text/plain" in kinds:
        yield "text/plain", f'<pre class="output">{_plain(_joined(data["text/plain"]))}</pre>\n'


def _html(kind: str, content: str, alternative: str, data: Mapping[str, Any]) -> str:
    match kind:
        case "text/html":
            files = data.get(FIGURE_MIME, {}).get("files", {})
            table = {"csv": file} if (file := data.get(TABLE_MIME, {}).get("file")) else {}
            links = _links(say("site.picture"), files) + _links(say("site.table"), table)
            return f'<div class="output">{content}{links}</div>\n'
        case "image/svg+xml":
            return f'<div class="output">{content}</div>\n'
        case "text/markdown":
            return _text(markdown_html(content))
        case "text/latex":
            return _text(latex_html(content))
    picture = "".join(content.split())
    try:
        sound = b64decode(picture, validate=True).startswith(_SIGNATURES[kind])
    except Error:
        sound = False
    if not sound:
        raise ExportError("its content is no such picture")
    words = escape(alternative or say("site.no_description"))
    return f'<div class="output"><img src="data:{kind};base64,{picture}" alt="{words}"></div>\n'


def _links(words: str, files: Mapping[str, str]) -> str:
    links = "".join(
        f' <a href="{escape(file)}" download>{kind.upper()}</a>' for kind, file in files.items()
    )
    return f'<p class="picture">{words}{links}</p>' if links else ""


def _text(html: str) -> str:
    return f'<div class="text">{html}</div>\n'


def _plain(text: str) -> str:
    return escape(_ESCAPES.sub("", text))


def _joined(content: Any) -> str:
    return "".join(content) if isinstance(content, list) else str(content)


def _closed(html: str) -> str:
    """Return HTML with the ends of its own elements, so that none holds what comes after it."""
    body = LexborHTMLParser(html).body
    return "" if body is None else body.inner_html or ""


def _fault(html: str) -> str:
    """Return why no page may hold this, empty where it may."""
    try:
        rebuilt(f"<!DOCTYPE html>\n<title>_</title><body>{html}")
    except ExportError as fault:
        return str(fault)
    return ""


def _refusal(kind: str, html: str, fault: str) -> str:
    told = f"{kind} {html}".lower()
    instead = next((_INSTEAD[word] for word in _INSTEAD if word in told), _ELSE)
    return f"{kind}: {fault}; instead use {instead}"
