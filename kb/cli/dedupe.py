"""`kb dedupe`: which entries are one work and why; merges, reviews, explains, undoes."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.output import console, format_option, styled, to_json, write
from kb.match.dedupe import Deduped
from kb.model import Link, Reason

if TYPE_CHECKING:
    from rich.text import Text

EXAMPLES = """
\b
Examples:
  kb dedupe                            the works of this knowledge base -> refs/library.bib
  kb dedupe --review                   asks about the pairs that are likely but not sure
  kb dedupe --explain albayumi2022kerja
  kb dedupe --undo albayumi2022kerja   splits a work again; --undo 003#12 takes one entry out
  kb dedupe my.bib other.bib           a report only
  kb dedupe my.bib other.bib -o clean.bib
  kb dedupe my.bib -f json | jq .clusters
\b
JSON: {"clusters": [[keys of one work], ...] (two or more keys), "links": [{"left", "right",
"score", "reasons"}], "proposals": [the same], "related": [the same: versions of one work]}.
With one file keys are bare, with several they are FILE:KEY; a key that stands twice in a file is
KEY#2.
"""


@click.command(epilog=EXAMPLES)
@click.argument("bibs", nargs=-1, type=click.Path(path_type=Path), metavar="[BIB]...")
@click.option("--review", is_flag=True, help="Ask about pairs that are likely but not sure.")
@click.option("--auto", is_flag=True, help="Merge what is sure and ask nothing (the default).")
@click.option("--explain", metavar="KEY", help="Who is in this work, and why.")
@click.option("--undo", metavar="KEY", help="Split this work again, as a decision.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a clean file.")
@click.option("--in-place", is_flag=True, help="Write the files given, without duplicates.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    help="Decisions about the files given; --review appends to it.  [BIB.decisions.txt]",
)
@format_option("json")
@click.pass_context
def command(ctx: click.Context, /, bibs: tuple[Path, ...], **options: Any) -> int:
    """Finds the entries that are one work, tells why, and merges what is sure.

    Without BIB it works on the knowledge base here and writes refs/library.bib.
    """
    if options["review"] and options["auto"]:
        raise click.UsageError("--review asks and --auto does not: choose one")
    if bibs:
        from kb.cli import dedupe_files

        return dedupe_files.run(bibs, options)
    if options["output"] or options["in_place"] or options["decisions"]:
        raise click.UsageError("-o, --in-place and --decisions go with BIB files")
    from kb.cli import dedupe_base

    return dedupe_base.run(ctx.obj, options)


def print_json(deduped: Deduped) -> None:
    """The result as JSON, one cluster or link a line, however many there are."""
    several = ([*one.members] for one in deduped.clusters if len(one.members) > 1)
    write("{")
    _array("clusters", several, ",")
    _array("links", map(link_json, deduped.links), ",")
    _array("proposals", map(link_json, deduped.proposals), ",")
    _array("related", map(link_json, deduped.related), "")
    write("}")


def _array(name: str, values: Iterator[Any], end: str) -> None:
    lines = ",\n".join("    " + to_json(value, indent=None) for value in values)
    write(f'  "{name}": [\n{lines}\n  ]{end}' if lines else f'  "{name}": []{end}')


def link_json(link: Link) -> dict[str, Any]:
    reasons = [reason.words for reason in link.reasons]
    return {"left": link.left, "right": link.right, "score": link.score, "reasons": reasons}


def print_report(deduped: Deduped, entries: int) -> None:
    """The result for people: each work with its entries and reasons, then what is open."""
    several = [cluster for cluster in deduped.clusters if len(cluster.members) > 1]
    out = console()
    for cluster in several:
        out.print(styled("  =  ".join(cluster.members), "bold"))
        for link in cluster.links:
            out.print(indented(f"{link.left} = {link.right}: {reasons_text(link)}"))
    if deduped.proposals:
        out.print(styled("Likely, not sure (kb dedupe --review asks):", "bold yellow"))
    for link in deduped.proposals:
        out.print(styled(f"? {link.left}  {link.right}: {reasons_text(link)}"))
    for link in deduped.related:
        out.print(styled(f"~ {link.left}  {link.right}: {reasons_text(link)}"))
    out.print(styled(summary(deduped, entries)))


def summary(deduped: Deduped, entries: int) -> str:
    """'120 entries are 97 works: 18 of them with several entries; 3 pairs are likely'."""
    several = sum(len(cluster.members) > 1 for cluster in deduped.clusters)
    text = f"{entries} entries are {len(deduped.clusters)} works, {several} of several entries"
    return text + (f"; {len(deduped.proposals)} open pairs" if deduped.proposals else "")


def reasons_text(link: Link) -> str:
    return f"{link.score:.3f}: " + ", ".join(reason.words for reason in link.reasons)


def print_reasons(links: Sequence[Link]) -> None:
    """Each link with its reasons and what each weighs."""
    out = console()
    for link in links:
        out.print(styled(f"{link.left} = {link.right}  {link.score:.4f}", "bold"))
        for reason in link.reasons:
            out.print(indented(f"{_weight(reason)}  {reason.words}"))


def _weight(reason: Reason) -> str:
    return f"{reason.weight:+5.1f}" if reason.weight else "     "


def progress_bar() -> Callable[[str, int, int], None]:
    """Tells the stages on stderr, on a terminal only; no thread, for processes are forked."""
    import sys

    stages = {"read": "reading", "block": "finding pairs", "compare": "comparing"}
    if not sys.stderr.isatty():
        return lambda stage, done, total: None

    def show(stage: str, done: int, total: int) -> None:
        share = f" {100 * done // max(1, total)} %" if total > 1 else ""
        text = f"{stages.get(stage, 'grouping')}{share}"
        click.echo(f"\r{text:<30}", err=True, nl=False)
        if stage == "group":
            click.echo("\r" + " " * 30 + "\r", err=True, nl=False)

    return show


def indented(text: str, style: str = "") -> "Text":
    """A line that stands under another one."""
    line = styled(text, style)
    line.pad_left(4)
    return line
