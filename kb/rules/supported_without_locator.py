"""A claim is called supported, but no citation says where in the source.

Why: 'supported' promises that somebody has found the place.

Passes:
    status: supported ... [@veda2021, p. 5]

Fails:
    status: supported ... [@veda2021]

Mend: add the page, section or paragraph; or set the status to open.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context

ID: Final = "supported-without-locator"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    if claim.status != "supported" or not claim.citations:
        return
    if not any(citation.locator for citation in claim.citations):
        what = f"the claim {claim.id!r} is called supported, but no citation has a locator"
        mend = "say where: [@key, p. 5]; or set the status to open"
        yield Problem(ID, LEVEL, what, claim.place, mend)
