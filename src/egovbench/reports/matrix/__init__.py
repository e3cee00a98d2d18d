"""The matrix report: its blocks and sentences."""
