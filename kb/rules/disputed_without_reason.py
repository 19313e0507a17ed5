"""A claim is called disputed, or only partly supported, and nothing says why.

Why: the next reader has to find out again.

Passes:
    status: disputed
    reason: the source says the opposite on p. 5

Fails:
    status: disputed

Mend: add `reason:` to the head of the note.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context

ID: Final = "disputed-without-reason"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    if claim.status in ("disputed", "partly") and not claim.reason:
        what = f"the claim {claim.id!r} is called {claim.status}, and nothing says why"
        yield Problem(ID, LEVEL, what, claim.place, "add to the head: reason: why it is so")
