"""`python -m gluonize`: the command line."""

from gluonize.cli import main

if __name__ == "__main__":
    main()
