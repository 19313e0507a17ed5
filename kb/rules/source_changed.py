"""The entry of a source has changed since the claim was checked against it.

Why: another year, another edition or another work may not say the same.

Passes: `checked:` in the note's head holds the digest that the entry has now.

Fails: the entry was merged, corrected or replaced after the check.

Mend: compare the claim with its source again, then `kb note checked ID`.
"""

from collections.abc import Iterator
from typing import Final

from kb.links import fingerprint
from kb.model import Claim, Problem
from kb.rules.context import Context

ID: Final = "source-changed"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    for key, digest in claim.checked:
        work = ctx.links.work(key)
        if work is None or fingerprint(work) != digest:
            gone = "is gone" if work is None else "has changed"
            what = f"{key!r} {gone} since the claim {claim.id!r} was checked"
            mend = f"compare them again, then: kb note checked {claim.id}"
            yield Problem(ID, LEVEL, what, claim.place, mend)
