"""Imported by worker processes of tests: invented notebooks need nothing of the reports'."""

from egovbench.runs import worker

worker.PRELOAD = "egovbench.kernels.isolation"
