"""Batches: a plan of reports, its execution in worker processes, and the folder that results."""
