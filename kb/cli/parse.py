"""`kb parse`: reference strings, one a line, to CSL-JSON lines, BibTeX or a table."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.output import table, to_json, write, write_json

if TYPE_CHECKING:
    from kb.model import Reference

EXAMPLES = """
\b
Examples:
  kb parse references.txt > references.jsonl     CSL-JSON, one item a line
  kb parse references.txt -f bibtex              BibTeX entries
  kb parse -f text < references.txt              a table; '?' marks what is doubtful
  echo 'Weber, M. (1922). Economy and Society. Tübingen: Mohr.' | kb parse
"""
AT_ONCE = 100
"""Lines printed together: printing each alone costs as much as reading it."""
BAR_FROM = 200
"""With fewer lines a progress bar would only flicker."""


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option(
    "-f",
    "--format",
    "fmt",
    type=click.Choice(["text", "json", "jsonl", "bibtex"]),
    help="What to print; without it a table on a terminal, CSL-JSON lines in a pipe.",
)
def command(file: Path | None, fmt: str | None) -> None:
    """Reads the reference strings in FILE (or stdin), one a line, into fields.

    Each answer carries the number of its line as id, and under `custom` how sure each field is.
    """
    from kb.jobs.parse import read_lines

    lines = read_lines(file)
    fmt = fmt or ("text" if sys.stdout.isatty() else "jsonl")
    _print(_counted(lines), fmt)


def _counted(lines: list[str]) -> "Iterator[Reference]":
    """The references, with a progress bar on a terminal when there are many."""
    from kb.jobs.parse import parse

    if not sys.stderr.isatty() or len(lines) < BAR_FROM:
        yield from parse(lines)
        return
    with click.progressbar(
        parse(lines), length=len(lines), label="reading", file=sys.stderr
    ) as bar:
        yield from bar


def _print(references: "Iterator[Reference]", fmt: str) -> None:
    from kb.jobs.parse import as_item

    if fmt == "jsonl":
        rows = (to_json(as_item(reference), indent=None) for reference in references)
        while chunk := list(islice(rows, AT_ONCE)):
            write("\n".join(chunk))
    elif fmt == "json":
        write_json([as_item(reference) for reference in references])
    elif fmt == "bibtex":
        _bibtex(references)
    else:
        _table(references)


def _bibtex(references: "Iterator[Reference]") -> None:
    from kb.jobs.parse import as_bibtex

    for entry in as_bibtex(references):
        write(entry)


def _table(references: "Iterator[Reference]") -> None:
    head = ("line", "type", "authors", "year", "title", "in", "volume", "pages", "unread")
    table(head, [_row(reference) for reference in references])


def _row(reference: "Reference") -> tuple[str, ...]:
    from kb.jobs.parse import doubtful

    unsure = doubtful(reference)

    def mark(name: str, text: str) -> str:
        return f"{text} ?" if text and name in unsure else text

    authors = "; ".join(name.sort_name for name in reference.names()) or "; ".join(
        f"{name.sort_name} (ed.)" for name in reference.names("editor")
    )
    volume, issue = reference.text("volume"), reference.text("issue")
    return (
        reference.key,
        reference.type,
        mark("author", authors),
        mark("issued", str(reference.year or "")),
        mark("title", reference.text("title")),
        mark("container-title", reference.text("container-title")),
        mark("volume", f"{volume}({issue})" if volume and issue else volume or issue),
        mark("page", reference.text("page") or reference.text("locator")),
        " | ".join(reference.unread),
    )
