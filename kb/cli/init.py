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
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def command(base: str | None, folder: Path | None) -> None:
    """Starts a knowledge base in FOLDER (or here, or in `kb -C DIR`): refs/ for references,
    notes/ for claims.

    What is there already stays as it is.
    """
    from kb.disk.store import Store

    store, made = Store.init(Path(base or ".") / (folder or "."))
    names = ", ".join(store.name(path) for path in made)
    write(f"knowledge base in {clean(str(store.root))}")
    write(f"    {'made ' + clean(names) if names else 'all is there already'}")
    write("next: kb ingest PAPER..., or kb add library.bib")
