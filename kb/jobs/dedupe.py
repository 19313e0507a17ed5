"""Which entries of bibliographies are one work: files in, clusters with reasons out.

Files are read a piece at a time and each entry is boiled down to what is compared, so that a
million entries fit into memory; entries of works found twice are read again to be merged.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import chain, combinations
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.files import read_bytes, read_snapshot, write_text
from kb.errors import USAGE, KbError
from kb.formats.bib import read_bib
from kb.formats.bibscan import Scanner
from kb.formats.csljson import from_csl
from kb.formats.decisions import read_decisions, write_decision
from kb.formats.ris import read_ris
from kb.jobs.unread import in_fields
from kb.match.dedupe import Deduped, Progress, dedupe_records
from kb.match.normal import Record, record
from kb.match.parallel import spread
from kb.memory import no_collection
from kb.model import Cluster, Decision, Place, Problem, Reference

PIECE: Final = 400_000
"""Bytes of a file that are read at once."""
LONGEST_MACRO: Final = 10_000
"""Bytes that an @string takes at most; a longer one is known in its own piece only."""
_MACRO = re.compile(rb"@[ \t]*(?i:string)\s*[{(]")
_ENTRY = re.compile(rb"\n[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]")
_WHOLE = re.compile(rb"\bcrossref\s*=|@comment\s*\{[^{}]*@\s*\w+\s*[{(]")
_WHOLE_WORDS: Final = (b"crossref", b"@comment")
"""Words without which `_WHOLE` finds nothing."""


@dataclass(frozen=True)
class Found:
    """What was found in files: clusters and links by `name` (bare keys of one file, else
    `file:key`), how many entries there are, what was compared of them, and their aliases."""

    deduped: Deduped
    entries: int
    problems: tuple[Problem, ...] = ()
    records: Sequence[Record] = ()
    names: Mapping[str, str] = field(default_factory=dict)


Boiled = tuple[list[Record], dict[str, str], tuple[Problem, ...]]
"""Records of a piece of a file, their aliases (alias -> key), and what could not be read."""


def silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def dedupe_files(
    paths: Sequence[Path], decisions: Sequence[Decision] = (), progress: Progress = silent
) -> Found:
    """Groups the entries of `paths` (BibTeX, RIS, CSL-JSON). Raises KbError for what cannot be
    read."""
    with no_collection():
        return _dedupe_files(paths, decisions, progress)


def _dedupe_files(
    paths: Sequence[Path], decisions: Sequence[Decision], progress: Progress
) -> Found:
    records, names, problems = _read(paths, progress)
    if decisions:
        names = _everywhere(names, prefixes_of(paths))
    deduped = dedupe_records(records, names, decisions, progress)
    return Found(deduped, len(records), (*problems, *deduped.problems), records, names)


def _read(paths: Sequence[Path], progress: Progress) -> Boiled:
    """The records of files under unique keys, the keys that aliases mean, what was not read."""
    records: list[Record] = []
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    problems: list[Problem] = []
    prefixes = prefixes_of(paths)
    for path, prefix in zip(paths, prefixes, strict=True):
        before = len(records) + len(problems)
        for found, aliases, unread in _pieces(path, progress):
            problems += unread
            problems += _add(records, found, prefix, taken, path)
            names.update((prefix + alias, prefix + key) for alias, key in aliases.items())
        if len(records) + len(problems) == before:
            problems.append(_nothing(path))
    return records, names, tuple(problems)


def distinct(paths: Sequence[Path]) -> tuple[list[Path], tuple[Problem, ...]]:
    """The files given, each once: one that is given again, be it under another name (a link), is a
    problem, for it would be merged with itself."""
    found: dict[tuple[int, int] | Path, Path] = {}
    problems = []
    for path in paths:
        first = found.setdefault(_identity(path), path)
        if first is not path:
            message = f"this is the same file as {first}; it is read once"
            problems.append(Problem("file-twice", "warning", message, Place(str(path))))
    return list(found.values()), tuple(problems)


def _identity(path: Path) -> tuple[int, int] | Path:
    try:
        found = path.stat()
    except OSError:
        return path
    return found.st_dev, found.st_ino


def refuse_pipes(paths: Iterable[Path]) -> None:
    """Raises KbError for a pipe: it can be read once, and to write or to ask takes more."""
    for path in paths:
        if path.is_fifo():
            mend = "save it to a file first, or leave out -o, --in-place and --review"
            raise KbError("a pipe can be read only once", str(path), mend, USAGE)


def _everywhere(names: Mapping[str, str], prefixes: Sequence[str]) -> dict[str, str]:
    """Aliases as if they stood in every file: an entry that was merged may have moved to another,
    and decisions that name it still hold."""
    found = dict(names)
    for name, key in names.items():
        bare = next(name.removeprefix(one) for one in prefixes if name.startswith(one))
        for prefix in prefixes:
            found.setdefault(prefix + bare, key)
    return found


def prefixes_of(paths: Sequence[Path]) -> list[str]:
    """What stands before the keys of each file: nothing for one file, else its name and ':'.

    Files of one name in different folders are told apart by their paths.
    """
    if len(paths) == 1:
        return [""]
    names = Counter(path.name for path in paths)
    return [f"{path.name if names[path.name] == 1 else path}:" for path in paths]


def named(key: str, taken: Counter[str]) -> str:
    """The name of an entry, counted in `taken`: its key, from the second time on with '#2'."""
    taken[key] += 1
    return key if taken[key] == 1 else f"{key}#{taken[key]}"


def _add(
    records: list[Record], found: Iterable[Record], prefix: str, taken: Counter[str], path: Path
) -> Iterator[Problem]:
    """Puts records under unique keys; a key that stands twice is told of and gets '#2'."""
    problems = []
    for one in found:
        key = named(prefix + one.key, taken)
        if taken[prefix + one.key] == 2:
            problems.append(_double(one.key, path))
        records.append(one._replace(key=key) if key != one.key else one)
    return iter(problems)


def _nothing(path: Path) -> Problem:
    mend = "look into it: is it the right file?"
    return Problem("entry-none", "warning", "no entry stands in here", Place(str(path)), mend)


def _double(key: str, path: Path) -> Problem:
    message = f"{path.name}: the key {key} stands here more than once"
    return Problem("key-duplicate", "warning", message, mend="give each entry a key of its own")


def _pieces(path: Path, progress: Progress) -> Iterator[Boiled]:
    """The records of a file, a piece at a time, read by several processes when it is large."""
    data = read_bytes(path)
    if kind_of(path, data) != "bib":
        yield _boil(*_foreign(path, data))
        return
    if len(data) < 2 * PIECE or _is_whole(data) or not _is_utf8(data):
        file = read_bib(decode_text(str(path), data)[0], str(path))
        yield _boil(file.references, file.problems)
        return
    yield from _large(data, path, progress)


def _is_whole(data: bytes) -> bool:
    """Whether a file makes no sense in pieces: it has entries that inherit from others, or comments
    with entries. The words are looked for first, which is much faster."""
    lower = data.lower()
    return any(word in lower for word in _WHOLE_WORDS) and _WHOLE.search(lower) is not None


def _is_utf8(data: bytes) -> bool:
    """Whether `data` can be decoded piece by piece."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _large(data: bytes, path: Path, progress: Progress) -> Iterator[Boiled]:
    macros = "".join(f"{macro}\n" for macro in _macros(data))
    own, cuts = macros.count("\n"), _cuts(data)

    def read(place: int) -> Boiled:
        piece = data[cuts[place] : cuts[place + 1]].decode("utf-8-sig")
        file = read_bib(macros + piece, str(path))
        return _boil(file.references, moved(file.problems, cuts[place]))

    def moved(problems: Sequence[Problem], start: int) -> Iterator[Problem]:
        before = data.count(b"\n", 0, start) - own if problems else 0
        return (_moved(one, before) for one in problems if one.place.line > own)

    total = len(cuts) - 1
    for done, boiled in enumerate(spread(read, range(total)), 1):
        progress("read", done, total)
        yield boiled


def _macros(data: bytes) -> Iterator[str]:
    """The @strings of a file, which every piece of it needs."""
    for head in _MACRO.finditer(data):
        text = data[head.start() : head.start() + LONGEST_MACRO].decode("utf-8", "ignore")
        block, _ = Scanner(text).next(0)
        if block.kind == "string":
            yield text[: block.end]


def _cuts(data: bytes) -> list[int]:
    """Where pieces of about `PIECE` bytes begin: at lines that begin an entry."""
    cuts = [0]
    while found := _ENTRY.search(data, cuts[-1] + PIECE):
        cuts.append(found.start() + 1)
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
        records.append(record(in_fields(reference)))
        aliases.update(dict.fromkeys((*reference.origins, *reference.aliases), reference.key))
    return records, aliases, tuple(one for one in problems if one.rule != "key-duplicate")


_SUFFIXES: Final = {".bib": "bib", ".bibtex": "bib", ".ris": "ris", ".json": "json"}
_BEGINNINGS: Final = {"json": rb"[\[{]", "ris": rb"TY {1,2}- ", "bib": rb"(?s).*?^\s*@\w+\s*[{(]"}


def kind_of(path: Path, data: bytes) -> str:
    """'bib', 'ris' or 'json', by the name of the file, else by its beginning. Raises KbError."""
    head = data[:100_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    found = (kind for kind, begun in _BEGINNINGS.items() if re.match(begun, head, re.MULTILINE))
    kind = _SUFFIXES.get(path.suffix.lower()) or next(found, "")
    if not kind:
        mend = "give .bib, .ris or .json files; papers: kb ingest PAPER"
        raise KbError("this is neither BibTeX, RIS nor CSL-JSON", str(path), mend, USAGE)
    return kind


def _foreign(path: Path, data: bytes) -> tuple[list[Reference], tuple[Problem, ...]]:
    """The records of a file that is no BibTeX; one without a key is called by its number."""
    if kind_of(path, data) == "ris":
        found, problems = read_ris(decode_text(str(path), data)[0], str(path))
    else:
        found, problems = read_json(data, path), ()
    numbered = enumerate(found, 1)
    return [replace(one, key=one.key or f"item{number}") for number, one in numbered], problems


def read_foreign(path: Path) -> list[Reference]:
    """The records of a file that is no BibTeX, each with a key."""
    return _foreign(path, read_bytes(path))[0]


def read_json(data: bytes, path: Path) -> tuple[Reference, ...]:
    """The items of a CSL-JSON file. Raises KbError when it is none."""
    text = decode_text(str(path), data)[0]
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise KbError(f"this is no JSON: {error}", str(path), "export it as CSL-JSON") from None
    if isinstance(items, dict):
        items = items.get("items", [items])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise KbError("this is no list of CSL-JSON items", str(path), "export it as CSL-JSON")
    return tuple(map(from_csl, items))


@dataclass
class Wanted:
    """Names the entries of a file one after the other, and tells which are among `keys`."""

    prefix: str
    keys: Callable[[str], bool]
    names: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    def __call__(self, key: str) -> bool:
        self.names.append(named(self.prefix + key, self.taken))
        return self.keys(self.names[-1])

    def named(self, references: Iterable[Reference]) -> dict[str, Reference]:
        """The references of the entries that were wanted, by name."""
        return dict(zip(filter(self.keys, self.names), references, strict=True))


def references_of(paths: Sequence[Path], keys: Callable[[str], bool]) -> dict[str, Reference]:
    """The entries under the names that `keys` wants, read again from their files."""
    found: dict[str, Reference] = {}
    for path, prefix in zip(paths, prefixes_of(paths), strict=True):
        wanted = Wanted(prefix, keys)
        found |= wanted.named(map(in_fields, _references(path, wanted)))
    return found


def _references(path: Path, wanted: Callable[[str], bool]) -> Sequence[Reference]:
    if kind_of(path, read_bytes(path)) != "bib":
        return [one for one in read_foreign(path) if wanted(one.key)]
    return read_bib(decode_text(str(path), read_bytes(path))[0], str(path), wanted).references


def several(deduped: Deduped) -> list[tuple[str, ...]]:
    """The clusters of two or more."""
    return [cluster.members for cluster in deduped.clusters if len(cluster.members) > 1]


def linked(deduped: Deduped) -> set[str]:
    """Every key that a cluster of several or a proposal names."""
    proposed = ((link.left, link.right) for link in deduped.proposals)
    return set(chain.from_iterable((*several(deduped), *proposed)))


# Looking at one work


def work_of(found: Found, name: str) -> Cluster:
    """The work that the entry `name` is in. Raises KbError when there is none."""
    return next(one for one in found.deduped.clusters if name in one.members)


def name_of(found: Found, key: str) -> str:
    """The name of the entry that is meant by `key`: a name, an alias, or a bare key where entries
    are called `file:key`. Raises KbError when none is meant, or several are."""
    names = {one.key for one in found.records}
    if key in names:
        return key
    known = found.names.get(key, "")
    meant = [known] if known in names else sorted(n for n in names if n.endswith(f":{key}"))
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise KbError(f"{key!r} may mean several entries", "", f"name one: {meant[0]}", USAGE)
    near = get_close_matches(key, names, 1)
    mend = f"did you mean {near[0]}?" if near else "kb dedupe BIB -f json names them"
    raise KbError(f"there is no entry {key!r}", "", mend, USAGE)


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


OF_DECISIONS: Final = frozenset(["decision-unknown", "decision-void"])
"""Rules of problems that the lines of decisions have when they meet the entries."""


def placed(problems: Iterable[Problem], where: str) -> tuple[Problem, ...]:
    """Problems of decisions with the file that these stand in; '' when they stand in several."""
    return tuple(
        replace(one, place=replace(one.place, path=where) if where else Place())
        if one.rule in OF_DECISIONS
        else one
        for one in problems
    )


@dataclass(frozen=True)
class Decided:
    """Decisions about files, lines that are none, and the one file they stand in ('' if many)."""

    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    where: str


def decisions_for(paths: Sequence[Path], given: Path | None = None) -> Decided:
    """The decisions of the file `given`, else those beside each of `paths`, about entries as they
    are named here: beside a file, its entries stand under bare keys or, when it was compared with
    others, as `file:key`."""
    if given:
        return Decided(*decisions_of(given), str(given))
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for path, prefix in zip(paths, prefixes_of(paths), strict=True):
        found, unread = decisions_of(decisions_path(path))
        decisions += (_named_here(one, path, prefix) for one in found)
        problems += unread
    there = [str(path) for path in map(decisions_path, paths) if path.exists()]
    return Decided(tuple(decisions), tuple(problems), there[0] if len(there) == 1 else "")


_OF_A_FILE = re.compile(r"[^:]+\.(?:bib|bibtex|ris|json):", re.IGNORECASE)


def _named_here(decision: Decision, path: Path, prefix: str) -> Decision:
    def name(written: str) -> str:
        if written.startswith(f"{path.name}:"):
            return prefix + written.removeprefix(f"{path.name}:")
        return written if _OF_A_FILE.match(written) else prefix + written

    return replace(decision, left=name(decision.left), right=name(decision.right))


def decisions_of(path: Path) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions of a file; none when there is none."""
    return read_decisions(read_snapshot(path).text, str(path))
