"""CSL-JSON <-> references.

The schema is that of CSL 1.0.2
(https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kb.model import Date, Field, Name, Reference, Value

ORDER: Final = (
    "author",
    "editor",
    "translator",
    "container-author",
    "collection-editor",
    "director",
    "title",
    "container-title",
    "collection-title",
    "volume",
    "issue",
    "number",
    "page",
    "edition",
    "publisher",
    "publisher-place",
    "genre",
    "issued",
    "accessed",
    "DOI",
    "URL",
)
"""Variables come in this order, the rest after them by name."""

_NAME_PARTS = (("family", "family"), ("given", "given"), ("suffix", "suffix"))
_PARTICLES = ("dropping-particle", "non-dropping-particle")
_DATE_KEYS = {"date-parts", "literal", "raw", "season", "circa", "edtf"}
_EDTF = re.compile(r"(-?\d{1,4})(?:-(\d\d?)(?:-(\d\d?))?)?(~?)")
_RANK = {name: rank for rank, name in enumerate(ORDER)}


def to_csl(reference: Reference) -> dict[str, object]:
    """`reference` as a CSL-JSON item; `id` is its key.

    BibTeX fields that CSL has no variable for stand under `custom`, the letter of a '2013a' under
    `year-suffix`. Raw words, confidence, origins and aliases are not CSL and stay behind.
    """
    item: dict[str, object] = {"id": reference.key, "type": reference.type}
    for name in sorted(reference.fields, key=lambda n: (_RANK.get(n, len(ORDER)), n)):
        item[name] = _value(reference.fields[name].value)
    issued = reference.date()
    if issued and issued.suffix:
        item["year-suffix"] = issued.suffix
    if reference.extra:
        item["custom"] = dict(reference.extra)
    return item


def _value(value: Value) -> object:
    if isinstance(value, Date):
        return _from_date(value)
    if isinstance(value, tuple):
        return [_from_name(name) for name in value]
    return value


def _from_name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {key: getattr(name, attribute) for key, attribute in _NAME_PARTS}
    parts["non-dropping-particle"] = name.particle
    return {key: part for key, part in parts.items() if part}


def _from_date(date: Date) -> dict[str, object]:
    parts = [_date_parts(date)] if date.year is not None else []
    if parts and date.end:
        parts.append(list(date.end))
    out: dict[str, object] = {"date-parts": parts} if parts else {}
    if date.circa:
        out["circa"] = True
    if date.literal or not out:
        out["literal"] = date.literal
    return out


def _date_parts(date: Date) -> list[int]:
    parts = [date.year, date.month, date.day]
    known = parts.index(None) if None in parts else len(parts)
    return [part for part in parts[:known] if part is not None]


def from_csl(item: Mapping[str, Any]) -> Reference:
    """The reference that a CSL-JSON item means. Raises ValueError for what is no item.

    Values that are no string, names or date stand in `extra` as JSON, so that nothing is lost.
    """
    if not isinstance(item, Mapping):
        raise ValueError(f"not a CSL-JSON item: {item!r:.60}")
    fields: dict[str, Field] = {}
    extra: dict[str, str] = {}
    for name, value in item.items():
        if name not in ("id", "type", "custom", "year-suffix"):
            _take(name, value, fields, extra)
    _take_custom(item.get("custom"), extra)
    _take_suffix(item.get("year-suffix"), fields)
    key = str(item.get("id") or item.get("citation-key") or "")
    return Reference(key, str(item.get("type") or "document"), fields, extra=extra)


def _take(name: str, value: Any, fields: dict[str, Field], extra: dict[str, str]) -> None:
    found = _to_value(value)
    if found is not None:
        fields[name] = Field(found)
    elif value not in (None, [], {}):
        extra[name] = json.dumps(value, ensure_ascii=False)


def _take_custom(custom: Any, extra: dict[str, str]) -> None:
    if not isinstance(custom, Mapping):
        if custom is not None:
            extra["custom"] = json.dumps(custom, ensure_ascii=False)
        return
    for name, value in custom.items():
        extra[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _take_suffix(suffix: Any, fields: dict[str, Field]) -> None:
    issued = fields.get("issued")
    if suffix and issued and isinstance(issued.value, Date):
        date = issued.value
        fields["issued"] = Field(_with_suffix(date, str(suffix)))


def _with_suffix(date: Date, suffix: str) -> Date:
    return Date(date.year, date.month, date.day, date.end, suffix, date.literal, date.circa)


def _to_value(value: Any) -> Value | None:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value and all(_is_name(part) for part in value):
        return tuple(_to_name(part) for part in value)
    if isinstance(value, Mapping) and value.keys() & _DATE_KEYS:
        return _to_date(value)
    return None


def _is_name(value: Any) -> bool:
    return isinstance(value, Mapping) and bool({"family", "given", "literal"} & value.keys())


def _to_name(part: Mapping[str, Any]) -> Name:
    if part.get("literal"):
        return Name(literal=str(part["literal"]))
    particle = " ".join(str(part[key]) for key in _PARTICLES if part.get(key))
    return Name(
        family=str(part.get("family") or ""),
        given=str(part.get("given") or ""),
        particle=particle,
        suffix=str(part.get("suffix") or ""),
    )


def _to_date(value: Mapping[str, Any]) -> Date:
    literal = str(value.get("literal") or "")
    circa = bool(value.get("circa"))
    parts = _parts(value.get("date-parts"))
    if not parts:
        raw = str(value.get("edtf") or value.get("raw") or "")
        return _to_date_text(raw, literal, circa)
    start = (*parts[0], None, None)
    return Date(start[0], start[1], start[2], parts[1] if parts[1:] else (), "", literal, circa)


def _parts(value: Any) -> list[tuple[int, ...]]:
    if not isinstance(value, list):
        return []
    rows = [_numbers(row) for row in value if isinstance(row, list)]
    return [row for row in rows if row]


def _numbers(row: Iterable[Any]) -> tuple[int, ...]:
    out: list[int] = []
    for part in row:
        if not re.fullmatch(r"-?\d{1,6}", str(part)):
            break
        out.append(int(part))
    return tuple(out[:3])


def _to_date_text(raw: str, literal: str, circa: bool) -> Date:
    read = read_date(raw)
    if read is None:
        return Date(literal=literal or raw, circa=circa)
    return Date(read.year, read.month, read.day, read.end, "", literal, circa or read.circa)


def read_date(text: str) -> Date | None:
    """The date that ISO 8601 / EDTF text says ('2021', '2021-03-04', '2020/2021', '1900~')."""
    first, slash, last = text.strip().partition("/")
    start, end = _EDTF.fullmatch(first), _EDTF.fullmatch(last)
    if not start or (last and not end):
        return None
    year, month, day = _match_numbers(start)
    closing = tuple(n for n in _match_numbers(end) if n is not None) if end else ()
    if not _in_calendar(month, day) or not _in_calendar(*closing[1:]):
        return None
    return Date(year, month, day, closing, circa=bool(start[4])) if slash != "/" or end else None


def _in_calendar(month: int | None = None, day: int | None = None) -> bool:
    return 1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 31


def _match_numbers(match: re.Match[str]) -> tuple[int | None, ...]:
    return tuple(int(part) if part else None for part in match.groups()[:3])


def write_date(date: Date) -> str:
    """`date` as ISO 8601 / EDTF, '' when it has no year."""
    if date.year is None:
        return ""
    text = _iso(_date_parts(date)) + ("~" if date.circa else "")
    return f"{text}/{_iso(list(date.end))}" if date.end else text


def _iso(parts: list[int]) -> str:
    year = f"{parts[0]:05d}" if parts[0] < 0 else f"{parts[0]:04d}"
    return "-".join([year, *(f"{part:02d}" for part in parts[1:])])


def read_csl_json(text: str) -> tuple[Reference, ...]:
    """The items of a CSL-JSON file: a list of items, one item, or `{"items": [...]}`.

    Raises ValueError when the text is not that.
    """
    data = json.loads(text)
    if isinstance(data, Mapping):
        data = data.get("items", [data])
    if not isinstance(data, list):
        raise ValueError("not a list of CSL-JSON items")
    return tuple(from_csl(item) for item in data)


LAWS: Final = frozenset(["bill", "legal_case", "legislation", "regulation", "treaty"])
"""Types whose title is a name as a whole."""


def repeats_number(kind: str, title: str, number: str) -> bool:
    """Whether the title of a law says its number, which styles would print once more:
    'Undang-Undang Nomor 21 Tahun 2007 ..., Legislation No. 21'."""
    return kind in LAWS and bool(number and re.search(rf"\b{re.escape(number)}\b", title))


_ODD = re.compile("[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that JSON allows and that still steer terminals or break readers."""


def _written(item: dict[str, object]) -> str:
    """An item with a variable a line (`json.dumps` with an indent is six times slower)."""
    lines = ",\n".join([f" {_dump(name)}: {_dump(value)}" for name, value in item.items()])
    if _ODD.search(lines):
        lines = _ODD.sub(lambda m: f"\\u{ord(m[0]):04x}", lines)
    return f"{{\n{lines}\n}}"


_dump = json.JSONEncoder(ensure_ascii=False).encode


def write_csl_json(references: Iterable[Reference]) -> Iterable[str]:
    """A CSL-JSON file in pieces, one item a piece."""
    lead = "[\n"
    for reference in references:
        yield f"{lead}{_written(to_csl(reference))}"
        lead = ",\n"
    yield "[]\n" if lead == "[\n" else "\n]\n"
