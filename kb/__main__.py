"""Runs `kb` as a module: `python -m kb`."""

from kb.cli import main

main()
