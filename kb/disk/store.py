"""The files of a knowledge base <-> values, and the only writer of `refs/`.

Layout: `refs/<paper>.bib` and `.jsonl` (entries and raw strings of a paper), `refs/library.bib` and
`.jsonl` (one entry a work), other `refs/*.bib` (imported by a person), `refs/decisions.txt`,
`notes/*.md`, `kb.toml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kb.disk.documents import read_document
from kb.disk.edits import save_entries
from kb.disk.files import (
    ABSENT,
    Snapshot,
    digest_of,
    entries_of,
    locked,
    read_bytes,
    read_snapshot,
    unwritable,
    write_text,
)
from kb.disk.notefiles import read_notes
from kb.disk.settings import read_settings
from kb.errors import USAGE, KbError
from kb.formats.bib import BibFile, read_bib
from kb.formats.decisions import read_decisions, write_decision
from kb.formats.keys import PATTERN, check_pattern, citation_key, unique
from kb.formats.records import (
    Losing,
    PaperRecords,
    WorkRecord,
    read_paper,
    read_works,
    write_paper,
    write_works,
)
from kb.model import (
    Base,
    Decision,
    Link,
    Note,
    Paper,
    Place,
    Problem,
    RawReference,
    Reference,
)
from kb.text import SourceText, Span

LIBRARY: Final = "library"
MARKS: Final = ("refs", "kb.toml", "library.bib")
"""A folder that holds one of these is a knowledge base."""

_TOML: Final = """\
# Settings of this knowledge base.

[keys]
# pattern = "auth.lower + year + shorttitle(1)"   # of new citation keys, as in Better BibTeX

[papers]
# folders = ["papers"]   # where the papers' own texts are, to look up quotes
"""
_IGNORED: Final = ".kb/\n"
_DECISIONS: Final = """\
# What people decided about references, one line a decision:
#   same A B        A and B are one work
#   differ A B      A and B are two works
#   field A NAME B  A takes the field NAME from B
# A and B are citation keys or numbers of references (003#12); a reason goes after a # and a blank.
"""


@dataclass(frozen=True)
class Work:
    """An entry of the library to be saved, with what `library.jsonl` says about it."""

    reference: Reference
    losing: Losing = field(default_factory=dict)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Store:
    """A knowledge base on disk, by its folder."""

    root: Path

    # Finding and starting

    @staticmethod
    def find(start: Path | str | None = None) -> "Store":
        """The knowledge base that `start` is, or that the working folder lies in.

        A `start` that is given must be one itself. Raises KbError when there is none.
        """
        mend = "kb init starts one; kb -C DIR names one"
        if start is not None:
            root = Path(start).resolve()
            if not root.is_dir():
                raise KbError("there is no such folder", str(start), mend, USAGE)
            if not _is_base(root):
                raise KbError("this folder is no knowledge base", str(start), mend, USAGE)
            return Store(root)
        here = Path.cwd()
        for folder in (here, *here.parents):
            if _is_base(folder):
                return Store(folder)
        what = "there is no knowledge base (no folder refs/) here or above"
        raise KbError(what, str(here), mend, USAGE)

    @staticmethod
    def init(root: Path) -> tuple["Store", tuple[Path, ...]]:
        """Starts a knowledge base in `root`; what is there already stays. With it, what was made.

        Raises KbError when the folder cannot be written.
        """
        store = Store(root.resolve())
        made = [path for path in (store.refs, store.notes) if _make_folder(path)]
        for path, text in (
            (store.root / "kb.toml", _TOML),
            (store.root / ".gitignore", _IGNORED),
            (store.refs / "decisions.txt", _DECISIONS),
        ):
            if not path.exists() and write_text(path, text, ABSENT, store.root):
                made.append(path)
        return store, tuple(made)

    @property
    def refs(self) -> Path:
        return self.root / "refs"

    @property
    def notes(self) -> Path:
        return self.root / "notes"

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The tables of kb.toml. Raises KbError for what they may not hold."""
        return read_settings(str(self.root))

    @property
    def key_pattern(self) -> str:
        """The pattern of new citation keys. Raises KbError for one that cannot be read."""
        try:
            return check_pattern(str(self.settings.get("keys", {}).get("pattern") or PATTERN))
        except ValueError as error:
            mend = f'as in Better BibTeX or JabRef: pattern = "{PATTERN}"'
            raise KbError(str(error), str(self.root / "kb.toml"), mend, USAGE) from None

    def name(self, path: Path) -> str:
        """The path as people see it: from the knowledge base's folder."""
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root).as_posix() if inside else str(path)

    # Files

    def read(self, path: Path) -> Snapshot:
        return read_snapshot(path)

    def write(self, path: Path, text: str, expected: Snapshot | None) -> bool:
        """As `files.write_text`, within this knowledge base."""
        return write_text(path, text, expected, self.root)

    def locked(self) -> AbstractContextManager[None]:
        """Keeps other commands from writing here. Raises KbError when one does."""
        return locked(self.root / ".kb" / "lock")

    # Loading

    def load(self) -> Base:
        """Everything that is here. What cannot be read is a problem of the base."""
        return replace(self.load_refs(), notes=self.load_notes())

    def load_refs(self) -> Base:
        """Everything but the notes."""
        papers: list[Paper] = []
        places: dict[str, Place] = {}
        problems: list[Problem] = []
        for id_ in self.paper_ids():
            paper, found = self._load_paper(id_, problems)
            papers.append(paper)
            places |= found
        library, losing = self._load_library(places, problems)
        decisions, bad = self._load_decisions()
        return Base(
            tuple(papers),
            library,
            MappingProxyType(places),
            MappingProxyType(losing),
            decisions=decisions,
            problems=(*problems, *bad),
        )

    def state(self) -> str:
        """A digest of every file that `load_refs` and `text_of` read: it stays the same while they
        do."""
        names = (n for n in entries_of(self.refs) if n.endswith((".bib", ".jsonl", ".txt")))
        paths = [self.root / "kb.toml", *(self.refs / name for name in names)]
        texts = filter(None, (self._text_path(paper.name) for paper in self.heads()))
        found = "\0".join(f"{path}\0{_content(path)}" for path in (*paths, *texts))
        return digest_of(found.encode("utf-8", "surrogateescape"))

    def heads(self) -> Iterator[Paper]:
        """The papers that were read, with nothing but what is known of the paper itself."""
        for id_ in self.paper_ids():
            path = self.refs / f"{id_}.jsonl"
            if path.is_file():
                with path.open(encoding="utf-8", errors="replace") as file:
                    head = "".join(line for line in file if '"paper"' in line)
                yield _paper(read_paper(head, self.name(path), id_)[0], read_bib(""))

    def paper_ids(self) -> tuple[str, ...]:
        """The papers that are here: `refs/*.jsonl`, and imported `refs/*.bib`, but the library."""
        found = [Path(name) for name in entries_of(self.refs)]
        names = {path.stem for path in found if path.suffix in (".jsonl", ".bib")}
        return tuple(sorted(name for name in names - {LIBRARY} if not name.startswith(".")))

    def load_paper(self, id_: str) -> Paper:
        """One paper. Raises KbError when it is not here."""
        if id_ not in self.paper_ids():
            known = ", ".join(self.paper_ids()) or "none"
            raise KbError(
                f"there is no paper {id_!r}", str(self.refs), f"there are: {known}", USAGE
            )
        return self._load_paper(id_, [])[0]

    def raw_paper(self, id_: str) -> Paper | None:
        """A paper as its raw strings tell, whatever its `.bib` says: entries without fields, stubs
        as first read. None for a `.bib` that a person put here, and where a raw string cannot be
        read: what is written from the others would lose it."""
        records, problems = self._records(id_)
        return None if records is None or problems else _paper(records, read_bib(""))

    def is_of(self, id_: str, name: str) -> bool:
        """Whether the paper `id_` was read from a file called `name`; one whose raw strings are
        lost is known by the origins of its entries."""
        records, _ = self._records(id_)
        if records is not None and records.name != records.id:
            return records.name == name
        origins = (origin for one in self._bib(id_).references for origin in one.origins)
        return any(re.match(re.escape(id_) + r"[#~]\d", origin) for origin in origins)

    def _load_paper(self, id_: str, problems: list[Problem]) -> tuple[Paper, dict[str, Place]]:
        file = self._bib(id_)
        problems += file.problems
        records, bad = self._records(id_)
        problems += bad
        if records is None:
            return _imported(id_, file), _imported_places(id_, file)
        paper = _paper(records, file)
        return paper, _places(records, file)

    def _bib(self, id_: str) -> BibFile:
        path = self.refs / f"{id_}.bib"
        return read_bib(read_snapshot(path).text, self.name(path))

    def _records(self, id_: str) -> tuple[PaperRecords | None, tuple[Problem, ...]]:
        path = self.refs / f"{id_}.jsonl"
        found = read_snapshot(path)
        if not found.digest:
            return None, ()
        return read_paper(found.text, self.name(path), id_)

    def _load_library(
        self, places: dict[str, Place], problems: list[Problem]
    ) -> tuple[tuple[Reference, ...], dict[str, Losing]]:
        file = self._bib(LIBRARY)
        places |= file.places
        problems += [p for p in file.problems if p.rule != "key-duplicate"]  # a rule tells it
        records, bad = self.work_records()
        problems += bad
        return file.references, {r.key: r.losing for r in records if r.losing}

    def work_records(self) -> tuple[tuple[WorkRecord, ...], tuple[Problem, ...]]:
        """The lines of `refs/library.jsonl`."""
        path = self.refs / f"{LIBRARY}.jsonl"
        return read_works(read_snapshot(path).text, self.name(path))

    def _load_decisions(self) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
        path = self.refs / "decisions.txt"
        return read_decisions(read_snapshot(path).text, self.name(path))

    def load_notes(self) -> tuple[Note, ...]:
        """The notes, by the order of their paths."""
        return read_notes(self.root)

    def text_of(self, paper: Paper) -> SourceText | None:
        """The text of a paper where it is here: beside its entries, in `papers/`, or in a folder
        that kb.toml names."""
        path = self._text_path(paper.name)
        return read_document(path) if path else None

    def _text_path(self, name: str) -> Path | None:
        if name.endswith(".bib"):
            return None
        folders = self.settings.get("papers", {}).get("folders", [])
        places = (self.refs, self.root / "papers", *(self.root / f for f in folders))
        return next((path for path in (f / name for f in places) if path.is_file()), None)

    # Saving

    def save_paper(self, paper: Paper) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
        """Writes a paper's entries and raw strings; the paths written, and what was kept.

        An entry that a person edited stays (`entry-edited`); a missing one is made again; a key
        once given to a raw string stays. Raises KbError as `write` does.
        """
        bib, jsonl = self.refs / f"{paper.id}.bib", self.refs / f"{paper.id}.jsonl"
        before, before_jsonl = read_snapshot(bib), read_snapshot(jsonl)
        old, lost = read_paper(before_jsonl.text, self.name(jsonl), paper.id)
        keys = self._keys(paper, old, read_bib(before.text), bool(lost))
        entries = {
            keys[id_]: replace(reference, key=keys[id_], origins=(id_,), aliases=())
            for id_, reference in _sources(paper)
        }
        saved = save_entries(before.text, self.name(bib), entries, old.written)
        text = write_paper(paper, keys, saved.written)
        done = [p for p, t, was in ((bib, saved.text, before), (jsonl, text, before_jsonl))
                if self.write(p, t, was)]  # fmt: skip
        return tuple(done), saved.problems

    def _keys(self, paper: Paper, old: PaperRecords, file: BibFile, lost: bool) -> dict[str, str]:
        """A key for every reference and stub that has an entry, by its id. Where raw strings are
        `lost`, the entries themselves tell what they were read from."""
        texts = {raw.id: raw.text for raw in old.raws} | {stub.id: stub.text for stub in old.stubs}
        known = {texts[id_]: key for id_, key in old.keys.items() if id_ in texts}
        words = {raw.id: raw.text for raw, _ in paper.entries}
        words |= {stub.id: stub.text for stub in paper.stubs}
        if lost:
            known = {words[id_]: key for id_, key in _by_origin(file) if id_ in words} | known
        taken = {key for key in file.entries if key not in known.values()}
        keys: dict[str, str] = {}
        fresh = []
        for id_, reference in _sources(paper):
            key = known.pop(words[id_], None)
            if key is None or key in taken:
                fresh.append((id_, reference))
            else:
                keys[id_] = key
                taken.add(key)
        for id_, reference in fresh:
            keys[id_] = unique(citation_key(reference, self.key_pattern), taken)
            taken.add(keys[id_])
        return keys

    def save_library(self, works: Sequence[Work]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
        """Writes the library's entries and records; the paths written, and what was kept."""
        bib, jsonl = self.refs / f"{LIBRARY}.bib", self.refs / f"{LIBRARY}.jsonl"
        before, before_jsonl = read_snapshot(bib), read_snapshot(jsonl)
        old, _ = read_works(before_jsonl.text, self.name(jsonl))
        entries = {work.reference.key: work.reference for work in works}
        written = {record.key: record.written for record in old if record.written}
        saved = save_entries(before.text, self.name(bib), entries, written)
        records = [
            WorkRecord(
                work.reference.key,
                saved.written.get(work.reference.key, ""),
                work.reference.origins,
                work.reference.aliases,
                work.losing,
                work.links,
            )
            for work in works
        ]
        done = [p for p, t, was in ((bib, saved.text, before),
                                    (jsonl, write_works(records), before_jsonl))
                if self.write(p, t, was)]  # fmt: skip
        return tuple(done), saved.problems

    def append_decision(self, decision: Decision) -> Path:
        """Adds a line to `refs/decisions.txt`; nothing in it changes. Raises KbError."""
        path = self.refs / "decisions.txt"
        before = read_snapshot(path)
        text = before.text or _DECISIONS
        gap = "" if text.endswith("\n") else "\n"
        self.write(path, f"{text}{gap}{write_decision(decision)}\n", before)
        return path

    def add_file(self, name: str, text: str) -> Path | None:
        """Writes `refs/<name>.bib`, imported entries; None when it says so already."""
        path = self.refs / f"{name}.bib"
        return path if self.write(path, text, read_snapshot(path)) else None


def _content(path: Path) -> str:
    """A digest of a file, '' without one, or why it cannot be read."""
    try:
        return digest_of(read_bytes(path)) if path.is_file() else ""
    except KbError as error:
        return error.what


def _is_base(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in MARKS)


def _make_folder(path: Path) -> bool:
    if path.is_dir():
        return False
    try:
        path.mkdir(parents=True)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def has_entry(raw: RawReference, reference: Reference) -> bool:
    """Whether a raw reference has an entry of its own: it is full, or nothing that it could refer
    to is known and it says something."""
    return raw.kind == "full" or (raw.refers_to is None and bool(reference.fields))


def _sources(paper: Paper) -> Iterator[tuple[str, Reference]]:
    yield from ((raw.id, ref) for raw, ref in paper.entries if has_entry(raw, ref))
    yield from ((stub.id, replace(stub.reference, incomplete=True)) for stub in paper.stubs)


# Papers as values


def _by_origin(file: BibFile) -> Iterator[tuple[str, str]]:
    for reference in file.references:
        yield from ((origin, reference.key) for origin in reference.origins)


def _paper(records: PaperRecords, file: BibFile) -> Paper:
    by_key = {reference.key: reference for reference in reversed(file.references)}

    def reference_of(id_: str) -> Reference:
        found = by_key.get(records.keys.get(id_, ""))
        if found is None:
            return Reference(records.keys.get(id_, id_), origins=(id_,))
        return found if id_ in found.origins else replace(found, origins=(id_,))

    stubs = tuple(
        replace(stub, reference=reference_of(stub.id))
        if records.keys.get(stub.id) in by_key
        else stub
        for stub in records.stubs
    )
    entries = tuple((raw, reference_of(raw.id)) for raw in records.raws)
    added = _added(records, file)
    return Paper(
        records.id,
        records.name,
        records.sha256,
        records.item,
        (*entries, *added),
        records.citations,
        stubs,
    )


def _places(records: PaperRecords, file: BibFile) -> dict[str, Place]:
    found = {id_: file.places[key] for id_, key in records.keys.items() if key in file.places}
    return found | {raw.id: file.places[reference.key] for raw, reference in _added(records, file)}


Entry = tuple[RawReference, Reference]


def _added(records: PaperRecords, file: BibFile) -> tuple[Entry, ...]:
    """Entries that a person added to a paper's file by hand."""
    known = set(records.keys.values())
    return tuple(e for e in _by_hand(records.id, file) if e[1].key not in known)


def _imported(id_: str, file: BibFile) -> Paper:
    """A `.bib` file that a person put into `refs/`: every entry is its own raw string."""
    name = Path(file.path).name
    return Paper(id_, name, "", Reference(id_), tuple(_by_hand(id_, file)))


def _imported_places(id_: str, file: BibFile) -> dict[str, Place]:
    return {f"{id_}#{key}": place for key, place in file.places.items()}


def _by_hand(id_: str, file: BibFile) -> Iterator[Entry]:
    for reference in file.references:
        block, place = file.entries[reference.key], file.places[reference.key]
        raw_id = f"{id_}#{reference.key}"
        raw = RawReference(
            raw_id,
            file.cut(block),
            (Span(block.start, block.end),),
            place.line,
            place.end_line,
        )
        yield raw, replace(reference, origins=(raw_id,))
