"""A note or thesis cites a key that the knowledge base does not have.

Why: the statement has no source that anybody could look at.

Passes:
    Recall improves [@baker2021recall, p. 4].

Fails:
    Recall improves [@bakker2021recall, p. 4].

Mend: write the key as the message proposes, or read the paper in with kb ingest PAPER.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kb.model import Note, NoteCitation, Problem
from kb.rules.context import Context, nearest

ID: Final = "citation-unknown"
SCOPE: Final = "note"
LEVEL: Final = "error"
TRIED: Final = 20
"""For so many unknown keys a likely one is looked for; a note with more has another trouble."""


def check(note: Note, ctx: Context) -> Iterator[Problem]:
    cited = [citation for claim in note.claims for citation in claim.citations]
    yield from unknown((*cited, *note.loose), ctx)


def unknown(citations: Iterable[NoteCitation], ctx: Context) -> Iterator[Problem]:
    """A finding for each citation whose key means nothing."""
    missing = [citation for citation in citations if ctx.links.work(citation.key) is None]
    for number, citation in enumerate(missing):
        what = f"no reference has the key {citation.key!r}"
        near = nearest(citation.key, ctx.links.keys()) if number < TRIED else ""
        yield Problem(ID, LEVEL, what, citation.place, _mend(near, ctx))


def _mend(near: str, ctx: Context) -> str:
    work = ctx.links.work(near) if near else None
    if not work:
        return "add it with: kb ingest PAPER"
    place = ctx.links.place(work)
    return f"did you mean {near}?" + (f" ({place.path}:{place.line})" if place.path else "")
