"""Sentences made from tables: every number in one comes from the frame it is given."""
