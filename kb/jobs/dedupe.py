"""Which entries of bibliographies are one work: files in, clusters with reasons out.

Files are read a piece at a time and each entry is boiled down to what is compared, so that a
million entries fit into memory; entries of works found twice are read again to be merged.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.files import read_bytes, read_snapshot, write_text
from kb.errors import USAGE, KbError
from kb.formats.bib import no_collection, read_bib, write_entry
from kb.formats.csljson import from_csl
from kb.formats.decisions import read_decisions, write_decision
from kb.match.dedupe import Deduped, Progress, dedupe_records
from kb.match.merge import merge
from kb.match.normal import Record, record
from kb.match.parallel import spread
from kb.model import Decision, Link, Problem, Reference

PIECE: Final = 400_000
"""Bytes of a file that are read at once."""
_MACROS = re.compile(rb"^[ \t]*@string\b[^\n]*", re.IGNORECASE | re.MULTILINE)
_CROSSREF = re.compile(rb"\bcrossref\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What was found in files: clusters and links by `name` (bare keys of one file, else
    `file:key`), and how many entries there are."""

    deduped: Deduped
    entries: int
    problems: tuple[Problem, ...] = ()


Boiled = tuple[list[Record], dict[str, str], tuple[Problem, ...]]
"""Records of a piece of a file, their aliases (alias -> key), and what could not be read."""


def silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def dedupe_files(
    paths: Sequence[Path], decisions: Sequence[Decision] = (), progress: Progress = silent
) -> Found:
    """Groups the entries of `paths` (.bib, CSL-JSON). Raises KbError for what cannot be read."""
    with no_collection():
        return _dedupe_files(paths, decisions, progress)


def _dedupe_files(
    paths: Sequence[Path], decisions: Sequence[Decision], progress: Progress
) -> Found:
    records: list[Record] = []
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    problems: list[Problem] = []
    prefixes = prefixes_of(paths)
    for path, prefix in zip(paths, prefixes, strict=True):
        for found, aliases, unread in _pieces(path, progress):
            problems += unread
            problems += _add(records, found, prefix, taken, path)
            names.update((prefix + alias, prefix + key) for alias, key in aliases.items())
    names.update((one.key, one.key) for one in records)
    deduped = dedupe_records(records, names, decisions, progress)
    return Found(deduped, len(records), (*problems, *deduped.problems))


def prefixes_of(paths: Sequence[Path]) -> list[str]:
    """What stands before the keys of each file: nothing for one file, else its name and ':'.

    Files of one name in different folders are told apart by their paths.
    """
    if len(paths) == 1:
        return [""]
    names = Counter(path.name for path in paths)
    return [f"{path.name if names[path.name] == 1 else path}:" for path in paths]


def _add(
    records: list[Record], found: Iterable[Record], prefix: str, taken: Counter[str], path: Path
) -> Iterator[Problem]:
    """Puts records under unique keys; a key that stands twice is told of and gets '#2'."""
    problems = []
    for one in found:
        key = prefix + one.key
        taken[key] += 1
        if taken[key] > 1:
            problems.append(_double(one.key, path))
            key = f"{key}#{taken[key]}"
        records.append(one._replace(key=key) if key != one.key else one)
    return iter(problems)


def _double(key: str, path: Path) -> Problem:
    message = f"{path.name}: the key {key} stands here more than once"
    return Problem("key-duplicate", "warning", message, mend="give each entry a key of its own")


def _pieces(path: Path, progress: Progress) -> Iterator[Boiled]:
    """The records of a file, a piece at a time, read by several processes when it is large."""
    data = read_bytes(path)
    if path.suffix.lower() == ".json":
        yield _boil(read_json(data, path))
        return
    if path.suffix.lower() not in (".bib", ".bibtex", ""):
        raise KbError("this is neither BibTeX nor CSL-JSON", str(path), "give .bib or .json", USAGE)
    if len(data) < 2 * PIECE or _CROSSREF.search(data) or not _is_utf8(data):
        file = read_bib(decode_text(str(path), data)[0], str(path))
        yield _boil(file.references, file.problems)
        return
    yield from _large(data, path, progress)


def _is_utf8(data: bytes) -> bool:
    """Whether `data` can be decoded piece by piece."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _large(data: bytes, path: Path, progress: Progress) -> Iterator[Boiled]:
    macros = b"\n".join(_MACROS.findall(data)) + b"\n"
    cuts = _cuts(data)

    def read(place: int) -> Boiled:
        piece = macros + data[cuts[place] : cuts[place + 1]]
        file = read_bib(piece.decode("utf-8-sig"), str(path))
        before = data.count(b"\n", 0, cuts[place]) - macros.count(b"\n")
        return _boil(file.references, (_moved(one, before) for one in file.problems))

    total = len(cuts) - 1
    for done, boiled in enumerate(spread(read, range(total)), 1):
        progress("read", done, total)
        yield boiled


def _cuts(data: bytes) -> list[int]:
    """Where pieces of about `PIECE` bytes begin: at lines that begin an entry."""
    cuts = [0]
    while cuts[-1] + PIECE < len(data):
        at = data.find(b"\n@", cuts[-1] + PIECE)
        if at < 0:
            break
        cuts.append(at + 1)
    return [*cuts, len(data)]


def _moved(problem: Problem, lines: int) -> Problem:
    """A problem of a piece with the line it has in the whole file."""
    place = problem.place
    moved = replace(
        place, line=place.line + lines, end_line=place.end_line and place.end_line + lines
    )
    return replace(problem, place=moved)


def _boil(references: Iterable[Reference], problems: Iterable[Problem] = ()) -> Boiled:
    records: list[Record] = []
    aliases: dict[str, str] = {}
    for reference in references:
        records.append(record(reference))
        aliases.update(dict.fromkeys((*reference.origins, *reference.aliases), reference.key))
    return records, aliases, tuple(one for one in problems if one.rule != "key-duplicate")


def read_json(data: bytes, path: Path) -> list[Reference]:
    """The items of a CSL-JSON file. Raises KbError when it is none."""
    text = decode_text(str(path), data)[0]
    try:
        items = json.loads(text)
    except ValueError as error:
        raise KbError(f"this is no JSON: {error}", str(path), "export it as CSL-JSON") from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise KbError("this is no list of CSL-JSON items", str(path), "export it as CSL-JSON")
    return [
        replace(reference, key=reference.key or f"item{number}")
        for number, reference in enumerate(map(from_csl, items), 1)
    ]


def references_of(paths: Sequence[Path], keys: Callable[[str], bool]) -> dict[str, Reference]:
    """The entries under the names that `keys` wants, read again from their files."""
    taken: Counter[str] = Counter()
    found: dict[str, Reference] = {}
    for path, prefix in zip(paths, prefixes_of(paths), strict=True):
        for reference in _references(path):
            name = prefix + reference.key
            taken[name] += 1
            name = name if taken[name] == 1 else f"{name}#{taken[name]}"
            if keys(name):
                found[name] = reference
    return found


def _references(path: Path) -> Iterable[Reference]:
    data = read_bytes(path)
    if path.suffix.lower() == ".json":
        return read_json(data, path)
    return read_bib(decode_text(str(path), data)[0], str(path)).references


def several(deduped: Deduped) -> list[tuple[str, ...]]:
    """The clusters of two or more."""
    return [cluster.members for cluster in deduped.clusters if len(cluster.members) > 1]


def linked(deduped: Deduped) -> set[str]:
    """Every key that a cluster of several or a proposal names."""
    proposed = ((link.left, link.right) for link in deduped.proposals)
    return set(chain.from_iterable((*several(deduped), *proposed)))


# Writing a clean file


@dataclass(frozen=True)
class Clean:
    """A file without its duplicates: its text, and which key each key that is gone became."""

    path: Path
    text: str
    gone: Mapping[str, str]


def clean_files(
    paths: Sequence[Path], deduped: Deduped, decisions: Sequence[Decision] = ()
) -> list[Clean]:
    """The texts of `paths` (.bib) with the entries of each work merged into its first one.

    All else stays as it is, byte by byte. Keys that are gone live on in the field `ids`.
    """
    for path in paths:
        if path.suffix.lower() == ".json":
            raise KbError("only .bib files can be written", str(path), "export it as .bib", USAGE)
    wanted = {key for members in several(deduped) for key in members}
    references = references_of(paths, wanted.__contains__)
    order = {name: place for place, name in enumerate(references)}
    changes: dict[str, str | None] = {}
    gone: dict[str, str] = {}
    for members in several(deduped):
        first, *others = sorted(members, key=order.__getitem__)
        changes[first] = _merged_entry(first, others, references, decisions)
        changes |= dict.fromkeys(others, None)
        gone |= dict.fromkeys(others, references[first].key)
    return [
        Clean(path, _rewrite(path, prefix, changes), _of_file(gone, prefix))
        for path, prefix in zip(paths, prefixes_of(paths), strict=True)
    ]


def _of_file(gone: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): key for name, key in gone.items() if name.startswith(prefix)}


def _merged_entry(
    first: str,
    others: Sequence[str],
    references: Mapping[str, Reference],
    decisions: Sequence[Decision],
) -> str:
    members = [replace(references[name], key=name) for name in (first, *others)]
    merged = merge(members, decisions).reference
    key = references[first].key
    old = {references[name].key for name in others} | set(merged.aliases)
    return write_entry(replace(merged, key=key, aliases=tuple(sorted(old - {key}))))


def _rewrite(path: Path, prefix: str, changes: Mapping[str, str | None]) -> str:
    """The text of a file with entries replaced, or taken out with the blank line after them."""
    file = read_bib(decode_text(str(path), read_bytes(path))[0], str(path))
    taken: Counter[str] = Counter()
    out, at = [], 0
    for block in file.blocks:
        if block.kind != "entry":
            continue
        taken[block.key] += 1
        name = prefix + block.key + (f"#{taken[block.key]}" if taken[block.key] > 1 else "")
        if name in changes:
            entry = changes[name]
            out += [file.text[at : block.start], entry or ""]
            at = block.end if entry else _after(file.text, block.end)
    return "".join([*out, file.text[at:]])


_BLANKS = re.compile(r"[ \t]*(?:\r\n|\n|\r)?(?:[ \t]*(?:\r\n|\n|\r))?")


def _after(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def write_clean(cleaned: Sequence[Clean], output: Path | None) -> list[Path]:
    """Writes the files in place, or all of them into `output`; the paths written."""
    if output is None:
        return [one.path for one in cleaned if write_text(one.path, one.text, None)]
    text = "\n".join(one.text.rstrip("\n") + "\n" for one in cleaned)
    write_text(output, text, None)
    return [output]


# Looking at one work


def links_of(deduped: Deduped, key: str) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    """The members of the work that `key` is in, and the links that hold it. Raises KbError."""
    for cluster in deduped.clusters:
        if key in cluster.members:
            return cluster.members, cluster.links
    raise KbError(f"there is no entry {key!r}", "", "kb cite finds keys by words", USAGE)


def apart(members: Sequence[str], key: str = "") -> list[Decision]:
    """Decisions that split a work: the entry `key` from the others, or all from each other."""
    if key in members:
        return [Decision("differ", key, other) for other in members if other != key]
    return [Decision("differ", left, right) for left, right in combinations(members, 2)]


# Where decisions are written


def decisions_path(bib: Path) -> Path:
    """The file beside a bibliography that holds the decisions about it."""
    return bib.parent / f"{bib.stem}.decisions.txt"


@dataclass(frozen=True)
class FileNotebook:
    """Decisions in a file beside the bibliography; lines are only added or taken back."""

    path: Path

    def append(self, decision: Decision) -> None:
        before = read_snapshot(self.path)
        gap = "" if not before.text or before.text.endswith("\n") else "\n"
        write_text(self.path, f"{before.text}{gap}{write_decision(decision)}\n", before)

    def take_back(self, decision: Decision) -> None:
        """Takes the last line out again if it is this decision."""
        before = read_snapshot(self.path)
        line = write_decision(decision) + "\n"
        if before.text.endswith(line):
            write_text(self.path, before.text[: -len(line)], before)


def placed(problems: Iterable[Problem], path: str) -> tuple[Problem, ...]:
    """Problems of decisions with the file that the decisions stand in."""
    return tuple(
        replace(one, place=replace(one.place, path=path)) if one.rule == "decision-unknown" else one
        for one in problems
    )


def decisions_of(path: Path) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions of a file; none when there is none."""
    return read_decisions(read_snapshot(path).text, str(path))
