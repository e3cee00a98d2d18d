"""Comparative benchmarking of governments' answers to the UN Member States Questionnaire."""

__version__ = "0.1.0"
