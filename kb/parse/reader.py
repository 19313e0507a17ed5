"""Read reference strings into CSL fields: words -> labels -> values with a confidence each."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kb.memory import no_collection
from kb.model import DATE_FIELDS, NAME_FIELDS, Date, Field, Reference, Value
from kb.parse import label
from kb.parse.emphasis import cut_by_emphasis
from kb.parse.label import Piece
from kb.parse.mend import mend
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
    "genre": titles.read_bracketed,
    "medium": titles.read_bracketed,
    "DOI": identifiers.read_doi,
    "URL": identifiers.read_url,
    "ISBN": identifiers.read_isbn,
    "ISSN": identifiers.read_issn,
    "container-title": titles.read_container,
}


def read_references(texts: Sequence[str]) -> list[Reference]:
    """The references in `texts`, one each, in order.

    The collector of cycles rests meanwhile: the values made here have none, and walking over them
    again and again takes an eighth of the time.
    """
    with no_collection():
        return [read_reference(text) for text in texts]


def read_reference(text: str) -> Reference:
    """The reference that `text` is: CSL type, fields with raw words, spans in `text`, confidence.

    `text` may hold line ends (words broken at them are joined) and Markdown stars; of more than
    20,000 characters or 600 words the rest stays in `unread`. Never fails: what is no reference
    has few fields with low confidence.
    """
    ready = prepare(text)
    pieces, cut = label.label(ready.text)
    pieces = mend(cut_by_emphasis(pieces, ready.text), ready.text)
    fields: dict[str, Field] = {}
    unread: list[str] = []
    for piece in _parted(_joined(pieces, ready.text), ready.text):
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
    _issn_of_container(fields)
    _site_of_page(fields, unread)
    _medium_of_title(fields)
    if "author" in fields:
        unread += names.affiliations(fields["author"].raw)
    if kind == "document" and len(fields) == 1:
        _doubt(fields)
    return Reference("", kind, fields, unread=tuple(unread))


_LONE: Final = 0.5
"""The most that is said of a single field in a string that nothing else makes a reference."""


def _doubt(fields: dict[str, Field]) -> None:
    for name, field in fields.items():
        fields[name] = replace(field, confidence=min(field.confidence, _LONE))


_ONE: Final = frozenset({"author", "editor", "title", "publisher", "publisher-place"})


def _joined(pieces: Iterable[Piece], text: str) -> list[Piece]:
    """The pieces; neighbours of one label are one where a field stands but once."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.label == "title" and found and found[-1].label == "issued":
            found[-1], piece = _years_parted(found[-1], piece, text)
        if found and piece.label in _ONE and found[-1].label == piece.label:
            last = found.pop()
            piece = Piece(last.label, last.start, piece.end, min(last.sure, piece.sure))
        found.append(piece)
    return found


def _years_parted(date: Piece, title: Piece, text: str) -> tuple[Piece, Piece]:
    """The date and the title of '(2022). 2022 Trafficking Report', whose second year is its own."""
    two = _TWO_YEARS.match(text[date.start : title.start])
    if not two:
        return date, title
    cut = date.start + two.end(1)
    return date._replace(end=cut), title._replace(start=cut)


_TWO_YEARS = re.compile(r"(\(?\d{4}[a-z]?\)?[.,:]\s+)\d{4}\s*\Z")


_ISSN = re.compile(r"\W*\d{4}-\d{3}[\dXx]\b")
_SAYS_ACCESSED = re.compile(
    r"\b(?:diakses|diunduh|dikunjungi|accessed|retrieved|visited|abgerufen|zugriff|consult\w+|"
    r"acesso|acedido|accesso|geraadpleegd)\W+(?:(?:pada|tanggal|tgl|on|am|le|el|em|il|op)\W+)*\Z",
    re.I,
)
_SAYS_ISSN = re.compile(r"\bISSN\W*\Z")
_WORDS_BEFORE = re.compile(r"(?=[^\s:/]*[^\W\d_]{2})[^:/<]{3,}?[\s(<]+(?=https?://|www\.)")
_PAGE_AND_YEAR = re.compile(r"(\d{1,5})[,;]?\s*\((?:1[4-9]|20)\d\d[a-z]?\)")


def _parted(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces; a date like '1492 (1958)' as the page and the year that it is, words before an
    address apart from it."""
    for piece in pieces:
        if piece.label == "URL" and (words := _WORDS_BEFORE.match(text, piece.start, piece.end)):
            yield Piece("", piece.start, words.end(), piece.sure)
            yield piece._replace(start=words.end())
            continue
        found = piece.label == "issued" and _PAGE_AND_YEAR.match(text, piece.start, piece.end)
        if found:
            yield Piece("page", piece.start, found.end(1), piece.sure)
            yield Piece("issued", found.end(1), piece.end, piece.sure)
        else:
            label = _label_by_lead(piece, text)
            yield piece if label == piece.label else piece._replace(label=label)


def _label_by_lead(piece: Piece, text: str) -> str:
    """The label that the words before a piece say: 'ISSN', 'Diakses'."""
    if _ISSN.match(text, piece.start, piece.end) and _SAYS_ISSN.search(text, 0, piece.start):
        return "ISSN"
    if piece.label == "issued" and _SAYS_ACCESSED.search(
        text, max(0, piece.start - 40), piece.start
    ):
        return "accessed"
    return piece.label


def _take(fields: dict[str, Field], piece: Piece, ready: Prepared) -> bool:
    """Puts the value of `piece` among `fields`; False when it has none or the place is taken.

    A bare number that was taken for the date gives way to a date in brackets and is the page.
    """
    name = piece.label
    raw = ready.text[piece.start : piece.end]
    if name in fields and not (name == "issued" and _is_page(fields, raw)):
        return False
    span = Span(ready.back(piece.start), ready.back_end(piece.end))
    value: Value | None
    eprint = identifiers.read_arxiv(raw) if name in _MAY_BE_EPRINT else ""
    if eprint:
        fields.setdefault("archive", Field("arXiv", raw, span, piece.sure))
        fields.setdefault("archive_location", Field(eprint, raw, span, piece.sure))
        if name != "container-title":
            return True
        value = titles.read_words(raw)
    elif name == "URL" and "doi.org/" in raw and "DOI" not in fields:
        name, value = "DOI", identifiers.read_doi(raw)
    else:
        value = _READERS.get(name, titles.read_words)(raw)
    if not value or (name in fields and name != "issued"):
        return False
    if name == "issued" and name in fields:
        _demote(fields)
    sure = piece.sure * _CUT_OFF if name in ("DOI", "URL") and _DOTS.search(raw) else piece.sure
    fields[name] = Field(value, raw, span, sure)
    return True


_DOTS = re.compile(r"(?:\.\.\.|…)\W*\Z")
_CUT_OFF: Final = 0.3
"""What remains of the confidence in an identifier that ends in dots: a part of it is missing."""
_MAY_BE_EPRINT: Final = ("number", "note", "container-title", "page", "DOI", "URL")


def _is_page(fields: Mapping[str, Field], raw: str) -> bool:
    """Whether the date read so far is a page: 'Phys. Rev. 109, 1492 (1958)', `raw` '(1958)'."""
    number = fields["issued"].raw.strip(" ,;:.")
    other = number.isdigit() and number not in raw
    return other and "(" in raw and "volume" in fields and "page" not in fields


def _demote(fields: dict[str, Field]) -> None:
    """Makes what was taken for the date the page."""
    old = fields["issued"]
    number = old.raw.strip(" ,;:.")
    fields["page"] = Field(number, old.raw, old.span, old.confidence)


def _entitle(fields: dict[str, Field]) -> None:
    """What was taken for a container without anything in it is the title of a book."""
    parts = ("title", "volume", "issue", "page", "collection-title")
    imprint = "publisher" in fields or "publisher-place" in fields
    if "container-title" in fields and imprint and not any(name in fields for name in parts):
        fields["title"] = fields.pop("container-title")


_ISSN_BEHIND = re.compile(
    r"[\s|,;:(/-]*\b(?:[EPep]-?\s?)?ISSN\b\W*(?:(\d{4}-?\d{3}[\dXx])(?:\s*\((?:online|print|cetak)"
    r"\))?)?\W*\Z",
    re.I,
)


def _issn_of_container(fields: dict[str, Field]) -> None:
    """Takes 'E-ISSN: 3031-8882' off the end of a journal's name, and makes it the ISSN."""
    container = fields.get("container-title")
    if container is None or "ISSN" not in container.raw.upper():
        return
    if not isinstance(container.value, str):
        return
    found = _ISSN_BEHIND.search(container.value)
    if not found or not found.start():
        return
    fields["container-title"] = replace(container, value=container.value[: found.start()])
    if found[1]:
        fields.setdefault("ISSN", replace(container, value=found[1]))


def _site_of_page(fields: dict[str, Field], unread: list[str]) -> None:
    """Takes the name of a site ('ecoi.net') before an address that nothing else says is where."""
    if "URL" not in fields or "container-title" in fields:
        return
    site = next((words for words in unread if names.is_site(words.strip(" .,;"))), None)
    if site:
        unread.remove(site)
        sure = fields["URL"].confidence / 2
        fields["container-title"] = Field(site.strip(" .,;"), site, None, sure)


_MEDIUM = re.compile(
    r"\s*\[(electronic resource|elektronische ressource|ressource [ée]lectronique|online|internet|"
    r"data ?set|datensatz|video|film|podcast|computer software|software|blog post|tweet)\]\W*\Z",
    re.I,
)


def _medium_of_title(fields: dict[str, Field]) -> None:
    """'Indicators [dataset]': what a title has in brackets behind it is the medium."""
    title = fields.get("title")
    found = _MEDIUM.search(title.value) if title and isinstance(title.value, str) else None
    if title and found and found.start():
        fields["title"] = replace(title, value=found.string[: found.start()])
        fields.setdefault("medium", replace(title, value=found[1]))


_NUMBER_OF_LAW = re.compile(r"\b(?:Nomor|No\.?|Nr\.|Number)\s+(\d+[A-Za-z]?)\b", re.I)
_YEAR_OF_LAW = re.compile(r"\b(?:Tahun|Th\.|vom|of|de)\s+((?:19|20)\d\d)\b", re.I)


def _date_of_law(fields: dict[str, Field]) -> None:
    """The year in 'Undang-Undang Nomor 21 Tahun 2007', which is the date of the law."""
    title = fields.get("title")
    found = _YEAR_OF_LAW.search(title.raw) if title else None
    if title and found:
        sure = min(title.confidence, 0.9)
        fields["issued"] = Field(Date(int(found[1])), found[0], title.span, sure)
        if number := _NUMBER_OF_LAW.search(title.raw):
            fields.setdefault("number", Field(number[1], number[0], title.span, sure))


_WORDS = re.compile(r"\w")
_ANNOUNCING = re.compile(
    r"\W*(?:in|pp?|pages?|vol|no|eds?|and|the|hlm|hal|s|bd|nr|doi|url|available|from|at|retrieved|"
    r"accessed|online|internet|(?:[eop]-?)?issn|isbn(?:-1[03])?|"
    r"dalam|on|hrsg|und|dan|jg|heft|tersedia|pada|diakses|diambil|dari)"
    r"(?:\W+(?:from|at|on|dari|pada))*\W*\Z",
    re.I,
)


def _leave(unread: list[str], words: str) -> None:
    """Keeps words that no field took, unless they only announce or part fields."""
    if _WORDS.search(words) and not _ANNOUNCING.match(words):
        unread.append(words.strip())
