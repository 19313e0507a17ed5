"""Groups compared again as the works they are: merged entries say more than each of their parts.

What one entry leaves open another one of its work may settle. Without this, a bibliography that was
cleaned would be found to hold some more duplicates when it is cleaned again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.match.block import with_words
from kb.match.cluster import Edge, Groups, Pair, cluster, places, surest
from kb.match.normal import Record
from kb.match.score import Levels, Scorer

ROUNDS: Final = 4
"""How often groups are compared again at most: two do, but where thousands share one mistake."""
_OF_TITLE: Final = ("title", "squash", "main", "numbers", "marks", "edition")
_OF_PAGES: Final = ("page", "page_end")


@dataclass(frozen=True)
class Joined:
    """Two groups that became one: their works as they were compared, each under the key of the
    entry that is likest to one of the other, their levels of agreement and log-odds."""

    left: Record
    right: Record
    levels: Levels
    odds: float


def close(
    records: Sequence[Record], scorer: Scorer, groups: Groups, maybe: Iterable[Edge]
) -> list[Joined]:
    """Joins groups that a pair of `maybe` connects and that are one work when all that is known of
    each is taken together; again, while that joins some, but at most `ROUNDS` times."""
    found: list[Joined] = []
    corpus = with_words(scorer.corpus, [records[i] for i in groups.roots()])
    works = Scorer(scorer.weights, corpus)
    for _ in range(ROUNDS):
        joined = list(_round(records, works, groups, between(groups, maybe)))
        found += joined
        if not joined:
            break
    return found


def between(groups: Groups, maybe: Iterable[Edge]) -> dict[Pair, Edge]:
    """The likeliest pair between each two groups that are not decided."""
    best: dict[Pair, Edge] = {}
    for edge in maybe:
        left, right = map(groups.find, places(edge[0]))
        if left == right or groups.forbidden(left, right):
            continue
        ends = (min(left, right), max(left, right))
        if ends not in best or surest(edge) < surest(best[ends]):
            best[ends] = edge
    return best


def _round(
    records: Sequence[Record], scorer: Scorer, groups: Groups, open_: Mapping[Pair, Edge]
) -> Iterator[Joined]:
    """Joins what is sure between groups as they stand."""
    roots = sorted({root for ends in open_ for root in ends})
    place = {root: i for i, root in enumerate(roots)}
    works = [merged([records[i] for i in groups.of_root(root)]) for root in roots]

    def edge(left: int, right: int) -> Edge:
        return left << 32 | right, *scorer.compare(works[left], works[right])

    scored = [edge(place[left], place[right]) for left, right in open_]
    sure = [one for one in scored if scorer.verdict(one[1]) == "same"]
    found, _ = cluster(len(works), sure, lambda i, j: edge(i, j)[1], differ=_apart(groups, place))
    for number, odds, levels in sorted(sure, key=surest):
        left, right = places(number)
        ends = roots[left], roots[right]
        if found.find(left) == found.find(right) and groups.find(ends[0]) != groups.find(ends[1]):
            pair = works[left], works[right]
            first, second = _keyed(records, groups, open_[ends][0], pair)
            groups.join(*ends)
            yield Joined(first, second, levels, odds)


def _keyed(
    records: Sequence[Record], groups: Groups, number: int, works: tuple[Record, Record]
) -> list[Record]:
    """The works of two groups, the one with the smaller root first, under the keys of the pair of
    entries that joins them; in the order of these."""
    pair = sorted(places(number), key=groups.find)
    keyed = (work._replace(key=records[i].key) for work, i in zip(works, pair, strict=True))
    return sorted(keyed, key=lambda one: one.key)


def _apart(groups: Groups, place: Mapping[int, int]) -> list[Pair]:
    """The groups that a person decided to keep apart, by their places."""
    others = ((root, other) for root in place for other in groups.apart.get(root, ()))
    return sorted((place[a], place[b]) for a, b in others if b in place)


def merged(members: Sequence[Record]) -> Record:
    """What the entries of a work say together, by policies like those of `kb.match.merge`: what
    most say, the longest list of names, the longest name of a venue."""
    full = [one for one in members if not one.stub] or list(members)
    title = max(full, key=_votes(full, "squash"))
    names = max(full, key=lambda one: (not one.more, len(one.names), len("".join(one.names))))
    venue = max(full, key=lambda one: (one.venue.count(" "), len(one.venue)))
    pages = max(full, key=lambda one: (bool(one.page_end), *_votes(full, "page")(one)))
    plain = ("year", "suffix", "volume", "issue", "doi", "isbns", "url", "kind")
    said: dict[str, Any] = {name: _most(full, name) for name in plain}
    said |= {name: getattr(title, name) for name in _OF_TITLE}
    said |= {name: getattr(pages, name) for name in _OF_PAGES}
    said["kind"] = venue.kind or said["kind"]
    abstract = max((one.abstract for one in full), key=len)
    more, stub = names.more, full[0].stub
    together = members[0]._replace(names=names.names, more=more, venue=venue.venue, stub=stub)
    return together._replace(abstract=abstract, **said)


def _votes(members: Sequence[Record], name: str) -> Callable[[Record], tuple[int, int, str]]:
    """Ranks records by how many say what they say in a field, then by its length."""
    votes = Counter(getattr(one, name) for one in members if getattr(one, name))

    def rank(one: Record) -> tuple[int, int, str]:
        value = getattr(one, name)
        return votes[value], len(value), value

    return rank


def _most(members: Iterable[Record], name: str) -> object:
    """What most say in a field that say anything in it."""
    members = list(members)
    votes = Counter(getattr(one, name) for one in members)
    said = [value for value in votes if value] or [*votes]
    return max(said, key=lambda value: (votes[value], value))
