"""Label the tokens of a reference string with a conditional random field (python-crfsuite).

Labels are CSL variables with `B-` where a field begins that often stands next to its like.
The model is trained by `benchmarks/parse/train.py`.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from kb.parse.features import Tokens, featurize, tokenize

MODEL: Final = Path(__file__).with_name("model") / "references.crfsuite"
BEGUN: Final = frozenset(
    {"author", "editor", "title", "container-title", "collection-title", "publisher"}
    | {"publisher-place", "note"}
)
"""Labels with a `B-` form, so that what stands at a border can speak for or against it."""


class Piece(NamedTuple):
    """A run of tokens with one label ('' is none): offsets into the text, and its probability."""

    label: str
    start: int
    end: int
    sure: float


@cache
def tagger() -> Any:
    """The model, loaded once."""
    import pycrfsuite

    found = pycrfsuite.Tagger()
    found.open(str(MODEL))
    return found


def label(text: str) -> tuple[list[Piece], bool]:
    """The pieces of `text` in order, and whether its end was cut off unread."""
    tokens = tokenize(text)
    if not tokens.texts:
        return [], False
    model = tagger()
    model.set(featurize(tokens.texts))
    labels: list[str] = model.tag()
    sure = [model.marginal(name, i) for i, name in enumerate(labels)]
    return pieces(tokens, labels, sure), tokens.cut


def pieces(tokens: Tokens, labels: list[str], sure: list[float]) -> list[Piece]:
    """Runs of equal labels; a `B-` begins a new run."""
    found: list[Piece] = []
    last = ""
    for i, name in enumerate(labels):
        begins = name.startswith("B-")
        name = name[2:] if begins else name
        name = "" if name == "O" else name
        if found and name == last and not begins:
            piece = found[-1]
            found[-1] = Piece(name, piece.start, tokens.ends[i], min(piece.sure, sure[i]))
        else:
            found.append(Piece(name, tokens.starts[i], tokens.ends[i], sure[i]))
        last = name
    return found


def encode(tokens: Tokens, spans: tuple[tuple[int, int, str], ...]) -> list[str]:
    """The label of each token, from labelled ranges: what a trainer needs."""
    labels: list[str] = []
    where = 0
    last = -1
    for text, start in zip(tokens.texts, tokens.starts, strict=True):
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
