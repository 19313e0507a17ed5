"""Stubs (names and year only) attach to the one full reference they fit, never to one of two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.match.cluster import Groups
from kb.match.names import ALIKE, name_alike
from kb.match.normal import Record, name_words
from kb.model import Reason


@dataclass(frozen=True)
class Fit:
    """A stub and a full reference it fits, by their places; how well, and why."""

    stub: int
    full: int
    score: float
    reasons: tuple[Reason, ...]


def attach(records: Sequence[Record], groups: Groups) -> tuple[list[Fit], list[Fit]]:
    """Joins every stub to the only group it fits; returns those fits, and the open ones."""
    if not any(record.stub for record in records):
        return [], []
    index = _index(records)
    sure: list[Fit] = []
    unsure: list[Fit] = []
    for place, record in enumerate(records):
        if record.stub:
            fits = _fits(place, records, groups, index)
            kept, open_ = _choose(fits)
            sure += kept
            unsure += open_
    for fit in sure:
        groups.join(fit.stub, fit.full)
    return sure, unsure


def _index(records: Sequence[Record]) -> dict[tuple[str, int], list[int]]:
    """Full references by the first letters of the names of their authors, and year."""
    found: dict[tuple[str, int], list[int]] = {}
    for place, record in enumerate(records):
        if not record.stub:
            for word in _starts(record):
                found.setdefault((word, record.year), []).append(place)
    return found


def _starts(record: Record) -> set[str]:
    return {word[:3] for name in record.names for word in _all_words(name) if len(word) > 2}


def _all_words(name: str) -> tuple[str, ...]:
    family, given = name_words(name)
    return (*family.split(), *given)


def _fits(
    place: int,
    records: Sequence[Record],
    groups: Groups,
    index: dict[tuple[str, int], list[int]],
) -> list[Fit]:
    """The best fit in each group that the stub may mean."""
    stub = records[place]
    best: dict[int, Fit] = {}
    for other in _candidates(stub, index):
        root = groups.find(other)
        score = fit(stub, records[other])
        if score < 0.5 or groups.forbidden(place, other) or root == groups.find(place):
            continue
        if root not in best or score > best[root].score:
            best[root] = Fit(place, other, score, _reasons(stub, records[other]))
    return sorted(best.values(), key=lambda found: (-found.score, records[found.full].key))


def _candidates(stub: Record, index: dict[tuple[str, int], list[int]]) -> Iterator[int]:
    places: set[int] = set()
    for word in _starts(stub):
        for year in (stub.year - 1, stub.year, stub.year + 1):
            places.update(index.get((word, year), ())[:1000])
    yield from sorted(places)


def _choose(fits: list[Fit]) -> tuple[list[Fit], list[Fit]]:
    """The one that fits and has no rival is sure; of several, or a poor one, none is."""
    if not fits:
        return [], []
    rivals = [other for other in fits[1:] if fits[0].score - other.score < 0.25]
    if fits[0].score >= 0.9 and not rivals:
        return fits[:1], []
    return [], [*fits[:1], *rivals][:5]


def fit(stub: Record, full: Record) -> float:
    """How well a full reference answers to a stub's names and year, 0-1."""
    if not stub.names or not full.names:
        return 0.0
    first = _one(stub.names[0], full.names[0])
    if first < ALIKE:
        return 0.0
    rest = [max(_one(name, other) for other in full.names) for name in stub.names[1:]]
    if any(score < ALIKE for score in rest):
        return 0.0
    return round(_year(stub, full) * _count(stub, full), 3)


def _one(short: str, name: str) -> float:
    """A citation names a person by the family name, or by any name of several."""
    alike = name_alike(short, name)
    if alike >= ALIKE:
        return alike
    words = _all_words(name)
    given = _all_words(short)
    return 0.9 if given and all(word in words for word in given) else 0.0


def _year(stub: Record, full: Record) -> float:
    if not stub.year or not full.year:
        return 0.6
    return 1.0 if stub.year == full.year else 0.6


def _count(stub: Record, full: Record) -> float:
    """'A (2020)' says one author, 'A & B' two, 'A et al.' three or more (some say: two)."""
    said, are = len(stub.names), len(full.names)
    if stub.more:
        return 1.0 if are > 2 or full.more else 0.85 if are == 2 else 0.6
    if said == are or full.more:
        return 1.0
    return 0.8 if said < are else 0.5


def _reasons(stub: Record, full: Record) -> tuple[Reason, ...]:
    names = "names cited are its authors"
    year = "year equal" if stub.year == full.year else f"year {stub.year} against {full.year}"
    return (
        Reason("authors", names, 1.0),
        Reason("year", year, 1.0 if stub.year == full.year else 0.5),
        Reason("stub", "only names and year are cited", 0.5),
    )
