"""Learns the weights of `kb/match/weights.json` from made sets of every kind.

Logistic regression on the levels of agreement, drawn towards the weights that are there (what no
set shows keeps its weight). Each kind of set counts the same, however many pairs it has. Prints the
new file.

    PYTHONPATH=.:benchmarks/dedupe python benchmarks/dedupe/learn.py [--without KIND] > weights.json
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from math import exp, sqrt

from sets import KINDS, Labelled, make

from kb.match.block import canonical, corpus_of, unique
from kb.match.dedupe import all_pairs
from kb.match.score import PLACE, Scorer, default_weights

PULL = 0.02
"""How strongly a weight is drawn back to where it was."""
SEEDS = (11, 12)
"""Seeds to learn from; figures are taken on others."""
BOUNDS = {
    "prior:prior": (-6.5, -5.0),
    "title:equal": (0.0, 7.4),
    "title:equal-short": (0.0, 6.2),
    "title:equal-generic": (0.0, 2.5),
    "title:near-generic": (0.0, 2.5),
    "title:contained-generic": (0.0, 2.5),
    "title:dropped": (0.0, 4.5),
    "title:part": (0.0, 2.5),
    "title:changed": (-9.0, -0.5),
    "authors:equal": (3.0, 6.0),
    "authors:equal-one": (2.5, 3.2),
    "authors:equal-body": (0.0, 2.2),
    "authors:reordered": (2.0, 6.0),
    "authors:inside": (1.5, 2.5),
    "authors:one-inside": (0.5, 1.5),
    "authors:first": (0.0, 2.0),
    "authors:half": (0.0, 1.5),
    "authors:some": (-9.0, -0.5),
    "authors:organisations": (-2.0, -0.5),
    "authors:namesake": (-9.0, -3.0),
    "year:equal": (1.0, 3.0),
    "year:one-off": (-3.0, -1.0),
    "year:two-off": (-3.0, -1.0),
    "year:far": (-9.0, -3.0),
    "venue:equal": (1.2, 3.0),
    "venue:abbreviated": (1.0, 3.0),
    "venue:similar": (0.0, 1.0),
    "venue:different": (-3.0, -0.5),
    "venue:other": (-3.0, -1.0),
    "venue:two": (-3.0, -1.0),
    "venue:unlike": (-1.0, 0.0),
    "kind:clash": (-3.0, -1.0),
    "kind:elsewhere": (-6.0, -3.0),
    "kind:version": (-8.0, -5.5),
    "volume:differs": (-9.0, -3.0),
    "issue:differs": (-1.2, 0.0),
    "pages:differs": (-9.0, -3.5),
    "pages:unlike": (-1.0, 0.0),
    "doi:equal": (5.0, 9.0),
    "doi:differs": (-9.0, -8.0),
    "abstract:differs": (-2.0, -1.0),
    "distinction:mark": (-12.0, -8.0),
    "distinction:crowded": (-9.0, -2.0),
    "distinction:edition": (-12.0, -7.0),
    "distinction:edition-one": (-12.0, -6.5),
    "distinction:number-one": (-12.0, -8.0),
    "distinction:numbers": (-12.0, -6.0),
    "place:different": (0.0, 13.4),
    "place:changed": (0.0, 8.0),
}
"""Where made pairs would teach too much: their titles collide less and their faults are drawn one
by one, while real ones come together; and levels keep their order (a year off by two is worse).
That works came out twice ('version', 'elsewhere') is no matter of learning: they stay apart."""
NEUTRAL = ("distinction:none", "kind:same")
Names = tuple[str, ...]


def examples(found: Labelled) -> Iterator[tuple[Names, int, float]]:
    """Levels of every pair that blocking finds, whether it is one work, and what it counts.

    Each work counts as much as it has members, not as pairs of them.
    """
    ordered = canonical(record for record, _ in found)
    works = {record.key: work for record, work in found}
    members = Counter(works.values())
    scorer = Scorer(default_weights(), corpus_of(ordered))
    for partition in all_pairs(ordered, scorer, lambda stage, done, total: None):
        for number in unique(partition):
            left, right = ordered[number >> 32], ordered[number & 0xFFFFFFFF]
            levels = scorer.levels(left, right)
            if levels:
                work, other = works[left.key], works[right.key]
                names = tuple(f"{name}:{level}" for name, level in levels)
                yield names, int(work == other), 1 / members[work] if work == other else 1.0


def gather(kinds: Iterable[str]) -> dict[tuple[Names, int], float]:
    """Pairs of equal levels once, with how much they weigh: 10,000 for each kind of set."""
    found: Counter[tuple[Names, int]] = Counter()
    for kind in kinds:
        counts: Counter[tuple[Names, int]] = Counter()
        for seed in SEEDS:
            for names, same, weight in examples(make(kind, seed)):
                counts[names, same] += weight
        share = 10_000 / counts.total()
        print(f"{kind}: {counts.total():.0f} pairs, {len(counts)} kinds", file=sys.stderr)
        for one, count in counts.items():
            found[one] += count * share
    return found


def active(names: Names, weights: dict[str, float]) -> list[str]:
    """The weights that count in a pair: where it says more than it may, the cap of the place."""
    place = [name for name in names if name.partition(":")[0] in PLACE]
    cap = "place:" + names[0].partition(":")[2]
    if cap in weights and sum(weights[name] for name in place) > weights[cap]:
        return [*(name for name in names if name not in place), cap, "prior:prior"]
    return [*names, "prior:prior"]


def is_fixed(name: str) -> bool:
    """Levels that say nothing stay at 0: the others are measured against them."""
    return name in NEUTRAL or name.endswith(":missing")


def bounded(name: str, weight: float) -> float:
    low, high = BOUNDS.get(name, (-12.0, 12.0))
    return min(high, max(low, weight))


def learn(
    found: dict[tuple[Names, int], float], start: dict[str, float], rounds: int = 60
) -> dict[str, float]:
    """AdaGrad on the log-loss; `start` is also where the weights are drawn to."""
    weights, steps = dict(start), dict.fromkeys(start, 1e-6)
    examples_ = sorted(found.items())
    chance = random.Random(3)
    for _ in range(rounds):
        chance.shuffle(examples_)
        for (names, same), count in examples_:
            here = active(names, weights)
            odds = sum(weights[name] for name in here)
            error = count * (same - 1 / (1 + exp(-max(-30.0, min(30.0, odds)))))
            for name in here:
                if not is_fixed(name):
                    slope = error - PULL * (weights[name] - start[name])
                    steps[name] += slope * slope
                    weights[name] = bounded(name, weights[name] + 0.1 * slope / sqrt(steps[name]))
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", default="", help="leave this kind of set out")
    kinds = [kind for kind in KINDS if kind != parser.parse_args().without]
    shipped = default_weights()
    start = {
        f"{name}:{level}": value
        for name, levels in shipped.items()
        if isinstance(levels, dict)
        for level, value in levels.items()
    }
    start["prior:prior"] = shipped["prior"]
    found = gather(kinds)
    learnt = learn(found, start)
    count = Counter(name for names, _ in found for name in names)
    for name in start:
        line = f"{name:28} {start[name]:6.2f} -> {learnt[name]:6.2f}  ({count[name]})"
        print(line, file=sys.stderr)
    print(json.dumps(_nested(shipped, learnt), indent=2))


def _nested(shipped, learnt):
    out = {}
    for name, levels in shipped.items():
        if isinstance(levels, dict):
            out[name] = {level: round(learnt[f"{name}:{level}"], 1) for level in levels}
        else:
            out[name] = round(learnt["prior:prior"], 1) if name == "prior" else levels
    return out


if __name__ == "__main__":
    main()
