"""What is compared of a reference: a compact record of folded words, names, numbers and ids.

Folding keeps what tells works apart (numbers, 'part 2', 'erratum') and drops what does not (case,
diacritics, punctuation, markup, '&' against 'and').
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from sys import intern
from typing import Any, Final, NamedTuple

from kb.match.lists import ends_open, initials_only, resplit, two_in_full
from kb.model import OTHERS, Name, Reference


def load(name: str) -> Any:
    """A data file that lies beside this module."""
    return json.loads(files("kb.match").joinpath(name).read_text(encoding="utf-8"))


WORDS: Final = load("words.json")
STOP: Final = frozenset(WORDS["stop"].split())
GENERIC: Final = frozenset(text.replace(" ", "") for text in WORDS["generic"])
MARKS: Final = {word: mark for mark, text in WORDS["marks"].items() for word in text.split()}
ANONYMOUS: Final = frozenset(WORDS["anonymous"].split())
_NUMBERS: Final[dict[str, str]] = WORDS["numbers"]
PARTS: Final = frozenset(WORDS["part_words"].split())
_KINDS: Final = {
    word: kind
    for kind in ("journal", "report", "preprint", "conference")
    for word in WORDS[kind].split()
}
_CONFERENCES: Final = frozenset(WORDS["conference_acronyms"].split())
_JOURNALS: Final = frozenset(("j", "journal", "jurnal"))
_TYPES: Final = {
    "book": "book",
    "chapter": "chapter",
    "entry-encyclopedia": "chapter",
    "entry-dictionary": "chapter",
    "paper-conference": "conference",
    "report": "report",
    "thesis": "thesis",
    "article-journal": "journal",
    "article": "preprint",
}

MAX_TEXT: Final = 2000
"""Characters of a title that are compared; the rest is a fault in the data, not a title."""

_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae",
        "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "ð": "d", "ı": "i", "α": "alpha",
        "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda",
        "μ": "mu", "µ": "mu", "ω": "omega", "Δ": "delta", "’": "'", "‘": "'", "ʼ": "'",
        "´": "'", "`": "'", "\u00ad": "",
    }
)  # fmt: skip
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_COMMAND = re.compile(r"\\[a-zA-Z]+\*?\s*")
_GROUPED = re.compile(r"(?<=\d)[,.](?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"['{}^~\"]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivxlc]+")
_EDITION = re.compile(
    r"\b(?:(\d+)\s*(?:st|nd|rd|th)?\s*(?:rev(?:ised)?\s*)?(?:edition|edn|ed|edisi)\b"
    r"|edisi\s+(?:ke\s*)?(\d+)|edition\s+(\d+))"
)
_BREAK = re.compile(r"[:?!;.–—(\[/-]")
_MAIN = re.compile(r"(.{8,}?)\s*(?:[:?!;]|\.\s|\s[-–—]+\s|[–—]|\s\(|\s\[|//|\s/\s)")


class Record(NamedTuple):
    """A reference as the comparison sees it: folded, short, '' or 0 where it says nothing.

    `title` is words joined by blanks, `squash` the same without blanks, `main` the squashed title
    before its subtitle ('' when there is none); `numbers` and `marks` are the words of the title
    that tell works of one series apart; `names` are `family|given words` in order; `page` and
    `page_end` the page range written out; `kind` is what sort of venue it names, and `typed` says
    that this stands on the entry's type alone.
    """

    key: str
    title: str
    squash: str
    main: str
    numbers: tuple[str, ...]
    marks: tuple[str, ...]
    edition: str
    names: tuple[str, ...]
    more: bool
    year: int
    suffix: str
    venue: str
    kind: str
    typed: bool
    volume: str
    issue: str
    page: str
    page_end: str
    doi: str
    isbns: tuple[str, ...]
    url: str
    abstract: str
    stub: bool


def fold(text: str) -> str:
    """`text` in lower case, without markup, diacritics and typographic differences."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text).replace("&", " and ")
    if "\\" in text:
        text = _COMMAND.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return _APOSTROPHE.sub("", text.lower())


def words(text: str) -> list[str]:
    """The folded words of `text`; digits in groups ('10,000') are one word."""
    folded = fold(text)
    if folded.replace(" ", "").isalnum():
        return folded.split()
    return _WORD.findall(_GROUPED.sub("", folded))


def title_words(text: str) -> list[str]:
    """The words of a title with numbers in one form: 'Part II' and 'part two' become 'part 2'."""
    found = words(text)
    last = len(found) - 1
    return [_number(found, i, i == last) for i in range(len(found))]


def _number(found: list[str], i: int, last: bool) -> str:
    word = found[i]
    known = _NUMBERS.get(word)
    if known:
        return known
    if word in ("i", "v", "x") and i and (last or found[i - 1] in PARTS):
        return {"i": "1", "v": "5", "x": "10"}[word]
    return word


def is_number(word: str) -> bool:
    return word[0].isdigit()


def numbers_of(title: Iterable[str]) -> tuple[str, ...]:
    """The words of a title that are numbers, each once."""
    return tuple(sorted(set(filter(is_number, title))))


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, tuple[str, ...]]:
    """The family name and the given names of one of a record's `names`."""
    family, _, given = name.partition("|")
    return family, tuple(given.split())


def fold_name(name: Name) -> str:
    """`family|given words` of a name; an organisation is `words of its name|`."""
    if name.literal:
        return _fold_organisation(name.literal)
    family = f"{name.particle} {name.family}" if name.particle else name.family
    return _fold_person(family, name.given)


@lru_cache(maxsize=50_000)
def _fold_organisation(name: str) -> str:
    whole = _DOTTED.sub(lambda match: match.group().replace(".", ""), name)
    return intern(" ".join(words(whole)) + "|")


@lru_cache(maxsize=200_000)
def _fold_person(family: str, given: str) -> str:
    if initials_only(family) and len(given) > len(family) and not initials_only(given):
        family, given = given, family
    parts = words(family)
    if not given and len(parts) > 1 and initials_only(family.split()[-1]):
        parts, given = parts[:-1], family.split()[-1]
    return intern("".join(parts) + "|" + " ".join(_given(given)))


_NO_NAME = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,3}", re.IGNORECASE)
"""Letters without a vowel, which are initials."""


def _given(text: str) -> list[str]:
    """Given names as words; initials written together ('JA', 'jd') as single letters."""
    found: list[str] = []
    for part in text.replace(".", ". ").replace("-", " ").split():
        if initials_only(part) or _NO_NAME.fullmatch(part):
            found += words(" ".join(part))
        else:
            found += words(part)
    return found


TWO: Final = "&"
"""Between two persons who may be one: 'Jane Roe, John Doe' is a list, or family and given names."""


def _folded(names: tuple[Name, ...]) -> tuple[str, ...]:
    found = tuple(filter(None, map(fold_name, two_in_full(names) or names)))
    return (TWO.join(found),) if len(names) == 1 and len(found) > 1 else found


def one_of_two(left: str, right: str) -> str:
    """One person whose family and given names were taken for two persons."""
    (family, given), (other, others) = name_words(left), name_words(right)
    return f"{''.join((*given, family))}|{' '.join((*others, other))}"


def names_of(reference: Reference) -> tuple[tuple[Name, ...], bool]:
    """The names a work is filed under (authors, else editors), and whether there are more."""
    for variable in ("author", "editor", "director", "translator"):
        names = reference.names(variable)
        if names:
            if names[-1] == OTHERS:
                return resplit(names[:-1]), True
            return resplit(names), ends_open(names[-1])
    return (), False


_DIGITS = re.compile(r"\d+")
_PAGES = re.compile(
    r"([a-z]{0,3})\s*0*(\d+)\s*(?:[-–—−‐‑]+|to|bis|sampai)?\s*([a-z]{0,3})\s*0*(\d+)?"
)
_BEFORE_PAGES = re.compile(
    r"^\W*(?:(?:pages?|pp?|hlm|hal|halaman|s|seiten?)\b[.\s]*|pp?(?=\d))", re.IGNORECASE
)


def pages(text: str) -> tuple[str, str]:
    """First and last page, the last written out: '123-9' -> ('123', '129')."""
    bare = text[:60] if text[:1].isdigit() else _BEFORE_PAGES.sub("", text[:60])
    found = _PAGES.search(bare.lower())
    if not found:
        return "", ""
    prefix, first, _, last = found.groups()
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return prefix + first, (prefix + last if last else "")


def numeral(text: str) -> str:
    """The number in 'Vol. 12', 'XII', '12 Suppl 1' ('12'); other text folded."""
    found = _DIGITS.search(text[:40])
    if found:
        return found.group().lstrip("0") or "0"
    folded = "".join(words(text[:40]))
    return str(_roman(folded)) if _ROMAN.fullmatch(folded) else folded


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[char] for char in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}]+", re.IGNORECASE)


def doi(text: str) -> str:
    """The DOI in `text` in canonical form: lower case, no resolver, no closing punctuation."""
    found = _DOI.search(text.replace("\\_", "_").replace("%2F", "/").replace("%2f", "/"))
    return found.group().lower().rstrip(".,;)]}/") if found else ""


def isbns(text: str) -> tuple[str, ...]:
    """Every ISBN in `text` as thirteen digits without the check digit's ambiguity."""
    found = re.findall(r"(?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dXx]", text)
    bare = (re.sub(r"[^\dXx]", "", item) for item in found)
    return tuple(sorted({item[-10:-1] for item in bare}))


_SCHEME = re.compile(r"^[a-z]+://(?:www\d?\.)?|^www\d?\.")
_TRACKING = re.compile(r"[?&](?:utm_\w+|ref|source|fbclid|gclid)=[^&]*")


def url(text: str) -> str:
    """A web address in canonical form; '' for a mere home page, which names no work."""
    bare = _SCHEME.sub("", _TRACKING.sub("", text.strip().split("#")[0].lower()))
    bare = bare.rstrip("/.,")
    return bare if "/" in bare and "doi.org/" not in bare else ""


@lru_cache(maxsize=50_000)
def venue_words(text: str) -> tuple[str, str]:
    """Folded words of a venue, and what kind of venue its words speak of ('' = none).

    The acronym of a conference also names its journal, and its newsletter ('SIGMOD Record'), of
    which its proceedings may be an issue.
    """
    found = words(text[:300])
    kinds = {_KINDS[word] for word in found if word in _KINDS}
    order = ("preprint", "conference", "report", "journal")
    kind = next((kind for kind in order if kind in kinds), "")
    if NO_VENUE.issuperset(found):
        return "", kind
    if text.startswith(PUBLISHER):
        return intern(PUBLISHER + " ".join(found)), ""
    journal = not _JOURNALS.isdisjoint(found)
    if not _CONFERENCES.isdisjoint(found) and kind in ("", "journal") and not journal:
        kind = "" if kind else "conference"
    if {"conference", "journal"} <= kinds and found[0] in _JOURNALS:
        kind = "journal"
    return intern(" ".join(found)), kind


NO_VENUE: Final = frozenset(WORDS["no_venue"].split())
"""Words of which 'to appear' and 'technical report' are made, which name no venue."""
PUBLISHER: Final = "\x1f"
"""Marks a venue that is a publisher: it is not compared with the name of a journal."""


def _venue(reference: Reference) -> str:
    for name in ("container-title", "event-title", "collection-title", "event-place"):
        text = reference.text(name)
        if text:
            return text
    publisher = reference.text("publisher") or reference.text("archive")
    return PUBLISHER + publisher if publisher else ""


def _edition(reference: Reference, folded: str) -> str:
    """The number of the edition, from its field or the folded title; a first edition is ''."""
    field = reference.text("edition")
    found = numeral(" ".join(title_words(field))) if field else ""
    if not found and folded:
        match = _EDITION.search(folded)
        found = next(filter(None, match.groups()), "") if match else ""
    found = found.rstrip("stndrh")
    return "" if found == "1" else found


def _main(text: str, squash: str) -> str:
    found = _MAIN.match(text) if _BREAK.search(text, 8) else None
    if not found:
        return ""
    main = "".join(title_words(found.group(1)))
    return main if 10 <= len(main) < len(squash) else ""


_YEAR_AFTER: Final = re.compile(r"(.{12,}?),?[ ]\(?((?:19|20)\d\d)\)?[.\s]*", re.DOTALL)


_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def _year(reference: Reference) -> int:
    """The year of issue, also where it stands among words ('(May 1994).') or is cut ('94')."""
    issued = reference.date()
    if issued is None:
        return 0
    if issued.year is None:
        found = _YEAR.search(issued.literal)
        return int(found.group()) if found else 0
    return issued.year + 1900 if 30 <= issued.year < 100 else issued.year


_REMARK: Final = re.compile(
    r"\s?[(\[](?:extended abstract|(?:preliminary|full|short|long) (?:version|report|paper)"
    r"|invited (?:paper|talk))[)\]][.\s]*\Z",
    re.IGNORECASE,
)
"""What is said behind a title of how long the paper is."""


def _title_and_year(reference: Reference) -> tuple[str, int]:
    """The title and the year; where no year is said, one after the title is it, not a part."""
    text, year = reference.text("title")[:MAX_TEXT], _year(reference)
    if ")" in text[-4:] or "]" in text[-4:]:
        text = _REMARK.sub("", text)
    after = None if year else _YEAR_AFTER.fullmatch(text)
    return (after[1], int(after[2])) if after else (text, year)


def record(reference: Reference) -> Record:
    """The record of a reference."""
    text, year = _title_and_year(reference)
    found = title_words(text)
    title, squash = " ".join(found), "".join(found)
    numbers = () if squash.isalpha() else numbers_of(found)
    names, more = names_of(reference)
    folded = _folded(names)
    known = tuple(name for name in folded if name.strip("|").replace(" ", "") not in ANONYMOUS)
    issued = reference.date()
    place = _venue(reference)
    venue, said = venue_words(place)
    kind, typed = kind_of(reference.type, place, said)
    page, page_end = pages(reference.text("page") or _article_number(reference))
    volume, issue = _volume(reference)
    address = reference.text("URL")
    return Record(
        key=reference.key,
        title=title,
        squash=squash,
        main=_main(text, squash),
        numbers=numbers,
        marks=tuple(sorted({MARKS[word] for word in found if word in MARKS})),
        edition=_edition(reference, title if numbers else ""),
        names=known,
        more=more,
        year=year,
        suffix=issued.suffix if issued else "",
        venue=venue,
        kind=kind,
        typed=typed,
        volume=intern(volume),
        issue=intern(issue),
        page=intern(page),
        page_end=intern(page_end),
        doi=doi(reference.text("DOI")) or (doi(address) if "doi" in address else ""),
        isbns=isbns(reference.text("ISBN")) if reference.text("ISBN") else (),
        url=url(address) if address else "",
        abstract=_abstract(reference.text("abstract")),
        stub=reference.incomplete,
    )


def _abstract(text: str) -> str:
    """The letters an abstract begins with."""
    return "".join(words(text[:400]))[:200] if text else ""


def kind_of(type_: str, place: str, of_venue: str) -> tuple[str, bool]:
    """The kind of a venue, and whether it stands on the entry's type alone.

    What the words of the venue say outweighs the type: exports call everything an article.
    """
    by_type = _TYPES.get(type_, "")
    if by_type in ("book", "chapter", "thesis"):
        return by_type, False
    if of_venue:
        return of_venue, False
    if place.startswith(PUBLISHER) and by_type != "report":
        return "book", False
    said = by_type == "report" or (place and by_type != "preprint")
    return (by_type, True) if said and by_type else ("", False)


def _article_number(reference: Reference) -> str:
    """The number of an article that has no pages ('e0123456')."""
    return reference.text("number") if reference.type == "article-journal" else ""


_VOLUME_ISSUE = re.compile(r"^\s*(\d+)\s*\(\s*(\d+)")
_SUPPLEMENT = re.compile(r"\bsuppl|^s\d", re.IGNORECASE)


def _volume(reference: Reference) -> tuple[str, str]:
    """Volume and issue as numbers; the number of a supplement begins with an 's'."""
    volume, issue = reference.text("volume"), reference.text("issue")
    both = _VOLUME_ISSUE.match(volume)
    if both and not issue:
        volume, issue = both.groups()
    mark = "s" if _SUPPLEMENT.search(issue) or _SUPPLEMENT.search(volume) else ""
    number = numeral(issue) if issue else ""
    return numeral(volume) if volume else "", mark + number.removeprefix(mark)
