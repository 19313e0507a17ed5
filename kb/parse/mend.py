"""Mend the pieces of a reference where its punctuation says more than the labeller saw.

Each step takes the pieces of a text and gives them back mended; `STEPS` is their order.
"""

import re
from collections.abc import Callable
from typing import Final

from kb.parse.label import Piece
from kb.parse.normalise.dates import months

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


_LAW = re.compile(r"\W*(?:Undang[- ]Undang|Peraturan|Keputusan|Perpres|Permen\w*|UU)\b")


def keep_laws_whole(pieces: Pieces, text: str) -> Pieces:
    """'Undang-Undang ... tentang Bantuan Timbal Balik dalam Masalah Pidana.': a law stands in
    nothing, and what 'dalam' leads to is of its name."""
    for at, (title, word, held) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False)):
        if (
            (title.label, word.label, held.label) == ("title", "", "container-title")
            and _LAW.match(text, title.start)
            and text[word.start : word.end].lower() in ("dalam", "di")
        ):
            return [*pieces[:at], _join(title, held, "title"), *pieces[at + 3 :]]
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


_ABBREVIATIONS = re.compile(r"\W*(?:[^\W\d_]+\.[\s-]*){2,}\Z|\W*[^\W\d_]{1,5}\.\s*\Z")
_ABBREVIATED = re.compile(r"[^\W\d_]\.\s*[^\W\d_]|\s*[^\W\d_]+[.,]?\s*\Z")


def keep_abbreviations_whole(pieces: Pieces, text: str) -> Pieces:
    """'Mol. Gen. Genet.': abbreviations before a periodical begin its name."""
    found: Pieces = []
    for piece in pieces:
        last = found[-1] if found else None
        if (
            last
            and (last.label, piece.label) == ("title", "container-title")
            and _ABBREVIATIONS.match(text[last.start : last.end])
            and _ABBREVIATED.search(text[piece.start : piece.end])
            and not text[last.end : piece.start].strip()
        ):
            piece = _join(found.pop(), piece, piece.label)
        found.append(piece)
    return found


_PAGE_WORD = re.compile(r"(?:\bpp?\.|\bS\.|\b[Hh]lm\.?|\b[Hh]al\.?|\bh\.)\s*\Z")


def _after_page_word(piece: Piece, text: str) -> bool:
    return _PAGE_WORD.search(text, max(0, piece.start - 6), piece.start) is not None


def number_by_place(pieces: Pieces, text: str) -> Pieces:
    """A number behind a series is its number; one behind 'p.' is a page, even one that looks like
    a year where another date is."""
    found: Pieces = []
    dates = sum(piece.label == "issued" for piece in pieces)
    last = ""
    for piece in pieces:
        if piece.label in ("issue", "volume") and last == "collection-title":
            piece = piece._replace(label="collection-number")
        elif (
            piece.label == "volume" or (piece.label == "issued" and dates > 1)
        ) and _after_page_word(piece, text):
            piece = piece._replace(label="page")
        last = piece.label or last
        found.append(piece)
    return found


def _labels_from(pieces: Pieces, at: int) -> list[str]:
    """The next two labels that are not the authors'."""
    return [piece.label for piece in pieces[at:] if piece.label not in ("", "author")][:2]


def keep_places_within_titles(pieces: Pieces, text: str) -> Pieces:
    """'Trafficking in Persons Report: Cambodia.': a place that a colon ties to the title belongs to
    it where no publisher follows."""
    if any(piece.label == "publisher" for piece in pieces):
        return pieces
    found: Pieces = []
    for piece in pieces:
        last = found[-1] if found else None
        tied = last and last.label == "title" and text[: piece.start].rstrip()[-1:] == ":"
        if tied and piece.label == "publisher-place":
            piece = _join(found.pop(), piece, "title")
        found.append(piece)
    return found


_WITHIN: Final = frozenset({"container-title", "volume", "issue", "locator"})
_IMPRINT: Final = frozenset({"publisher", "publisher-place"})


def _last_named(pieces: Pieces) -> Piece | None:
    """The last piece with a label."""
    return next((piece for piece in reversed(pieces) if piece.label), None)


def _relabelled(pieces: Pieces, one: Piece, label: str) -> Pieces:
    return [piece._replace(label=label) if piece is one else piece for piece in pieces]


def pinpoint_of_whole_books(pieces: Pieces, text: str) -> Pieces:
    """'Neuwied 1962, S. 25.': a whole book has no pages of its own, so those named at the end
    are where a writer found something. Where nothing was published they are the work's own."""
    labels = {piece.label for piece in pieces}
    last = _last_named(pieces)
    if last is None or labels & (_WITHIN - {last.label}):
        return pieces
    named = _after_page_word(last, text)
    if last.label == "page" and labels & _IMPRINT and named:
        label = "locator"
    elif last.label == "locator" and not labels & _IMPRINT and not named:
        label = "page"
    else:
        return pieces
    return _relabelled(pieces, last, label)


def names_before_dates(pieces: Pieces, text: str) -> Pieces:
    """'ASEAN Counter Trafficking. (2025). Modernising ...': of two titles with only a date between
    them the first is who wrote the second."""
    found: Pieces = []
    for at, piece in enumerate(pieces):
        if piece.label == "title" and _labels_from(pieces, at + 1) == ["issued", "title"]:
            piece = piece._replace(label="author")
            if found and found[-1].label == "author":
                piece = _join(found.pop(), piece, "author")
        found.append(piece)
    return found


_VOLUME_AND_MONTH = re.compile(r"(\d{1,3})\(([^\W\d_]{3,10})\)[.,;:]*\Z")


def volume_with_month(pieces: Pieces, text: str) -> Pieces:
    """'5(April),': a volume and, for its number, the month."""
    if any(piece.label in ("volume", "issue") for piece in pieces):
        return pieces
    found: Pieces = []
    for piece in pieces:
        two = _VOLUME_AND_MONTH.match(text, piece.start, piece.end)
        if two and two[2].lower() in months():
            found.append(Piece("volume", two.start(1), two.end(1), piece.sure))
            found.append(Piece("issue", two.start(2), two.end(2), piece.sure))
        else:
            found.append(piece)
    return found


def single_page_said(pieces: Pieces, text: str) -> Pieces:
    """'9(2), hlm. 58': one page behind an issue that ends a string is where a writer found
    something; an article of a journal has several."""
    last = _last_named(pieces)
    if (
        last is None
        or all(piece.label != "issue" for piece in pieces)
        or last.label != "page"
        or not _ONE_PAGE.search(text, 0, last.end)
    ):
        return pieces
    return _relabelled(pieces, last, "locator")


_ONE_PAGE = re.compile(r"\b(?:[Hh]lm|[Hh]al)\.?\s*\d{1,4}\.?\Z")


STEPS: Final[tuple[Callable[[Pieces, str], Pieces], ...]] = (
    names_before_dates,
    keep_places_within_titles,
    keep_leading_years,
    keep_brackets_whole,
    keep_names_of_journals_whole,
    keep_abbreviations_whole,
    number_by_place,
    volume_with_month,
    single_page_said,
    pinpoint_of_whole_books,
    keep_in_within_titles,
    keep_laws_whole,
)
