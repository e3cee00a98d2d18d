"""Composite indices of any table of indicators."""
