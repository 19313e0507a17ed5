"""Two works have the same title and year, and nobody has said whether they are one.

Why: a work that stands twice in the library has two keys, and claims on it fall apart.

Passes: two volumes of one set, and
    differ veda2021a veda2021b  # a talk and its article

Fails:
    two entries 'The Same Title', 2021, with an author in common

Mend: write `same A B  # why` or `differ A B  # why` into refs/decisions.txt, then kb dedupe.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

from kb.links import fold
from kb.model import Problem, Reference
from kb.rules.context import Context, work_problem

ID: Final = "duplicate-undecided"
SCOPE: Final = "library"
LEVEL: Final = "warning"
MANY: Final = 50
"""Works of one title and year from which only neighbours are compared."""
APART: Final = ("volume", "issue", "number", "edition", "chapter-number")
"""What tells two works of one title apart: volumes of a set, editorials of several issues."""


def check(ctx: Context) -> Iterator[Problem]:
    decided = {frozenset(_keys(ctx, d.left, d.right)) for d in ctx.links.base.decisions}
    groups: defaultdict[tuple[str, int | None], list[Reference]] = defaultdict(list)
    for work in ctx.links.works:
        title = work.text("title")
        if len(title) > 15 and not work.incomplete:
            groups[" ".join(fold(title)), work.year].append(work)
    for group in groups.values():
        for left, right in combinations(group, 2) if len(group) < MANY else pairwise(group):
            if frozenset((left.key, right.key)) not in decided and _share(left, right):
                what = f"{left.key!r} and {right.key!r} have the same title and year"
                mend = (
                    f"write 'same {left.key} {right.key}' or 'differ ...' into refs/decisions.txt"
                )
                yield work_problem(ctx, ID, LEVEL, right, what, mend)


def _keys(ctx: Context, *names: str) -> Iterator[str]:
    for name in names:
        work = ctx.links.work(name)
        yield work.key if work else name


def _share(left: Reference, right: Reference) -> bool:
    mine = {" ".join(fold(name.sort_name)) for name in left.names()}
    theirs = {" ".join(fold(name.sort_name)) for name in right.names()}
    if any(_differ(left.text(name), right.text(name)) for name in APART):
        return False
    same_type = left.type == right.type or "document" in (left.type, right.type)
    return same_type and (not mine or not theirs or bool(mine & theirs))


def _differ(left: str, right: str) -> bool:
    return bool(left and right) and fold(left) != fold(right)
