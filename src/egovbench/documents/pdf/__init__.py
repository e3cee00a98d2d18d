"""Reads forms that were printed to PDF."""

from egovbench.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]
