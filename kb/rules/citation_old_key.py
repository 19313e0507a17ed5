"""A note cites a work by an older key.

Why: it still resolves, but a thesis that uses library.bib needs the key of today.

Passes:
    [@veda2021hukum]

Fails:
    [@veda2021] when the work is veda2021hukum today

Mend: `kb note rename-key veda2021 veda2021hukum` writes the new key into all notes.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Note, Problem
from kb.rules.context import Context

ID: Final = "citation-old-key"
SCOPE: Final = "note"
LEVEL: Final = "info"


def check(note: Note, ctx: Context) -> Iterator[Problem]:
    for citation in (*(c for claim in note.claims for c in claim.citations), *note.loose):
        work = ctx.links.work(citation.key)
        if work and work.key != citation.key and ctx.links.base.library:
            what = f"the key of {citation.key!r} is {work.key!r} today"
            mend = f"kb note rename-key {citation.key} {work.key}"
            yield Problem(ID, LEVEL, what, citation.place, mend)
