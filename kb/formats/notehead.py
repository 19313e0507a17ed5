"""Read the YAML head of a note: its words, where they stand, and what is wrong with them.

Every scalar is a string (`003:41` and `2021` stay what they are): the loader is PyYAML's base
loader, which builds nothing but strings, lists and mappings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from kb.model import Level, Place, Problem

KNOWN: Final = ("id", "claim", "status", "tags", "seen", "reason", "checked")
STATUSES: Final = ("open", "supported", "partly", "disputed")
_OTHER: Final = ("title", "author", "date", "lang", "aliases", "created", "modified", "note")
"""Words of other tools that are no slips of the pen."""

_FAMILIAR: Final = frozenset((*KNOWN, *_OTHER))
_DEEPEST: Final = 20
_FIRST = re.compile(r"---[ \t]*\n")
_LAST = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"^(\w[\w-]*):[ \t]*(.*?)[ \t]*$")
_LIST = re.compile(r"\[(?:[\w(]+(?:[ :.-]?[\w()]+)*(?:, |,(?=\S)|(?=\])))*\]\Z")
_PLAIN = re.compile(r"[^\W_]")


class Entry(NamedTuple):
    """The value of one word of the head; `values` has one string for a scalar, many for a list.

    `where` is path, line, column, end line, end column; `pairs` is what a mapping says.
    """

    values: tuple[str, ...]
    where: tuple[str, int, int, int, int]
    scalar: bool = True
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> Place:
        return Place(*self.where)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.values).split())


@dataclass(frozen=True)
class Head:
    """The head as a mapping; `lines` is how many lines of the file it takes, fences included."""

    entries: dict[str, Entry]
    lines: int
    problems: tuple[Problem, ...] = ()

    def text(self, name: str) -> str:
        return self.entries[name].text if name in self.entries else ""

    def values(self, name: str) -> tuple[str, ...]:
        """A list's members; a scalar's words between commas."""
        if name not in self.entries:
            return ()
        entry = self.entries[name]
        parts = entry.values if not entry.scalar else tuple(entry.text.split(","))
        return tuple(part.strip() for part in parts if part.strip())


def read_head(text: str, path: str) -> Head:
    """The head of the note `text` (line ends are line feeds)."""
    first = _FIRST.match(text)
    if not first:
        return Head({}, 0, (_headless(path),))
    problems: list[Problem] = []
    last = _LAST.search(text, first.end())
    if last:
        head, end = text[first.end() : last.start()], last.end()
    else:
        problems.append(_unclosed(path))
        head, end = _until_blank(text, first.end())
    entries = _simple(head, path)
    if entries is None:
        entries = _careful(head, path, problems)
    problems += _slips(entries)
    return Head(entries, text.count("\n", 0, end), tuple(problems))


def _until_blank(text: str, start: int) -> tuple[str, int]:
    """What a head that is never closed holds: the lines up to a blank one."""
    blank = re.compile(r"\n[ \t]*(?:\n|\Z)").search(text, start - 1)
    end = blank.start() + 1 if blank else len(text)
    return text[start:end], end


def _headless(path: str) -> Problem:
    return Problem(
        "note-head-missing",
        "warning",
        "the note has no head",
        Place(path, 1, 1),
        "begin it with the lines: ---, id: a-name, claim: a statement, status: open, ---",
    )


def _unclosed(path: str) -> Problem:
    return Problem(
        "note-head-broken",
        "error",
        "the head is never closed",
        Place(path, 1, 1),
        "end the head with a line that is only ---",
    )


def _simple(head: str, path: str) -> dict[str, Entry] | None:
    """The common head, `word: plain words` on every line, without a YAML parser; else None."""
    entries: dict[str, Entry] = {}
    for number, line in enumerate(head.removesuffix("\n").split("\n"), 2):
        name, _, rest = line.partition(":")
        value = rest.strip(" ")
        if not name.isidentifier() or name in entries or rest[:1] != " ":
            return None
        listed = value[:1] == "["
        if not (_LIST.match(value) if listed else _is_plain(value)):
            return None
        start = len(name) + 2 + len(rest) - len(rest.lstrip(" "))
        where = (path, number, start, number, start + len(value))
        values = tuple(_members(value)) if listed else (value,)
        entries[name] = Entry(values, where, not listed)
    return entries


def _members(value: str) -> Iterator[str]:
    """What stands in a list in brackets, without quotes around it."""
    return filter(None, value[1:-1].replace(", ", ",").split(","))


def _is_plain(value: str) -> bool:
    """Whether YAML reads the value as the string that it is."""
    if ": " in value or " #" in value or "\t" in value or value[-1:] == ":":
        return False
    return _PLAIN.match(value) is not None


def _careful(head: str, path: str, problems: list[Problem]) -> dict[str, Entry]:
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(head, Loader=loader) if _is_flat(head, yaml, loader) else None
        if node is None and head.strip():
            problems.append(_deep(path))
            return _rescued(head, path)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problems.append(_broken(error, path, head))
        return _rescued(head, path)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        problems.append(
            Problem(
                "note-head-broken",
                "error",
                "the head is not a list of 'word: value' lines",
                Place(path, 2, 1),
                "write it as: claim: a statement",
            )
        )
        return {}
    return _entries(node, path, problems)


def _is_flat(head: str, yaml: Any, loader: Any) -> bool:
    """Whether the head is nested so little that composing it (which recurses) is safe."""
    depth = 0
    for event in yaml.parse(head, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return False
    return True


def _deep(path: str) -> Problem:
    mend = "write the head as lines of: word: value"
    what = "the head is nested too deeply, or holds nothing"
    return Problem("note-head-broken", "error", what, Place(path, 2, 1), mend)


def _entries(node: Any, path: str, problems: list[Problem]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in entries:
            problems.append(
                Problem(
                    "note-head-broken",
                    "error",
                    f"{name!r} stands twice in the head; the first is used",
                    Place(*_where(key, path)),
                    "delete one of the two",
                )
            )
            continue
        scalar = isinstance(value.value, str)
        entries[name] = Entry(
            tuple(_strings(value)), _where(value, path), scalar, tuple(_pairs(value))
        )
    return entries


def _where(node: Any, path: str) -> tuple[str, int, int, int, int]:
    start, end = node.start_mark, node.end_mark
    return path, start.line + 2, start.column + 1, end.line + 2, end.column + 1


def _strings(node: Any) -> Iterator[str]:
    """The strings of a scalar, of a list of scalars, `a:b` of a mapping; nothing deeper."""
    if isinstance(node.value, str):
        yield node.value
        return
    for child in node.value:
        if isinstance(child, tuple):
            yield ":".join(str(part.value) for part in child if isinstance(part.value, str))
        elif isinstance(child.value, str):
            yield child.value
        else:
            yield from (":".join(pair) for pair in _pairs(child))


def _pairs(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node.value, str):
        return
    for child in node.value:
        if isinstance(child, tuple) and all(isinstance(part.value, str) for part in child):
            yield str(child[0].value), str(child[1].value)


def _broken(error: Exception, path: str, head: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).split("\n")[0]
    place = Place(path, mark.line + 2, mark.column + 1) if mark else Place(path, 1, 1)
    mend = "put the value into quotes when it holds ': ', ' #' or begins with a sign"
    if "control characters" in str(what):
        mend = "take the control character out"
    if "\\t" in str(what) or re.search(r"^ *\t", head, re.MULTILINE):
        mend = "YAML wants blanks, not tabs"
    return Problem("note-head-broken", "error", f"the head is no YAML: {what}", place, mend)


def _rescued(head: str, path: str) -> dict[str, Entry]:
    """What a broken head still says, read line by line."""
    entries: dict[str, Entry] = {}
    for number, line in enumerate(head.split("\n"), 2):
        found = _LINE.match(line)
        if found and found[1] in KNOWN and found[1] not in entries:
            start = found.start(2) + 1
            place = (path, number, start, number, start + len(found[2]))
            listed = found[2].startswith("[")
            value = found[2].strip("[]") if listed else found[2].strip("'\"")
            entries[found[1]] = Entry(
                tuple(value.split(",")) if listed else (value,), place, not listed
            )
    return entries


def _slips(entries: dict[str, Entry]) -> Iterator[Problem]:
    for name, entry in entries.items():
        if name not in _FAMILIAR:
            near = get_close_matches(name.lower(), KNOWN, 1, 0.75)
            if near:
                yield _slip("note-head-unknown", "warning", name, near, entry.place)
    status = entries.get("status")
    if status and status.text not in STATUSES:
        near = get_close_matches(status.text.lower(), STATUSES, 1, 0.5)
        yield _slip("status-unknown", "error", status.text, near, status.place)


def _slip(rule: str, level: Level, word: str, near: list[str], place: Place) -> Problem:
    kind = "status" if rule == "status-unknown" else "word in the head"
    mend = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(STATUSES)}"
    return Problem(rule, level, f"{word!r} is no {kind} that kb knows", place, mend)
