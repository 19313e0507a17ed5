"""Runs `kb` from a checkout: `python cli.py ...` is the same as the installed `kb ...`."""

from kb.cli import main

if __name__ == "__main__":
    main()
