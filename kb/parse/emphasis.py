"""Cut labelled pieces where Markdown stars say that one field ends and another begins.

Authors set titles and containers in italics, and papers turned into Markdown keep that: a run
`*...*` lies within one field, and `*A title*. *A Journal*` are two.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.parse.label import Piece

_RUN = re.compile(r"\*{1,3}(?=\S)([^*]+?)(?<=\S)\*{1,3}")
_BETWEEN = re.compile(r"\*[.,;:]?\s+(?=\*)|(?<=\w)[.?!]\s+(?=\*)")
_TITLES: Final = frozenset({"title", "container-title", "collection-title"})
_HOUSES: Final = frozenset({"publisher", "publisher-place"})


def cut_by_emphasis(pieces: Iterable[Piece], text: str) -> list[Piece]:
    """The pieces, in which no title goes on behind the stars that end it."""
    found = list(pieces)
    if "*" not in text:
        return found
    return _cut(_whole_runs(found, text), text)


def _whole_runs(pieces: list[Piece], text: str) -> list[Piece]:
    """A title's run of stars belongs to it whole, whatever its end was taken for."""
    for run in _RUN.finditer(text):
        inside = [p for p in pieces if p.start < run.end() and run.start() < p.end]
        labels = [piece.label for piece in inside]
        begins = labels[:1] == ["title"] and inside[0].start >= run.start() - 1
        if len(inside) > 1 and begins and set(labels) <= _TITLES | _HOUSES | {""}:
            first, last = inside[0], inside[-1]
            whole = Piece("title", first.start, max(first.end, run.end()), first.sure)
            at = pieces.index(first)
            rest = [last] if last.end > whole.end else []
            rest = [Piece(p.label, whole.end, p.end, p.sure) for p in rest]
            pieces[at : at + len(inside)] = [whole, *rest]
    return pieces


def _cut(pieces: list[Piece], text: str) -> list[Piece]:
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        gap = _BETWEEN.search(text, piece.start, piece.end) if piece.label == "title" else None
        run = _RUN.match(text, gap.end()) if gap else None
        if gap and run and _is_container(run.end(), pieces[at + 1 :]):
            found.append(Piece("title", piece.start, gap.end(), piece.sure))
            piece = Piece("container-title", gap.end(), piece.end, piece.sure)
        elif last := _opened(found, piece, text):
            del found[found.index(last) :]
            piece = Piece("container-title", last.start, piece.end, min(last.sure, piece.sure))
        found.append(piece)
    return found


def _is_container(end: int, later: list[Piece]) -> bool:
    """Whether a run that ends at `end` is the container: it goes on as one, or there is none."""
    containers = [piece for piece in later if piece.label == "container-title"]
    return not containers or containers[0].start < end


def _opened(before: list[Piece], piece: Piece, text: str) -> Piece | None:
    """The container's beginning that opened the run of stars in which `piece` lies."""
    if piece.label != "container-title":
        return None
    for last in before[-2:]:
        run = _RUN.match(text, last.start)
        if last.label in _HOUSES | {"container-title"} and run and piece.start < run.end():
            return last
    return None
