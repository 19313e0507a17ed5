"""Bibliographies without their duplicates: each work once, every other byte as it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kb.disk.encoded import UTF8, Encoded, decoded, read_encoded, to_bytes
from kb.disk.files import read_bytes, write_bytes
from kb.errors import USAGE, KbError
from kb.formats.bib import BibFile, Block, read_bib, write_entry
from kb.formats.bibedit import NAMING, Edit, edit, edit_entry, remarks_of, rename
from kb.jobs.bibfiles import Wanted, kind_of, prefixes_of, read_foreign
from kb.jobs.dedupe import several
from kb.jobs.unread import in_fields
from kb.match.dedupe import Deduped
from kb.match.merge import Losing, Merged, merge
from kb.model import Decision, Field, Problem, Reference

NOT_TAKEN: Final = "not-taken"
"""The variable (field `kb-not-taken`) that keeps what the merged entries said otherwise."""


@dataclass(frozen=True)
class Source:
    """A file as read: the entries of works found more than once by `name`; a .bib file's text with
    the blocks of all its entries."""

    path: Path
    references: Mapping[str, Reference]
    encoded: Encoded | None = None
    bib: BibFile | None = None
    blocks: Mapping[str, Block] = field(default_factory=dict)

    def entry(self, name: str) -> str:
        """The text of an entry, '' in a file that is no BibTeX."""
        return self.bib.cut(self.blocks[name]) if self.bib else ""


@dataclass(frozen=True)
class Clean:
    """A file without its duplicates: what changes in its text (or, for one that is no BibTeX, its
    records as BibTeX), and which key each key that is gone became."""

    source: Source
    edits: Sequence[Edit]
    gone: Mapping[str, str]
    converted: str = ""

    @property
    def path(self) -> Path:
        return self.source.path

    @property
    def encoding(self) -> str:
        return self.source.encoded.encoding if self.source.encoded else UTF8

    @property
    def text(self) -> str:
        encoded = self.source.encoded
        return edit(encoded.text, self.edits) if encoded else self.converted

    @property
    def kept(self) -> str:
        """The text with surrogates for bytes that are damage."""
        encoded = self.source.encoded
        return edit(encoded.kept, self.edits) if encoded else self.converted

    @property
    def digest(self) -> str | None:
        """The digest of the file as it was read."""
        return self.source.encoded.digest if self.source.encoded else None

    @property
    def data(self) -> bytes:
        """The bytes of the file, in the encoding it was in."""
        encoded = self.source.encoded
        return encoded.edited(self.edits) if encoded else self.converted.encode(UTF8)


@dataclass(frozen=True)
class Work:
    """What becomes of a work's entries: `text`, an entry of the key `key`, stands at `place`, where
    one of them stood. `members` are their keys by name, the one that keeps its key first."""

    place: str
    text: str
    key: str
    members: Mapping[str, str]

    @property
    def gone(self) -> Mapping[str, str]:
        """The keys of all entries but the first, by name."""
        first = next(iter(self.members))
        return {name: key for name, key in self.members.items() if name != first}


def clean_files(
    paths: Sequence[Path], deduped: Deduped, decisions: Sequence[Decision] = ()
) -> list[Clean]:
    """The texts of `paths` with the entries of each work merged into its first one.

    All else in a .bib file stays as it is, byte by byte; records of other files become BibTeX. In
    a merged entry only the values that differ change. Keys that are gone live on in the field
    `ids`, values that were not taken in `kb-not-taken`; entries that name them (`crossref`) name
    the new ones. Raises KbError when a file cannot be read or has changed meanwhile.
    """
    members = {key for work in several(deduped) for key in work}
    prefixes = prefixes_of(paths)
    sources = [_read(*pair, members) for pair in zip(paths, prefixes, strict=True)]
    fields = [one for one in decisions if one.kind == "field"]
    works = list(_works(sources, several(deduped), fields))
    pairs = zip(sources, prefixes, strict=True)
    return [_cleaned(source, prefix, works) for source, prefix in pairs]


# Reading


def _read(path: Path, prefix: str, members: set[str]) -> Source:
    data = read_bytes(path)
    if kind_of(path, data) != "bib":
        every = Wanted(prefix, lambda name: True)
        found = [one for one in read_foreign(path, data) if every(one.key)]
        return Source(path, every.named(found))
    wanted = Wanted(prefix, members.__contains__)
    encoded = decoded(path, data)
    bib = read_bib(encoded.text, str(path), wanted)
    entries = (block for block in bib.blocks if block.kind == "entry")
    blocks = dict(zip(wanted.names, entries, strict=True))
    return Source(path, wanted.named(bib.references), encoded, bib, blocks)


# Merging


def _works(
    sources: Sequence[Source], found: Sequence[Sequence[str]], decisions: Sequence[Decision]
) -> Iterator[Work]:
    where = {name: source for source in sources for name in source.references}
    order = {name: place for place, name in enumerate(where)}
    parents = {key for source in sources for key in _parents(source)}

    def rank(name: str) -> tuple[bool, int]:
        return where[name].bib is None, order[name]

    for work in found:
        if not where.keys() >= set(work):
            mend = "run the command again"
            raise KbError("a file changed while it was being worked on", "", mend)
        members = sorted(work, key=rank)
        yield _merged(members, where, decisions, parents)


_CROSSREF = re.compile(r"\bcrossref\s*=\s*[{\"]?\s*([^\s,{}\"#]+)", re.IGNORECASE)


def _parents(source: Source) -> Iterator[str]:
    """The keys, in lower case, of entries that others inherit fields from."""
    if source.bib:
        yield from (key.lower() for key in _CROSSREF.findall(source.bib.text))


def _merged(
    members: Sequence[str],
    where: Mapping[str, Source],
    decisions: Sequence[Decision],
    parents: set[str],
) -> Work:
    """The work of `members`, the first of which gives the entry that is changed.

    It stands where that one stood; but one that others inherit from where the last one stood, for
    BibTeX wants it after them.
    """
    first = members[0]
    references = {name: where[name].references[name] for name in members}
    keys = {name: one.key for name, one in references.items()}
    bibs = [name for name in members if where[name].bib]
    is_parent = any(key.lower() in parents for key in keys.values())
    place = bibs[-1] if is_parent and bibs else first
    read = {name: in_fields(one) for name, one in references.items()}
    new = merged_reference(read, decisions)
    return Work(place, _entry(references, where, new), new.key, keys)


def _entry(references: Mapping[str, Reference], where: Mapping[str, Source], new: Reference) -> str:
    """The first of these entries, made to say `new`, with the remarks of the others."""
    (first, old), *_ = references.items()
    bib, text = where[first].bib, where[first].entry(first)
    if bib is None:
        return write_entry(new)
    remarks = (one for name in references for one in remarks_of(where[name].entry(name)))
    told = dict.fromkeys(remark for remark in remarks if remark not in text)
    return edit_entry(text, old, new, bib.macros, [*told])


def merged_reference(
    references: Mapping[str, Reference], decisions: Sequence[Decision]
) -> Reference:
    """The one reference of a work, under the key of its first entry."""
    first, *others = references
    merged, key = _merge(references, decisions), references[first].key
    old = {references[name].key for name in others} | set(merged.reference.aliases)
    fields = dict(merged.reference.fields)
    if kept := _not_taken([*references.values()], merged.losing):
        fields[NOT_TAKEN] = Field(kept)
    return replace(merged.reference, key=key, fields=fields, aliases=tuple(sorted(old - {key})))


def losing_of(references: Mapping[str, Reference], decisions: Sequence[Decision]) -> Losing:
    """What the entries of a work, by name, say otherwise than the work."""
    return _merge(references, decisions).losing


def _merge(references: Mapping[str, Reference], decisions: Sequence[Decision]) -> Merged:
    """The work of these entries. Only what the first one inherits it goes on inheriting: what the
    others inherit is a part of them."""
    first, *others = (_plain(name, one) for name, one in references.items())
    merged = merge([first, *map(_without_parents, others)], decisions)
    parents = {
        variable: tuple(pair)
        for variable in sorted(NAMING)
        if (pair := [(said, one.key) for one in others if (said := one.extra.get(variable))])
    }
    return replace(merged, losing={**merged.losing, **parents})


def _plain(name: str, reference: Reference) -> Reference:
    fields = {n: value for n, value in reference.fields.items() if n != NOT_TAKEN}
    return replace(reference, key=name, fields=fields)


def _without_parents(reference: Reference) -> Reference:
    own = {name: value for name, value in reference.extra.items() if name not in NAMING}
    return replace(reference, extra=own)


def _not_taken(members: Sequence[Reference], losing: Losing) -> str:
    """'year: 2021 (b.bib:veda2021); page: 7 (c, d)': what other entries of the work said, and what
    they had kept themselves."""
    before = (member.text(NOT_TAKEN) for member in members)
    now = (
        f"{variable}: {value} ({', '.join(origins)})"
        for variable, values in losing.items()
        for value, origins in _by_value(values).items()
    )
    return "; ".join(dict.fromkeys(filter(None, (*before, *now))))


def _by_value(values: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value, origin in values:
        found.setdefault(value, []).append(origin)
    return found


# Texts


def _cleaned(source: Source, prefix: str, works: Sequence[Work]) -> Clean:
    texts = {name: "" for work in works for name in work.members}
    texts |= {work.place: work.text for work in works}
    gone = {name: work.key for work in works for name in work.gone}
    mine = {n.removeprefix(prefix): key for n, key in gone.items() if n.startswith(prefix)}
    if source.bib is None:
        entries = (texts.get(n, write_entry(one)) for n, one in source.references.items())
        return Clean(source, (), mine, "\n\n".join(filter(None, entries)) + "\n")
    return Clean(source, tuple(_edits(source, texts, _renamed(source, works))), mine)


def _renamed(source: Source, works: Sequence[Work]) -> Mapping[str, str]:
    """What the keys, in lower case, that entries of this file name are called now."""
    named_: dict[str, str] = {}
    own = {block.key.lower(): name for name, block in reversed([*source.blocks.items()])}
    for work in works:
        for name, key in work.gone.items():
            if own.get(key.lower(), name) == name:
                named_[key.lower()] = work.key
    return named_


def _edits(source: Source, texts: Mapping[str, str], renamed: Mapping[str, str]) -> Iterator[Edit]:
    """The entries that change, or go with the blank line after them."""
    bib, encoded = source.bib, source.encoded
    if not bib or not encoded:
        return
    newline = encoded.newline
    for name, block in source.blocks.items():
        old = bib.cut(block)
        new = _lines(texts[name], newline) if name in texts else old
        if renamed and _NAMING.search(new):
            new = rename(new, renamed)
        if new != old:
            yield block.start, block.end if new else _after(bib.text, block.end), new


_NAMING = re.compile(rf"\b(?:{'|'.join(sorted(NAMING))})\s*=", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]*(?:\r\n|\n|\r)?(?:[ \t]*(?:\r\n|\n|\r))?")


def _after(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _lines(entry: str, newline: str) -> str:
    return newline.join(re.split(r"\r\n|\n|\r", entry))


# Writing


def write_clean(cleaned: Sequence[Clean], output: Path | None) -> list[Path]:
    """Writes the files in place, or all of them into `output`; the paths written.

    Raises KbError when a file that is no BibTeX would have to be written in place, and when a file
    has changed since it was read.
    """
    if output is not None:
        write_bytes(output, _joined(cleaned), None)
        return [output]
    for one in cleaned:
        if one.source.encoded is None:
            mend = "write them all into one file: -o clean.bib"
            raise KbError("only .bib files are written in place", str(one.path), mend, USAGE)
    return [one.path for one in cleaned if write_bytes(one.path, one.data, one.digest)]


def _joined(cleaned: Sequence[Clean]) -> bytes:
    """All files as one, in the encoding they share, else in UTF-8."""
    if len(cleaned) == 1:
        return cleaned[0].data
    encodings = {one.encoding for one in cleaned}
    texts = [one.kept if len(encodings) == 1 else one.text for one in cleaned]
    text = "\n".join(text if text.endswith("\n") else text + "\n" for text in texts if text.strip())
    return to_bytes(text, encodings.pop() if len(encodings) == 1 else UTF8)


def clashes(output: Path) -> tuple[Problem, ...]:
    """Keys that stand for several works in the file just written."""
    found = read_bib(read_encoded(output).text, str(output), lambda key: False).problems
    return tuple(problem for problem in found if problem.rule == "key-duplicate")
