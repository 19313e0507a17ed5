"""`kb add`: takes over bibliographies from other programs."""

from pathlib import Path

import click

from kb.cli.output import clean, counted, format_option, show_problems, table, write, write_json

EXAMPLES = """
\b
Examples:
  kb add library.bib                  from JabRef, Zotero, Mendeley
  kb add export.ris items.json        RIS and CSL-JSON, several at once
  kb add library.bib -f json          what each entry became
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option("json")
@click.pass_obj
def command(base: str | None, files: tuple[Path, ...], fmt: str) -> None:
    """Imports FILES (.bib, .ris, CSL-JSON) and merges what is the same work.

    Each file becomes a file of its own in refs/, a .bib byte for byte. Imported again, only what is
    new is added.
    """
    from kb.disk.store import Store
    from kb.jobs.add import add

    done = add(Store.find(base), files)
    known = [entry for entry in done.entries if entry.same_as]
    if fmt == "json":
        keys = ("id", "key", "same_as")
        write_json({"added": [{k: getattr(entry, k) for k in keys} for entry in done.entries]})
    else:
        rows = [(entry.id, entry.key, " ".join(entry.same_as)) for entry in done.entries]
        table(("entry", "key in the library", "the same work as"), rows)
        count = counted(len(done.entries), "entry", "entries")
        if known:
            count += f", {len(known)} the same work as another here"
        write(clean(f"{count}; written: {', '.join(p.name for p in done.changed) or 'nothing'}"))
    show_problems(done.problems)
