"""The overview report: its blocks and sentences."""
