"""Load the part of a large knowledge base that one question needs: some notes, works and papers.

The readers are those of the store; they are given less text. Which claims there are is what the
search index says.
"""

import os
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

from kb.disk.index import Claim, Index, Sources, open_index
from kb.disk.library import find_library, note_paths
from kb.disk.notefiles import read_note_file
from kb.disk.store import LIBRARY, Store
from kb.formats.bib import read_bib
from kb.formats.records import read_paper
from kb.links import paper_of_id
from kb.model import Base, Note, Paper, Place, Reference

LARGE: Final = 1_500_000
"""Bytes of notes and library from which a part is loaded instead of everything."""
_NOTE: Final = 300
"""Bytes that a note is taken to have."""
_ENTRY: Final = re.compile(r"^@(\w+)\s*\{\s*([^\s,{}]*)", re.MULTILINE)
_OTHERS: Final = tuple(
    re.compile(rf"{name}\s*=\s*[{{\"]([^{{}}\"]*)") for name in ("ids", "kb-origin")
)
"""One pattern for each: a search for what begins with fixed letters is many times faster."""
_SMALL_PAPER: Final = 500_000


class Part:
    """A knowledge base of which only what is asked for is read."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # -- notes

    @cached_property
    def index(self) -> Index:
        """The search index, as the files are now."""
        library = find_library(str(self.store.root))
        return open_index(library.cache, Sources(library.bibs, library.notes))

    def paths(self, claims: Iterable[Claim]) -> set[str]:
        """The paths of the notes that state these claims."""
        return {self.store.name(Path(claim.source)) for claim in claims}

    def note(self, path: str) -> Note:
        return read_note_file(self.store.root, path)

    # -- works

    @cached_property
    def bib(self) -> str:
        return self.store.read(self.store.refs / f"{LIBRARY}.bib").text

    @cached_property
    def _heads(self) -> list[tuple[int, str, str]]:
        """Offset, type and key of every entry of the library."""
        return [(m.start(), m[1].lower(), m[2]) for m in _ENTRY.finditer(self.bib)]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._heads]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, (_, _, key) in enumerate(self._heads)}

    def entry_at(self, offset: int) -> int:
        """The number of the entry that an offset lies in, -1 before the first."""
        return bisect_right(self._starts, offset) - 1

    def entries_of(self, names: Iterable[str]) -> set[int]:
        """The numbers of the entries with these keys, older keys or origins."""
        found, others = set(), []
        for name in names:
            if name in self._numbers:
                found.add(self._numbers[name])
            else:
                others.append(name)
        return found.union(*(self._others.get(name, ()) for name in others)) - {-1}

    @cached_property
    def _others(self) -> dict[str, set[int]]:
        """Older keys and origins -> the numbers of the entries that name them."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for match in chain.from_iterable(each.finditer(self.bib) for each in _OTHERS):
            number = self.entry_at(match.start())
            for name in re.split(r"[\s,]+", match[1]):
                found[name].add(number)
        return found

    def works(self, numbers: Iterable[int]) -> tuple[tuple[Reference, ...], dict[str, Place]]:
        """The references of some entries, and their places."""
        macros = "".join(self._cut(n) for n, head in enumerate(self._heads) if head[1] == "string")
        works: list[Reference] = []
        places: dict[str, Place] = {}
        line, before = 1, 0
        for number in sorted(numbers):
            start, _, key = self._heads[number]
            line, before = line + self.bib.count("\n", before, start), start
            found = read_bib(macros + self._cut(number)).references
            works += found[:1]
            places[key] = Place(f"refs/{LIBRARY}.bib", line, 1)
        return tuple(works), places

    def _cut(self, number: int) -> str:
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.bib)
        return self.bib[self._starts[number] : end]

    # -- papers

    def papers(self, whole: Iterable[str], raws: Iterable[str]) -> Iterator[Paper]:
        """Every paper: those named (and small ones that hold one of `raws`) as a whole, of large
        ones the raw references `raws`, of the others only what is known of the paper itself."""
        wanted: dict[str, set[str]] = {name: set() for name in whole}
        for raw in raws:
            wanted.setdefault(paper_of_id(raw), set()).add(raw)
        for id_ in self.store.paper_ids():
            path = self.store.refs / f"{id_}.jsonl"
            if path.is_file():
                yield self._paper(id_, path, wanted.get(id_), id_ in set(whole))

    def whole(self, ids: Iterable[str]) -> tuple[Paper, ...]:
        """The papers with these ids that were read."""
        paths = ((id_, self.store.refs / f"{id_}.jsonl") for id_ in sorted(ids))
        return tuple(self._paper(id_, path, set(), True) for id_, path in paths if path.is_file())

    def _paper(self, id_: str, path: Path, raws: set[str] | None, whole: bool) -> Paper:
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.readline()
            if raws is not None:
                every = whole or os.path.getsize(path) < _SMALL_PAPER
                marks = [f'"{raw}"' for raw in raws]
                lines = (line for line in file if every or any(mark in line for mark in marks))
                text += "".join(lines)
        records, _ = read_paper(text, f"refs/{id_}.jsonl", id_)
        empty = Reference("")
        return Paper(
            records.id,
            records.name,
            records.sha256,
            records.item,
            tuple((raw, empty) for raw in records.raws),
            records.citations,
            records.stubs,
        )

    # -- together

    def base(self, numbers: Iterable[int], notes: Iterable[Note], whole: Iterable[str]) -> Base:
        """A base of these entries and notes, with the papers that they come from."""
        works, places = self.works(numbers)
        origins = [origin for work in works for origin in work.origins]
        papers = tuple(self.papers(tuple(whole), origins))
        decisions, _ = self.store._load_decisions()
        read = tuple(sorted(notes, key=lambda note: note.path))
        return Base(papers, works, places, {}, read, decisions)


def is_large(store: Store) -> bool:
    """Whether everything takes long to load."""
    library = store.refs / f"{LIBRARY}.bib"
    if not library.is_file():
        return False
    notes = sum(1 for _ in note_paths(str(store.notes)))
    return library.stat().st_size + _NOTE * notes > LARGE
