"""Kernels for notebooks: this environment's own, forked from a process that has imported much."""
