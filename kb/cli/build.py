"""`kb build`: everything from what is here."""

import click

from kb.cli.output import clean, counted, format_option, show_problems, write, write_json
from kb.cli.summary import as_json, show

EXAMPLES = """
\b
Examples:
  kb build               after editing refs/, notes/ or decisions by hand
  kb build -f json       the same, the summary as values
"""


@click.command(epilog=EXAMPLES)
@format_option("json")
@click.pass_obj
def command(base: str | None, fmt: str) -> None:
    """Makes refs/ anew from raw strings and decisions, merges what overlaps, links and checks
    the notes, and shows a summary. Needs no paper's text; again changes nothing."""
    from kb.disk.store import Store
    from kb.jobs.build import build

    store = Store.find(base)
    built = build(store)
    show_problems((*built.problems, *built.merged.problems))
    if fmt == "json":
        write_json(as_json(built.status))
        return
    show(built.status)
    if built.merged.proposals:
        pairs = counted(len(built.merged.proposals), "likely overlap")
        write(f"\n{pairs} to decide: kb dedupe --review")
    written = ", ".join(store.name(path) for path in built.changed)
    write(clean(f"\nwritten: {written or 'nothing, all is as it was'}"))
