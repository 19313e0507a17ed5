"""`kb ingest`: reads papers into the knowledge base."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.output import clean, counted, show_error, show_problems, write
from kb.cli.summary import summary
from kb.errors import KbError

if TYPE_CHECKING:
    from kb.jobs.ingest import Ingested
    from kb.links import Identity

EXAMPLES = """
\b
Examples:
  kb ingest paper.txt             references and citations of one paper into refs/
  kb ingest papers/*.txt          of many; doing it again is safe
"""


@click.command(epilog=EXAMPLES)
@click.argument("papers", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.pass_obj
def command(base: str | None, papers: tuple[Path, ...]) -> int:
    """Reads the references and citations of PAPERs into refs/ and merges what overlaps.

    An entry that a person edited is kept when its paper is read again, and the difference shown.
    A paper that cannot be read does not stop the others.
    """
    from kb.disk.store import Store
    from kb.jobs.build import merge
    from kb.jobs.ingest import cited_here, ingest

    store = Store.find(base)
    failed = 0
    changed: list[Path] = []
    read: list[Ingested] = []
    for path in papers:
        try:
            done = ingest(store, path)
        except KbError as error:
            show_error(error)
            failed = max(failed, error.code)
            continue
        changed += done.changed
        read.append(done)
        write(clean(f"{done.paper.name}: {summary(done.paper)}"))
        show_problems(done.problems)
    merged = merge(store)
    show_problems(merged.problems)
    for identity in cited_here(store, read):
        _show_identity(identity)
    written = ", ".join(store.name(path) for path in (*changed, *merged.changed))
    write(clean(f"written: {written or 'nothing, all is as it was'}"))
    if merged.proposals:
        pairs = counted(len(merged.proposals), "likely overlap")
        write(f"{pairs} to decide: kb dedupe --review")
    return failed


def _show_identity(identity: "Identity") -> None:
    """Tells that a paper which was read is a work that others cite, and why it seems so."""
    paper, work = identity.paper.id, identity.work.key
    verb = "is" if identity.sure else "may be"
    write(clean(f"{paper} {verb} {work}, which papers here cite: {'; '.join(identity.evidence)}"))
    if not identity.sure:
        line = f"same {work} {paper}  # why"
        write("    " + clean(f"if it is, say so in refs/decisions.txt: {line}"))
