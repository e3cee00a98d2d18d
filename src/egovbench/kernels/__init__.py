"""Kernels for notebooks: this environment's own, forked from a warm process or started anew."""
