"""Learns the weights of `kb/match/weights.json` from generated pairs.

Logistic regression on the levels of agreement, drawn towards the weights that are there (a made
set shows less than there is: what it never shows must keep its weight). Prints the new file.
"""

import json
import random
import sys
from collections.abc import Iterator
from math import exp, sqrt

from generate import generate
from references import to_reference

from kb.match.block import canonical, corpus_of, unique
from kb.match.dedupe import all_pairs
from kb.match.normal import record
from kb.match.score import Scorer, default_weights

PULL = 100.0
"""How strongly a weight is drawn back, in pairs."""
BOUNDS = {
    "prior:prior": (-6.5, -5.5),
    "title:equal": (0.0, 7.4),
    "title:near": (0.0, 7.0),
    "title:changed": (-9.0, -0.5),
    "title:part": (0.0, 2.0),
    "title:dropped": (0.0, 4.5),
    "title:equal-generic": (0.0, 2.5),
    "title:equal-short": (0.0, 5.5),
    "title:contained-short": (0.0, 3.5),
    "authors:first": (0.0, 2.0),
    "authors:half": (0.0, 1.5),
    "authors:some": (-9.0, -0.5),
    "authors:inside": (0.0, 2.0),
    "authors:one-inside": (0.0, 1.0),
    "authors:organisations": (-2.0, -0.5),
    "year:two-off": (-9.0, -1.5),
    "year:far": (-9.0, -2.5),
    "pages:end": (0.0, 2.0),
    "pages:differs": (-9.0, -3.5),
    "pages:unlike": (-2.0, 0.0),
    "volume:differs": (-9.0, -3.0),
    "issue:differs": (-1.2, 0.0),
    "venue:different": (-1.5, 0.0),
    "venue:other": (-1.8, -1.0),
    "venue:unlike": (-2.0, 0.0),
    "kind:clash": (-2.0, -1.0),
    "kind:version": (-6.0, -4.0),
    "pages:start": (2.0, 4.0),
    "doi:equal": (5.0, 9.0),
    "doi:differs": (-9.0, -8.0),
}
"""Where made pairs would teach too much: their titles collide less, and their faults are drawn one
by one, while real ones come together."""
NEUTRAL = ("distinction:none", "kind:same")
Example = tuple[list[str], int]


def examples(size: int, seed: int) -> Iterator[Example]:
    """Levels of every pair that blocking finds, and whether it is one work."""
    entries = {f"k{i}": entry for i, entry in enumerate(generate(size, seed))}
    ordered = canonical(record(to_reference(entry, key)) for key, entry in entries.items())
    scorer = Scorer(default_weights(), corpus_of(ordered))
    for partition in all_pairs(ordered, scorer, lambda stage, done, total: None):
        for number in unique(partition):
            left, right = ordered[number >> 32], ordered[number & 0xFFFFFFFF]
            levels = scorer.levels(left, right)
            if levels:
                same = entries[left.key].work == entries[right.key].work
                yield [f"{name}:{level}" for name, level in levels], int(same)


def is_fixed(name: str) -> bool:
    """Levels that say nothing stay at 0: the others are measured against them."""
    return name in NEUTRAL or name.endswith(":missing")


def bounded(name: str, weight: float) -> float:
    low, high = BOUNDS.get(name, (-12.0, 12.0))
    return min(high, max(low, weight))


def learn(found: list[Example], start: dict[str, float], rounds: int = 25) -> dict[str, float]:
    """AdaGrad on the log-loss; `start` is also where the weights are drawn to."""
    weights = dict(start)
    steps = dict.fromkeys(weights, 1e-6)
    fixed = {name: is_fixed(name) for name in weights}
    chance = random.Random(3)
    for _ in range(rounds):
        chance.shuffle(found)
        for names, same in found:
            odds = sum(weights[name] for name in names)
            error = same - 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
            for name in names:
                if fixed[name]:
                    continue
                slope = error - PULL * (weights[name] - start[name]) / len(found)
                steps[name] += slope * slope
                weights[name] = bounded(name, weights[name] + 0.1 * slope / sqrt(steps[name]))
    return weights


def main() -> None:
    shipped = default_weights()
    start = {
        f"{name}:{level}": value
        for name, levels in shipped.items()
        if isinstance(levels, dict)
        for level, value in levels.items()
    }
    start["prior:prior"] = shipped["prior"]
    found = []
    for seed in (11, 12, 13):
        for names, same in examples(int(sys.argv[1]) if len(sys.argv) > 1 else 6000, seed):
            found.append(([*names, "prior:prior"], same))
    learnt = learn(found, start)
    count = {name: sum(name in names for names, _ in found) for name in start}
    print(f"{len(found)} pairs, {sum(same for _, same in found)} of them one work", file=sys.stderr)
    for name in start:
        print(
            f"{name:28} {start[name]:6.2f} -> {learnt[name]:6.2f}  ({count[name]})", file=sys.stderr
        )
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
