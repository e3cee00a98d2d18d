"""Markdown and LaTeX as HTML: formulas as MathML, or as text that says so."""

import re

import pytest

from egovbench.base.errors import ExportError
from egovbench.base.markdown import latex_html, markdown_html


def plain(html):
    """The text of some HTML, with [ ] around what is MathML."""
    html = re.sub(r"<math[^>]*>", "[", html).replace("</math>", "]")
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a $x^2$ b", "a [x2] b"),
        (r"\\(x\\) and \(y\)", "[x] and [y]"),
        ("$$\nx\n\n- y\n$$\nrest", "[x&#x02212;y]rest"),
        (r"\[x^2\] but \[sic\]", "[x2] but [sic]"),
        (r"\\[ x \\]", "[x]"),
        ("\\begin{align}\na&=b\n\\end{align}", "[a&#x0003D;b]"),
        ("| a |\n|---|\n| $x$ |", "a [x]"),
        # No formulas: amounts of money, code, and what is escaped.
        ("costs $5 and $6", "costs $5 and $6"),
        (r"`$x$` \$5", "$x$ $5"),
        # What the converter does not know stays as it was written.
        (r"$\unheard{x}$", r"LaTeX: \unheard{x}"),
        (r"\begin{tikzpicture}x\end{tikzpicture}", r"LaTeX: \begin{tikzpicture}x\end{tikzpicture}"),
        ("$x^$", "LaTeX: x^"),
        (f"${'{' * 3_000}x{'}' * 3_000}$", f"LaTeX: {'{' * 3_000}x{'}' * 3_000}"),
        ("**bold** <b>x</b>\n\n- y", "bold x y"),
    ],
)
def test_formulas_in_markdown(text, shown):
    assert plain(markdown_html(text)) == shown


def test_formulas_in_latex_stand_in_text_that_is_escaped():
    assert plain(latex_html(r"a <b> $\displaystyle x$ \[y\]")) == "a &lt;b&gt; [x] [y]"
    assert 'display="block"' in latex_html(r"$\displaystyle x$")
    assert 'display="inline"' in latex_html("$x$")


def test_a_picture_is_attached_or_named():
    picture = {"dot.png": {"image/png": "AAAA"}}
    assert 'src="data:image/png;base64,AAAA"' in markdown_html("![x](attachment:dot.png)", picture)
    with pytest.raises(ExportError, match=r"'x\.png' is not attached"):
        markdown_html("![x](attachment:x.png)", picture)
