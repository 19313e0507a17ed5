"""How right a clustering is: pairwise and B-cubed precision, recall, F1; look-alikes merged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    look_alikes: int

    def __str__(self) -> str:
        return (
            f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}  "
            f"B3 {self.b3_precision:.4f}/{self.b3_recall:.4f}  look-alikes {self.look_alikes}"
        )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def measure(clusters: Iterable[Sequence[str]], truth: Mapping[str, Sequence[int]]) -> Figures:
    """Figures of `clusters` (of two or more keys) against key -> (work, look-alike of)."""
    works = Counter(label[0] for label in truth.values())
    family = {label[0]: label[1] for label in truth.values()}
    wanted = sum(map(_pairs, works.values()))
    found = right = look_alikes = single = 0
    b3_precision = b3_recall = 0.0
    for members in clusters:
        inside = Counter(truth[key][0] for key in members)
        single += len(members)
        found += _pairs(len(members))
        right += sum(map(_pairs, inside.values()))
        b3_precision += sum(n * n for n in inside.values()) / len(members)
        b3_recall += sum(n * n / works[work] for work, n in inside.items())
        look_alikes += sum(1 for work in inside if family[work] in inside)
    rest = len(truth) - single
    alone = Counter(truth[key][0] for key in truth.keys() - _keys_of(clusters))
    b3_recall += sum(n / works[work] for work, n in alone.items())
    precision, recall = right / found if found else 1.0, right / wanted if wanted else 1.0
    return Figures(
        precision,
        recall,
        2 * precision * recall / (precision + recall or 1),
        (b3_precision + rest) / len(truth),
        b3_recall / len(truth),
        look_alikes,
    )


def _keys_of(clusters: Iterable[Sequence[str]]) -> set[str]:
    return {key for members in clusters for key in members}
