"""Markdown and LaTeX as HTML, formulas as MathML."""

import re
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from re import Match
from typing import Any

from latex2mathml.commands import MATRICES
from latex2mathml.converter import convert
from mistune import HTMLRenderer, Markdown, create_markdown

from egovbench.base.errors import ExportError

_PLUGINS = ("strikethrough", "table", "url", "task_lists", "def_list")
_MATHML = "http://www.w3.org/1998/Math/MathML"
_LONGEST = 5_000
"""Characters of a formula. The converter's time grows with the square of them."""

_DISPLAYED = (
    r"\$\$(?:\\[\s\S]|[^$\\]|\$(?!\$))+\$\$"
    r"|\\\\\[(?:(?!\\\\\[)[\s\S])+?\\\\\]"
    r"|\\begin\{(?P<name>[a-z]+\*?)\}(?:(?!\\begin\{(?P=name)\})[\s\S])*?\\end\{(?P=name)\}"
    r"|\\\[WHERE(?:(?!\\\[)[\s\S])+?\\\]"
)
_INLINE = (
    r"(?<![$\\])\$(?![$\s])(?:\\[^\n]|[^$\\])+?(?<!\s)\$(?![$\d])"
    r"|(?<![$\\])\$ (?:\\[^\n]|[^$\\])+? \$(?![$\d])"
    r"|\\\\\((?:(?!\\\\\()[\s\S])+?\\\\\)|\\\((?:(?!\\\()[\s\S])+?\\\)"
)
_FORMULA = re.compile(f"{_DISPLAYED.replace('WHERE', '')}|{_INLINE}")
_IN_MARKDOWN = _DISPLAYED.replace("WHERE", r"(?=[^\]\\]*(?:[\^_=+<>]|\\[a-zA-Z]))")
"""In Markdown \\[ is a bracket, unless what follows is no text."""
_DELIMITERS = re.compile(r"(\$\$?|\\{1,2}[\[(])([\s\S]*?)(\$\$?|\\{1,2}[\])])")
_ENVIRONMENT = re.compile(r"\\begin\{([^{}]*)\}")
_WITHOUT_SHAPE = re.compile(r"\\(?:label\{[^}]*\}|nonumber\b|notag\b)")
_NUMBERED = re.compile(r"(?<=\\begin\{)(align|gather)(?=\})|(?<=\\end\{)(align|gather)(?=\})")
_NOT_CONVERTED = re.compile(r"<m[io]>\\|&(?!#?\w+;)| href=")
_ENVIRONMENTS = {name.lstrip("\\") for name in MATRICES} | {
    *("aligned", "equation", "equation*", "gather", "gather*", "gathered")
}


def markdown_html(text: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return Markdown as HTML, with its own elements as they are and its formulas as MathML.

    `attachments` are pictures of a notebook's cell by name: base64 by type. Raises ExportError for
    one that is missing.
    """
    renderer = _Renderer(attachments or {})
    html = create_markdown(renderer=renderer, plugins=[*_PLUGINS, _formulas])(text)
    return str(html)


def latex_html(text: str) -> str:
    """Return a text of LaTeX with its formulas as MathML, and what stands around them as text."""
    parts, end = [], 0
    for found in _FORMULA.finditer(text):
        parts += [escape(text[end : found.start()]), _mathml(found[0])]
        end = found.end()
    return "".join(parts) + escape(text[end:])


class _Renderer(HTMLRenderer):
    def __init__(self, attachments: Mapping[str, Mapping[str, str]]) -> None:
        # What a link may lead to is decided of the whole page.
        super().__init__(escape=False, allow_harmful_protocols=True)
        self._attachments = attachments

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("attachment:"):
            name = url.removeprefix("attachment:")
            kinds = self._attachments.get(name)
            if not kinds:
                raise ExportError(f"the picture {name!r} is not attached to the cell")
            kind = min(kinds, key=lambda each: each != "image/svg+xml")
            url = f"data:{kind};base64,{kinds[kind]}"
        return super().image(text, url, title)

    def formula(self, raw: str) -> str:
        return _mathml(raw)


def _formulas(md: Markdown) -> None:
    """Let mistune read formulas: displayed ones as blocks, all of them within text."""

    def read(_: object, found: Match[str], state: Any) -> int:
        state.append_token({"type": "formula", "raw": found[0].strip()})
        return found.end()

    md.block.register(
        "formula", rf"^ {{0,3}}(?:{_IN_MARKDOWN})[ \t]*(?:\n|$)", read, before="fenced_code"
    )
    md.inline.register("formula", f"{_IN_MARKDOWN}|{_INLINE}", read, before="escape")


def _mathml(formula: str) -> str:
    """Return a formula as MathML, or its LaTeX as text that says so."""
    inner = _DELIMITERS.fullmatch(formula)
    plain = inner[2] if inner else formula
    shown = inner is None or inner[1] not in ("$", "\\(", "\\\\(")
    shown = shown or plain.startswith("\\displaystyle")
    tex = _NUMBERED.sub(r"\g<0>*", _WITHOUT_SHAPE.sub("", plain)).strip()
    known = all(name in _ENVIRONMENTS for name in _ENVIRONMENT.findall(tex))
    if known and tex and len(tex) <= _LONGEST:
        with suppress(Exception):  # of the converter's own classes and of Python's
            mathml = convert(tex, display="block" if shown else "inline")
            if not _NOT_CONVERTED.search(mathml):
                return mathml.replace(f' xmlns="{_MATHML}"', "", 1)
    return f"<code>LaTeX: {escape(plain.strip())}</code>"
