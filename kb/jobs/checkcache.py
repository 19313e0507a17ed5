"""What the rules found last time, kept in `.kb/` and used again where nothing it rests on changed.

What is found in a note rests on its bytes, on everything that is no note (`Store.state`), on this
program and on the year; what is found elsewhere on the same without the note (see `Checker`). All
are compared by content, never by time, so a check gives the same answer with what was kept,
without it, and with whatever else stands in its file.
"""

import json
import sys
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from kb.disk.installed import fingerprint as installed
from kb.disk.notefiles import note_files, note_of
from kb.disk.textcache import cached
from kb.disk.textcache import store as keep
from kb.jobs.check import Checker, Findings
from kb.jobs.opened import Opened
from kb.model import Place, Problem, Suppression

NAME: Final = "check"
"""The file in `.kb/`: a digest of its second line, and there the table as JSON."""
Row = list[Any]
Table = Mapping[str, Row]
"""What `rows` makes of findings, by the digest of what they rest on."""


def all_findings(opened: Opened) -> list[Findings]:
    """What the rules find in everything that is no note, then in each note by the order of paths.

    Raises KbError as opening does.
    """
    return Kept(opened).findings()


class Kept:
    """One check of a knowledge base with what the last one found."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._folder = opened.root / ".kb"
        self._state = self._rests_on()
        self._known = _load(cached(self._folder, NAME))

    def findings(self) -> list[Findings]:
        table: dict[str, Row] = {}
        found = [self._look_up(table, self._state, None, b"")]
        for name, data in note_files(self._opened.root):
            found.append(self._look_up(table, self._digest(name, data), name, data))
        if table.keys() != self._known.keys() and self._rests_on() == self._state:
            keep(self._folder, NAME, _saved(table))
        return found

    def _look_up(
        self, table: dict[str, Row], digest: str, name: str | None, data: bytes | Problem
    ) -> Findings:
        if digest in self._known:
            table[digest] = self._known[digest]
            return from_row(table[digest])
        note = note_of(name, data) if name is not None else None
        found = self._checker.note(note) if note else self._checker.rest()
        table[digest] = to_row(found)
        return found

    def _digest(self, name: str, data: bytes | Problem) -> str:
        said = data if isinstance(data, bytes) else repr(data).encode("utf-8", "replace")
        head = f"{self._state}\0{name}\0{isinstance(data, bytes)}\0"
        return sha256(head.encode("utf-8", "surrogateescape") + said).hexdigest()

    def _rests_on(self) -> str:
        """A digest of everything but the notes that findings rest on."""
        parts = (self._opened.store.state(), installed(), sys.version, date.today().year)
        return sha256("\0".join(map(str, parts)).encode()).hexdigest()

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self._opened.refs, self._opened.text_of)


def _saved(table: Table) -> tuple[str, str]:
    text = json.dumps(table, separators=(",", ":"))
    return sha256(text.encode()).hexdigest(), text


def _load(lines: list[str]) -> Table:
    """The table as it was kept, empty when it is not whole."""
    if len(lines) != 2 or sha256(lines[1].encode()).hexdigest() != lines[0]:
        return {}
    table = json.loads(lines[1])
    return table if isinstance(table, dict) else {}


def _place(place: Place) -> tuple[str, int, int, int, int]:
    return place.path, place.line, place.column, place.end_line, place.end_column


def to_row(found: Findings) -> Row:
    """Findings as JSON holds them."""
    return [
        found.path,
        [(p.rule, p.level, p.message, _place(p.place), p.mend) for p in found.problems],
        [(s.rule, s.reason, _place(s.place), s.lines) for s in found.suppressions],
        [(name, _place(place)) for name, place in found.ids],
        dict(found.quotes),
    ]


def from_row(row: Row) -> Findings:
    """The findings that `to_row` made a row of."""
    path, problems, suppressions, ids, quotes = row
    return Findings(
        path,
        tuple(
            Problem(rule, level, what, Place(*at), mend) for rule, level, what, at, mend in problems
        ),
        tuple(Suppression(rule, why, Place(*at), (a, b)) for rule, why, at, (a, b) in suppressions),
        tuple((name, Place(*at)) for name, at in ids),
        quotes,
    )
