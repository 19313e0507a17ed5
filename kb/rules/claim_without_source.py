"""A claim rests on no source.

Why: it is an opinion until somebody says where it comes from.

Passes:
    Recall improves with spacing [@baker2021recall, p. 4].

Fails:
    Recall improves with spacing.

Mend: cite a source in the note: [@key, p. 4]; `kb cite WORDS` finds the key.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context

ID: Final = "claim-without-source"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    if not claim.citations:
        what = f"the claim {claim.id!r} rests on no source"
        yield Problem(
            ID, LEVEL, what, claim.place, "cite one: [@key, p. 4]; kb cite WORDS finds the key"
        )
