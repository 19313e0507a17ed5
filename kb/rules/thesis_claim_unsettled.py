"""A thesis uses a claim that the notes call disputed, partly supported or open.

Why: what you state there is not settled: somebody found against it, or nobody looked.

Passes: the claims on the cited work are supported.

Fails:
    \\cite[5]{veda2021} in the thesis, and the note on veda2021 is disputed

Mend: read the note (`kb trace CLAIM`), settle it, or say in the thesis that it is disputed. Which
claim a sentence uses: the one it names (`% kb: claim ID`), else the claim on the cited work that
is most like the sentence, else all claims on that work.
"""

from collections.abc import Iterator
from typing import Final

from kb.formats.thesis import Thesis, Use
from kb.links import Links, Rest, fold
from kb.model import Claim, Level, Note, Place, Problem
from kb.rules.context import Context

ID: Final = "thesis-claim-unsettled"
SCOPE: Final = "thesis"
LEVEL: Final = "warning"
LIKE: Final = 0.5
"""Share of the claim's words that a sentence must have to count as stating it."""


def check(thesis: Thesis, ctx: Context) -> Iterator[Problem]:
    for name, place in thesis.named:
        for _, claim in ctx.links.claims.get(name, ()):
            yield from _finding(claim, place)
        if name not in ctx.links.claims:
            yield Problem(ID, LEVEL, f"no note has the claim {name!r}", place, "kb note list")
    told: set[tuple[str, int]] = set()
    for use in thesis.uses:
        for _, claim in used(use, ctx.links):
            where = (claim.id, use.citation.place.line)
            if where not in told:
                told.add(where)
                yield from _finding(claim, use.citation.place)


def used(use: Use, links: Links) -> list[tuple[Note, Claim]]:
    """The claims that a citing sentence may state, the likeliest alone when one is likely."""
    claims = {rest.claim.id: (rest.note, rest.claim) for rest in _rests(use, links)}
    rated = [(likeness(claim.text, use.sentence), claim.id) for _, claim in claims.values()]
    best = max(rated, default=(0.0, ""))
    return [claims[best[1]]] if best[0] >= LIKE else list(claims.values())


def _rests(use: Use, links: Links) -> list[Rest]:
    """Those on the same page where both name a page, else all on the cited work."""
    rests = list(links.rests(use.citation.key))
    same = [r for r in rests if use.citation.locator and r.citation.locator == use.citation.locator]
    return same or rests


def likeness(claim: str, sentence: str) -> float:
    """The share of the claim's longer words that stand in the sentence."""
    wanted = {word for word in fold(claim) if len(word) > 3}
    return len(wanted & set(fold(sentence))) / len(wanted) if wanted else 0.0


def _finding(claim: Claim, place: Place) -> Iterator[Problem]:
    if claim.status == "supported":
        return
    level: Level = LEVEL if claim.status == "disputed" else "info"
    status = {"partly": "only partly supported"}.get(claim.status, claim.status)
    reason = f": {claim.reason}" if claim.reason else ""
    what = f"the claim {claim.id!r} is {status}{reason}"
    mend = f"{claim.place.path}:{claim.place.line} says {claim.text!r}"
    yield Problem(ID, level, what, place, mend)
