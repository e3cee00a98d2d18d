"""The evidence report: its blocks and sentences."""
