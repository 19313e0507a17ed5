"""Two claims have the same id.

Why: nobody can say which of them is meant.

Passes:
    id: spacing-helps
    id: spacing-helps-adults

Fails:
    id: spacing-helps in two notes

Mend: `kb note rename` gives one of them another id.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kb.model import Place, Problem

ID: Final = "id-duplicate"
SCOPE: Final = "ids"
LEVEL: Final = "error"


def check(ids: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for name, place in ids:
        if first.setdefault(name, place) is not place:
            what = f"the id {name!r} is taken by {first[name]}"
            yield Problem(ID, LEVEL, what, place, "give one of the two another id")
