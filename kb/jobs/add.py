"""Imports .bib, .ris and CSL-JSON files: each becomes a file of its own in `refs/`, then merged."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.edits import save_entries
from kb.disk.files import read_bytes
from kb.disk.store import LIBRARY, Store
from kb.errors import KbError
from kb.formats.bib import read_bib, write_bib
from kb.formats.bibfields import bare_doi
from kb.formats.csljson import read_csl_json
from kb.formats.keys import citation_key, unique
from kb.formats.ris import read_ris
from kb.jobs.build import merge
from kb.links import paper_id
from kb.model import Field, Place, Problem, Reference

_SUFFIXES: Final = {".bib": "bib", ".bibtex": "bib", ".ris": "ris", ".json": "json"}
_NAMING: Final = frozenset(["title", "container-title", "author", "editor", "URL", "DOI"])
_GOOD_KEY: Final = re.compile(r"[A-Za-z][\w:.+-]*", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """An imported entry: its id (`zotero#smith2020`), the key of its work in the library, and the
    other entries that are the same work."""

    id: str
    key: str
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Added:
    """What an import brought: entries in order, the files written, what there is to tell."""

    entries: tuple[Entry, ...]
    changed: tuple[Path, ...]
    problems: tuple[Problem, ...]


def add(store: Store, paths: Iterable[Path]) -> Added:
    """Imports the files at `paths` and merges what is the same work; again is safe.

    A `.bib` is taken over byte for byte. Imported again, its new entries are added, and an entry
    that says otherwise here is kept (`entry-edited`). Raises KbError when a file cannot be read.
    """
    files = [(_id(store, path), *_read(path, store.key_pattern)) for path in paths]
    changed: list[Path] = []
    problems: list[Problem] = []
    with store.locked():
        for id_, text, references, found in files:
            written, kept = _save(store, id_, text, references)
            changed += written
            problems += [*found, *kept]
    merged = merge(store)
    entries = _entries(store, [(id_, references) for id_, _, references, _ in files])
    told = {(problem.rule, problem.message) for problem in problems}  # of the file as given
    more = (p for p in merged.problems if (p.rule, p.message) not in told)
    return Added(entries, (*changed, *merged.changed), (*problems, *more))


def _id(store: Store, path: Path) -> str:
    """The name of the file in `refs/`; not one that a paper or the library has."""
    id_ = paper_id(path.name)
    taken = id_ == LIBRARY or (store.refs / f"{id_}.jsonl").exists()
    return f"{id_}-added" if taken else id_


# Reading


def _read(path: Path, pattern: str) -> tuple[str, tuple[Reference, ...], tuple[Problem, ...]]:
    """A file's entries, and its text when it is BibTeX ('' when not). `pattern` makes the keys of
    those that have none."""
    data = read_bytes(path)
    text, _ = decode_text(str(path), data)
    kind = _SUFFIXES.get(path.suffix.lower()) or _guess(text)
    if kind == "bib":
        file = read_bib(text, str(path))
        return _some(path, text, file.references, file.problems)
    if kind == "ris":
        return _some(path, "", *_keyed(pattern, *read_ris(text, str(path))))
    if kind == "json":
        return _some(path, "", *_keyed(pattern, *_naming(_csl(text, path), path)))
    raise KbError("this is no .bib, .ris or CSL-JSON file", str(path), "papers: kb ingest PAPER")


def _guess(text: str) -> str:
    head = text.lstrip("\ufeff \t\r\n")[:2000]
    if head[:1] in ("[", "{"):
        return "json"
    if re.match(r"TY {1,2}- ", head):
        return "ris"
    return "bib" if re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE) else ""


def _csl(text: str, path: Path) -> tuple[Reference, ...]:
    try:
        return read_csl_json(text.lstrip("\ufeff"))
    except ValueError as error:
        mend = "export it again, as CSL-JSON"
        raise KbError(f"this is no CSL-JSON: {error}", str(path), mend) from error


def _naming(
    items: tuple[Reference, ...], path: Path
) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """The items that name a work, and a finding for each that does not."""
    problems = []
    for number, item in enumerate(items, 1):
        if not item.fields.keys() & _NAMING:
            what = f"item {number} has no title and no names, and was left out"
            problems.append(Problem("item-empty", "warning", what, Place(str(path))))
    return tuple(item for item in items if item.fields.keys() & _NAMING), tuple(problems)


def _some(
    path: Path, text: str, references: tuple[Reference, ...], problems: tuple[Problem, ...]
) -> tuple[str, tuple[Reference, ...], tuple[Problem, ...]]:
    if not references:
        what = f": {problems[0].message}" if problems else ""
        raise KbError(f"there is no entry in this file{what}", str(path), "check the file")
    return text, references, problems


def _keyed(
    pattern: str, references: tuple[Reference, ...], problems: tuple[Problem, ...]
) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
    """Entries with keys that BibTeX can use, each once."""
    taken: set[str] = set()
    out = []
    for reference in references:
        good = _GOOD_KEY.fullmatch(reference.key)
        key = unique(reference.key if good else citation_key(reference, pattern), taken)
        taken.add(key)
        out.append(replace(reference, key=key, fields=_with_bare_doi(reference)))
    return tuple(out), problems


def _with_bare_doi(reference: Reference) -> Mapping[str, Field]:
    doi = reference.text("DOI")
    bare = bare_doi(doi)
    return reference.fields if bare == doi else {**reference.fields, "DOI": Field(bare, doi)}


# Writing


def _save(
    store: Store, id_: str, text: str, references: tuple[Reference, ...]
) -> tuple[list[Path], tuple[Problem, ...]]:
    path = store.refs / f"{id_}.bib"
    before = store.read(path)
    problems: tuple[Problem, ...] = ()
    if before.text in ("", text):
        new = text or write_bib(references)
    else:
        entries = {reference.key: _anew(reference) for reference in references}
        saved = save_entries(before.text, store.name(path), entries, {})
        new, problems = saved.text, saved.problems
    return [path] if store.write(path, new, before) else [], problems


def _anew(reference: Reference) -> Reference:
    """Without what another knowledge base says of it."""
    return replace(reference, origins=(), incomplete=False)


def _entries(store: Store, imported: list[tuple[str, tuple[Reference, ...]]]) -> tuple[Entry, ...]:
    works = {origin: work for work in store.load().library for origin in work.origins}
    out = []
    for id_, references in imported:
        for origin in (f"{id_}#{reference.key}" for reference in references):
            if work := works.get(origin):
                others = tuple(other for other in work.origins if other != origin)
                out.append(Entry(origin, work.key, others))
    return tuple(out)
