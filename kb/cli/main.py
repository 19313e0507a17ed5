"""The command `kb`: which commands there are, and what an error looks like.

A command lives in a module of its own, imported only when it runs: `kb cite` must not pay for what
`kb ingest` needs.
"""

import contextlib
import importlib
import io
import os
import sys
from typing import Final, TextIO

import click

from kb import __version__
from kb.errors import KbError

COMMANDS: Final = {
    "init": "start a knowledge base here",
    "ingest": "read papers: references and citations into refs/",
    "extract": "the same, printed only",
    "parse": "reference strings, one a line -> CSL-JSON lines",
    "dedupe": "which references are one work, and why",
    "build": "everything from what is here: merged, linked, checked",
    "status": "where the knowledge base stands",
    "cite": "find a reference and print how to cite it",
    "note": "write, list and show claim notes",
    "claims": "citing sentences that wait to become claims",
    "trace": "where does a statement come from?",
    "check": "what is wrong, where, and how to mend it",
    "add": "import .bib, .ris or CSL-JSON into the library",
    "export": "BibTeX, biblatex, CSL-JSON, RIS, Hayagriva",
    "report": "a page to look at",
    "completion": "commands and keys completed by your shell",
}
"""Every command with its line of help; `kb.cli.<name>` has a click command `command`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(f"kb.cli.{cmd_name}").command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], list(COMMANDS), 1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            raise click.UsageError(error.message + hint, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


EXAMPLES = """
\b
Examples:
  kb ingest paper.txt          read a paper into refs/
  kb cite albayumi 2022        a citation key, from any words you remember
  kb trace 'TSE Law'           a statement -> note -> reference -> line of the paper
  kb export --used-in thesis.tex -o thesis.bib
"""


@click.group(
    cls=LazyGroup, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="kb")
@click.option(
    "-C",
    "--base",
    metavar="DIR",
    help="The knowledge base to use; without it the folder here or above that has refs/.",
)
@click.pass_context
def cli(ctx: click.Context, base: str | None) -> None:
    """Reads the references of papers into BibTeX, merges overlapping citations explainably, and
    traces every claim to its source: statement, note, reference, line of the paper."""
    ctx.obj = base


def run() -> int:
    """Runs the command line and returns its exit code: what a command returned, or 0."""
    _prepare_streams()
    out = sys.stdout
    code: object = 0  # of a pipe that was closed early, too: who reads the head had enough
    try:
        code = _run()
        sys.stdout.flush()
    except SystemExit as stop:
        if out is sys.stdout and not isinstance(stop.__context__, BrokenPipeError):
            code = stop.code
    except BrokenPipeError:
        pass
    except OSError as error:
        code = _refused(error)
    _flush(out, sys.stderr)
    return code if isinstance(code, int) else 0


def _run() -> object:
    try:
        return cli(prog_name="kb", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return 130
    except KbError as error:
        from kb.cli.output import show_error

        show_error(error)
        return error.code


def _prepare_streams() -> None:
    """Streams take every character, and there are always some."""
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _refused(error: OSError) -> int:
    """Tells what the operating system refused: most often an output that takes no more."""
    from kb.cli.output import show_error
    from kb.disk.files import unreached

    found = unreached(error)
    if not found.where:
        found = KbError(f"the output cannot be written: {found.what}", "", "free some space")
    with contextlib.suppress(OSError):  # stderr may be what takes no more
        show_error(found)
    return found.code


def _flush(*streams: TextIO) -> None:
    """Writes out what is left; what nobody takes any more is dropped without a word."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            # what is left in the buffer would be tried, and told of, again when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
