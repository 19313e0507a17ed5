"""Bibliographies as files: which entries they hold, and what is compared of each.

Large files are read a piece at a time by several processes, and each entry is boiled down to what
is compared, so that a million entries fit into memory.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.files import read_bytes
from kb.errors import USAGE, KbError
from kb.formats.bib import read_bib
from kb.formats.bibscan import Scanner
from kb.formats.csljson import from_csl
from kb.formats.ris import read_ris
from kb.jobs.unread import in_fields
from kb.match.dedupe import Progress
from kb.match.normal import Record, record
from kb.match.parallel import spread
from kb.model import Place, Problem, Reference

PIECE: Final = 400_000
"""Bytes of a file that are read at once."""
LONGEST_MACRO: Final = 10_000
"""Bytes that an @string takes at most; a longer one is known in its own piece only."""
_MACRO = re.compile(rb"@[ \t]*(?i:string)\s*[{(]")
_ENTRY = re.compile(rb"\n[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]")
_WHOLE = re.compile(rb"\bcrossref\s*=|@comment\s*\{[^{}]*@\s*\w+\s*[{(]")
_WHOLE_WORDS: Final = (b"crossref", b"@comment")
"""Words without which `_WHOLE` finds nothing."""

Boiled = tuple[list[Record], dict[str, str], tuple[Problem, ...]]
"""Records of a piece of a file, their aliases (alias -> key), and what could not be read."""


def read_records(paths: Sequence[Path], progress: Progress) -> Boiled:
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


def read_foreign(path: Path, data: bytes) -> list[Reference]:
    """The records of a file that is no BibTeX, each with a key."""
    return _foreign(path, data)[0]


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
    data = read_bytes(path)
    if kind_of(path, data) != "bib":
        return [one for one in read_foreign(path, data) if wanted(one.key)]
    return read_bib(decode_text(str(path), data)[0], str(path), wanted).references
