"""The command line: click reads the options, a job does the work, output.py prints."""

import sys


def main() -> None:
    """Runs the command `kb` and leaves with its exit code."""
    from kb.cli.main import run

    sys.exit(run())
