"""The tables below data/: which there are, whether they hold, and what they mean."""
