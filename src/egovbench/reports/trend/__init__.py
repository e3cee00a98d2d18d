"""The trend report: its blocks and sentences."""
