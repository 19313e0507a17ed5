"""Pieces mended where punctuation says more than the labeller saw."""

import pytest

from kb.parse.label import Piece
from kb.parse.mend import mend


def cut(text: str) -> tuple[list[Piece], str]:
    """'<title:A >B' -> pieces and the text without marks; '|' parts pieces."""
    pieces, bare = [], ""
    for part in text.split("|"):
        label, _, words = part.partition(":")
        pieces.append(Piece(label, len(bare), len(bare) + len(words.rstrip()), 1.0))
        bare += words
    return pieces, bare


def shown(pieces: list[Piece], text: str) -> list[str]:
    return [f"{p.label}:{text[p.start : p.end].strip()}" for p in pieces if p.start < p.end]


@pytest.mark.parametrize(
    ("given", "want"),
    [
        ("title:On (law |container-title:in Asia).", ["title:On (law in Asia)", ":."]),
        (
            "publisher-place:Studia: |container-title:Jurnal Hukum",
            ["container-title:Studia: Jurnal Hukum"],
        ),
        (
            "issued:(2020) |issued:2018 |container-title:Fourth Conference",
            ["issued:(2020)", "container-title:2018 Fourth Conference"],
        ),
    ],
)
def test_mend(given: str, want: list[str]) -> None:
    pieces, text = cut(given)
    assert shown(mend(pieces, text), text) == want
    assert shown(mend(mend(pieces, text), text), text) == want
