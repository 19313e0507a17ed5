"""What a note means: a full reference, or ibid., op. cit., loc. cit., a short form; and which
earlier reference it leads to, through chains to the full one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.model import Reference, ReferenceKind
from kb.parse.signs import YEAR
from kb.parse.terms import LOCATOR_WORDS, SIGNALS, fold

_PRE = rf"^\W*(?:(?:{SIGNALS})\s+)?"
_IBID = re.compile(
    _PRE + r"(?:ibid(?:em)?|ib[íi]d(?:em)?|ebd|ebenda|ebda|ib|ivi)\b(?!\w)", re.IGNORECASE
)
_IDEM = re.compile(_PRE + r"(?:idem|id|ders|dies|dens)(?:\.|\b)[\s,.]*", re.IGNORECASE)
_OP_CIT = re.compile(
    r"\b(?:op\.?\s*,?\s*cit|opere?\s+citato|ob\.?\s*cit|a\.\s?a\.\s?O|cit\.(?=\W*(?:$|p|,))|"
    r"art\.\s?cit|o\.\s?c\.(?=\W))",
    re.IGNORECASE,
)
_LOC_CIT = re.compile(r"\bloc\.?\s*,?\s*cit|\bloco\s+citato|\blok\.?\s*cit", re.IGNORECASE)
_BACK = re.compile(
    r"(?:\bsupra,?(?:\s+(?:note|n\.?|nota|catatan(?:\s+kaki)?|fn\.?))?|"
    r"\b(?:note|n|fn|anm|fussnote|fußnote|catatan kaki|nota|voetnoot|footnote)\b\.?)"
    r"\s*\.?\s*(\d{1,3})",
    re.IGNORECASE,
)
_BACK_BEFORE = re.compile(r"\b(?:supra|above|oben|n|fn|anm|wie|di atas|a\.\s?a\.\s?O)\b", re.I)
_AFTER_NAMES = re.compile(
    rf"[,.]?\s*\(?(?:{YEAR}|op\b|loc\b|ob\.|art\.\s?cit|cit|supra|[“\"«]|ibid|n\.? \d|"
    r"note\b|fn\b|anm\b|nota\b|a\.\s?a)",
    re.I,
)
_PAGE = re.compile(
    rf"\b(?:{LOCATOR_WORDS})\.?\s?(\d+[a-z]?(?:\s?[-‐-―−]\s?\d+)?(?:\s?(?:ff?)\b\.?)?)"
    rf"(?:\s?[,&]\s?\d+(?:\s?[-‐-―−]\s?\d+)?)*\W*$",
    re.IGNORECASE,
)
_PINPOINT = re.compile(
    r"\b(?:hlm|hal|halaman|pp?|S|s|p[áa]gs?|blz|Rn|Rz)\.?\s?(\d+(?:\s?[-‐-―−]\s?\d+)?)\W*"
    r"(?:<?https?:\S+\W*)?$",
    re.IGNORECASE,
)
_EXTENT = re.compile(r"(?<!\d[,.;]\s)\bpp\.?\s?\d+\s?[-‐-―−]\s?\d+\W*$")
_BARE_PAGE = re.compile(r"[,.:\s]\s?(\d{1,4}(?:\s?[-‐-―−]\s?\d{1,4})?)\.?\s*$")
_REFERENCE_SIGNS = re.compile(
    r"\(\d{1,3}\)|\bvol\b|https?:|doi|press\b|penerbit|verlag|jurnal|journal|university|universitas",
    re.IGNORECASE,
)


JOINTS = frozenset({"et", "al", "dkk", "and", "dan", "und"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the words of a note say: its kind, the note number or names it points back to."""

    kind: ReferenceKind
    note: int | None = None
    names: tuple[str, ...] = ()
    year: str = ""

    @property
    def persons(self) -> tuple[str, ...]:
        """The names without the words that join them."""
        return tuple(name for name in self.names if name not in JOINTS)


def tell(text: str) -> Told:
    """The kind of a note, by its words alone."""
    flat = " ".join(text.split())
    if _IBID.match(flat):
        return Told("ibid")
    back = _BACK.search(flat)
    number = int(back[1]) if back and _BACK_BEFORE.search(flat) else None
    year = re.search(YEAR, flat)
    names, when = _names_before(flat), year[0] if year else ""
    if _LOC_CIT.search(flat):
        return Told("loc-cit", number, names, when)
    if _OP_CIT.search(flat) and len(flat) < 200:
        return Told("op-cit", number, names, when)
    if number is not None and len(flat) < 160:
        return Told("short", number, names, when)
    idem = _IDEM.match(flat)
    if idem and not _is_more_than_page(flat[idem.end() :]):
        return Told("ibid")
    return Told("full", None, names, when)


def _is_more_than_page(rest: str) -> bool:
    return len(re.findall(r"[^\W\d_]{3,}", rest)) > 2


def _names_before(text: str) -> tuple[str, ...]:
    """The words that name somebody before a year, op. cit. or a quoted title, folded."""
    match = _AFTER_NAMES.search(text, 2)
    lead = text[: match.start()] if match else text.split(",")[0]
    lead = re.sub(_PRE, "", lead, flags=re.IGNORECASE)
    return tuple(word for word in fold(lead[:120]).split() if len(word) > 1)


def is_short_form(text: str) -> bool:
    """Whether a note can be a short form: few words, no place, press, volume or link."""
    flat = " ".join(text.split())
    return len(flat) < 110 and not _REFERENCE_SIGNS.search(flat)


def page_of(text: str) -> str | None:
    """The pinpoint page that ends a note ('Hlm 75', 'p. 12-14'), without its word."""
    flat = " ".join(text.split())
    match = _PAGE.search(flat) or _BARE_PAGE.search(flat)
    return match[1] if match and not re.fullmatch(YEAR, match[1]) else None


def pinpoint_of(text: str) -> str | None:
    """The pinpoint page that ends a full note, its word required, a link after it allowed."""
    match = _PINPOINT.search(" ".join(text.split()))
    return match[1] if match else None


def without_page(text: str) -> str:
    """A note without a signal ('see') before it and the pinpoint page at its end."""
    return _PAGE.sub("", re.sub(_PRE, "", " ".join(text.split()), flags=re.IGNORECASE))


def digits(text: str) -> str:
    """The digits of a page or a number, to compare it by."""
    return "".join(filter(str.isdecimal, text))


def without_word(reference: Reference, word: str | None) -> Reference:
    """The reference without an unread `word` that found its place: the page of a note."""
    unread = tuple(words for words in reference.unread if words.strip(" .,") != word)
    return replace(reference, unread=unread)


def is_extent(text: str, kind: str) -> bool:
    """Whether the pages that end a note are those of the whole article ('..., 3, pp. 20-30.')."""
    part = kind in ("article-journal", "chapter", "paper-conference")
    return part and _EXTENT.search(" ".join(text.split())) is not None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A reference that stood before: what later notes can point to."""

    id: str
    number: int
    words: frozenset[str]
    year: str
    full: str
    lead: str = ""


class Past:
    """The references before a note, looked up by their words and by the number of their note."""

    def __init__(self) -> None:
        self.last: Earlier | None = None
        self._by_word: dict[str, list[Earlier]] = defaultdict(list)
        self._by_number: dict[int, list[Earlier]] = defaultdict(list)

    def add(self, earlier: Earlier) -> None:
        if earlier.number == 1 and self.last and self.last.number > 1:
            self._by_number.clear()
        self.last = earlier
        self._by_number[earlier.number].append(earlier)
        for word in earlier.words:
            self._by_word[word].append(earlier)

    def numbered(self, number: int) -> list[Earlier]:
        return self._by_number.get(number, [])

    def named(self, names: Sequence[str]) -> list[Earlier]:
        """Those that begin with the named words, the last first; not farther back than 60."""
        if not names:
            return []
        return [e for e in reversed(self._by_word[names[0]][-60:]) if _is_named(names, e)]


def lead_to(told: Told, text: str, past: Past) -> tuple[ReferenceKind, str | None]:
    """The kind of a note and the id of the full reference it leads to (None: it is full, or what
    it means is not there)."""
    last = past.last.full if past.last else None
    if told.kind == "ibid":
        return "ibid", last
    if told.note is not None:
        hits = past.numbered(told.note)
        return told.kind, (_best(told, hits) or hits[0]).full if hits else None
    found = _best(told, past.named(told.persons))
    if told.kind in ("op-cit", "loc-cit"):
        return told.kind, found.full if found else (None if told.names else last)
    if found and is_short_form(text):
        return "short", found.full
    return "full", None


def _best(told: Told, hits: Sequence[Earlier]) -> Earlier | None:
    """The first that begins with the named words (and has the year, if one is said)."""
    hits = [e for e in hits if _is_named(told.persons, e)]
    exact = [e for e in hits if told.year and e.year == told.year]
    if told.kind == "full" and told.year and not exact:
        return None
    return next(iter(exact or hits), None)


def _is_named(names: Sequence[str], earlier: Earlier) -> bool:
    if not names or names[0] not in earlier.words:
        return False
    agree = sum(name in earlier.words for name in names)
    return len(names) < 2 or agree * 3 >= len(names) * 2
