"""Read reference strings into CSL fields: words -> labels -> values with a confidence each."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from kb.model import DATE_FIELDS, NAME_FIELDS, Date, Field, Reference, Value
from kb.parse import label
from kb.parse.label import Piece
from kb.parse.normalise import dates, identifiers, names, numbers, titles, types
from kb.parse.prepare import MAX_LENGTH, Prepared, prepare
from kb.text import Span

_READERS: Final[Mapping[str, Callable[[str], Value | None]]] = {
    **dict.fromkeys(NAME_FIELDS, names.read_names),
    **dict.fromkeys(DATE_FIELDS, dates.read_date),
    "volume": lambda raw: numbers.read_number("volume", raw),
    "issue": lambda raw: numbers.read_number("issue", raw),
    "page": lambda raw: numbers.read_number("page", raw),
    "locator": lambda raw: numbers.read_number("locator", raw),
    "edition": numbers.read_edition,
    "DOI": identifiers.read_doi,
    "URL": identifiers.read_url,
    "ISBN": identifiers.read_isbn,
    "ISSN": identifiers.read_issn,
    "container-title": titles.read_container,
}


def read_references(texts: Sequence[str]) -> list[Reference]:
    """The references in `texts`, one each, in order."""
    return [read_reference(text) for text in texts]


def read_reference(text: str) -> Reference:
    """The reference that `text` is: CSL type, fields with raw words, spans in `text`, confidence.

    `text` may hold line ends (words broken at them are joined) and Markdown stars; of more than
    20,000 characters or 600 words the rest stays in `unread`. Never fails: what is no reference
    has few fields with low confidence.
    """
    ready = prepare(text)
    pieces, cut = label.label(ready.text)
    fields: dict[str, Field] = {}
    unread: list[str] = []
    for piece in _parted(_joined(pieces), ready.text):
        if not piece.label or not _take(fields, piece, ready):
            _leave(unread, ready.text[piece.start : piece.end])
    rest = (ready.text[pieces[-1].end :] if cut else "") + text[MAX_LENGTH:]
    if rest.strip():
        unread.append(rest.strip())
    _entitle(fields)
    raw = {name: field.raw for name, field in fields.items()}
    kind = types.type_of(raw, ready.text)
    if kind == "legislation" and "issued" not in fields:
        _date_of_law(fields)
    return Reference("", kind, fields, unread=tuple(unread))


_ONE: Final = frozenset({"author", "editor", "title", "publisher", "publisher-place"})


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces; neighbours of one label are one where a field stands but once."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.label in _ONE and found[-1].label == piece.label:
            last = found.pop()
            piece = Piece(last.label, last.start, piece.end, min(last.sure, piece.sure))
        found.append(piece)
    return found


_PAGE_AND_YEAR = re.compile(r"(\d{1,5})[,;]?\s*\((?:1[4-9]|20)\d\d[a-z]?\)")


def _parted(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces; a date like '1492 (1958)' as the page and the year that it is."""
    for piece in pieces:
        found = piece.label == "issued" and _PAGE_AND_YEAR.match(text, piece.start, piece.end)
        if found:
            yield Piece("page", piece.start, found.end(1), piece.sure)
            yield Piece("issued", found.end(1), piece.end, piece.sure)
        else:
            yield piece


def _take(fields: dict[str, Field], piece: Piece, ready: Prepared) -> bool:
    """Puts the value of `piece` among `fields`; False when it has none or the place is taken.

    Of two dates the surer one stays: page numbers look like years.
    """
    name = piece.label
    if name in fields and (name != "issued" or fields[name].confidence >= piece.sure):
        return False
    raw = ready.text[piece.start : piece.end]
    span = Span(ready.back(piece.start), ready.back_end(piece.end))
    value: Value | None
    if name in _MAY_BE_EPRINT and (number := identifiers.read_arxiv(raw)):
        fields.setdefault("archive", Field("arXiv", raw, span, piece.sure))
        name = "archive_location"
        value = number
    else:
        value = _READERS.get(name, titles.read_words)(raw)
    if not value or (name in fields and name != "issued"):
        return False
    if name == "issued" and name in fields:
        _demote(fields)
    fields[name] = Field(value, raw, span, piece.sure)
    return True


_MAY_BE_EPRINT: Final = ("number", "note", "container-title", "page", "DOI", "URL")


def _demote(fields: dict[str, Field]) -> None:
    """Makes a bare number that was taken for the date the page: 'Phys. Rev. 109, 1492 (1958)'."""
    old = fields["issued"]
    number = old.raw.strip(" ,;:.")
    if number.isdigit() and "page" not in fields and "volume" in fields:
        fields["page"] = Field(number, old.raw, old.span, old.confidence)


def _entitle(fields: dict[str, Field]) -> None:
    """What was taken for a container without anything in it is the title of a book."""
    parts = ("title", "volume", "issue", "page", "collection-title")
    imprint = "publisher" in fields or "publisher-place" in fields
    if "container-title" in fields and imprint and not any(name in fields for name in parts):
        fields["title"] = fields.pop("container-title")


_YEAR_OF_LAW = re.compile(r"\b(?:Tahun|Th\.|vom|of|de)\s+((?:19|20)\d\d)\b", re.I)


def _date_of_law(fields: dict[str, Field]) -> None:
    """The year in 'Undang-Undang Nomor 21 Tahun 2007', which is the date of the law."""
    title = fields.get("title")
    found = _YEAR_OF_LAW.search(title.raw) if title else None
    if title and found:
        fields["issued"] = Field(
            Date(int(found[1])), found[0], title.span, min(title.confidence, 0.9)
        )


_WORDS = re.compile(r"\w")
_ANNOUNCING = re.compile(
    r"\W*(?:in|pp?|pages?|vol|no|eds?|and|the|hlm|hal|s|bd|nr|doi|url|available|from|at|retrieved|"
    r"accessed|online|internet|dalam|on|hrsg|und|dan|jg|heft|tersedia|pada|diakses|diambil|dari)"
    r"(?:\W+(?:from|at|on|dari|pada))*\W*\Z",
    re.I,
)


def _leave(unread: list[str], words: str) -> None:
    """Keeps words that no field took, unless they only announce or part fields."""
    if _WORDS.search(words) and not _ANNOUNCING.match(words):
        unread.append(words.strip())
