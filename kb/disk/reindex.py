"""Reads `.bib` files and notes into the tables of the search index, only what changed of them."""

import codecs
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count, pairwise
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kb.disk.chunks import (
    ENTRIES,
    Chunk,
    Kept,
    compare,
    count_lines,
    digest_of,
    without_tail,
)
from kb.disk.files import read_bytes
from kb.disk.library import stat_of
from kb.errors import KbError
from kb.formats.card import COLUMNS, Card, card_of_fields, card_of_item, columns, line

if TYPE_CHECKING:
    from kb.model import Reference

_SCHEMA: Final = """
CREATE TABLE source(path TEXT PRIMARY KEY, size INT, mtime INT, ctime INT, seen INT, digest BLOB);
CREATE TABLE chunk(id INTEGER PRIMARY KEY, source TEXT, number INT, line INT, size INT, lines INT,
  digest BLOB, macros TEXT, whole INT);
CREATE TABLE entry(id INTEGER PRIMARY KEY, chunk_id INT, key TEXT, line INT, digest BLOB,
  shown TEXT, kind TEXT, data TEXT);
CREATE INDEX entry_chunk ON entry(chunk_id);
CREATE INDEX entry_key ON entry(key);
CREATE TABLE alias(key TEXT, entry INT);
CREATE INDEX alias_key ON alias(key);
CREATE INDEX alias_entry ON alias(entry);
CREATE TABLE claim(id INTEGER PRIMARY KEY, source TEXT, note TEXT, name TEXT, text TEXT, line INT);
CREATE INDEX claim_source ON claim(source);
CREATE INDEX claim_note ON claim(note);
CREATE INDEX claim_name ON claim(name);
CREATE TABLE rest(word TEXT, claim INT);
CREATE INDEX rest_word ON rest(word);
CREATE INDEX rest_claim ON rest(claim);
CREATE VIRTUAL TABLE said USING fts5(terms, tokenize = "ascii tokenchars '='",
  detail = 'none');
CREATE VIRTUAL TABLE said_term USING fts5vocab(said, 'row');
CREATE VIRTUAL TABLE word_term USING fts5vocab(word, 'row');
CREATE VIRTUAL TABLE word USING fts5(
  author, title, journal, key, year, acronym, other, variant,
  tokenize = 'ascii', detail = 'column');
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize = 'trigram', detail = 'none');
CREATE TABLE known(word TEXT PRIMARY KEY) WITHOUT ROWID
"""


class Entry(NamedTuple):
    """One entry to be indexed: its card, the line of its chunk it stands in (from 0), and its data:
    a CSL-JSON item (`kind` csl) or the fields of a BibTeX entry (raw), as JSON."""

    card: Card
    line: int
    kind: str
    data: str


class ClaimRow(NamedTuple):
    """A claim to be indexed: its note's id, its own, its words and line; what it is found by: the
    keys that it cites (`@key`), the places where it stands (`003:41`), the terms of its words."""

    note: str
    id: str
    text: str
    line: int
    found_by: tuple[str, ...]
    terms: str


class Part(NamedTuple):
    """A new chunk and its entries; the chunk's row number is not known yet."""

    chunk: Chunk
    entries: Sequence[Entry]


# ---------------------------------------------------------------------------------------------
# Reading


def read_claims(path: str, text: str) -> Iterator[ClaimRow]:
    """The claims of a note."""
    from kb.formats.notes import read_note
    from kb.formats.terms import terms, tokens
    from kb.links import paper_id, split_line

    note = read_note(text, path)
    for claim in note.claims:
        quoted = (quote.text for quote in claim.quotes)
        said = " ".join((claim.text, claim.id, claim.reason, *claim.tags, *quoted))
        places = (f"{paper_id(name)}:{line}" for name, line in map(split_line, claim.seen))
        found_by = dict.fromkeys((*(f"@{c.key}" for c in claim.citations), *places))
        filed = " ".join(dict.fromkeys(term for word in tokens(said) for term in terms(word)))
        yield ClaimRow(note.id, claim.id, claim.text, claim.place.line, tuple(found_by), filed)


def item_of(kind: str, data: str) -> dict[str, Any]:
    """The CSL-JSON item of an entry as it is kept in the index."""
    found = json.loads(data)
    if kind == "csl":
        assert isinstance(found, dict)
        return found
    from kb.formats.bibread import to_reference
    from kb.formats.bibscan import Raw
    from kb.formats.csljson import to_csl

    again = [(str(name), str(value)) for name, value in found[3]]
    return to_csl(to_reference(Raw(found[0], found[1], found[2], again)))


_dumps: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _read_bib(data: bytes, macros: dict[str, str]) -> list[Part]:
    """The chunks of a piece of a `.bib` file; `macros` are defined before it."""
    from kb.formats.bibscan import Scanner

    scanner = Scanner(_decoded(data))
    scanner.macros.update(macros)
    parts = _Parts(scanner.text)
    before = dict(scanner.macros)
    for block, raw in scanner.blocks():
        if raw is None:
            parts.broken |= block.kind == "broken"
            if block.kind == "string":
                parts.macros = {k: v for k, v in scanner.macros.items() if before.get(k) != v}
            continue
        if parts.full():
            parts.close(block.start)
            before = dict(scanner.macros)
        fields = _dumps([raw.type, raw.key, raw.fields, raw.again])
        parts.add(block.start, card_of_fields(raw.key, raw.fields), "raw", fields)
    return parts.closed(len(scanner.text))


class _Parts:
    """Entries gathered into chunks, in the order of the file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.start = self.at = self.line = 0
        self.macros: dict[str, str] = {}
        self.broken = False
        self.entries: list[Entry] = []
        self.parts: list[Part] = []

    def full(self) -> bool:
        return len(self.entries) >= ENTRIES

    def add(self, start: int, card: Card, kind: str, data: str) -> None:
        self.line += count_lines(self.text, self.at, start)
        self.at = start
        self.entries.append(Entry(card, self.line, kind, data))

    def close(self, end: int) -> None:
        """Ends a chunk where an entry begins, or the text ends."""
        data = self.text[self.start : end].encode("utf-8", "replace")
        lines = count_lines(self.text, self.start, end)
        chunk = Chunk(0, len(data), lines, digest_of(data), _dumps(self.macros))
        self.parts.append(Part(chunk._replace(whole=self.broken), self.entries))
        self.start = self.at = end
        self.line, self.macros, self.broken, self.entries = 0, {}, False, []

    def closed(self, end: int) -> list[Part]:
        if self.start < end:
            self.close(end)
        return self.parts


def _read_whole(path: str, data: bytes) -> list[Part]:
    """One chunk of a file that can't be read in pieces: CSL-JSON, or entries with crossref."""
    from kb.formats.bib import read_bib
    from kb.formats.csljson import to_csl

    text = _decoded(data)
    if path.endswith(".json"):
        placed = list(zip(_csl_references(path, text), count(), strict=False))
    else:
        file = read_bib(text, path)
        starts = [block.start for block in file.blocks if block.kind == "entry"]
        between = pairwise((0, *starts))
        lines = accumulate(count_lines(text, start, end) for start, end in between)
        placed = list(zip(file.references, lines, strict=True))
    entries = []
    for reference, at in placed:
        item = to_csl(reference)
        entries.append(Entry(card_of_item(item, reference.aliases), at, "csl", _dumps(item)))
    chunk = Chunk(0, len(data), count_lines(text, 0, len(text)), digest_of(data), "{}", True)
    return [Part(chunk, entries)]


def _csl_references(path: str, text: str) -> "Sequence[Reference]":
    from kb.formats.csljson import read_csl_json

    try:
        return read_csl_json(text)
    except ValueError as error:
        raise KbError(f"is no CSL-JSON: {error}", path, "export it again") from None


def _decoded(data: bytes) -> str:
    """Text in UTF-8; bytes that are none are taken for Western European ones, as old files have."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        codecs.register_error("kb-western", _western)
        return data.decode("utf-8", "kb-western")


def _western(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


# ---------------------------------------------------------------------------------------------
# Filling the tables


def create(db: Connection) -> None:
    """Makes the tables of an empty index."""
    for statement in _SCHEMA.split(";"):
        db.execute(statement)


def refresh(
    db: Connection, bibs: Sequence[str], notes: Sequence[str], stale: Iterable[str]
) -> None:
    """Reads the files `stale` again, and forgets those of them that are not wanted any more.

    Raises KbError when one can't be read.
    """
    are_notes = set(notes)
    wanted = are_notes | set(bibs)
    for path in stale:
        if path not in wanted:
            _forget(db, path)
        else:
            _refresh_file(db, path, path in are_notes)


def _forget(db: Connection, path: str) -> None:
    rows = db.execute(
        "SELECT entry.id FROM entry JOIN chunk ON chunk.id = chunk_id WHERE source = ?", (path,)
    )
    _drop(db, [row[0] for row in rows])
    _put_claims(db, path, ())
    for table, column in (("chunk", "source"), ("source", "path")):
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (path,))


def _refresh_file(db: Connection, path: str, is_note: bool) -> None:
    seen, stat = time.time_ns(), stat_of(path)
    digest = b""
    if is_note:
        digest = _refresh_note(db, path)
    else:
        _put_bib(db, path, read_bytes(Path(path)).removeprefix(b"\xef\xbb\xbf"))
    db.execute(
        "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)",
        (path, *(stat or (0, 0, 0)), seen, digest),
    )


def _refresh_note(db: Connection, path: str) -> bytes:
    """Reads a note when it changed; its digest. One that can't be read has no claims: another
    command says so."""
    try:
        data = read_bytes(Path(path))
        text = data.decode("utf-8-sig")
    except (KbError, UnicodeDecodeError):
        data, text = b"", ""
    digest = digest_of(data)
    known = db.execute("SELECT digest FROM source WHERE path = ?", (path,)).fetchone()
    if not known or known[0] != digest:
        _put_claims(db, path, read_claims(path, text))
    return digest


def _put_claims(db: Connection, path: str, claims: Iterable[ClaimRow]) -> None:
    old = db.execute("SELECT id FROM claim WHERE source = ?", (path,)).fetchall()
    for table, column in (("claim", "id"), ("rest", "claim"), ("said", "rowid")):
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", old)
    for row in claims:
        made = db.execute("INSERT INTO claim VALUES (NULL, ?, ?, ?, ?, ?)", (path, *row[:4]))
        number = made.lastrowid
        db.executemany("INSERT INTO rest VALUES (?, ?)", ((word, number) for word in row.found_by))
        db.execute("INSERT INTO said(rowid, terms) VALUES (?, ?)", (number, row.terms))


def _put_bib(db: Connection, path: str, data: bytes) -> None:
    """Brings the entries of one file up to date: what is the same as before is left alone."""
    rows = db.execute(
        "SELECT id, size, lines, digest, macros, whole FROM chunk WHERE source = ? ORDER BY number",
        (path,),
    )
    old = [Chunk(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]
    if len(old) == 1 and old[0].whole and old[0].digest == digest_of(data):
        return
    kept = compare(old, data)
    if kept.start == kept.end and not kept.gone:
        return
    if path.endswith(".json") or _has_crossref(data[kept.start : kept.end]):
        _put_parts(db, path, Kept((), tuple(old), (), 0, len(data)), _read_whole(path, data))
        return
    parts = _read_bib(data[kept.start : kept.end], _macros(kept.head))
    if kept.tail and not _stands_alone(kept, parts):
        kept = without_tail(kept, data)
        parts = _read_bib(data[kept.start :], _macros(kept.head))
    _put_parts(db, path, kept, parts)


def _has_crossref(data: bytes) -> bool:
    return b"crossref" in data or b"CROSSREF" in data or b"Crossref" in data


def _stands_alone(kept: Kept, parts: Sequence[Part]) -> bool:
    """Whether what was read ends where the tail begins and leaves its macros as they were."""
    before, now = _macros(kept.gone), _macros([part.chunk for part in parts])
    return before == now and not any(part.chunk.whole for part in parts)


def _macros(chunks: Iterable[Chunk]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunks:
        if chunk.macros != "{}":
            found |= json.loads(chunk.macros)
    return found


def _put_parts(db: Connection, path: str, kept: Kept, parts: Sequence[Part]) -> None:
    ids = _put_chunks(db, path, kept, parts)
    gone = [(chunk.id,) for chunk in kept.gone]
    old: dict[bytes, list[int]] = {}
    for chunk in gone:
        for row, digest in db.execute("SELECT id, digest FROM entry WHERE chunk_id = ?", chunk):
            old.setdefault(digest, []).append(row)
    new: list[tuple[int, bytes, Entry]] = []
    moved: list[tuple[int, int, int]] = []
    for part, chunk_id in zip(parts, ids, strict=True):
        for entry in part.entries:
            digest = digest_of(entry.data.encode("utf-8", "replace"))
            rows = old.get(digest)
            if rows:
                moved.append((chunk_id, entry.line, rows.pop()))
            else:
                new.append((chunk_id, digest, entry))
    _drop(db, [row for rows in old.values() for row in rows])
    db.executemany("UPDATE entry SET chunk_id = ?, line = ? WHERE id = ?", moved)
    db.executemany("DELETE FROM chunk WHERE id = ?", gone)
    _add(db, new)


def _put_chunks(db: Connection, path: str, kept: Kept, parts: Sequence[Part]) -> list[int]:
    """Writes where each chunk of a file now stands; the row numbers of the new ones."""
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM chunk").fetchone()[0]
    stand = db.execute("SELECT id, number, line FROM chunk WHERE source = ?", (path,))
    before = {row[0]: row[1:] for row in stand}
    fresh = [part.chunk._replace(id=first + n) for n, part in enumerate(parts)]
    rows, at = [], 1
    for number, chunk in enumerate((*kept.head, *fresh, *kept.tail)):
        if before.get(chunk.id) != (number, at):
            rows.append((chunk.id, path, number, at, *chunk[1:]))
        at += chunk.lines
    db.executemany("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return [chunk.id for chunk in fresh]


def _drop(db: Connection, ids: Sequence[int]) -> None:
    rows = [(i,) for i in ids]
    db.executemany("DELETE FROM word WHERE rowid = ?", rows)
    db.executemany("DELETE FROM alias WHERE entry = ?", rows)
    db.executemany("DELETE FROM entry WHERE id = ?", rows)


def _add(db: Connection, new: Sequence[tuple[int, bytes, Entry]]) -> None:
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM entry").fetchone()[0]
    seen: set[str] = set()
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    into = f"INSERT INTO word(rowid, {', '.join(COLUMNS)}) VALUES ({marks})"
    db.executemany(into, _words(new, first, seen))
    db.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (row, chunk, entry.card.key, entry.line, digest, line(entry.card), *entry[2:])
            for row, (chunk, digest, entry) in enumerate(new, first)
        ),
    )
    aliases = ((a, row) for row, (_, _, e) in enumerate(new, first) for a in e.card.aliases)
    db.executemany("INSERT INTO alias VALUES (?, ?)", aliases)
    _learn(db, seen)


def _words(
    new: Iterable[tuple[int, bytes, Entry]], first: int, seen: set[str]
) -> Iterator[tuple[int | str, ...]]:
    """The rows of the table of words; the words themselves are added to `seen`."""
    for row, (_, _, entry) in enumerate(new, first):
        found = columns(entry.card)
        seen.update(found[0].replace(",", "").replace(";", "").split())
        seen.update(found[1].split())
        seen.update(found[2].split())
        yield (row, *found)


def _learn(db: Connection, seen: set[str]) -> None:
    """Notes words for the correction of typos; words that went are harmless, they find nothing."""
    some = sorted(word for word in seen if len(word) > 2 and not word.isdigit())
    known = "SELECT 1 FROM known WHERE word = ?"
    new = [word for word in some if not db.execute(known, (word,)).fetchone()]
    db.executemany("INSERT INTO known VALUES (?)", ((word,) for word in new))
    db.executemany("INSERT INTO spelling VALUES (?)", ((f" {word} ",) for word in new))
