"""kb note: claim notes written, listed, shown, changed."""

import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from textwrap import fill
from typing import Any, get_args

import click

from kb.cli.output import (
    clean,
    counted,
    format_option,
    show_problems,
    table,
    write,
    write_json,
)
from kb.errors import USAGE, KbError
from kb.model import Status

STATUSES = click.Choice(get_args(Status))

EXAMPLES = """
\b
Examples:
  kb note new --claim 'Recall improves with spacing' --source baker2021recall --page 58
  kb note new --seen 003:41 --claim '...'      cites what line 41 of paper 003 cites
  kb note list                                 all claims
  kb note list --source baker2021recall        what rests on a work
  kb note show recall-improves-spacing         what a claim rests on
  kb note status recall-improves-spacing disputed --reason 'p. 58 says the opposite'
  kb note checked recall-improves-spacing      compared with its sources as they are now
  kb note rename recall-improves-spacing spacing
  kb note link --write                         older citation keys become today's
  kb note rename-key baker2021 baker2021recall --write
"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Writes, lists and changes claim notes.

    A claim is open until somebody compared it with its source; supported when the source says so,
    or sources that do not lean on each other agree; partly when some of it holds; disputed when
    its source or another one says otherwise. The last two give a reason.
    """


def _open(ctx: click.Context) -> Any:
    from kb.jobs.opened import open_base

    return open_base(ctx.find_root().obj)


@command.command(epilog=EXAMPLES)
@click.option("--claim", required=True, help="The statement, in your own words.")
@click.option("--source", "sources", multiple=True, metavar="KEY", help="What it rests on.")
@click.option("--page", default="", help="Where in the source: 58, 58-60, 'ch. 3'.")
@click.option("--id", "name", default="", help="The claim's id; made from its words otherwise.")
@click.option("--status", type=STATUSES, default="open", show_default=True)
@click.option("--tag", "tags", multiple=True)
@click.option("--seen", multiple=True, metavar="PAPER:LINE", help="Where a paper says so.")
@click.option("--quote", default="", help="Words of the source.")
@click.option("--reason", default="", help="Why it is disputed or only partly supported.")
@click.pass_context
def new(ctx: click.Context, /, name: str, **wish: Any) -> None:
    """Writes a note and prints its path; tells when its quote does not stand in the source."""
    from kb.jobs.notes import Wish, quote_problems
    from kb.jobs.notes import new as job

    opened = _open(ctx)
    path = job(opened, Wish(id=name, **wish))
    write(clean(path))
    show_problems(quote_problems(opened, path))


@command.command("list", epilog=EXAMPLES)
@format_option("json")
@click.option("--status", type=STATUSES, default=None)
@click.option("--tag", default="")
@click.option("--source", default="", metavar="KEY", help="Only claims that rest on this work.")
@click.pass_context
def list_(ctx: click.Context, fmt: str, status: str | None, tag: str, source: str) -> None:
    """Lists the claims: id, status, statement, sources."""
    from kb.jobs.notes import as_json, select
    from kb.jobs.trace import locator_words, once

    claims = [claim for _, claim in select(_open(ctx), status or "", tag, source)]
    if fmt == "json":
        write_json(as_json(claims))
        return
    rows = []
    for claim in claims:
        cited = (f"{c.key} {locator_words(c)}".strip() for c in once(claim.citations))
        rows.append((claim.id, claim.status, claim.text, ", ".join(cited)))
    _listed(rows)


def _listed(rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Claims on a terminal, each below its id; ids are too long for a column. Else a table."""
    if not sys.stdout.isatty():
        table(("id", "status", "claim", "sources"), rows)
        return
    for id_, status, text, cited in rows:
        write(f"{click.style(clean(id_), bold=True)} {clean(f'[{status}]')}")
        for line in (text, cited):
            wrapped = fill(clean(line), max(20, get_terminal_size().columns - 1), **_INDENT)
            if wrapped:
                write(wrapped)
    write(counted(len(rows), "claim"), err=True)


_INDENT: Any = {"initial_indent": "  ", "subsequent_indent": "  "}


@command.command(epilog=EXAMPLES)
@click.argument("name", metavar="ID")
@format_option("json")
@click.pass_context
def show(ctx: click.Context, name: str, fmt: str) -> None:
    """Shows a claim: what it rests on, what else rests on that, its quotes and places."""
    from kb.jobs.notes import card, find

    opened = _open(ctx)
    found: dict[str, Any] = card(opened, *find(opened, name))
    if fmt == "json":
        write_json(found)
        return
    write(click.style(clean(f"{found['id']} [{found['status']}]"), bold=True))
    write(f"  {clean(found['claim'])}")
    if found["reason"]:
        write(f"  because: {clean(found['reason'])}")
    for source in found["sources"]:
        page = f", {source['locator']}" if source["locator"] else ""
        write(f"  rests on {clean(source['key'] + page)}: {clean(source['text'])}")
        if source["claims"]:
            write(f"    so do {clean(', '.join(source['claims']))}")
    for quote in found["quotes"]:
        write(f"  quotes: {clean(quote)}")
    for where in found["seen"]:
        write(f"  stands at {clean(where)}")
    write(f"  {clean(found['path'])}:{found['line']}")


@command.command(epilog=EXAMPLES)
@click.argument("name", metavar="ID")
@click.pass_context
def edit(ctx: click.Context, name: str) -> None:
    """Opens the note of a claim in $EDITOR."""
    from kb.jobs.notes import find

    opened = _open(ctx)
    note, _ = find(opened, name)
    try:
        click.edit(filename=str(opened.root / note.path))
    except click.ClickException as error:
        raise KbError(error.message, "", "set EDITOR to your editor", USAGE) from error


@command.command(epilog=EXAMPLES)
@click.argument("name", metavar="ID")
@click.argument("status", type=STATUSES)
@click.option("--reason", default="", help="Why it is disputed or only partly supported.")
@click.pass_context
def status(ctx: click.Context, name: str, status: Status, reason: str) -> None:
    """Changes the status of a claim, and nothing else in its note."""
    from kb.jobs.notes import set_status

    _told(set_status(_open(ctx), name, status, reason))


@command.command(epilog=EXAMPLES)
@click.argument("name", metavar="ID")
@click.pass_context
def checked(ctx: click.Context, name: str) -> None:
    """Notes that a claim was compared with its sources; kb check tells when one has changed."""
    from kb.jobs.notes import checked as job

    _told(job(_open(ctx), name))


@command.command(epilog=EXAMPLES)
@click.argument("old", metavar="ID")
@click.argument("new_id", metavar="NEW")
@click.pass_context
def rename(ctx: click.Context, old: str, new_id: str) -> None:
    """Gives a claim another id (and its file, when that is named after it)."""
    from kb.jobs.notes import rename as job

    _told(job(_open(ctx), old, new_id))


@command.command("rename-key", epilog=EXAMPLES)
@click.argument("old", metavar="OLD")
@click.argument("key", metavar="NEW")
@click.option("--write", "really", is_flag=True, help="Write the notes; else only tell which.")
@click.pass_context
def rename_key(ctx: click.Context, old: str, key: str, really: bool) -> None:
    """Makes all notes that cite OLD cite NEW, a key of the library."""
    from kb.jobs.notes import rename_key as job

    _told(job(_open(ctx), old, key, really), really)


@command.command(epilog=EXAMPLES)
@click.option("--write", "really", is_flag=True, help="Write the notes; else only tell which.")
@click.pass_context
def link(ctx: click.Context, really: bool) -> None:
    """Brings the citation keys of all notes up to date: older keys become today's."""
    from kb.jobs.notes import apply, key_changes, stale_keys

    opened = _open(ctx)
    renamed = stale_keys(opened)
    for old, key in renamed.items():
        write(clean(f"{old} is {key} today"))
    _told(apply(opened, key_changes(opened, renamed), really), really)


def _told(paths: list[str], really: bool = True) -> None:
    for path in paths:
        write(clean(path if really else f"{path} would change"))
    if paths and not really:
        write("add --write to write them", err=True)
    elif not paths:
        write("nothing to change", err=True)
