"""References -> Hayagriva YAML, the format of Typst (https://github.com/typst/hayagriva).

Source: docs/file-format.md of Hayagriva 0.8. A journal, book or site that holds the work is its
`parent`. Values are written by hand, always quoted, because a YAML library is slow and wraps lines.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from kb.model import Date, Name, Reference

_PARENTS: Final = {
    "article-journal": ("article", "periodical"),
    "article-magazine": ("article", "periodical"),
    "article-newspaper": ("article", "newspaper"),
    "review": ("article", "periodical"),
    "chapter": ("chapter", "book"),
    "entry-dictionary": ("entry", "reference"),
    "entry-encyclopedia": ("entry", "reference"),
    "entry": ("entry", "reference"),
    "paper-conference": ("article", "proceedings"),
    "webpage": ("web", "web"),
    "post": ("post", "web"),
    "post-weblog": ("post", "blog"),
}
"""The type of an item and that of what holds it."""
_TYPES: Final = {
    "book": "book", "thesis": "thesis", "report": "report", "patent": "patent",
    "legal_case": "case", "legislation": "legislation", "bill": "legislation",
    "regulation": "legislation", "treaty": "legislation", "manuscript": "manuscript",
    "motion_picture": "video", "song": "audio", "graphic": "artwork", "software": "misc",
    "dataset": "repository", "periodical": "periodical", "performance": "performance",
    "collection": "anthology",
}  # fmt: skip
_OF_PARENT: Final = {"volume": "volume", "issue": "issue", "edition": "edition"}
_ID = re.compile(r"[^\w.:-]")


def write_hayagriva(references: Iterable[Reference]) -> Iterator[str]:
    """A Hayagriva file in pieces, one entry a piece."""
    for reference in references:
        lines = [f"{_quote(_ID.sub('-', reference.key) or 'item')}:", *_entry(reference)]
        yield "\n".join(lines) + "\n\n"


def _quote(text: str) -> str:
    """A double-quoted YAML scalar on one line."""
    line = _json(" ".join(text.split()))
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else _escape(ord(char)) for char in line)


_json: Final = json.JSONEncoder(ensure_ascii=False).encode


def _escape(code: int) -> str:
    """YAML has an escape for every character but halves of surrogate pairs."""
    return f"\\U{0xFFFD if 0xD800 <= code < 0xE000 else code:08X}"


def _entry(reference: Reference) -> Iterator[str]:
    kind, parent = _kinds(reference)
    yield f"  type: {kind}"
    yield from _text("title", reference.text("title"))
    yield from _people("author", reference.names())
    held = bool(reference.text("container-title"))
    if not held:
        yield from _people("editor", reference.names("editor"))
    yield from _affiliated(reference.names("translator"))
    yield from _date(reference.date())
    yield from _numbers(reference, held)
    yield from _publisher("  ", reference)
    yield from _serials(reference)
    yield from _url(reference)
    yield from _text("language", _language(reference.text("language")))
    yield from _text("genre", reference.text("genre"))
    yield from _text("note", reference.text("note"))
    yield from _text("abstract", reference.text("abstract"))
    yield from _parent(reference, parent)


def _kinds(reference: Reference) -> tuple[str, str]:
    """The type of an item and that of what holds it. Of a site or a `misc` with a year alone
    Typst's APA prints '(2021,)'; of a report it prints the same otherwise."""
    kinds = _PARENTS.get(reference.type, (_TYPES.get(reference.type, "misc"), "book"))
    date = reference.date()
    year_alone = date and date.year is not None and not date.month
    return ("report", "misc") if year_alone and kinds[0] in ("misc", "web") else kinds


def _text(name: str, value: str, indent: str = "  ") -> Iterator[str]:
    if value:
        yield f"{indent}{name}: {_quote(_plain(value))}"


def _plain(text: str) -> str:
    """Without CSL's markup, which Typst would print, and with the signs escaped that protect case
    or begin math there."""
    plain = _MARKUP.sub("", text) if "<" in text else text
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", plain)


_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span)\b[^<>]*>")
_SPECIAL = re.compile(r"[\\{}$]")


def _people(role: str, names: Iterable[Name], indent: str = "  ") -> Iterator[str]:
    known = list(map(_person, names))
    if known:
        yield f"{indent}{role}:"
        yield from (f"{indent}  - {line}" for line in known)


def _person(name: Name) -> str:
    if not name.family or not (name.given or name.particle or name.suffix):
        return f"{{ name: {_quote(name.display or name.family)} }}"
    parts = {
        "name": name.family,
        "given-name": name.given,
        "prefix": name.particle,
        "suffix": name.suffix,
    }
    return "{ " + ", ".join(f"{k}: {_quote(v)}" for k, v in parts.items() if v) + " }"


def _affiliated(translators: tuple[Name, ...]) -> Iterator[str]:
    if translators:
        yield "  affiliated:"
        yield "    - role: translator"
        yield "      names:"
        yield from (f"        - {_person(name)}" for name in translators)


def _date(date: Date | None) -> Iterator[str]:
    if date and date.year is not None:
        yield f"  date: {_iso(date)}"


def _iso(date: Date) -> str:
    text = f"{date.year:04d}"
    if date.month:
        text += f"-{date.month:02d}" + (f"-{date.day:02d}" if date.day else "")
    return f"~{text}" if date.circa else text


def _numbers(reference: Reference, held: bool) -> Iterator[str]:
    yield from _text("page-range", reference.text("page"))
    yield from _text("page-total", reference.text("number-of-pages"))
    if not held:
        for variable, name in _OF_PARENT.items():
            yield from _text(name, reference.text(variable))
    yield from _text("chapter", reference.text("chapter-number"))


def _publisher(indent: str, reference: Reference) -> Iterator[str]:
    name, place = reference.text("publisher"), reference.text("publisher-place")
    if name and place:
        yield f"{indent}publisher:"
        yield f"{indent}  name: {_quote(_plain(name))}"
        yield f"{indent}  location: {_quote(_plain(place))}"
    elif name or place:
        key = "publisher" if name else "location"
        yield f"{indent}{key}: {_quote(_plain(name or place))}"


def _serials(reference: Reference) -> Iterator[str]:
    found = {
        "doi": reference.text("DOI"),
        "isbn": reference.text("ISBN"),
        "issn": reference.text("ISSN"),
        "pmid": reference.text("PMID"),
        "pmcid": reference.text("PMCID"),
        "serial": reference.text("number"),
    }
    if any(found.values()):
        yield "  serial-number:"
        yield from (f"    {name}: {_quote(value)}" for name, value in found.items() if value)


def _url(reference: Reference) -> Iterator[str]:
    url, accessed = reference.text("URL"), reference.date("accessed")
    if url and accessed and accessed.year is not None:
        yield "  url:"
        yield f"    value: {_quote(url)}"
        yield f"    date: {_iso(accessed)}"
    elif url:
        yield f"  url: {_quote(url)}"


def _language(code: str) -> str:
    return code if re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2})?", code) else ""


def _parent(reference: Reference, kind: str) -> Iterator[str]:
    title, series = reference.text("container-title"), reference.text("collection-title")
    if title:
        yield "  parent:"
        yield f"    type: {kind}"
        yield from _text("title", title, "    ")
        yield from _people("editor", reference.names("editor"), "    ")
        for variable, name in _OF_PARENT.items():
            yield from _text(name, reference.text(variable), "    ")
    elif series:
        yield "  parent:"
        yield "    type: anthology"
        yield from _text("title", series, "    ")
        yield from _text("volume", reference.text("collection-number"), "    ")
