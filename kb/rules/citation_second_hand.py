"""A paper cites a work that it knows only from another.

Why: the statement was not read where it was made; it may have changed on the way.

Passes: '(Veda, 2021)'.

Fails: '(Baker 2008, as cited in Veda, 2021)'.

Mend: read the original before you rest a claim on it.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Paper, Problem
from kb.rules.context import Context

ID: Final = "citation-second-hand"
SCOPE: Final = "paper"
LEVEL: Final = "info"


def check(paper: Paper, ctx: Context) -> Iterator[Problem]:
    for citation in paper.citations:
        if citation.secondary:
            work = ctx.links.cited_work(citation)
            source = work.key if work else citation.text
            what = f"{citation.secondary!r} is cited second-hand, from {source}"
            place = ctx.citation_place(paper, citation)
            yield Problem(ID, LEVEL, what, place, "read the original before resting a claim on it")
