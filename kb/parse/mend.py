"""Mend the pieces of a reference where its punctuation says more than the labeller saw.

Each step takes the pieces of a text and gives them back mended; `STEPS` is their order.
"""

import re
from collections.abc import Callable
from typing import Final

from kb.parse.label import Piece

Pieces = list[Piece]

_BARE_YEAR = re.compile(r"(?:1[4-9]|20)\d\d\Z")


def mend(pieces: Pieces, text: str) -> Pieces:
    """The pieces of `text` after every step."""
    for step in STEPS:
        pieces = step(pieces, text)
    return pieces


def _join(one: Piece, other: Piece, label: str) -> Piece:
    return Piece(label, one.start, other.end, min(one.sure, other.sure))


def keep_brackets_whole(pieces: Pieces, text: str) -> Pieces:
    """A title whose bracket closes in what was taken for the container goes on to there."""
    found: Pieces = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.label == "title" and piece.label == "container-title":
            title, rest = text[last.start : last.end], text[piece.start : piece.end]
            close = rest.find(")")
            if title.count("(") > title.count(")") and close >= 0 and "(" not in rest[:close]:
                cut = piece.start + close + 1
                found[-1] = last._replace(end=cut)
                piece = piece._replace(
                    start=cut, label=piece.label if text[cut : piece.end].strip(" .,;:*") else ""
                )
        found.append(piece)
    return found


def keep_names_of_journals_whole(pieces: Pieces, text: str) -> Pieces:
    """'Iuris Studia: Jurnal Kajian Hukum': what a colon ties to a container belongs to it."""
    found: Pieces = []
    for piece in pieces:
        last = found[-1] if found else None
        if (
            last
            and last.label in ("publisher-place", "publisher")
            and piece.label == "container-title"
        ) and text[last.start : last.end].rstrip().endswith(":"):
            piece = _join(found.pop(), piece, piece.label)
        found.append(piece)
    return found


_HOLDS = re.compile(
    r"journal|jurnal|proc\b|proceed|conference|prosiding|seminar|symposium|workshop|transactions|"
    r"annals|annual|review|handbook|encyclop|lecture|notes|studies|zeitschrift|revue|revista|rivista",
    re.I,
)
_END = re.compile(r"[.\]]\s+(?=[A-Z])")
_DOUBTFUL: Final = 0.7


def keep_in_within_titles(pieces: Pieces, text: str) -> Pieces:
    """'combating trafficking in Mekong region. JICA.': an 'in' without a mark before it opens no
    container where the labeller doubts it and nothing in the words speaks of one."""
    for at, (title, word, container) in enumerate(
        zip(pieces, pieces[1:], pieces[2:], strict=False)
    ):
        words = text[container.start : container.end]
        if (
            (title.label, word.label, container.label) == ("title", "", "container-title")
            and text[word.start : word.end] == "in"
            and text[title.end - 1] not in '.,;:?!"”’»*'
            and min(title.sure, container.sure) < _DOUBTFUL
            and not _HOLDS.search(words)
            and (end := _END.search(words))
        ):
            cut = container.start + end.end()
            rest = Piece("publisher", cut, container.end, container.sure)
            whole = title._replace(end=cut)
            return [*pieces[:at], whole, rest, *pieces[at + 3 :]]
    return pieces


def keep_leading_years(pieces: Pieces, text: str) -> Pieces:
    """'2018 Fourth International Conference': a second, bare year is part of what follows."""
    found: Pieces = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.label == "issued" and piece.label == "container-title":
            others = sum(p.label == "issued" for p in pieces) > 1
            if others and _BARE_YEAR.match(text[last.start : last.end]):
                piece = _join(found.pop(), piece, piece.label)
        found.append(piece)
    return found


STEPS: Final[tuple[Callable[[Pieces, str], Pieces], ...]] = (
    keep_leading_years,
    keep_brackets_whole,
    keep_names_of_journals_whole,
    keep_in_within_titles,
)
