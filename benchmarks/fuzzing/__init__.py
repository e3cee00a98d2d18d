"""Hostile and broken documents for benchmarks/fuzz.py, and what must come of them."""
