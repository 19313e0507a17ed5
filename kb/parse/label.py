"""Label the tokens of a reference string with a conditional random field (python-crfsuite).

Labels are CSL variables with `B-` where a field begins that often stands next to its like.
The model is trained by `benchmarks/parse/train.py`.
"""

from bisect import bisect_right
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from kb.parse.features import Tokens, featurize, tokenize

MODEL: Final = Path(__file__).with_name("model") / "references.crfsuite"
BEGUN: Final = frozenset(
    {"author", "editor", "title", "container-title", "collection-title", "publisher"}
    | {"publisher-place", "note"}
)
"""Labels with a `B-` form, so that what stands at a border can speak for or against it."""


CALIBRATION: tuple[tuple[float, float], ...] = (
    (0.0, 0.2),
    (0.472, 0.577),
    (0.674, 0.779),
    (0.805, 0.847),
    (0.883, 0.88),
    (0.926, 0.922),
    (0.95, 0.943),
    (0.984, 0.955),
    (0.997, 0.979),
    (0.999, 0.998),
    (1.0, 0.998),
)
"""What the model says -> what share of such fields is right, on the development split; straight
lines between (`benchmarks/parse/score.py --fit` prints it)."""


class Piece(NamedTuple):
    """A run of tokens with one label ('' is none): offsets into the text, and its probability."""

    label: str
    start: int
    end: int
    sure: float


class Labeller:
    """A trained model."""

    def __init__(self, model: Path) -> None:
        import pycrfsuite

        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))

    def __call__(self, text: str) -> tuple[list[Piece], bool]:
        """The pieces of `text` in order, and whether its end was cut off unread."""
        tokens = tokenize(text)
        if not tokens.texts:
            return [], False
        tagger = self._tagger
        tagger.set(featurize(tokens.texts))
        labels: list[str] = tagger.tag()
        sure = list(map(tagger.marginal, labels, range(len(labels))))
        return pieces(tokens, labels, sure), tokens.cut


@cache
def labeller(model: Path) -> Labeller:
    return Labeller(model)


def label(text: str) -> tuple[list[Piece], bool]:
    """The pieces of `text` as the shipped model sees them, and whether its end was cut off."""
    return labeller(MODEL)(text)


def pieces(tokens: Tokens, labels: list[str], sure: list[float]) -> list[Piece]:
    """Runs of equal labels; a `B-` begins a new run."""
    starts = [
        i
        for i, (last, this) in enumerate(pairwise(["", *labels]))
        if this != last and _begins(last, this)
    ]
    spans = tokens.spans
    found: list[Piece] = []
    for start, end in pairwise([*starts, len(labels)]):
        name = labels[start].removeprefix("B-")
        name = "" if name == "O" else name
        said = min(sure[start : end + 1])
        found.append(Piece(name, spans[start][0], spans[end - 1][1], calibrated(said)))
    return found


def calibrated(said: float) -> float:
    """The probability that a field is right of which the model says `said`."""
    return _calibrations()[int(min(said, 1.0) * _STEPS)]


_STEPS: Final = 1000


@cache
def _calibrations() -> list[float]:
    """The calibrated probability of each thousandth."""
    return [_between(step / _STEPS) for step in range(_STEPS + 1)]


def _between(said: float) -> float:
    at = bisect_right(CALIBRATION, (said, 2.0), 1, len(CALIBRATION) - 1)
    (low, first), (high, last) = CALIBRATION[at - 1], CALIBRATION[at]
    return first + (last - first) * (said - low) / (high - low)


def _begins(last: str, this: str) -> bool:
    return this[:2] == "B-" or this != last[2:] or last[:2] != "B-"


def encode(tokens: Tokens, spans: tuple[tuple[int, int, str], ...]) -> list[str]:
    """The label of each token, from labelled ranges: what a trainer needs."""
    labels: list[str] = []
    where = 0
    last = -1
    for text, (start, _) in zip(tokens.texts, tokens.spans, strict=True):
        offset = next((i for i, c in enumerate(text) if c.isalnum()), 0)
        at = start + offset
        while where < len(spans) and spans[where][1] <= at:
            where += 1
        if where == len(spans) or spans[where][0] >= max(start + len(text), at + 1):
            labels.append("O")
            continue
        name = spans[where][2]
        labels.append("B-" + name if name in BEGUN and where != last else name)
        last = where
    return labels
