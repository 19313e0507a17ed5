"""Every source of a claim has the statement from somebody else.

Why: the claim then rests on a work that nobody here has read.

Passes: a claim that also cites the original.

Fails: a claim seen in 003:41, where the paper says '(Baker 2008, as cited in Veda 2021)',
that cites only Veda.

Mend: read the original, cite it too, or set the status to partly with a reason.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context

ID: Final = "claim-only-second-hand"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    originals = _originals(claim, ctx)
    works = [work.key for c in claim.citations if (work := ctx.links.work(c.key))]
    if works and all(key in originals for key in works):
        said = ", ".join(sorted({originals[key] for key in works}))
        what = f"the claim {claim.id!r} rests only on second-hand sources (of {said})"
        yield Problem(ID, LEVEL, what, claim.place, "read the original and cite it too")


def _originals(claim: Claim, ctx: Context) -> dict[str, str]:
    """Works that the claim's places in papers cite second-hand -> the originals in words."""
    found: dict[str, str] = {}
    first_hand: set[str] = set()
    for paper, line in ctx.links.seen(claim):
        for citation in paper.citations:
            work = ctx.links.cited_work(citation) if citation.line == line else None
            if work and citation.secondary:
                found[work.key] = citation.secondary
            elif work:
                first_hand.add(work.key)
    return {key: words for key, words in found.items() if key not in first_hand}
