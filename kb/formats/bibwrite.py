"""References -> BibTeX and biblatex entries, stable in layout and order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from kb.formats import bibfields as bf
from kb.formats.bibscan import MONTHS
from kb.formats.csljson import LAWS, write_date
from kb.formats.keys import STOP_WORDS
from kb.formats.latex import MARKED, encode
from kb.formats.names import write_names
from kb.formats.proper import proper_names
from kb.model import Date, Name, Reference

_RANK: Final = {name: rank for rank, name in enumerate(bf.ORDER)}
_DOCTORAL = re.compile(r"dis+ert|ph\.?\s?d|do[ck]tor|th[eè]se|tese d", re.IGNORECASE)
_UNDATED = re.compile(r"t\.\s?t\.?|n\.\s?d\.?|s\.\s?a\.?|o\.\s?j\.?|", re.IGNORECASE)
_NO_KEY: Final = re.compile(r"[\s,{}()=\"#%\\~']")
_DASHES = re.compile("[-–]+")
_NO_FIELD: Final = re.compile(r"[^a-z0-9_-]")
_NOT_A_PART = frozenset(["entrytype", "entrysubtype", "date"])


@dataclass(frozen=True, slots=True)
class Style:
    """How entries are written: for which program, in ASCII or not, with or without the fields that
    only the knowledge base reads, and (`fitting`) as BibTeX's `misc` where the entry lacks what
    the styles of its type print."""

    dialect: bf.Dialect = "bibtex"
    ascii_only: bool = False
    own: bool = True
    fitting: bool = False

    def encode(self, text: str) -> str:
        return encode(text.replace("\n", " "), self.ascii_only)


BASE: Final = Style()
"""The style of the files of a knowledge base: plain BibTeX with its own fields."""


def write_entry(reference: Reference, style: Style = BASE) -> str:
    """The entry of `reference`, without a line end after it.

    Text is escaped so that TeX prints it and does nothing else; braces are balanced.
    """
    kind = _fitting(reference, style)
    fields = written_fields(reference, kind, style)
    lines = [f"  {name} = {fields[name]}," for name in sorted(fields, key=rank)]
    return "\n".join([f"@{kind}{{{safe_key(reference.key)},", *lines, "}"])


NEEDED: Final = {
    "article": ("journal", "container-title"),
    "techreport": ("institution", "publisher"),
    "phdthesis": ("school", "publisher"),
    "mastersthesis": ("school", "publisher"),
}
"""What BibTeX's styles leave a hole for when an entry of the type lacks it: field, CSL variable."""


def _fitting(reference: Reference, style: Style) -> str:
    """The entry type; `misc` where it would leave a hole in print, if `style` wants that."""
    kind = entry_type(reference, style.dialect)
    if not style.fitting or kind not in NEEDED:
        return kind
    return kind if NEEDED[kind][1] in reference.fields else "misc"


def safe_key(key: str) -> str:
    """`key` without the characters that BibTeX or TeX would stumble over."""
    return _NO_KEY.sub("-", key) or "item"


@lru_cache(maxsize=512)
def rank(name: str) -> tuple[int, str]:
    """Where a field stands among those that are written."""
    own = name == "ids" or name.startswith("kb-")
    return len(_RANK) + own if name not in _RANK else _RANK[name], name


def entry_type(reference: Reference, dialect: bf.Dialect) -> str:
    """The entry type of a reference; a thesis in BibTeX is a doctor's or another one."""
    if reference.type == "thesis" and dialect == "bibtex":
        return "phdthesis" if _DOCTORAL.search(reference.text("genre")) else "mastersthesis"
    written = reference.extra.get("entrytype", "")
    if reference.type == "document" and dialect == "biblatex" and re.fullmatch("[a-z]+", written):
        return written
    return bf.TYPE_OF_CSL[dialect].get(reference.type, "misc")


def written_fields(reference: Reference, kind: str, style: Style) -> dict[str, str]:
    """The fields of an entry of type `kind`, each value in its braces (a month is a macro)."""
    names = field_names(kind, style.dialect)
    out: dict[str, str] = {}
    for variable, field in reference.fields.items():
        name = names.get(variable) or _free_name(variable, names)
        if isinstance(field.value, tuple):
            if field.value:
                out[name] = f"{{{_names(field.value, style)}}}"
        elif isinstance(field.value, Date):
            out.update(_date(variable, name, field.value, style))
        elif _is_said(variable, field.value, kind) and (style.own or not name.startswith("kb-")):
            out[name] = f"{{{_string(variable, field.value, field.raw, style)}}}"
    out |= _of_type(reference, kind, style)
    if style.dialect == "bibtex" and "author" not in out and "editor" not in out:
        out |= _sort_key(reference, style)
    if reference.extra:
        out.update(_extra(reference, names, style))
    out.update(_own(reference, style))
    return out


def _of_type(reference: Reference, kind: str, style: Style) -> dict[str, str]:
    """The fields by which the type of a reference shows."""
    out = {}
    if reference.type in LAWS and "title" in reference.fields:
        out["title"] = f"{{{{{style.encode(reference.text('title'))}}}}}"
    if subtype := _subtype(reference.type, kind):
        known = subtype in bf.CSL_TYPES or subtype in bf.SUBTYPES
        out["entrysubtype"] = f"{{{subtype if known else style.encode(subtype)}}}"
    if kind in _GENERIC and not reference.text("genre"):
        out["type"] = _GENERIC[kind]
    return out


@lru_cache(maxsize=128)
def field_names(kind: str, dialect: bf.Dialect) -> dict[str, str]:
    """The field of each CSL variable in entries of this type."""
    names = bf.COMMON | bf.DATES | bf.OF_KIN[bf.kin(kind)]
    if dialect == "biblatex":
        names = {v: bf.BIBLATEX_NAMES.get(name, name) for v, name in names.items()}
        if bf.kin(kind) == "misc":
            names["publisher"] = "organization"
    return names


def _sort_key(reference: Reference, style: Style) -> dict[str, str]:
    """What BibTeX sorts and labels an entry by that has no author: how its title begins."""
    title = _MARKUP.sub("", reference.text("title"))
    words = " ".join(title.split()[:KEY_WORDS])
    written = _BRACKET.sub(r"{\g<0>}", style.encode(words))
    return {"key": f"{{{written}}}"} if words else {}


KEY_WORDS: Final = 4


@lru_cache(maxsize=256)
def _subtype(csl_type: str, kind: str) -> str:
    if bf.CSL_OF_TYPE.get(kind, "document") == csl_type:
        return ""
    return {v: k for k, v in bf.SUBTYPES.items()}.get(csl_type, csl_type)


_DEFAULT_GENRES: Final = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "techreport": "Technical report",
}


_GENERIC: Final = {
    "techreport": "{Report}",
    "phdthesis": "{Thesis}",
    "mastersthesis": "{Thesis}",
    "thesis": "{Thesis}",
}
"""`type` of an item without a genre, where BibTeX would say something wrong."""


def _date(variable: str, name: str, date: Date, style: Style) -> Iterator[tuple[str, str]]:
    if variable == "issued":
        yield from _issued(date, style)
    elif written := write_date(date) or style.encode(date.literal):
        yield name, f"{{{written}}}"


def _is_said(variable: str, value: str, kind: str) -> bool:
    """A genre that the entry type says already is not written."""
    return bool(value) and not (variable == "genre" and value == _DEFAULT_GENRES.get(kind))


def _names(names: tuple[Name, ...], style: Style) -> str:
    return write_names(names, lambda text: _name_text(text, style))


def _name_text(text: str, style: Style) -> str:
    if not _ODD_IN_NAME.search(text):
        return style.encode(text)
    out, at = [], 0
    for sign in _INITIAL.finditer(text):
        out += [style.encode(text[at : sign.start()]), f"{{[U+{ord(sign[0]):04X}]}}"]
        at = sign.end()
    return _BRACKET.sub(r"{\g<0>}", "".join([*out, style.encode(text[at:])]))


_ODD_IN_NAME = re.compile(r"[\\{}$%#~^<>|&_\[\]]")
_INITIAL = re.compile(r"^[\\{}$%#~^<>|&_]|(?<=\s)[\\{}$%#~^<>|]")
"""Signs that begin a word of a name are written as their codes: biber makes initials of them."""

_BRACKET = re.compile(r"(?<!\{)\[|\](?!\})")
"""Brackets, which would end the optional argument that BibTeX's labels stand in."""


def _free_name(variable: str, names: dict[str, str]) -> str:
    """The field of a variable that BibTeX knows nothing of: its own name."""
    name = _field_name(variable)
    free = variable in bf.PLAIN_CSL and name not in names.values()
    return name if free else f"kb-{name}"


def _string(variable: str, value: str, raw: str, style: Style) -> str:
    if value.isdecimal() and value.isascii():
        return value
    if variable in bf.VERBATIM:
        return quote_url(value)
    if variable == "page":
        return _DASHES.sub("--", style.encode(value))
    if variable == "language":
        return bf.LANGUAGES.get(value, style.encode(value))
    if variable in ("title", "title-short"):
        return protect(value, raw, style)
    return style.encode(value)


_GOOD_URL = re.compile(r"[!#-\[\]_a-z|~]*")


def quote_url(url: str) -> str:
    """A URL or DOI as a verbatim field can hold it: what no URL may hold is percent-encoded."""
    if _GOOD_URL.fullmatch(url):
        return url
    return quote("".join(url.split("\n")), safe="!#$%&'()*+,-./:;<=>?@[]_~|")


_WORD = re.compile(r"[^\W_](?:[^\W_]|['’.-](?=[^\W_]))*")
_GROUP = re.compile(r"(?<![A-Za-z'\"`^~=.])\{([^{}\\$]+)\}")
_UNIT = re.compile(f"{MARKED.pattern}|({_WORD.pattern})")


def protect(title: str, raw: str, style: Style) -> str:
    """`title` with braces around what styles that change case must leave alone.

    These are words with a capital after their first letter (acronyms, 'iPhone'), capitalised words
    within a title that is otherwise in lower case (names), names of places and peoples, what an
    acronym in brackets stands for, and what was in braces as it was read.
    """
    groups = _GROUP.findall(raw) if "{" in raw else ()
    keep = {word for group in groups for word in group.split()}
    if not title.isupper():
        keep |= _named(title)
    if not keep and "<" not in title and "$" not in title:
        return style.encode(title)
    out, at = [], 0
    for unit in _UNIT.finditer(title):
        if unit[0] in keep or (unit[0][0] in "<$" and unit[0].lower() != unit[0]):
            out += [style.encode(title[at : unit.start()]), f"{{{style.encode(unit[0])}}}"]
            at = unit.end()
    return "".join([*out, style.encode(title[at:])])


_MARKUP = re.compile(r"<[^<>]*>")


def _named(title: str) -> set[str]:
    """The words of a title whose capitals mean something."""
    words = _WORD.findall(_MARKUP.sub(" ", title) if "<" in title else title)
    capital = [word for word in words[1:] if not word.islower()]
    found = {word for word in (*words[:1], *capital) if _is_acronym(word)}
    if not capital:
        return found
    if _is_sentence_case(words) and not _is_loose(title):
        return found.union(word for word in capital if word[0].isupper())
    return found.union(proper_names(words), _spelled_out(title))


_AFTER = re.compile(r"\(([A-Z]{2,8})\)")
_WITHIN = re.compile(r"\b([A-Z]{2,8}) \(([^()]{,200})\)")


def _spelled_out(title: str) -> Iterator[str]:
    """The words that an acronym stands for: `International Organization for Migration (IOM)` and
    `IOM (International Organization for Migration)` are a name."""
    for found in _AFTER.finditer(title):
        yield from _run(found[1], title[max(0, found.start() - LONGEST_NAME) : found.start()])
    for acronym, within in _WITHIN.findall(title):
        yield from _run(acronym, within)


LONGEST_NAME: Final = 200
"""Characters that the words of an acronym may take."""


def _run(acronym: str, text: str) -> list[str]:
    """The last words of `text` that begin with the letters of `acronym`, or nothing."""
    letters, run = list(acronym), []
    for word in reversed(_WORD.findall(text)):
        if letters and word[0] == letters[-1]:
            run.append(word)
            letters.pop()
        elif not word[0].islower():
            break
    return [] if letters else run


def is_protected(written: str) -> bool:
    """Whether the words of a title as it is written in BibTeX whose capitals mean something stand
    in braces."""
    outside = _GROUP.sub(" ", written)
    return not _named(outside) or outside.isupper()


def _is_acronym(word: str) -> bool:
    """Whether a part of the word ('Undang-Undang' has two) has a capital within it."""
    if word[1:].lower() == word[1:]:
        return False
    return any(part[1:].lower() != part[1:] for part in word.split("-"))


def _is_sentence_case(words: list[str]) -> bool:
    """Whether half or more of the longer words after the first are in lower case."""
    longer = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return bool(longer) and sum(word[0].islower() for word in longer) * 2 >= len(longer)


_WITHIN_CLAUSE = re.compile(r"(?<=[^\W\d_] )[^\W\d_]{4,}")


def _is_loose(title: str) -> bool:
    """Whether a word that only title case gives a capital ('Dalam', 'From') has one in the middle
    of a clause: then capitals say nothing of the others."""
    inner = _WITHIN_CLAUSE.findall(title)
    return any(word[0].isupper() and word.lower() in STOP_WORDS for word in inner)


# Dates


def _issued(date: Date, style: Style) -> Iterator[tuple[str, str]]:
    if style.dialect == "biblatex":
        yield from _biblatex_date(date, style)
        return
    if date.year is None:
        if date.literal:
            yield "year", f"{{{style.encode(date.literal)}}}"
    else:
        yield from _bibtex_date(date)
    if style.own and date.suffix:
        yield "kb-suffix", f"{{{style.encode(date.suffix)}}}"
    if style.own and _says_more(date):
        yield "kb-issued", f"{{{write_date(date)}}}"


def _says_more(date: Date) -> bool:
    """Whether BibTeX's fields cannot say all of the date."""
    if date.end:
        whole_years = len(date.end) == 1 and date.month is None
        return date.circa or not whole_years or not _four_digits(date)
    return date.circa and date.month is not None


def _four_digits(date: Date) -> bool:
    return all(1000 <= year <= 9999 for year in (date.year or 0, date.end[0]))


def _bibtex_date(date: Date) -> Iterator[tuple[str, str]]:
    circa = "ca. " if date.circa else ""
    end = f"--{date.end[0]}" if date.end and date.end[0] != date.year else ""
    yield "year", f"{{{circa}{date.year}{end}}}"
    if date.month and 1 <= date.month <= 12:
        yield "month", MONTHS[date.month - 1]
        if date.day:
            yield "day", f"{{{date.day}}}"


def _biblatex_date(date: Date, style: Style) -> Iterator[tuple[str, str]]:
    if date.year is not None:
        yield "date", f"{{{write_date(date)}}}"
    elif date.literal and not _UNDATED.fullmatch(date.literal.strip()):
        yield "year", f"{{{style.encode(date.literal)}}}"
    if style.own and date.suffix:
        yield "kb-suffix", f"{{{style.encode(date.suffix)}}}"


# What CSL has no variable for


def _extra(reference: Reference, names: dict[str, str], style: Style) -> Iterator[tuple[str, str]]:
    taken = set(names.values()) | {"year", "month", "day", "ids", "date", "key"}
    if not style.own:
        taken |= {"crossref", "xref", "xdata"}  # what they give is in the entry
    for name, value in reference.extra.items():
        safe = _field_name(name)
        kept = value and safe not in taken and safe not in _NOT_A_PART
        if kept and (style.own or not safe.startswith("kb-")):
            yield safe, f"{{{style.encode(value)}}}"


def _field_name(name: str) -> str:
    """A name that BibTeX and biber accept."""
    safe = _NO_FIELD.sub("-", name.lower()).strip("-")
    return safe if safe[:1].isalpha() else f"x-{safe}"


def _own(reference: Reference, style: Style) -> Iterator[tuple[str, str]]:
    if reference.aliases and (style.own or style.dialect == "biblatex"):
        yield "ids", f"{{{', '.join(map(safe_key, reference.aliases))}}}"
    if not style.own:
        return
    if reference.origins:
        yield "kb-origin", f"{{{', '.join(reference.origins)}}}"
    if reference.incomplete:
        yield "kb-status", "{incomplete}"
    if reference.unread:
        parts = (f"{{{encode(' '.join(part.split()))}}}" for part in reference.unread)
        yield "kb-unread", f"{{{''.join(parts)}}}"
