"""RIS <-> references (https://en.wikipedia.org/wiki/RIS_(file_format), as Zotero and EndNote do).

A person is `Family, Given, Suffix`, one without a given name `Family,`; a name without a comma is
an organisation. What RIS has no tag for stands in C8 as `variable: value`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kb.formats.csljson import from_csl, read_date, to_csl
from kb.model import OTHERS, Date, Field, Name, Place, Problem, Reference

TYPES: Final = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "JFULL": "periodical",
    "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "CPAPER": "paper-conference",
    "CONF": "paper-conference", "THES": "thesis", "RPRT": "report", "ELEC": "webpage",
    "ICOMM": "webpage", "BLOG": "post-weblog", "STAT": "legislation", "BILL": "bill",
    "LEGAL": "regulation", "CASE": "legal_case", "PAT": "patent", "DATA": "dataset",
    "COMP": "software", "UNPB": "manuscript", "MANSCPT": "manuscript", "GEN": "document",
    "VIDEO": "motion_picture", "MPCT": "motion_picture", "SOUND": "song", "MAP": "map",
    "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary", "HEAR": "hearing",
    "PCOMM": "personal_communication", "SLIDE": "speech", "PAMP": "pamphlet", "STAND": "standard",
    "ART": "graphic", "FIGURE": "figure", "INPR": "article-journal", "ABST": "article-journal",
}  # fmt: skip
"""The CSL type of each RIS type; the first of several is written."""
_TYPE_OF: Final = {csl: ris for ris, csl in reversed(TYPES.items())}
_TAGS: Final = {
    "AU": "author", "A2": "editor", "A3": "collection-editor", "A4": "translator", "TI": "title",
    "ST": "title-short", "T2": "container-title", "J2": "container-title-short",
    "T3": "collection-title", "VL": "volume", "IS": "issue", "M1": "number", "ET": "edition",
    "PB": "publisher", "CY": "publisher-place", "M3": "genre", "NV": "number-of-volumes",
    "SE": "section", "DO": "DOI", "UR": "URL", "LA": "language", "N1": "note", "AB": "abstract",
    "AN": "PMID", "C2": "PMCID", "CN": "call-number", "DB": "source", "OP": "original-title",
}  # fmt: skip
"""The CSL variable of each tag, in the order in which they are written."""
_ALSO: Final = {
    "A1": "author", "T1": "title", "CT": "title", "BT": "container-title", "JO": "container-title",
    "JF": "container-title", "JA": "container-title-short", "J1": "container-title-short",
    "ED": "editor", "PP": "publisher-place", "L3": "DOI", "N2": "abstract", "U1": "note",
    "SP": "page", "A5": "translator",
}  # fmt: skip
"""Further tags that are read."""
_LINE = re.compile(r"\ufeff?([A-Z][A-Z0-9])  ?- ?(.*)")
_NAMES: Final = frozenset(["author", "editor", "collection-editor", "translator"])
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")

Record = list[tuple[str, str]]


def write_ris(references: Iterable[Reference]) -> Iterator[str]:
    """A RIS file in pieces, one record a piece."""
    for reference in references:
        lines = ((tag, _line(value)) for tag, value in _record(reference))
        written = (f"{tag}  - {value}\n" for tag, value in lines if value)
        yield "".join([*written, "ER  - \n\n"])


def _line(value: str) -> str:
    """On one line, without control characters: RIS has no escapes."""
    if value.isprintable() and "  " not in value:
        return value.strip()
    one = _ODD.sub("", " ".join(value.split()))
    return " ".join(one.split())  # what was taken out may have stood between two blanks


_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _record(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPE_OF.get(reference.type, "GEN")
    yield "ID", reference.key
    for tag, variable in _TAGS.items():
        if variable not in reference.fields:
            continue
        if variable in _NAMES:
            yield from ((tag, _name(name)) for name in reference.names(variable))
        elif text := reference.text(variable):
            yield tag, text
    yield from _pages(reference.text("page"))
    yield from _dates(reference)
    yield from ((tag, reference.text(name)) for tag, name in _NUMBERS if reference.text(name))
    yield from (
        ("KW", word.strip()) for word in reference.text("keyword").split(",") if word.strip()
    )
    yield from _rest(reference)


_NUMBERS: Final = (("SN", "ISBN"), ("SN", "ISSN"))


def _name(name: Name) -> str:
    if name.literal:
        return name.literal.replace(",", ";") if name != OTHERS else "et al"
    parts = [part.replace(",", " ").strip() for part in (name.sort_name, name.given, name.suffix)]
    return f"{parts[0]}," if not (name.given or name.suffix) else ", ".join(parts).rstrip(", ")


def _pages(page: str) -> Iterator[tuple[str, str]]:
    start, dash, end = page.partition("-")
    if page:
        yield "SP", start
    if dash:
        yield "EP", end


def _dates(reference: Reference) -> Iterator[tuple[str, str]]:
    issued, accessed = reference.date(), reference.date("accessed")
    if issued and issued.year is not None:
        yield "PY", str(issued.year)
        if issued.month:
            yield "DA", _slashed(issued)
    elif issued:
        yield "PY", issued.literal
    if accessed and accessed.year is not None:
        yield "Y2", _slashed(accessed)


def _slashed(date: Date) -> str:
    parts = (f"{date.year:04d}", f"{date.month or 0:02d}", f"{date.day or 0:02d}")
    return "/".join(part if int(part) else "" for part in parts) + "/"


def _rest(reference: Reference) -> Iterator[tuple[str, str]]:
    """What RIS has no tag for."""
    if _TYPE_OF.get(reference.type) is None:
        yield "C8", f"type: {reference.type}"
    issued = reference.date()
    if issued and (issued.end or issued.circa):
        yield "C8", f"issued: {_edtf(issued)}"
    for variable in sorted(reference.fields.keys() - _TAGGED):
        if text := reference.text(variable):
            yield "C8", f"{variable}: {text}"
    yield from (("C8", f"{name}: {value}") for name, value in reference.extra.items())


_APART: Final = ("page", "issued", "accessed", "ISBN", "ISSN", "keyword", "locator")
_TAGGED: Final = frozenset((*_TAGS.values(), *_APART))


def _edtf(date: Date) -> str:
    from kb.formats.csljson import write_date

    return write_date(date)


# Reading


def read_ris(text: str, path: str = "") -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """The records of a RIS file; a line that belongs to none is a problem, the rest is read."""
    references: list[Reference] = []
    problems: list[Problem] = []
    record: Record = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        if found and found[1] == "ER":
            references += [_reference(record)] if record else []
            record = []
        elif found and (record or found[1] == "TY"):
            record.append((found[1], found[2].strip()))
        elif record and line.strip():
            tag, value = record[-1]
            record[-1] = (tag, f"{value} {line.strip()}")
        elif line.strip():
            problems.append(_stray(line, Place(path, number, 1)))
    if record:
        references.append(_reference(record))
        message = "the last record has no end (ER  - )"
        problems.append(Problem("ris-broken", "warning", message, Place(path), "add the line"))
    return tuple(references), tuple(problems)


def _stray(line: str, place: Place) -> Problem:
    message = f"this line belongs to no record: {line.strip()[:60]}"
    return Problem("ris-broken", "error", message, place, "a record begins with TY  - ")


def _reference(record: Record) -> Reference:
    kind = TYPES.get(record[0][1].upper(), "document")
    fields: dict[str, Field] = {}
    names: dict[str, list[Name]] = {}
    extra: dict[str, str] = {}
    for tag, value in record[1:]:
        variable = _TAGS.get(tag) or _ALSO.get(tag)
        if variable in _NAMES and value:
            names.setdefault(str(variable), []).append(_to_name(value))
        elif variable and variable not in fields and value:
            fields[variable] = Field(value)
        elif tag not in _OWN and value:
            extra[tag if tag not in extra else f"{tag}-again"] = value
    fields |= {variable: Field(tuple(found)) for variable, found in names.items()}
    _take_special(record, fields)
    read = Reference(_first(record, "ID"), kind, fields, extra=extra)
    return _take_rest(read, [value for tag, value in record if tag == "C8"])


_OWN: Final = frozenset(["TY", "ID", "EP", "PY", "Y1", "DA", "Y2", "SN", "KW", "C8"])


def _first(record: Record, *tags: str) -> str:
    return next((value for tag, value in record if tag in tags and value), "")


def _to_name(text: str) -> Name:
    if re.fullmatch(r"et al\.?|others|dkk\.?", text, re.IGNORECASE):
        return OTHERS
    family, comma, rest = (part.strip() for part in text.partition(","))
    if not comma or not family:
        return Name(literal=text.replace(",", " ").strip() or "?")
    given, _, suffix = (part.strip() for part in rest.partition(","))
    words = family.split()
    count = next((i for i, word in enumerate(words) if not word[0].islower()), 0)
    return Name(" ".join(words[count:]), given, " ".join(words[:count]), suffix)


def _take_special(record: Record, fields: dict[str, Field]) -> None:
    end = _first(record, "EP")
    start = str(fields["page"].value) if "page" in fields else ""
    if end and start != end and "-" not in start:
        fields["page"] = Field(f"{start}-{end}" if start else end)
    if issued := _date(_first(record, "DA"), _first(record, "PY", "Y1")):
        fields["issued"] = Field(issued)
    if accessed := _date(_first(record, "Y2"), ""):
        fields["accessed"] = Field(accessed)
    for number in (value for tag, value in record if tag == "SN" and value):
        fields.setdefault("ISSN" if _ISSN.fullmatch(number) else "ISBN", Field(number))
    if words := [value for tag, value in record if tag == "KW" and value]:
        fields["keyword"] = Field(", ".join(words))


def _date(full: str, year: str) -> Date | None:
    """`2020/03/04/`, `2020///spring`, `2020-03-04` or a year."""
    for text in (full, year):
        numbers = [part for part in re.split(r"[/-]", text) if part.strip().isdecimal()]
        if numbers and (date := read_date("-".join(n.strip().zfill(2) for n in numbers[:3]))):
            return date
    return Date(literal=full or year) if full or year else None


def _take_rest(read: Reference, rest: list[str]) -> Reference:
    """Variables and types that stand in C8."""
    if not rest:
        return read
    item = to_csl(read)
    custom: dict[str, str] = dict(read.extra)
    for line in rest:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon:
            custom["C8"] = line
        elif name == "issued" and (date := read_date(value)):
            item.update(to_csl(Reference("", "", {"issued": Field(date)})) | {"type": item["type"]})
        elif name == "type" or name in _CSL:
            item[name] = value
        else:
            custom[name] = value
    if custom:
        item["custom"] = custom
    item["id"] = read.key
    return from_csl(item)


_VARIABLES: Final = """
    annote archive archive_collection archive_location archive-place authority chapter-number
    citation-label collection-number dimensions division event-place event-title jurisdiction
    medium number-of-pages original-publisher original-publisher-place part-number part-title
    printing-number references scale status supplement-number version volume-title
"""
_CSL: Final = frozenset(_VARIABLES.split())
