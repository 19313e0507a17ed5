"""Which references are one work: records, pairs, scores, groups, stubs, one after the other."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.match.block import PASSES, canonical, corpus_of, no_pairs, pairs, unique
from kb.match.closure import Joined, between, close
from kb.match.cluster import Edge, Groups, Pair, cluster, places, surest
from kb.match.normal import Record, record
from kb.match.parallel import spread
from kb.match.reasons import reasons
from kb.match.right import righted
from kb.match.score import Scorer, Weighed, default_weights, probability
from kb.match.stubs import Fit, attach
from kb.model import Cluster, Decision, Link, Place, Problem, Reason, Reference, Verdict

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""
FORK: Final = 3000
"""Records from which on scoring is worth several processes."""


@dataclass(frozen=True)
class Deduped:
    """Every reference in one cluster (singletons too), sorted by their first member.

    `links` are the pairs that hold clusters together, `proposals` what is likely but not sure,
    `related` versions of one work (preprint and article), which are works of their own.
    """

    clusters: tuple[Cluster, ...]
    links: tuple[Link, ...] = ()
    proposals: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


def dedupe(references: Sequence[Reference], decisions: Sequence[Decision] = ()) -> Deduped:
    """Groups `references`, whose keys are unique; `decisions` name keys, aliases or origins.

    The result does not depend on the order of `references`.
    """
    names = _names(references)
    return dedupe_records([record(reference) for reference in references], names, decisions)


def _names(references: Iterable[Reference]) -> dict[str, str]:
    """Every alias and origin with the key of the reference it means."""
    found: dict[str, str] = {}
    for reference in references:
        for name in (*reference.origins, *reference.aliases):
            found.setdefault(name, reference.key)
    return found


def dedupe_records(
    records: Iterable[Record],
    names: Mapping[str, str],
    decisions: Sequence[Decision] = (),
    progress: Progress = lambda stage, done, total: None,
) -> Deduped:
    """The same on records that were made elsewhere (a part at a time, in another process)."""
    ordered = canonical(righted(records))
    scorer = Scorer(default_weights(), corpus_of(ordered))
    same, differ, problems = _decided(ordered, names, decisions)
    scored = score_all(ordered, scorer, progress)
    sure = [edge for edge in scored if scorer.verdict(edge[1]) == "same"]
    maybe = [edge for edge in scored if scorer.verdict(edge[1]) != "same"]
    odds = _remembering(ordered, scorer, scored)
    del scored
    progress("group", 0, 1)
    groups, refused = cluster(len(ordered), sure, odds, same, differ)
    joined = close(ordered, scorer, groups, maybe)
    maybe += refused
    fits = attach(ordered, groups)
    return _result(ordered, scorer, groups, sure, maybe, joined, fits, same, problems)


def _remembering(
    records: Sequence[Record], scorer: Scorer, scored: Iterable[Edge]
) -> Callable[[int, int], float]:
    """The log-odds of any two records; those that were scored are not compared again."""
    known = {number: odds for number, odds, _ in scored}
    compare = Comparison(records, scorer)

    def odds(left: int, right: int) -> float:
        low, high = (left, right) if left < right else (right, left)
        number = low << 32 | high
        if number not in known:
            known[number], _ = compare(number)
        return known[number]

    return odds


class Comparison:
    """How a pair agrees, by its number. Records that say the same are compared once, however many
    there are."""

    def __init__(self, records: Sequence[Record], scorer: Scorer) -> None:
        self.records = records
        self.scorer = scorer
        self.alike: dict[tuple[Record, Record], Weighed] = {}

    def __call__(self, number: int) -> Weighed:
        left, right = self.records[number >> 32], self.records[number & 0xFFFFFFFF]
        if left.squash != right.squash or left.names != right.names:
            return self.scorer.compare(left, right)
        pair = left._replace(key=""), right._replace(key="")
        if pair not in self.alike:
            self.alike[pair] = self.scorer.compare(left, right)
        return self.alike[pair]


def score_all(records: Sequence[Record], scorer: Scorer, progress: Progress) -> list[Edge]:
    """The pairs that are or may be one work."""
    partitions = all_pairs(records, scorer, progress)

    def score(partition: int) -> list[Edge]:
        return score_partition(records, scorer, partitions[partition])

    found: list[Edge] = []
    least = 2 if len(records) >= FORK else len(partitions) + 1
    for done, edges in enumerate(spread(score, range(len(partitions)), least), 1):
        found += edges
        progress("compare", done, len(partitions))
    return found


def all_pairs(records: Sequence[Record], scorer: Scorer, progress: Progress) -> "list[array[int]]":
    """The pairs worth comparing, by partition; the passes of blocking are spread over cores."""

    def run(number: int) -> "list[array[int]]":
        return pairs(records, scorer.corpus, PASSES[number])

    found = no_pairs(len(records))
    least = 2 if len(records) >= FORK else len(PASSES) + 1
    for done, one in enumerate(spread(run, range(len(PASSES)), least), 1):
        progress("block", done, len(PASSES))
        for whole, part in zip(found, one, strict=True):
            whole.extend(part)
    return found


def score_partition(
    records: Sequence[Record], scorer: Scorer, partition: "array[int]"
) -> list[Edge]:
    """The pairs of one partition that are or may be one work."""
    found: list[Edge] = []
    least = scorer.weights["related"]
    compare = Comparison(records, scorer)
    for number in unique(partition):
        odds, levels = compare(number)
        if odds >= least:
            found.append((number, odds, levels))
    return found


def _decided(
    records: Sequence[Record], names: Mapping[str, str], decisions: Sequence[Decision]
) -> tuple[list[Pair], list[Pair], tuple[Problem, ...]]:
    """Decisions as pairs of places; one that names nothing here is a problem, not a failure.

    Where lines contradict each other the last one holds: it undoes what was decided before.
    """
    by_key = {record.key: place for place, record in enumerate(records)} if decisions else {}
    found: dict[str, list[Pair]] = {"same": [], "differ": [], "field": []}
    problems = []
    groups = Groups.of(len(records) if decisions else 0)
    for decision in reversed(decisions):
        left, right = (
            by_key.get(n, by_key.get(names.get(n, n), -1)) for n in (decision.left, decision.right)
        )
        if min(left, right) < 0:
            missing = decision.left if left < 0 else decision.right
            problems.append(_unknown(missing, decision))
        elif left == right:
            problems += _void(decision)
        elif _holds(groups, decision, left, right):
            found[decision.kind].append((left, right))
    return found["same"][::-1], found["differ"][::-1], tuple(problems[::-1])


def _holds(groups: Groups, decision: Decision, left: int, right: int) -> bool:
    """Whether no later line says otherwise; `groups` keeps what later lines say."""
    first, second = groups.find(left), groups.find(right)
    if decision.kind == "same" and first != second:
        if groups.forbidden(first, second):
            return False
        groups.join(left, right)
    elif decision.kind == "differ":
        if first == second:
            return False
        groups.forbid(left, right)
    return True


def _void(decision: Decision) -> Iterator[Problem]:
    """Entries that were merged cannot be kept apart any more, and need not be put together."""
    if decision.kind == "differ":
        message = f"{decision.left} and {decision.right} are one entry here, which stays one"
        mend = "write the other entry again, or take the line out"
        yield Problem("decision-void", "warning", message, Place("", decision.line, 1), mend)


def _unknown(name: str, decision: Decision) -> Problem:
    return Problem(
        "decision-unknown",
        "warning",
        f"nothing here has the key {name!r}",
        Place("", decision.line, 1),
        "correct the key, or take the line out",
    )


def _result(
    records: Sequence[Record],
    scorer: Scorer,
    groups: Groups,
    sure: list[Edge],
    maybe: list[Edge],
    joined: Sequence[Joined],
    fits: tuple[list[Fit], list[Fit]],
    same: list[Pair],
    problems: tuple[Problem, ...],
) -> Deduped:
    linked = [_decision_link(records, left, right) for left, right in same]
    linked += [_link(records, scorer, edge, "same") for edge in _tree(groups, sure, same)]
    linked += [_work_link(scorer, one) for one in joined]
    linked += [_stub_link(records, fit, "same") for fit in fits[0]]
    likely = _likely(records, scorer, between(groups, maybe).values())
    open_ = [link for link in likely if link.verdict == "unsure"]
    open_ += [_stub_link(records, fit, "unsure") for fit in fits[1]]
    related = [link for link in likely if link.verdict == "related"]
    links, proposals, versions = (
        tuple(sorted(some, key=_by_score)) for some in (linked, open_, related)
    )
    return Deduped(_clusters(records, groups, links), links, proposals, versions, problems)


def _likely(records: Sequence[Record], scorer: Scorer, edges: Iterable[Edge]) -> list[Link]:
    """Links for the pairs that are open or related; what is neither is left out."""
    found = []
    for edge in edges:
        if scorer.related(edge[2]):
            found.append(_link(records, scorer, edge, "related"))
        elif edge[1] >= scorer.weights["unsure"]:
            found.append(_link(records, scorer, edge, "unsure"))
    return found


def _by_score(link: Link) -> tuple[float, str, str]:
    return (-link.score, link.left, link.right)


def _tree(groups: Groups, sure: list[Edge], same: list[Pair]) -> list[Edge]:
    """The surest pairs that, with what was decided, hold each group together: one fewer than it
    has members."""
    held = Groups.of(len(groups.parent))
    for left, right in same:
        held.join(left, right)
    found = []
    for edge in sorted(sure, key=surest):
        left, right = places(edge[0])
        if groups.find(left) == groups.find(right) and held.find(left) != held.find(right):
            held.join(left, right)
            found.append(edge)
    return found


def _link(records: Sequence[Record], scorer: Scorer, edge: Edge, verdict: Verdict) -> Link:
    number, odds, levels = edge
    pair = (records[place] for place in places(number))
    left, right = sorted(pair, key=lambda record: record.key)
    score = round(probability(odds), 4)
    return Link(left.key, right.key, score, verdict, reasons(scorer, levels, left, right))


def _decision_link(records: Sequence[Record], left: int, right: int) -> Link:
    first, second = sorted((records[left].key, records[right].key))
    return Link(first, second, 1.0, "same", (Reason("decision", "decided: same", 1.0),))


def _work_link(scorer: Scorer, joined: Joined) -> Link:
    left, right, levels = joined.left, joined.right, joined.levels
    together = Reason("together", "what the entries of each say taken together", 1.0)
    said = (*reasons(scorer, levels, left, right), together)
    return Link(left.key, right.key, round(probability(joined.odds), 4), "same", said)


def _stub_link(records: Sequence[Record], fit: Fit, verdict: Verdict) -> Link:
    first, second = sorted((records[fit.stub].key, records[fit.full].key))
    return Link(first, second, fit.score, verdict, fit.reasons)


def _clusters(
    records: Sequence[Record], groups: Groups, links: Sequence[Link]
) -> tuple[Cluster, ...]:
    by_key = {record.key: place for place, record in enumerate(records)}
    held: dict[int, list[Link]] = {}
    for link in links:
        held.setdefault(groups.find(by_key[link.left]), []).append(link)
    found = []
    for members in groups.groups():
        keys = tuple(sorted(records[place].key for place in members))
        found.append(Cluster(keys, tuple(held.get(groups.find(members[0]), ()))))
    return tuple(sorted(found, key=lambda one: one.members))
