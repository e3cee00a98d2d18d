"""Reads forms that were printed to PDF."""

from egovbench.ingest.pdf.reader import read_pdf

__all__ = ["read_pdf"]
