"""The side by side report: its blocks and sentences."""
