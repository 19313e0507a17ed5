"""`kb status`: where the knowledge base stands."""

import click

from kb.cli.output import format_option, write_json
from kb.cli.summary import as_json, show

EXAMPLES = """
\b
Examples:
  kb status              papers, works, overlaps, claims, problems
  kb status -f json      the same as values
"""


@click.command(epilog=EXAMPLES)
@format_option("json")
@click.pass_obj
def command(base: str | None, fmt: str) -> None:
    """Tells where the knowledge base stands; changes nothing."""
    from kb.disk.store import Store
    from kb.jobs.build import checked
    from kb.jobs.status import status

    store = Store.find(base)
    loaded = store.load()
    found = status(loaded, checked(store, loaded).problems)
    if fmt == "json":
        write_json(as_json(found))
    else:
        show(found)
