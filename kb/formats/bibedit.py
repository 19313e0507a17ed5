"""A BibTeX entry made to say something else, field by field: all else in it stays as written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kb.formats.bibread import to_reference, variables
from kb.formats.bibscan import COMMA, FieldSpan, Scanner
from kb.formats.bibwrite import (
    Style,
    entry_type,
    field_names,
    rank,
    safe_key,
    write_entry,
    written_fields,
)
from kb.model import Reference

Edit = tuple[int, int, str]
"""`[start, end)` in a text, and what stands there instead."""

NAMING: Final = frozenset(["crossref", "xref", "xdata", "entryset", "related"])
"""Fields that name other entries by their keys."""
_OF_BIBLATEX: Final = frozenset(["date", "journaltitle", "location"])
_TYPE = re.compile(r"@[ \t\r\n]*([A-Za-z][\w.+-]*)")
_REMARK = re.compile(r"%[^\r\n]*[^\s%][^\r\n]*")
_BEFORE = re.compile(r"(?:\r\n|\n|\r)?[ \t]*\Z")
_KEYS = re.compile(r"[^\s,{}\"#]+")


def edit(text: str, edits: Sequence[Edit]) -> str:
    """`text` with these edits, which do not overlap."""
    out, at = [], 0
    for start, end, new in sorted(edits, key=lambda one: one[:2]):
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])


def edit_entry(
    text: str,
    old: Reference,
    new: Reference,
    macros: Mapping[str, str],
    remarks: Sequence[str] = (),
) -> str:
    """The entry `text`, which says `old`, made to say `new`; it keeps its key.

    What did not change stays as a person wrote it: layout, order, macros, braces, remarks between
    fields. New fields and `remarks` (lines that begin with `%`) are put at the end. An entry that
    would not be read as `new` then is written anew, with its remarks. `macros` are those of its
    file.
    """
    entry = _Entry(text, _spans(text), old, new)
    edited = edit(text, [*entry.changes(), *entry.additions(remarks)])
    if _says(edited, new, macros):
        return edited
    first, *lines = write_entry(new).split("\n")
    kept = [f"  {remark}" for remark in (*remarks_of(text), *remarks)]
    return entry.newline.join([first, *kept, *lines])


def _spans(text: str) -> tuple[FieldSpan, ...]:
    scanner = Scanner(text)
    return tuple(scanner.spans(scanner.next(0)[0]))


def _says(text: str, wanted: Reference, macros: Mapping[str, str]) -> bool:
    """Whether an entry is read as `wanted`; one that inherits fields does not say all itself."""
    scanner = Scanner(text)
    scanner.macros.update(macros)
    _, raw = scanner.next(0)
    if raw is None:
        return False
    return "crossref" in raw.fields or _said(to_reference(raw)) == _said(wanted)


def _said(reference: Reference) -> tuple[object, ...]:
    values = {name: field.value for name, field in reference.fields.items()}
    aliases = sorted(map(safe_key, reference.aliases))
    return reference.type, values, reference.origins, dict(reference.extra), aliases


@dataclass(frozen=True)
class _Entry:
    """The text of an entry, its fields, what it says and what it is to say."""

    text: str
    spans: tuple[FieldSpan, ...]
    old: Reference
    new: Reference

    @cached_property
    def names(self) -> Mapping[str, FieldSpan]:
        """The fields by name; of two with one name the first, which counts."""
        return {span.name: span for span in reversed(self.spans)}

    @cached_property
    def style(self) -> Style:
        return Style("bibtex" if _OF_BIBLATEX.isdisjoint(self.names) else "biblatex")

    @cached_property
    def kinds(self) -> tuple[str, str]:
        """The entry types of what it says and of what it is to say."""
        dialect = self.style.dialect
        return entry_type(self.old, dialect), entry_type(self.new, dialect)

    @cached_property
    def was(self) -> Mapping[str, str]:
        return written_fields(self.old, self.kinds[0], self.style)

    @cached_property
    def will(self) -> Mapping[str, str]:
        return written_fields(self.new, self.kinds[1], self.style)

    @cached_property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def slot(self, name: str) -> FieldSpan | None:
        """The field that says what is to stand in the field `name`, under that or another name."""
        if name in self.names:
            return self.names[name]
        of_name = {field: v for v, field in field_names(self.kinds[1], self.style.dialect).items()}
        known, variable = variables(self.kinds[0]), of_name.get(name)
        if variable is None:
            return None
        return next((span for span in self.spans if known.get(span.name) == variable), None)

    @cached_property
    def slots(self) -> Mapping[str, FieldSpan | None]:
        """The fields that are to say something else, each with the one that it takes over."""
        found = {n: self.slot(n) for n in self.will if n != "key" or n in self.names}
        same = {name for name in found if self.was.get(name) == self.will[name]}
        if self.kinds[0] != self.kinds[1] and "crossref" not in self.names:
            same -= {name for name in same if found[name] is None}  # the former type said it
        return {name: span for name, span in found.items() if name not in same}

    def changes(self) -> Iterator[Edit]:
        """What changes in the type and in the fields that are there."""
        kind = _TYPE.match(self.text)
        if kind and self.kinds[0] != self.kinds[1]:
            yield kind.start(1), kind.end(1), self.kinds[1]
        gone = self.was.keys() - self.will.keys()
        for name, span in self.slots.items():
            if span is None:
                continue
            if span.name in gone:
                yield span.start, span.start + len(span.name), name
            if self.will[name] != self.was.get(span.name):
                yield span.value, span.end, self.will[name]
        taken = {span.name for span in self.slots.values() if span}
        yield from (self._removal(self.names[n]) for n in gone - taken if n in self.names)

    def _removal(self, span: FieldSpan) -> Edit:
        """Takes a field out with the line it stands in."""
        before = _BEFORE.search(self.text, 0, span.start)
        comma = COMMA.match(self.text, span.end)
        return before.start() if before else span.start, comma.end() if comma else span.end, ""

    def additions(self, remarks: Sequence[str]) -> Iterator[Edit]:
        """The fields and remarks that are new, at the end, laid out as the first field."""
        new = sorted((name for name, span in self.slots.items() if span is None), key=rank)
        lines = [*remarks, *(f"{name} = {self.will[name]}," for name in new)]
        if not lines or not self.spans:
            return
        last = self.spans[-1].end
        comma = COMMA.match(self.text, last)
        if not comma:
            yield last, last, ","
        at = max(comma.end() if comma else last, len(self.text[:-1].rstrip()))
        lined = bool(remarks) or "%" in self.text[last:at]
        lead = self._lead(lined)
        after = self.newline if lined and not self.text[at:-1].strip(" \t") else ""
        yield at, at, "".join(lead + line for line in lines) + after

    def _lead(self, lined: bool) -> str:
        """What stands before each field: a line end and blanks, or (unless `lined`) a blank."""
        found = _BEFORE.search(self.text, 0, self.spans[0].start)
        lead = found[0] if found else ""
        return lead if lead.strip(" \t") else f"{self.newline}  " if lined else lead or " "


def remarks_of(text: str) -> list[str]:
    """The remarks (`% ...`) that stand between the fields of an entry."""
    if "%" not in text:
        return []
    found, at = [], text.find(",") + 1
    for span in _spans(text):
        found += _REMARK.findall(text, at, span.value)
        at = span.end
    return [remark.rstrip() for remark in (*found, *_REMARK.findall(text, at, len(text) - 1))]


def rename(text: str, keys: Mapping[str, str]) -> str:
    """An entry whose fields `crossref` and the like name these keys (in lower case) names what
    they are called now."""
    named = [span for span in _spans(text) if span.name in NAMING]
    values = ((span, text[span.value : span.end]) for span in named)
    return edit(text, [(span.value, span.end, _renamed(value, keys)) for span, value in values])


def _renamed(value: str, keys: Mapping[str, str]) -> str:
    return _KEYS.sub(lambda found: keys.get(found[0].lower(), found[0]), value)
