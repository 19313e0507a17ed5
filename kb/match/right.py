"""Puts right in records what only the bibliography as a whole tells.

Titles that stand in the place of the venue; two names in full that were taken for one person's
family and given names; entry types that are all the same and so say nothing.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from kb.match.normal import TWO, Record, numbers_of, one_of_two

MANY: Final = 50
"""Records at least, before types that are all the same say nothing."""


def righted(records: Iterable[Record]) -> list[Record]:
    """The records, put right."""
    return _of_kind(_named(_placed(list(records))))


def _placed(found: list[Record]) -> list[Record]:
    """Titles and venues changed back where more records have the venue for their title, and the
    title for their venue."""
    titles = Counter(record.squash for record in found)
    venues = Counter(record.venue for record in found)
    squashed = {venue: venue.replace(" ", "") for venue in venues}

    def is_swapped(record: Record) -> bool:
        venue = squashed[record.venue]
        return (
            len(venue) > 12
            and titles[venue] >= max(1, venues[record.venue])
            and (not record.title or venues[record.title] > titles[record.squash])
        )

    return [_swapped(record) if is_swapped(record) else record for record in found]


def _swapped(record: Record) -> Record:
    title = record.venue
    numbers = numbers_of(title.split())
    return record._replace(
        title=title, squash=title.replace(" ", ""), main="", numbers=numbers, venue=record.title
    )


def _named(found: list[Record]) -> list[Record]:
    """Names that are one or two persons cut in two where another record names one of these."""
    if not any(_is_open(record) for record in found):
        return found
    known = {_short(name) for record in found if not _is_open(record) for name in record.names}
    return [_cut(record, known) if _is_open(record) else record for record in found]


def _is_open(record: Record) -> bool:
    return len(record.names) == 1 and TWO in record.names[0]


def _short(name: str) -> str:
    """Family name and first initial."""
    return name[: name.find("|") + 2]


def _cut(record: Record, known: set[str]) -> Record:
    two = tuple(record.names[0].split(TWO))
    names = two if known.intersection(map(_short, two)) else (one_of_two(*two),)
    return record._replace(names=names)


def _of_kind(found: list[Record]) -> list[Record]:
    """Kinds that stand on the entry's type alone say nothing where nearly all are of one type."""
    typed = Counter(record.kind for record in found if record.typed)
    total = typed.total()
    if total < MANY or 20 * max(typed.values()) < 19 * total:
        return found
    return [record._replace(kind="", typed=False) if record.typed else record for record in found]
