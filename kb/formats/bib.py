"""BibTeX and biblatex files <-> references, losslessly.

A file is split into blocks that hold every byte of it (`bibscan`), entries are read into references
(`bibread`) and written (`bibwrite`). Only the entries that are meant change; all else is written
back as it stood.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

from kb.formats.bibfields import ORDER
from kb.formats.bibread import aliases_of, to_reference
from kb.formats.bibscan import Block, Placer, Raw, Scanner
from kb.formats.bibwrite import write_entry
from kb.memory import no_collection
from kb.model import Place, Problem, Reference

__all__ = [
    "BibFile",
    "Block",
    "digest",
    "iter_plain",
    "iter_references",
    "read_bib",
    "remove",
    "replace",
    "write_bib",
    "write_entry",
]

_PARENT_TITLES = {"title": "booktitle", "subtitle": "booksubtitle"}
_NEVER_INHERITED = {
    "ids", "crossref", "xref", "entryset", "kb-origin", "kb-status", "kb-not-taken", "label",
}  # fmt: skip


@dataclass(frozen=True)
class BibFile:
    """A file as read. `blocks` cover its text without a gap; `references` are its entries, in
    order, without the broken ones, which are `problems`; `macros` what its strings mean."""

    path: str
    text: str
    blocks: tuple[Block, ...]
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]
    macros: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def entries(self) -> Mapping[str, Block]:
        """The entry, whole or broken, of each key; of a key that stands twice, the first."""
        found: dict[str, Block] = {}
        for block in self.blocks:
            if block.key and block.kind in ("entry", "broken"):
                found.setdefault(block.key, block)
        return MappingProxyType(found)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where the entry of each key stands."""
        place = Placer(self.path, self.text)
        found = {key: place(block.start, block.end) for key, block in self.entries.items()}
        return MappingProxyType(found)

    def cut(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def entry(self, key: str) -> str:
        """The text of the entry of `key`, '' when there is none."""
        block = self.entries.get(key)
        return self.cut(block) if block else ""


def digest(entry: str) -> str:
    """What tells an entry as the program wrote it from one that a person edited; line ends and
    blanks after it make no difference."""
    plain = entry.rstrip().replace("\r\n", "\n")
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_bib(text: str, path: str = "", wanted: Callable[[str], bool] | None = None) -> BibFile:
    """Reads the text of a .bib file. Never fails: what cannot be read is a problem and is kept.

    `wanted` is asked for the key of each entry, in order; what it does not want has no reference.
    """
    scanner = Scanner(text, path)
    blocks: list[Block] = []
    found: list[Reference] = []
    children: list[tuple[int, Raw]] = []
    with no_collection():
        for block, raw in scanner.blocks():
            blocks.append(block)
            if raw is not None and (wanted is None or wanted(raw.key)):
                if "crossref" in raw.fields:
                    children.append((len(found), raw))
                found.append(to_reference(raw))
    _inherit(scanner, blocks, children, found)
    problems = (*scanner.problems(), *_duplicates(blocks, text, path))
    return BibFile(path, text, tuple(blocks), tuple(found), problems, scanner.macros)


def iter_references(
    text: str,
    path: str = "",
    problems: list[Problem] | None = None,
    wanted: Callable[[str, tuple[str, ...]], bool] | None = None,
) -> Iterator[Reference]:
    """The entries of a file one after the other, for files too large to hold as references.

    `wanted` is asked for each key and its aliases, and what it does not want is not read. At the
    end `problems` holds what could not be read.
    """
    found = problems if problems is not None else []
    if _CROSSREF.search(text):
        file = read_bib(text, path)
        found += file.problems
        yield from (r for r in file.references if not wanted or wanted(r.key, r.aliases))
        return
    scanner = Scanner(text, path)
    for _, raw in scanner.blocks():
        if raw is not None and (wanted is None or wanted(raw.key, aliases_of(raw))):
            yield to_reference(raw)
    found += scanner.problems()


def iter_plain(
    text: str, path: str = "", problems: list[Problem] | None = None
) -> Iterator[str | Reference]:
    """As `iter_references`, but an entry that is as `write_entry` makes it, of plain words without
    a sign that means something to TeX, comes as its text without the knowledge base's own fields:
    it need not be read to be written.
    """
    found = problems if problems is not None else []
    if _CROSSREF.search(text):
        yield from iter_references(text, path, found)
        return
    scanner = Scanner(text, path)
    at = 0
    while at < len(text):
        if plain := PLAIN_ENTRY.match(text, at):
            yield plain[1] + "}"
            at = plain.end()
        else:
            block, raw = scanner.next(at)
            at = block.end
            if raw is not None:
                yield to_reference(raw)
    found += scanner.problems()


_WORDS = r"(?:[ !'(-,\-./0-9:;=?@A-Z\[\]a-z¡-¬®-ſ‐-‘’“”„†‡•…‰‹›€]++|\\[&%#_$])*+"
_PLAIN_FIELDS = "|".join(sorted({*ORDER} - {"date", "journaltitle", "location", "doi", "url"}))
PLAIN_ENTRY = re.compile(
    r"\s*+(@(?:article|book|incollection|inproceedings|techreport|phdthesis|mastersthesis|booklet"
    r"|unpublished|misc)\{[A-Za-z][\w:.+-]*,\n"
    rf"(?:  (?:(?:{_PLAIN_FIELDS}) = \{{{_WORDS}(?:\{{{_WORDS}\}}{_WORDS})*+\}},\n"
    r"|(?:doi|url) = \{[!#-\[\]_a-z|~]*+\},\n|month = [a-z]{3},\n))*+)"
    r"(?:  (?:ids|kb-origin|kb-status|kb-suffix) = \{[^{}\n]*+\},\n)*+\}(?=\n|\Z)"
)


_CROSSREF = re.compile(r"\bcrossref\s*=", re.IGNORECASE)


def _inherit(
    scanner: Scanner, blocks: list[Block], children: list[tuple[int, Raw]], found: list[Reference]
) -> None:
    """Gives entries with `crossref` what they lack and their parent has."""
    if not children:
        return
    entries = {block.key.lower(): block for block in reversed(blocks) if block.kind == "entry"}
    known = len(scanner.found)
    for index, raw in children:
        block = entries.get(raw.fields["crossref"].strip().lower())
        parent = scanner.entry_at(block) if block else None
        del scanner.found[known:]  # the parent's own findings are there already
        if parent is None:
            _report_orphan(scanner, entries[raw.key.lower()], raw)
            known = len(scanner.found)
        else:
            found[index] = to_reference(_heir(raw, parent))


def _report_orphan(scanner: Scanner, block: Block, raw: Raw) -> None:
    message = f"{raw.key} takes fields from {raw.fields['crossref'].strip()}, which is not here"
    mend = "add that entry, or remove the field crossref"
    scanner.found.append(("bib-crossref-unknown", "warning", block.start, message, mend))


def _heir(raw: Raw, parent: Raw) -> Raw:
    fields = dict(raw.fields)
    for name, value in parent.fields.items():
        part = raw.type.startswith("in") or raw.type == "conference"
        own = _PARENT_TITLES.get(name, name) if part else name
        if name not in _NEVER_INHERITED:
            fields.setdefault(own, value)
    return Raw(raw.type, raw.key, fields, raw.again)


def _duplicates(blocks: list[Block], text: str, path: str) -> list[Problem]:
    first: dict[str, Block] = {}
    doubles = []
    for block in blocks:
        if block.kind == "entry" and first.setdefault(block.key, block) is not block:
            doubles.append(block)
    if not doubles:
        return []
    place = Placer(path, text)
    return [_duplicate(block, place(first[block.key].start), place) for block in doubles]


def _duplicate(block: Block, first: Place, place: Placer) -> Problem:
    message = f"the key {block.key} is used before, in line {first.line}"
    mend = "give one of the two another key, or remove it"
    return Problem("key-duplicate", "error", message, place(block.start, block.end), mend)


# Writing


def write_bib(references: Collection[Reference]) -> str:
    """A file of entries, one blank line between them."""
    return "\n".join(write_entry(reference) + "\n" for reference in references)


def replace(text: str, entries: Mapping[str, str]) -> str:
    """`text` with the entries of these keys replaced by these texts, and new ones put in.

    Every other byte stays. The texts are entries without a line end after them. A new one goes
    after the one that stands before it in `entries`, else before the next that is there, else to
    the end.
    """
    file = read_bib(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    before, after = _neighbours(file, list(entries))
    out, at = [], 0
    for key, block in file.entries.items():
        out.append(text[at : block.start])
        out += [_lines(entries[new], newline) + newline * 2 for new in before.get(key, ())]
        old = file.cut(block)
        out.append(_changed(old, entries[key], newline) if key in entries else old)
        at = _line_end(text, block.end) if key in after else block.end
        out.append(text[block.end : at])
        out += [newline * 2 + _lines(entries[new], newline) for new in after.get(key, ())]
    rest = "".join([*out, text[at:]])
    return rest if file.entries else _append(rest, list(entries.values()), newline)


_Groups = dict[str, list[str]]


def _neighbours(file: BibFile, keys: list[str]) -> tuple[_Groups, _Groups]:
    """The new keys that go before and after each entry that is there."""
    before: _Groups = {}
    after: _Groups = {}
    there = [key for key in keys if key in file.entries]
    first = there[0] if there else ""
    anchor = "" if there else list(file.entries)[-1] if file.entries else ""
    for key in keys:
        if key in file.entries:
            anchor = key
        elif anchor:
            after.setdefault(anchor, []).append(key)
        elif first:
            before.setdefault(first, []).append(key)
    return before, after


def _line_end(text: str, at: int) -> int:
    """The end of the line at `at`, or `at` where more than a remark stands in it."""
    found = re.compile(r"[^\r\n@]*(?=[\r\n]|\Z)").match(text, at)
    return found.end() if found else at


def _lines(entry: str, newline: str) -> str:
    return entry if newline == "\n" else entry.replace("\r\n", "\n").replace("\n", newline)


def _changed(old: str, new: str, newline: str) -> str:
    """`new` with the blanks of `old` after it: a broken block lasts until the next one."""
    if old == new or old.rstrip() == _lines(new, newline):
        return old
    return _lines(new.rstrip(), newline) + old[len(old.rstrip()) :]


def _append(text: str, entries: list[str], newline: str) -> str:
    for entry in entries:
        if text.strip():
            text = text.rstrip("\r\n") + newline * 2
        text += _lines(entry, newline) + newline
    return text


def remove(text: str, keys: Collection[str]) -> str:
    """`text` without the entries of these keys and the blank line after each."""
    file = read_bib(text)
    out, at = [], 0
    for block in file.blocks:
        if block.key in keys and file.entries.get(block.key) is block:
            out.append(text[at : block.start])
            at = block.end + len(_blank_line(text, block.end))
    return "".join([*out, text[at:]])


def _blank_line(text: str, at: int) -> str:
    found = re.compile(r"[ \t]*(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))?").match(text, at)
    return found[0] if found else ""
