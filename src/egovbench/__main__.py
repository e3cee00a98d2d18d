"""`python -m egovbench` is the command line."""

from egovbench.cli import main

main()
