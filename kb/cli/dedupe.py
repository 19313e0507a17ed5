"""`kb dedupe`: which entries are one work and why; merges, reviews, explains, undoes."""

from pathlib import Path
from typing import Any

import click

from kb.cli.output import format_option


def complete_key(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Keys of the library for the shell's completion."""
    from kb.cli import cite

    return [] if ctx.params.get("bibs") else cite.complete_key(ctx, param, incomplete)


EXAMPLES = """
\b
Examples:
  kb dedupe                            the works of this knowledge base -> refs/library.bib
  kb dedupe --review                   asks about the pairs that are likely but not sure
  kb dedupe --explain albayumi2022kerja
  kb dedupe --undo albayumi2022kerja   splits a work again; --undo 003#12 takes one entry out
  kb dedupe my.bib other.bib more.ris  a report only (.bib, .ris, CSL-JSON)
  kb dedupe my.bib more.ris -o clean.bib   what was not taken stays in kb-not-taken
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
@click.option(
    "--explain", metavar="KEY", shell_complete=complete_key, help="Who is in this work, and why."
)
@click.option(
    "--undo",
    metavar="KEY",
    shell_complete=complete_key,
    help="Split this work again, as a decision.",
)
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
