"""Reads `.bib` files and notes into the tables of the search index, only what changed of them."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from sqlite3 import Connection
from typing import Any, Final, NamedTuple

from kb.disk.files import read_bytes
from kb.disk.library import stat_of
from kb.formats.words import initials, variants, without_latex, words

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

Item = Mapping[str, Any]
"""A CSL-JSON item."""


class Entry(NamedTuple):
    """One entry to be indexed: its CSL-JSON item, older keys, the line it stands in."""

    item: Item
    aliases: Sequence[str] = ()
    line: int = 0


class ClaimRow(NamedTuple):
    """One citation in a claim: the key it cites, the claim's id and words, the note's line."""

    key: str
    id: str
    text: str
    line: int


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
    wanted = {*bibs, *notes}
    for path in stale:
        if path not in wanted:
            _forget(db, path)
        else:
            _refresh_file(db, path, path in notes)


def _forget(db: Connection, path: str) -> None:
    _drop(db, [row[0] for row in db.execute("SELECT id FROM entry WHERE source = ?", (path,))])
    db.execute("DELETE FROM claim WHERE source = ?", (path,))
    db.execute("DELETE FROM source WHERE path = ?", (path,))


def _refresh_file(db: Connection, path: str, is_note: bool) -> None:
    seen, stat = time.time_ns(), stat_of(path)
    data = read_bytes(Path(path))
    digest = blake2b(data, digest_size=16).digest()
    known = db.execute("SELECT digest FROM source WHERE path = ?", (path,)).fetchone()
    if not known or known[0] != digest:
        text = data.decode("utf-8-sig", "replace")
        if is_note:
            _put_claims(db, path, read_claims(path, text))
        else:
            _put_entries(db, path, read_entries(path, text))
    db.execute(
        "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)",
        (path, *(stat or (0, 0, 0)), seen, digest),
    )


def _put_claims(db: Connection, path: str, claims: Iterable[ClaimRow]) -> None:
    db.execute("DELETE FROM claim WHERE source = ?", (path,))
    db.executemany("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", ((path, *row) for row in claims))


def _put_entries(db: Connection, path: str, entries: Iterable[Entry]) -> None:
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


def _drop(db: Connection, ids: Sequence[int]) -> None:
    rows = [(i,) for i in ids]
    db.executemany("DELETE FROM word WHERE rowid = ?", rows)
    db.executemany("DELETE FROM alias WHERE entry = ?", rows)
    db.executemany("DELETE FROM entry WHERE id = ?", rows)


def _add(db: Connection, path: str, new: Sequence[tuple[bytes, str, Entry]]) -> None:
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


def _learn(db: Connection, seen: set[str]) -> None:
    """Notes words for the correction of typos; words that went are harmless, they find nothing."""
    some = sorted(word for word in seen if not word.isdigit())
    before = db.total_changes
    for word in some:
        db.execute("INSERT OR IGNORE INTO known VALUES (?)", (word,))
        if db.total_changes > before:
            db.execute("INSERT INTO spelling VALUES (?)", (f" {word} ",))
        before = db.total_changes
