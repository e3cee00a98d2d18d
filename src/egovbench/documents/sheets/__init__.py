"""Reads and writes sheets: workbooks (.xlsx) and CSV tables that hold answers or codes."""
