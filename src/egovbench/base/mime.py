"""Output types that the notebooks' outputs carry for the programs that read them."""

FINDING_MIME = "application/vnd.egovbench.finding+json"
"""A report's finding: {"text": one sentence}; with "summary", the key facts as in summary.py."""

FIGURE_MIME = "application/vnd.egovbench.figure+json"
"""A figure: {"title": its title}; with "file", where a run has put its PNG (see pictures.py)."""

PNG_MIME = "image/png"
