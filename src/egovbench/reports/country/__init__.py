"""The country report: its blocks and sentences."""
