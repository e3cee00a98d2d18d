"""Figures: pure functions from frames to charts (see `egovbench.figures.chart.Chart`)."""
