"""Output types that the notebooks' outputs carry for the programs that read them."""

FINDING_MIME = "application/vnd.egovbench.finding+json"
"""A report's finding: {"text": one sentence}; with "summary", the key facts as in summary.py."""

FIGURE_MIME = "application/vnd.egovbench.figure+json"
"""A figure: {"title": its title}; "files" says where a run has put its files (see pictures.py)."""

TABLE_MIME = "application/vnd.egovbench.table+json"
"""A table: {"name": that of the CSV file with its rows}; "file" says where a run has put it."""

PNG_MIME = "image/png"
SVG_MIME = "image/svg+xml"
CSV_MIME = "text/csv"

PICTURES = "EGOVBENCH_PICTURES"
"""Environment variable of a run that asks for figures as files: slides as PNG and SVG, and CSV."""

RUN = "EGOVBENCH_RUN"
"""Environment variable of a run, whose pages stand beside each other; elsewhere links to them lead
nowhere."""
