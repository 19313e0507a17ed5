"""The search index of a knowledge base: an SQLite file in `.kb/` that may be deleted at any time.

It holds nothing that is not in the `.bib` files and notes it was made from. `open_index` compares
their sizes and times with what it noted and has `kb.disk.reindex` read again what changed; so every
answer is the same with a warm index, a stale one, a broken one and none.

This module is on the hot path of `kb cite`: it imports nothing that it can do without.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final, Literal, NamedTuple

from kb.disk.library import stat_of

VERSION: Final = 6
"""An index of another version is made anew; raise it when the tables or their words change."""

_RACY: Final = 2_000_000_000
"""Nanoseconds: a file that changed this shortly before it was read may change again unseen."""


class Hit(NamedTuple):
    """One entry found: its row number, its key, and its words by column.

    For the columns see `kb.formats.card.columns`. `place` is its file and line.
    """

    id: int
    key: str
    place: tuple[str, int]
    columns: tuple[str, ...]


class Claim(NamedTuple):
    """One claim found: its note's file, the note's id, its own, its words and line."""

    source: str
    note: str
    id: str
    text: str
    line: int


class Index:
    """An open index. Its methods are the look-ups that a search is made of."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def close(self) -> None:
        self._db.close()

    def __del__(self) -> None:
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

    def count(self, expression: str, most: int) -> int:
        """How many entries an FTS5 expression finds; `most` stands for more, too."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT {most})"
        return int(self._db.execute(query, (expression,)).fetchone()[0])

    def hits(self, ids: Iterable[int]) -> list[Hit]:
        """Entries by row number."""
        marks = ",".join(str(int(i)) for i in ids)
        rows = self._db.execute(
            "SELECT entry.id, entry.key, source, chunk.line + entry.line, word.* FROM word"
            " JOIN entry ON entry.id = word.rowid JOIN chunk ON chunk.id = chunk_id"
            f" WHERE word.rowid IN ({marks}) ORDER BY source, number, entry.line"
        )
        return [Hit(row[0], row[1], row[2:4], row[4:]) for row in rows]

    def by_key(self, key: str) -> list[int]:
        """Row numbers of the entries with this key, or failing that with this older key."""
        tables = ("entry", "entry JOIN alias ON entry.id = entry")
        for table, owner in zip(tables, ("entry", "alias"), strict=True):
            query = (
                f"SELECT entry.id FROM {table} JOIN chunk ON chunk.id = chunk_id"
                f" WHERE {owner}.key = ? ORDER BY source, number, entry.line"
            )
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
        from kb.disk.reindex import item_of

        found = self._db.execute("SELECT kind, data FROM entry WHERE id = ?", (row,)).fetchone()
        return item_of(str(found[0]), str(found[1]))

    def line(self, row: int) -> str:
        """An entry as one readable line."""
        found = self._db.execute("SELECT shown FROM entry WHERE id = ?", (row,)).fetchone()
        return str(found[0])

    def claims(self, *words: str) -> list[Claim]:
        """The claims that cite one of these keys (`@key`) or stand at these places (`003:41`)."""
        marks = ",".join("?" * len(words))
        where = f"id IN (SELECT claim FROM rest WHERE word IN ({marks}))"
        return self._claims(where, words)

    def claims_called(self, name: str, path: str = "") -> list[Claim]:
        """The claims with this id, and those of the notes with this id or path."""
        return self._claims("name = ?1 OR note = ?1 OR source = ?2", (name, path))

    def claims_at(self, ids: Iterable[int]) -> list[Claim]:
        """Claims by row number."""
        return self._claims(f"id IN ({','.join(str(int(i)) for i in ids)})", ())

    def _claims(self, where: str, values: Sequence[str]) -> list[Claim]:
        rows = self._db.execute(
            f"SELECT source, note, name, text, line FROM claim WHERE {where} ORDER BY source, line",
            values,
        )
        return [Claim(*row) for row in rows]

    def rows(self, table: Literal["said", "word"], expression: str) -> list[int]:
        """The row numbers of the claims (said) or entries (word) that an FTS5 expression finds."""
        query = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
        return [int(row[0]) for row in self._db.execute(query, (expression,))]

    def terms(self, table: Literal["said", "word"]) -> list[str]:
        """Every term that some claim (said) or entry (word) is filed under."""
        return [str(row[0]) for row in self._db.execute(f"SELECT term FROM {table}_term")]

    def size(self, table: Literal["said", "word"]) -> int:
        """How many claims (said) or entries (word) there are."""
        owner = {"said": "claim", "word": "entry"}[table]
        return int(self._db.execute(f"SELECT count(*) FROM {owner}").fetchone()[0])

    def known(self, words: Iterable[str]) -> list[str]:
        """Those of `words` that stand in an author's name, a title or a journal."""
        some = sorted(words)
        marks = ",".join("?" * len(some))
        rows = self._db.execute(f"SELECT word FROM known WHERE word IN ({marks})", some)
        return [str(row[0]) for row in rows]

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
    """The `.bib` files and notes that an index is made of."""

    bibs: Sequence[str]
    notes: Sequence[str] = ()


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
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            _refresh(db, sources)
            return db
    except BaseException:
        db.close()
        raise
    db.close()
    return _rebuild(path, sources)


def _refresh(db: sqlite3.Connection, sources: Sources) -> None:
    if not _stale(db, sources):
        return
    from kb.disk.reindex import refresh

    # What a crash of the machine may break is noticed and made anew.
    db.execute("PRAGMA synchronous = OFF")
    with _transaction(db):
        refresh(db, sources.bibs, sources.notes, _stale(db, sources))


class _transaction:  # noqa: N801 - used like a function
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("ROLLBACK" if kind else "COMMIT")


def _stale(db: sqlite3.Connection, sources: Sources) -> list[str]:
    """The files that came, went, or may have changed since they were read."""
    known = {
        row[0]: row[1:] for row in db.execute("SELECT path, size, mtime, ctime, seen FROM source")
    }
    wanted = [*sources.bibs, *sources.notes]
    gone = known.keys() - set(wanted)
    return sorted(gone) + [path for path in wanted if not _fresh(known.get(path), stat_of(path))]


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
    from kb.disk.reindex import create, refresh

    db = sqlite3.connect(path, isolation_level=None)
    # A half-written index is thrown away, so nothing need be safe against a crash.
    try:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        with _transaction(db):
            create(db)
            refresh(db, sources.bibs, sources.notes, [*sources.bibs, *sources.notes])
        db.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        db.close()
        raise
    return db
