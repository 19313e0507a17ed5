"""kb claims: citing sentences that wait to become claims."""

import click

from kb.cli.output import clean, format_option, write, write_json

EXAMPLES = """
\b
Examples:
  kb claims suggest 003            every citing sentence of a paper, by the work it cites
  kb claims suggest 003 --fresh    only those that no note names yet
  kb note new --seen 003:41 --claim 'In your own words'    makes one a note
"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Finds statements of papers that may become claims."""


@command.command(epilog=EXAMPLES)
@click.argument("paper")
@format_option("json")
@click.option("--fresh", is_flag=True, help="Leave out what a note names already.")
@click.pass_context
def suggest(ctx: click.Context, paper: str, fmt: str, fresh: bool) -> int:
    """Lists every citing sentence of PAPER with the command that makes it a note.

    The sentences are printed when the paper's text is here (`papers` in kb.toml); without it, the
    places and citations are.
    """
    from kb.jobs.claims import as_json
    from kb.jobs.claims import suggest as job
    from kb.jobs.opened import open_base

    groups = job(open_base(ctx.find_root().obj), paper, fresh)
    if fmt == "json":
        write_json(as_json(groups))
        return 0
    for group in groups:
        write(click.style(clean(" ".join(filter(None, (group.key, group.text)))), bold=True))
        for each in group.candidates:
            noted = f"  [noted: {clean(', '.join(each.claims))}]" if each.claims else ""
            write(f"  {clean(each.seen)}  {clean(each.sentence or each.citation)}{noted}")
            if not each.claims:
                write(f"    {clean(each.command)}")
    return 0
