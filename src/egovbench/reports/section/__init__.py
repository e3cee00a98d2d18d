"""The section report: its blocks and sentences."""
