"""`kb init`: starts a knowledge base in a folder."""

from pathlib import Path

import click

from kb.cli.output import clean, write

EXAMPLES = """
\b
Examples:
  kb init                 here
  kb init thesis/sources  in that folder, made if need be
"""


@click.command(epilog=EXAMPLES)
@click.argument("folder", type=click.Path(path_type=Path), default=".")
def command(folder: Path) -> None:
    """Starts a knowledge base in FOLDER: refs/ for references, notes/ for claims.

    What is there already stays as it is.
    """
    from kb.disk.store import Store

    store, made = Store.init(folder)
    write(f"knowledge base in {clean(str(store.root))}")
    for path in made:
        write(f"    made {clean(store.name(path))}")
    write("next: kb ingest PAPER...")
