"""The search index of a knowledge base: an SQLite file in `.kb/` that may be deleted at any time.

It holds nothing that is not in the `.bib` files and notes it was made from. `open_index` compares
their size, times and digest with what it noted, and reads again what changed; so every answer is
the same with a warm index, a stale one, a broken one and none.

This module is on the hot path of `kb cite`: what only a rebuild needs is imported there.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from kb.errors import KbError
from kb.formats.words import initials, variants, without_latex, words

VERSION: Final = 1
"""An index of another version is made anew; raise it when the tables or their words change."""

COLUMNS: Final = ("author", "title", "journal", "key", "year", "acronym", "other", "variant")
"""What can be searched, see `searchable`."""

_SCHEMA: Final = """
CREATE TABLE source(path TEXT PRIMARY KEY, size INT, mtime INT, ctime INT, seen INT, digest BLOB);
CREATE TABLE entry(id INTEGER PRIMARY KEY, source TEXT, key TEXT, line INT, digest BLOB, csl TEXT);
CREATE INDEX entry_source ON entry(source);
CREATE INDEX entry_key ON entry(key);
CREATE TABLE alias(key TEXT, entry INT);
CREATE INDEX alias_key ON alias(key);
CREATE INDEX alias_entry ON alias(entry);
CREATE TABLE claim(source TEXT, key TEXT, id TEXT, text TEXT, line INT);
CREATE INDEX claim_key ON claim(key);
CREATE VIRTUAL TABLE word USING fts5(
  author, title, journal, key, year, acronym, other, variant, tokenize = 'ascii', prefix = '2 3');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word, 'row');
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize = 'trigram', detail = 'none');
CREATE TABLE known(word TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_RACY: Final = 2_000_000_000
"""Nanoseconds: a file that changed this shortly before it was read may change again unseen."""

Item = Mapping[str, Any]
"""A CSL-JSON item."""


class Entry(NamedTuple):
    """One entry to be indexed: its CSL-JSON item, older keys, the line it stands in."""

    item: Item
    aliases: Sequence[str] = ()
    line: int = 0


class Hit(NamedTuple):
    """One entry found: its row number, its key, and its words by column, see `COLUMNS`."""

    id: int
    key: str
    columns: tuple[str, ...]


class ClaimRow(NamedTuple):
    """One citation in a claim: the key it cites, the claim's id and words, the note's line."""

    key: str
    id: str
    text: str
    line: int


Reader = Callable[[str, str], Iterable[Entry]]
ClaimReader = Callable[[str, str], Iterable[ClaimRow]]


def read_entries(path: str, text: str) -> Iterator[Entry]:
    """The entries of a `.bib` file, or the items of a CSL-JSON file (`.json`)."""
    from kb.formats.csljson import read_csl_json, to_csl

    if path.endswith(".json"):
        yield from (Entry(to_csl(item), item.aliases) for item in read_csl_json(text))
        return
    from kb.formats.bib import read_bib

    file = read_bib(text, path)
    for reference in file.references:
        place = file.places.get(reference.key)
        yield Entry(to_csl(reference), reference.aliases, place.line if place else 0)


def read_claims(path: str, text: str) -> Iterator[ClaimRow]:
    """The citations of the claims of a note."""
    from kb.formats.notes import read_note

    for claim in read_note(text, path).claims:
        for citation in claim.citations:
            yield ClaimRow(citation.key, claim.id, claim.text, claim.place.line)


# ---------------------------------------------------------------------------------------------
# What is searched


def searchable(item: Item, aliases: Sequence[str] = ()) -> tuple[str, ...]:
    """The words of an item by column, in the order of `COLUMNS`.

    author: `family, given; family, given` (editors where there is no author); year: `2013 2013a`;
    acronym: what authors, title and journal may be abbreviated to; other: editors, publisher,
    numbers, identifiers; variant: other forms of the words, see `kb.formats.words.variants`.
    """
    people = _people(item, "author")
    editors = _people(item, "editor")
    title = _plain(item, "title", "title-short")
    journal = _plain(item, "container-title", "container-title-short", "collection-title")
    other = _plain(item, "publisher", "publisher-place", "number", "genre", "DOI", "ISBN", "URL")
    author = "; ".join(_spell(p) for p in people or editors)
    columns = [author, " ".join(words(title)), " ".join(words(journal))]
    columns.append(" ".join(words(" ".join((str(item.get("id", "")), *aliases)))))
    columns.append(_year(item))
    columns.append(" ".join(sorted(_acronyms(item, people))))
    columns.append(" ".join(words(other) + [w for p in editors for w in words(p[0])]))
    columns.append(" ".join(_variants(" ".join(columns[:3]))))
    return tuple(columns)


def _people(item: Item, variable: str) -> list[tuple[str, str]]:
    return [
        (
            without_latex(name.get("literal") or _family(name)),
            without_latex(name.get("given") or ""),
        )
        for name in item.get(variable) or ()
        if name.get("literal") != "others"
    ]


def _family(name: Mapping[str, str]) -> str:
    parts = (name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family"))
    return " ".join(filter(None, parts))


def _spell(person: tuple[str, str]) -> str:
    family, given = (" ".join(words(part)) for part in person)
    return f"{family}, {given}" if given else family


def _plain(item: Item, *variables: str) -> str:
    return without_latex(" ".join(str(item[v]) for v in variables if item.get(v)))


def _year(item: Item) -> str:
    issued = item.get("issued") or {}
    parts = (issued.get("date-parts") or [[""]])[0]
    year = str(parts[0]) if parts else ""
    found = [year, f"{year}{item['year-suffix']}"] if item.get("year-suffix") else [year]
    return " ".join((*found, *words(str(issued.get("literal") or "")))).strip()


def _acronyms(item: Item, people: list[tuple[str, str]]) -> set[str]:
    organisations = [family for family, given in people if not given and " " in family]
    titles = (_plain(item, v) for v in ("title", "container-title", "publisher"))
    return {found for text in (*organisations, *titles) for found in initials(text)}


def _variants(text: str) -> list[str]:
    return sorted({other for word in words(text) for other in variants(word)})


# ---------------------------------------------------------------------------------------------
# Keeping it fresh


class Index:
    """An open index. Its methods are the look-ups that a search is made of."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def close(self) -> None:
        self._db.close()

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])

    def match(self, expression: str, limit: int) -> list[Hit]:
        """The entries that an FTS5 expression finds, the best `limit` by BM25 when there are more.

        Weighing every hit takes longer than finding it, so it is left out when all are wanted.
        """
        query = f"SELECT rowid FROM word WHERE word MATCH ?{{}} LIMIT {limit}"
        found = self._db.execute(query.format(""), (expression,)).fetchall()
        if len(found) == limit:
            found = self._db.execute(query.format(" ORDER BY rank"), (expression,)).fetchall()
        return self.hits(row[0] for row in found)

    def hits(self, ids: Iterable[int]) -> list[Hit]:
        """Entries by row number."""
        marks = ",".join(str(int(i)) for i in ids)
        names = ", ".join(f"word.{name}" for name in COLUMNS)
        rows = self._db.execute(
            f"SELECT entry.id, entry.key, {names} FROM word JOIN entry ON entry.id = word.rowid"
            f" WHERE word.rowid IN ({marks}) ORDER BY entry.id"
        )
        return [Hit(row[0], row[1], row[2:]) for row in rows]

    def by_key(self, key: str) -> list[int]:
        """Row numbers of the entries with this key, or failing that with this older key."""
        for query in (
            "SELECT id FROM entry WHERE key = ? ORDER BY id",
            "SELECT entry FROM alias WHERE key = ? ORDER BY entry",
        ):
            found = [int(row[0]) for row in self._db.execute(query, (key,))]
            if found:
                return found
        return []

    def keys(self, prefix: str, limit: int = 200) -> list[str]:
        """Citation keys that begin with `prefix`, in order."""
        rows = self._db.execute(
            "SELECT DISTINCT key FROM entry WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
            (prefix, prefix + "\U0010ffff", limit),
        )
        return [str(row[0]) for row in rows]

    def item(self, row: int) -> dict[str, Any]:
        """The CSL-JSON item of an entry."""
        found = self._db.execute("SELECT csl FROM entry WHERE id = ?", (row,)).fetchone()
        item = json.loads(found[0])
        assert isinstance(item, dict)
        return item

    def place(self, row: int) -> tuple[str, int]:
        """File and line of an entry."""
        found = self._db.execute("SELECT source, line FROM entry WHERE id = ?", (row,)).fetchone()
        return str(found[0]), int(found[1])

    def claims(self, key: str) -> list[tuple[str, str, str, int]]:
        """The claims that cite `key`: id, words, note, line."""
        return self._db.execute(
            "SELECT DISTINCT id, text, source, line FROM claim WHERE key = ? ORDER BY source, line",
            (key,),
        ).fetchall()

    def frequency(self, word: str) -> int:
        """How many entries hold exactly this word."""
        row = self._db.execute("SELECT doc FROM vocabulary WHERE term = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def neighbours(self, word: str, limit: int = 80) -> list[str]:
        """Words of the index that share most trigrams with `word`, best first."""
        padded = f" {word} "
        parts = {padded[i : i + 3] for i in range(len(padded) - 2)}
        expression = " OR ".join(f'"{part}"' for part in sorted(parts))
        rows = self._db.execute(
            f"SELECT word FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT {limit}",
            (expression,),
        )
        return [str(row[0]).strip() for row in rows]


class Sources(NamedTuple):
    """What an index is made of, and how it is read."""

    bibs: Sequence[str]
    notes: Sequence[str] = ()
    read: Reader = read_entries
    read_claims: ClaimReader = read_claims


def open_index(path: str, sources: Sources) -> Index:
    """The index at `path` (or in `:memory:`), made or brought up to date as `sources` are now.

    Where nothing may be written it is made in memory. Raises KbError when a source can't be read.
    """
    try:
        return Index(_open(path, sources))
    except (sqlite3.DatabaseError, OSError):
        # Broken, of another version, locked for long, or on a medium that can't be written.
        return Index(_rebuild(path, sources))


def _open(path: str, sources: Sources) -> sqlite3.Connection:
    if path == ":memory:":
        return _fill(path, sources)
    if not os.path.exists(path):
        return _rebuild(path, sources)
    db = sqlite3.connect(path, timeout=10, isolation_level=None)
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        db.close()
        return _rebuild(path, sources)
    stale = _stale(db, sources)
    if stale:
        with _transaction(db):
            _refresh(db, sources, _stale(db, sources))
    return db


class _transaction:  # noqa: N801 - used like a function
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("ROLLBACK" if kind else "COMMIT")


def _stat(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _stale(db: sqlite3.Connection, sources: Sources) -> list[str]:
    """The files that came, went, or may have changed since they were read."""
    known = {
        row[0]: row[1:] for row in db.execute("SELECT path, size, mtime, ctime, seen FROM source")
    }
    wanted = [*sources.bibs, *sources.notes]
    gone = [path for path in known if path not in set(wanted)]
    return gone + [path for path in wanted if not _fresh(known.get(path), _stat(path))]


def _fresh(known: tuple[int, ...] | None, now: tuple[int, int, int] | None) -> bool:
    if known is None or now is None:
        return False
    return known[:3] == now and now[1] < known[3] - _RACY


def _rebuild(path: str, sources: Sources) -> sqlite3.Connection:
    """Makes the index anew beside its place and puts it there, or in memory if that can't be."""
    scratch = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        _fill(scratch, sources).close()
        os.replace(scratch, path)
        return sqlite3.connect(path, timeout=10, isolation_level=None)
    except (sqlite3.OperationalError, OSError):
        return _fill(":memory:", sources)
    finally:
        with suppress(OSError):
            os.unlink(scratch)


def _fill(path: str, sources: Sources) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    # A half-written index is thrown away, so nothing need be safe against a crash.
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    with _transaction(db):
        _refresh(db, sources, [*sources.bibs, *sources.notes])
    db.execute(f"PRAGMA user_version = {VERSION}")
    return db


def _refresh(db: sqlite3.Connection, sources: Sources, stale: Sequence[str]) -> None:
    notes, wanted = set(sources.notes), {*sources.bibs, *sources.notes}
    for path in stale:
        if path not in wanted:
            _forget(db, path)
        else:
            _refresh_file(db, path, sources, path in notes)


def _forget(db: sqlite3.Connection, path: str) -> None:
    _drop(db, [row[0] for row in db.execute("SELECT id FROM entry WHERE source = ?", (path,))])
    db.execute("DELETE FROM claim WHERE source = ?", (path,))
    db.execute("DELETE FROM source WHERE path = ?", (path,))


def _refresh_file(db: sqlite3.Connection, path: str, sources: Sources, is_note: bool) -> None:
    seen, stat = time.time_ns(), _stat(path)
    data = read_bytes(path)
    digest = blake2b(data, digest_size=16).digest()
    known = db.execute("SELECT digest FROM source WHERE path = ?", (path,)).fetchone()
    if not known or known[0] != digest:
        text = data.decode("utf-8-sig", "replace")
        if is_note:
            _put_claims(db, path, sources.read_claims(path, text))
        else:
            _put_entries(db, path, sources.read(path, text))
    db.execute(
        "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)",
        (path, *(stat or (0, 0, 0)), seen, digest),
    )


def read_bytes(path: str) -> bytes:
    """The bytes of a file. Raises KbError when it can't be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        mend = "give the path of a file that is there"
        raise KbError("there is no such file", path, mend) from None
    except OSError as error:
        raise KbError(
            f"cannot be read: {error.strerror}", path, "is it a file you may read?"
        ) from None


def _put_claims(db: sqlite3.Connection, path: str, claims: Iterable[ClaimRow]) -> None:
    db.execute("DELETE FROM claim WHERE source = ?", (path,))
    db.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", ((path, *row) for row in claims))


def _put_entries(db: sqlite3.Connection, path: str, entries: Iterable[Entry]) -> None:
    """Brings the entries of one file up to date: what is the same as before is left alone."""
    old: dict[bytes, list[int]] = {}
    for row, digest in db.execute("SELECT id, digest FROM entry WHERE source = ?", (path,)):
        old.setdefault(digest, []).append(row)
    moved: list[tuple[int, int]] = []
    new: list[tuple[bytes, str, Entry]] = []
    for entry in entries:
        text = json.dumps(entry.item, ensure_ascii=False, separators=(",", ":"))
        digest = blake2b(
            f"{text}\0{entry.aliases}".encode("utf-8", "replace"), digest_size=16
        ).digest()
        rows = old.get(digest)
        if rows:
            moved.append((entry.line, rows.pop()))
        else:
            new.append((digest, text, entry))
    _drop(db, [row for rows in old.values() for row in rows])
    if moved:
        db.executemany("UPDATE entry SET line = ? WHERE id = ? AND line <> ?1", moved)
    _add(db, path, new)


def _drop(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    rows = [(i,) for i in ids]
    db.executemany("DELETE FROM word WHERE rowid = ?", rows)
    db.executemany("DELETE FROM alias WHERE entry = ?", rows)
    db.executemany("DELETE FROM entry WHERE id = ?", rows)


def _add(db: sqlite3.Connection, path: str, new: Sequence[tuple[bytes, str, Entry]]) -> None:
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    seen: set[str] = set()
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM entry").fetchone()[0]
    for row, (digest, text, entry) in enumerate(new, first):
        key = str(entry.item.get("id", ""))
        columns = searchable(entry.item, entry.aliases)
        db.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
            (row, path, key, entry.line, digest, text),
        )
        db.execute(
            f"INSERT INTO word(rowid, {', '.join(COLUMNS)}) VALUES ({marks})", (row, *columns)
        )
        db.executemany("INSERT INTO alias VALUES (?, ?)", ((a, row) for a in entry.aliases))
        seen.update(word for column in columns[:3] for word in words(column) if len(word) > 3)
    _learn(db, seen)


def _learn(db: sqlite3.Connection, seen: set[str]) -> None:
    """Notes words for the correction of typos; words that went are harmless, they find nothing."""
    some = sorted(word for word in seen if not word.isdigit())
    before = db.total_changes
    for word in some:
        db.execute("INSERT OR IGNORE INTO known VALUES (?)", (word,))
        if db.total_changes > before:
            db.execute("INSERT INTO spelling VALUES (?)", (f" {word} ",))
        before = db.total_changes
