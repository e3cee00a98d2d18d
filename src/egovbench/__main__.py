"""`python -m egovbench` is the command line."""

from egovbench.cli import main

if __name__ == "__main__":
    main()
