"""A claim rests on a work of which only names and year are known.

Why: nobody can look the statement up.

Passes: the cited entry has a title.

Fails: the cited entry is a stub ('Albayumi, 2022', no title).

Mend: add the work with kb add, or `same STUB KEY` in refs/decisions.txt if it is here already.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context

ID: Final = "source-is-stub"
SCOPE: Final = "claim"
LEVEL: Final = "info"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    told: set[str] = set()
    for citation in claim.citations:
        work = ctx.links.work(citation.key)
        if work and work.incomplete and work.key not in told:
            told.add(work.key)
            what = f"of {citation.key!r} only names and year are known"
            yield Problem(ID, LEVEL, what, citation.place, "add the work with kb add")
