"""Prints the form of an invented country to PDF and takes its text with several extractors.

Run in this folder to make the fixtures anew: python make_fixtures.py. Needs chromium, pdftotext
(poppler-utils), pypdf and pdfminer.six, none of which the tests need. Two pages hold the same
answers: "plain" paints number, wording, options and answer in that order; "layered" paints the
options first, then the wording, then its number, as the published documents do. Every extractor
orders, joins and indents lines in its own way; the answers must come out the same.
"""

import html
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from invented_form import EXTRACTED  # noqa: E402

from egovbench.base.paths import CODEBOOK  # noqa: E402
from egovbench.questionnaire import Question, read_codebook  # noqa: E402

STYLE = """
@page { size: A4; margin: 14mm 12mm; }
body { font: 10pt Liberation Sans, sans-serif; }
h2, p { font-size: 12pt; position: relative; }
.question { position: relative; isolation: isolate; margin: 7mm 0; display: flex; }
.number { width: 11mm; flex: none; }
.body { flex: 1; }
.option { margin: 2mm 0 2mm 6mm; }
.answer { white-space: pre-wrap; border: 1px solid #ccc; padding: 2mm; min-height: 6mm;
          margin-top: 3mm; overflow-wrap: anywhere; }
.layered .wording { position: relative; z-index: 1; }
.layered .number { position: relative; z-index: 2; }
.layered .answer { position: relative; z-index: 3; }
"""


def page(variant: str) -> str:
    codebook = read_codebook(CODEBOOK)
    parts = [f"<h1>Invented Forms</h1>{paragraph('View results')}"]
    for question in codebook.questions:
        parts += [f"<h2>{html.escape(text)}</h2>" for text in question.lead_in]
        parts.append(shown(question))
    parts.append(paragraph(codebook.closing_text))
    return (
        f"<!doctype html><meta charset=utf-8><title>Invented Forms</title><style>{STYLE}</style>"
        f"<body class={variant}>{''.join(parts)}"
    )


def paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def shown(question: Question) -> str:
    mark = (" [NEW]" if question.new else "") + (" *" if question.required else "")
    options = "".join(f"<div class=option>{html.escape(each)}</div>" for each in question.options)
    answer = EXTRACTED.get(question.number, "")
    box = f"<div class=answer>{html.escape(answer)}</div>"
    return (
        f"<div class=question><div class=number>{question.number}.</div><div class=body>"
        f"<div class=wording>{html.escape(question.wording + mark)}</div>{options}"
        f"{box if answer or not question.options else ''}</div></div>"
    )


def print_page(source: Path, target: Path, profile: str) -> None:
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def extracted(pdf: Path) -> dict[str, str]:
    from pdfminer.high_level import extract_text
    from pypdf import PdfReader

    def pdftotext(*options: str) -> str:
        command = ["pdftotext", *options, str(pdf), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return {
        "pdftotext": pdftotext(),
        "pdftotext_layout": pdftotext("-layout"),
        "pypdf": "\n".join(each.extract_text() for each in PdfReader(pdf).pages),
        "pdfminer": extract_text(str(pdf)),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for variant in ("plain", "layered"):
            source, pdf = Path(folder, f"{variant}.html"), Path(folder, f"{variant}.pdf")
            source.write_text(page(variant), encoding="utf-8")
            print_page(source, pdf, f"{folder}/profile")
            for name, text in extracted(pdf).items():
                # The printed address holds a folder of the machine that printed.
                text = text.replace(str(source), f"/forms/{variant}.html")
                (HERE / f"{variant}_{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
