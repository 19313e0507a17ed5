"""From compared pairs to works: the surest first, and never two works that contradict.

Two groups become one when the pair that joins them is sure and no pair across the groups speaks
strongly against it: A-B and B-C do not join A to C when these differ. What a person decided comes
before all evidence, and `differ` holds through third parties.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.match.score import Levels

AGAINST: Final = -7.0
"""Log-odds from which a pair across two groups forbids to join them."""
SAMPLE: Final = 6
"""Members of a group that are compared with those of another before they are joined."""

Pair = tuple[int, int]
Edge = tuple[int, float, Levels]
"""A pair as `block` numbers it (`i << 32 | j`), the log-odds that it is one work, its levels."""


@dataclass
class Groups:
    """Members by group, while groups grow. `apart` are groups that must not become one, `decided`
    members that a person joined, whatever speaks against it."""

    parent: list[int]
    members: dict[int, list[int]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, size: int) -> "Groups":
        return cls(list(range(size)))

    def find(self, place: int) -> int:
        root = place
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[place] != root:
            self.parent[place], place = root, self.parent[place]
        return root

    def of_root(self, root: int) -> list[int]:
        return self.members.get(root, [root])

    def forbid(self, left: int, right: int) -> None:
        left, right = self.find(left), self.find(right)
        if left != right:
            self.apart.setdefault(left, set()).add(right)
            self.apart.setdefault(right, set()).add(left)

    def forbidden(self, left: int, right: int) -> bool:
        return self.find(right) in self.apart.get(self.find(left), ())

    def join(self, left: int, right: int) -> None:
        """Makes one group of two; the smaller root stays."""
        keep, gone = sorted((self.find(left), self.find(right)))
        if keep == gone:
            return
        self.parent[gone] = keep
        few, many = sorted((self.members.pop(gone, [gone]), self.of_root(keep)), key=len)
        many.extend(few)
        self.members[keep] = many
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            self.apart[other].add(keep)
            self.apart.setdefault(keep, set()).add(other)

    def roots(self) -> list[int]:
        return [place for place, parent in enumerate(self.parent) if parent == place]

    def groups(self) -> list[list[int]]:
        return [self.of_root(root) for root in self.roots()]


def cluster(
    size: int,
    edges: Iterable[Edge],
    odds: Callable[[int, int], float],
    same: Iterable[Pair] = (),
    differ: Iterable[Pair] = (),
) -> tuple[Groups, list[Edge]]:
    """Groups of places 0..size-1, and the edges that seemed sure but contradict others.

    `edges` are the sure pairs, `odds` compares any two, `same` and `differ` are what a person
    decided.
    """
    groups = Groups.of(size)
    for left, right in same:
        groups.join(left, right)
        groups.decided |= {left, right}
    for left, right in differ:
        groups.forbid(left, right)
    refused = []
    for edge in sorted(edges, key=surest):
        if not _join(groups, *places(edge[0]), odds):
            refused.append(edge)
    return groups, refused


def places(number: int) -> Pair:
    """The places of the two records of a pair's number."""
    return number >> 32, number & 0xFFFFFFFF


def surest(edge: Edge) -> tuple[float, int]:
    """Orders edges by their log-odds, the surest first, and then by their places."""
    return -round(edge[1], 6), edge[0]


def _join(groups: Groups, left: int, right: int, odds: Callable[[int, int], float]) -> bool:
    first, second = groups.find(left), groups.find(right)
    if first == second:
        return True
    if groups.forbidden(first, second):
        return False
    members = groups.of_root(first), groups.of_root(second)
    decided = groups.decided and not groups.decided.isdisjoint((*members[0], *members[1]))
    if not (_near_one(*members, odds) if decided else agree(*members, odds)):
        return False
    groups.join(first, second)
    return True


def agree(left: Sequence[int], right: Sequence[int], odds: Callable[[int, int], float]) -> bool:
    """Hardly a pair across speaks strongly against, and taken together they speak for one work.

    One pair in six may contradict: a damaged member tears no large group apart. Of a large group,
    which holds a work's versions and everybody's slips, each member need only be near some.
    """
    if len(left) == len(right) == 1:
        return True
    small, large = sorted((left, right), key=len)
    scores = [[odds(i, j) for j in sample(large)] for i in sample(small)]
    flat = [score for row in scores for score in row]
    if SAMPLE * sum(score <= AGAINST for score in flat) > len(flat):
        return False
    return sum(map(max, scores) if len(large) > SAMPLE else flat) > 0


def _near_one(left: Sequence[int], right: Sequence[int], odds: Callable[[int, int], float]) -> bool:
    """Whether each member of the smaller group is near some member of the other, which a person
    put together although its members may contradict each other."""
    small, large = sorted((left, right), key=len)
    return all(max(odds(i, j) for j in sample(large)) > 0 for i in sample(small))


def sample(members: Sequence[int]) -> Sequence[int]:
    """At most `SAMPLE` members, spread evenly."""
    if len(members) <= SAMPLE:
        return members
    return [members[i * (len(members) - 1) // (SAMPLE - 1)] for i in range(SAMPLE)]
