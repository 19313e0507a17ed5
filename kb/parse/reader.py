"""Read reference strings into CSL fields: words -> labels -> values with a confidence each."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kb.model import DATE_FIELDS, NAME_FIELDS, Field, Reference, Value
from kb.parse import label
from kb.parse.label import Piece
from kb.parse.normalise import dates, identifiers, names, numbers, titles, types
from kb.parse.prepare import Prepared, prepare
from kb.text import Span

_NUMBERS: Final = ("volume", "issue", "page", "locator")
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

    Never fails: what is no reference has few fields with low confidence and all words in `unread`.
    """
    ready = prepare(text)
    pieces, cut = label.label(ready.text)
    fields: dict[str, Field] = {}
    unread: list[str] = []
    for piece in pieces:
        if not piece.label or not _take(fields, piece, ready):
            _leave(unread, ready.text[piece.start : piece.end])
    if cut:
        unread.append(ready.text[pieces[-1].end :].strip())
    raw = {name: field.raw for name, field in fields.items()}
    return Reference("", types.type_of(raw, ready.text), fields, unread=tuple(unread))


def _take(fields: dict[str, Field], piece: Piece, ready: Prepared) -> bool:
    """Puts the value of `piece` among `fields`; False when it has none or the place is taken."""
    if piece.label in fields:
        return False
    raw = ready.text[piece.start : piece.end]
    value = _READERS.get(piece.label, titles.read_words)(raw)
    if not value:
        return False
    span = Span(ready.back(piece.start), ready.back_end(piece.end))
    fields[piece.label] = Field(value, raw, span, piece.sure)
    return True


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
