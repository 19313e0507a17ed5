"""A raw BibTeX entry -> a reference in CSL types and variables."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from kb.formats import bibfields as bf
from kb.formats.bibscan import MONTHS, Raw
from kb.formats.csljson import read_date
from kb.formats.latex import closing_brace, decode
from kb.formats.names import read_names
from kb.model import Date, Field, Reference

_RUN = re.compile(r"[ \t\r\n\f\v]+")
_URL_COMMAND = re.compile(r"\\(?:url|href|nolinkurl)\s*\{([^{}]*)\}")
_YEAR = re.compile(r"(-?\d{1,4})([a-z]?)")
_RANGE = re.compile(r"(\d{1,4})\s*(?:-{1,3}|–|/)\s*(\d{2,4})")
_CIRCA = re.compile(r"(?:ca?\.|circa)\s*(\d{1,4})", re.IGNORECASE)
_DASH = re.compile(r"\s*-{2,3}\s*|\s*–\s*")
_OWN: Final = frozenset(["kb-origin", "kb-status", "kb-unread", "kb-suffix", "kb-issued", "ids"])
_NOT_FIELDS: Final = frozenset(["year", "month", "day", "date", "entrysubtype", "subtitle"]) | _OWN
_GENRES: Final = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "techreport": "Technical report",
}
"""What BibTeX prints for these types when no field `type` says otherwise."""
GENERIC: Final = frozenset(["thesis", "report"])
"""Words in `type` that say no more than the item's type."""


def to_reference(raw: Raw) -> Reference:
    """The reference that an entry means. What CSL has no variable for stands in `extra`."""
    fields: dict[str, Field] = {}
    extra: dict[str, str] = {}
    known = variables(raw.type)
    for name, value in raw.fields.items():
        if name not in _NOT_FIELDS:
            variable = known.get(name) or (name[3:] if name.startswith("kb-") else None)
            if variable is None or variable in fields:
                extra[name] = _text(value)
            elif (read := _READERS.get(variable, _field)(value)) is not None:
                fields[variable] = read
    _take_aliases(raw, fields, extra)
    _drop_sort_key(fields, extra)
    for name, value in raw.again:
        extra.setdefault(f"{name}-again", _text(value))
    _take_dates(raw, fields, extra)
    _take_subtitle(raw, fields)
    kind = _type(raw, extra)
    _take_genre(raw, fields)
    return Reference(
        raw.key,
        kind,
        fields,
        origins=_list(raw.fields.get("kb-origin", "")),
        unread=_groups(raw.fields.get("kb-unread", "")),
        extra=extra,
        aliases=aliases_of(raw),
        incomplete=raw.fields.get("kb-status", "").strip() == "incomplete",
    )


def _take_aliases(raw: Raw, fields: dict[str, Field], extra: dict[str, str]) -> None:
    """Reads fields of no standard ('authors') where their variable is said by no other field."""
    for name in bf.ALIASES.keys() & extra.keys():
        variable = bf.ALIASES[name]
        read = _READERS.get(variable, _field)(raw.fields[name])
        if variable not in fields and read is not None:
            fields[variable] = read
            del extra[name]


def aliases_of(raw: Raw) -> tuple[str, ...]:
    return _list(raw.fields.get("ids", ""))


def _drop_sort_key(fields: dict[str, Field], extra: dict[str, str]) -> None:
    """A field `key` that only repeats how the title begins says nothing."""
    title = fields.get("title")
    if "key" in extra and title and "author" not in fields:
        plain = re.sub(r"<[^<>]*>", "", str(title.value))
        if plain.split()[: len(extra["key"].split())] == extra["key"].split():
            del extra["key"]


@lru_cache(maxsize=64)
def variables(entry_type: str) -> dict[str, str]:
    """The CSL variable of each BibTeX field in entries of this type."""
    kin = bf.kin(entry_type)
    out = {name: name for name in bf.PLAIN_CSL}
    out |= bf.OTHER_NAMES
    out |= {name: variable for variable, name in bf.DATES.items()}
    out |= {name: variable for variable, name in bf.COMMON.items()}
    own = {name: variable for variable, name in bf.OF_KIN[kin].items()}
    out |= {bf.BIBLATEX_NAMES.get(name, name): variable for name, variable in own.items()}
    return out | own


def _text(value: str) -> str:
    return decode(_one_line(value))


def _one_line(value: str) -> str:
    """As BibTeX reads it: one blank for a run of them, none at the ends."""
    if not value.isprintable() or "  " in value:
        value = _RUN.sub(" ", value)
    return value.strip(" ")


def _field(value: str) -> Field | None:
    plain = _one_line(value)
    text = decode(plain)
    if not text:
        return None
    return Field(text) if text == plain else Field(text, plain)


@lru_cache(maxsize=4096)
def _names(value: str) -> Field | None:
    names = read_names(_one_line(value))
    return Field(names) if names else None


def _pages(value: str) -> Field | None:
    text = _one_line(value)
    text = text.replace("--", "-") if _PLAIN_PAGES.fullmatch(text) else _DASH.sub("-", decode(text))
    return Field(text) if text else None


_PLAIN_PAGES = re.compile(r"[A-Za-z]?\d+(?:--?[A-Za-z]?\d+)?")


def _verbatim(value: str) -> Field | None:
    """A DOI or URL: no LaTeX but the escapes that people put there."""
    text = _RUN.sub("", value) if " " in value or not value.isprintable() else value
    while text.startswith("{") and closing_brace(text, 0) == len(text) - 1:
        text = text[1:-1]
    if "\\" in text:
        command = _URL_COMMAND.fullmatch(text)
        text = re.sub(r"\\([%&#_~$^{}])", r"\1", command[1] if command else text)
    text = re.sub(r"\{([%&#_~$^])\}", r"\1", text) if "{" in text else text
    return Field(text) if text else None


def _doi(value: str) -> Field | None:
    field = _verbatim(value)
    bare = bf.bare_doi(str(field.value)) if field else ""
    return field if not field or bare == field.value else Field(bare, str(field.value))


def _date_field(value: str) -> Field | None:
    text = _one_line(value)
    date = read_date(text) or Date(literal=decode(text))
    return Field(date) if text else None


def _language(value: str) -> Field | None:
    text = _text(value)
    return Field(bf.CODES.get(text.lower(), bf.CODES.get(text, text))) if text else None


_READERS: Final[dict[str, Callable[[str], Field | None]]] = {
    **dict.fromkeys(bf.NAMES, _names),
    **dict.fromkeys(bf.DATES, _date_field),
    **dict.fromkeys(bf.VERBATIM, _verbatim),
    "DOI": _doi,
    "page": _pages,
    "language": _language,
}


def _type(raw: Raw, extra: dict[str, str]) -> str:
    subtype = raw.fields.get("entrysubtype", "")
    if subtype in bf.SUBTYPES and raw.type == "article":
        return bf.SUBTYPES[subtype]
    if subtype in bf.CSL_TYPES:
        return subtype
    if subtype:
        extra["entrysubtype"] = _text(subtype)
    known = bf.CSL_OF_TYPE.get(raw.type)
    if known is None:
        extra["entrytype"] = raw.type
    return known or "document"


def _take_genre(raw: Raw, fields: dict[str, Field]) -> None:
    genre = fields.get("genre")
    if genre is None and raw.type in _GENRES:
        fields["genre"] = Field(_GENRES[raw.type])
    elif genre and str(genre.value).lower() in GENERIC and bf.kin(raw.type) in GENERIC:
        del fields["genre"]


def _take_subtitle(raw: Raw, fields: dict[str, Field]) -> None:
    subtitle = _text(raw.fields.get("subtitle", ""))
    title = fields.get("title")
    if subtitle and title:
        fields["title"] = Field(f"{title.value}: {subtitle}", title.raw)
    elif subtitle:
        fields["title"] = Field(subtitle)


# Dates


def _take_dates(raw: Raw, fields: dict[str, Field], extra: dict[str, str]) -> None:
    get = raw.fields.get
    if date := get("kb-issued") or get("date"):
        found = _date_field(date)
        if get("year") and found and isinstance(found.value, Date) and found.value.year is None:
            extra["date"] = _text(date)
            found = None
    else:
        found = None
    if found is None and (get("year") or get("month")):
        found = _year_field(get("year", ""), get("month", ""), get("day", ""))
    if found and isinstance(found.value, Date):
        suffix = get("kb-suffix", "")
        fields["issued"] = Field(_with_suffix(found.value, suffix)) if suffix else found


@lru_cache(maxsize=8192)
def _year_field(year: str, month: str, day: str) -> Field:
    return Field(_year(_text(year), _text(month), day))


def _with_suffix(date: Date, suffix: str) -> Date:
    return Date(date.year, date.month, date.day, date.end, suffix, date.literal, date.circa)


def _year(year: str, month: str, day: str) -> Date:
    if found := _YEAR.fullmatch(year):
        number, day_number = _month(month)
        return Date(int(found[1]), number, _day(day) or day_number, suffix=found[2])
    if found := _RANGE.fullmatch(year):
        end = found[1][: max(0, len(found[1]) - len(found[2]))] + found[2]
        return Date(int(found[1]), end=(int(end),))
    if found := _CIRCA.fullmatch(year):
        return Date(int(found[1]), circa=True)
    return read_date(year) or Date(literal=f"{month} {year}".strip())


_MONTHS: Final = {
    "mei": "may", "mai": "may", "agu": "aug", "ags": "aug", "agt": "aug", "okt": "oct",
    "des": "dec", "dez": "dec", "mär": "mar", "peb": "feb", "nop": "nov", "avr": "apr",
    "fév": "feb", "aoû": "aug", "déc": "dec", "ene": "jan", "abr": "apr", "ago": "aug",
    "dic": "dec", "out": "oct", "set": "sep", "maa": "mar", "mrt": "mar",
}  # fmt: skip
"""Indonesian, German, French, Spanish, Portuguese, Dutch months that begin otherwise."""


def _month(text: str) -> tuple[int | None, int | None]:
    """The number of a month's name or number, and a day beside it ('10 mar')."""
    word = re.search(r"[^\W\d_]{3,}", text)
    numbers = [int(n) for n in re.findall(r"\d{1,2}", text)]
    name = word[0][:3].lower() if word else ""
    name = _MONTHS.get(name, name)
    if name in MONTHS:
        day = numbers[0] if numbers and 1 <= numbers[0] <= 31 else None
        return MONTHS.index(name) + 1, day
    if not word and numbers and 1 <= numbers[0] <= 12:
        return numbers[0], None
    return None, None


def _day(text: str) -> int | None:
    return int(text) if text.isdecimal() and 1 <= int(text) <= 31 else None


# What the knowledge base says about the entry


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()


def _groups(text: str) -> tuple[str, ...]:
    """The texts of `{one}{two}`; a text without braces is one."""
    out, at = [], 0
    while text.startswith("{", at) and (end := closing_brace(text, at)) > 0:
        out.append(_text(text[at + 1 : end]))
        at = end + 1
    rest = _text(text[at:])
    return (*out, rest) if rest else tuple(out)
