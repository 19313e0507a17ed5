"""Two entries of the library have the same key, or one's older key is another's key.

Why: nobody can say which of the two a citation means.

Passes:
    @book{veda2021a, ...} @book{veda2021b, ...}

Fails:
    @book{veda2021, ...} @book{veda2021, ...}

Mend: give one of them another key, and its old key into `ids` of the one that is meant.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kb.model import Problem
from kb.rules.context import Context, work_problem

ID: Final = "key-duplicate"
SCOPE: Final = "library"
LEVEL: Final = "error"


def check(ctx: Context) -> Iterator[Problem]:
    library = ctx.links.base.library
    counts = Counter(work.key for work in library)
    for work in library:
        if counts[work.key] > 1:
            counts[work.key] = 0
            what = f"the key {work.key!r} stands twice"
            yield work_problem(ctx, ID, LEVEL, work, what, "give one of the two another key")
    for alias, works in ctx.links.aliases.items():
        owners = [*(w.key for w in works), *([alias] if alias in counts else [])]
        if len(owners) > 1:
            names = " or ".join(map(repr, dict.fromkeys(owners)))
            what = f"the older key {alias!r} may mean {names}"
            mend = f"take {alias!r} out of the ids of all but one of them"
            yield work_problem(ctx, ID, LEVEL, works[0], what, mend)
