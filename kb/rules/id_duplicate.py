"""Two claims have the same id.

Why: nobody can say which of them is meant.

Passes:
    id: spacing-helps
    id: spacing-helps-adults

Fails:
    id: spacing-helps in two notes

Mend: `kb note rename` gives one of them another id.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem
from kb.rules.context import Context

ID: Final = "id-duplicate"
SCOPE: Final = "library"
LEVEL: Final = "error"


def check(ctx: Context) -> Iterator[Problem]:
    for name, pairs in ctx.links.claims.items():
        for _, claim in pairs[1:]:
            what = f"the id {name!r} is taken by {pairs[0][1].place}"
            yield Problem(ID, LEVEL, what, claim.place, "give one of the two another id")
