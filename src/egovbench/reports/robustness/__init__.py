"""The robustness report: its blocks and sentences."""
