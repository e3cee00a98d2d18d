"""Reads forms that were printed to PDF."""
