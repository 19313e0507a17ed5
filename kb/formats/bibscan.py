"""A BibTeX file's text -> blocks that hold every byte of it, entries with their raw fields."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from kb.formats.latex import closing_brace, unclosed_braces
from kb.model import Level, Place, Problem

BlockKind = Literal["entry", "comment", "string", "preamble", "junk", "broken"]

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS: Final = _MONTHS.split()
"""BibTeX's macros for months, the only ones that every style defines."""

_S = r"(?:[ \t\r\n\f\v]++|%[^\r\n]*+)*+"
_B0 = r"\{[^{}]*+\}"
_B1 = rf"\{{[^{{}}]*+(?:{_B0}[^{{}}]*+)*+\}}"
_B2 = rf"\{{[^{{}}]*+(?:{_B1}[^{{}}]*+)*+\}}"
_B3 = rf"\{{[^{{}}]*+(?:{_B2}[^{{}}]*+)*+\}}"
_NAME = r"[^\s{}=\",#%()@]++"
_HEAD = re.compile(r"@[ \t\r\n]*+([A-Za-z][\w.+-]*+)\s*+([{(])")
_NEXT_HEAD = re.compile(r"(?<![^\r\n])[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]")
_KEY = re.compile(rf"{_S}([^\s,{{}}]*+){_S}")
_FAST = re.compile(
    rf"{_S}({_NAME}){_S}={_S}(?:({_B3})|([0-9]++|(?:{_MONTHS.replace(' ', '|')})\b)){_S}"
    rf"(?:,|(?=[)}}]))"
)
_SLOW = re.compile(rf"{_S}({_NAME}){_S}={_S}")
COMMA = re.compile(rf"{_S},")
"""A comma, with the blanks and remarks before it."""
_SPACE = re.compile(_S)
_WORD = re.compile(_NAME)
_QUOTE = re.compile(r'["{}]')


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a file, `[start, end)` in its text; `type` (lower case) and `key` of an entry."""

    kind: BlockKind
    start: int
    end: int
    type: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where a field stands in a text: its name (in lower case) from `start` on, its value, with
    its braces, in `[value, end)`."""

    name: str
    start: int
    value: int
    end: int


@dataclass(slots=True)
class Raw:
    """An entry as written: field names in lower case, values without their outer braces, macros
    put in; fields that stand twice a second time in `again`."""

    type: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    again: list[tuple[str, str]] = field(default_factory=list)


class Placer:
    """Offsets of a text -> places in its file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n|\r|\n", text))]

    def __call__(self, start: int, end: int = -1) -> Place:
        if end < 0:
            return Place(self.path, *self.position(start))
        return Place(self.path, *self.position(start), *self.position(end))

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


class _BrokenError(Exception):
    """A block that cannot be read: what is wrong, and where in the text."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what = what
        self.at = at


class Scanner:
    """Reads one text from its start to its end; macros are known from where they stand on."""

    def __init__(self, text: str, path: str = "") -> None:
        self.text = text
        self.path = path
        self.macros = {month: month for month in MONTHS}
        self.found: list[tuple[str, Level, int, str, str]] = []
        self._unclosed: frozenset[int] = frozenset()
        self._no_head = range(0)

    def problems(self) -> tuple[Problem, ...]:
        """What was found so far, with places."""
        place = Placer(self.path, self.text) if self.found else None
        return tuple(
            Problem(rule, level, message, place(at), mend)
            for rule, level, at, message, mend in self.found
            if place
        )

    def blocks(self, at: int = 0) -> Iterator[tuple[Block, Raw | None]]:
        """Every block from `at` on, entries with their fields."""
        while head := _HEAD.search(self.text, at):
            if head.start() > at:
                yield Block("junk", at, head.start()), None
            block, raw = self.block(head)
            yield block, raw
            at = block.end
        if at < len(self.text):
            yield Block("junk", at, len(self.text)), None

    def next(self, at: int) -> tuple[Block, Raw | None]:
        """The block that begins at `at`, which must be before the end."""
        head = _HEAD.search(self.text, at)
        if head and head.start() == at:
            return self.block(head)
        return Block("junk", at, head.start() if head else len(self.text)), None

    def entry_at(self, block: Block) -> Raw | None:
        """The fields of an entry found before."""
        head = _HEAD.match(self.text, block.start)
        return self.block(head)[1] if head else None

    def block(self, head: re.Match[str]) -> tuple[Block, Raw | None]:
        kind = head[1].lower()
        start = head.start()
        try:
            if kind == "comment":
                return Block("comment", start, self._comment_end(head.end() - 1)), None
            if kind == "preamble":
                _, at = self._value(head.end())
                return Block("preamble", start, self._end(at, head[2])), None
            if kind == "string":
                return Block("string", start, self._string(head)), None
            return self._entry(head, kind)
        except _BrokenError as error:
            return self._broken(head, error), None

    def _broken(self, head: re.Match[str], error: _BrokenError) -> Block:
        """What cannot be read lasts until a line that begins a block, and is kept."""
        following = _NEXT_HEAD.search(self.text, head.end())
        end = following.start() if following else len(self.text)
        key = _KEY.match(self.text, head.end(), end)
        keyless = not key or "=" in key[1] or self.text.startswith("=", key.end())
        name = key[1] if key and not keyless else ""
        message = f"@{head[1]}{{{name} cannot be read: {error.what}"
        mend = "mend it by hand; it stays as it is, and the rest of the file is read"
        self.found.append(("bib-broken", "error", min(error.at, end), message, mend))
        return Block("broken", head.start(), end, head[1].lower(), name)

    def _comment_end(self, start: int) -> int:
        """The end of a comment, into which BibTeX does not look."""
        if self.text[start] == "(":
            end = self.text.find(")", start) if start < self._last_round else -1
        else:
            end = self._closing(start)
        if end < 0:
            raise _BrokenError("its bracket is never closed", start)
        return end + 1

    @cached_property
    def _last_round(self) -> int:
        return self.text.rfind(")")

    def _closing(self, start: int) -> int:
        """Where a brace is closed, however far from here. The first that never is tells of all
        others, so that thousands of them are not looked for to the end of the file each."""
        if start in self._unclosed:
            return -1
        end = closing_brace(self.text, start)
        if end < 0:
            self._unclosed = unclosed_braces(self.text, start)
        return end

    def _string(self, head: re.Match[str]) -> int:
        name = _SLOW.match(self.text, head.end())
        if not name:
            raise _BrokenError("there is no 'name = value' in it", head.end())
        value, at = self._value(name.end())
        end = self._end(at, head[2])
        self.macros[name[1].lower()] = value
        return end

    def _end(self, at: int, opened: str) -> int:
        """The end of a block whose last value ended at `at`."""
        closing = "}" if opened == "{" else ")"
        while comma := COMMA.match(self.text, at):
            at = comma.end()
        at = self._skip(at)
        if not self.text.startswith(closing, at):
            raise _BrokenError(f"there should be a comma or a {closing}", at)
        return at + 1

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _entry(self, head: re.Match[str], kind: str) -> tuple[Block, Raw | None]:
        text = self.text
        key = _KEY.match(text, head.end())
        if not key or "=" in key[1] or not key[1] or text.startswith("=", key.end()):
            raise _BrokenError("it has no key", head.end())
        raw = Raw(kind, key[1])
        fields = raw.fields
        at = key.end() + text.startswith(",", key.end())
        closing = "}" if head[2] == "{" else ")"
        while True:
            found = _FAST.match(text, at)
            if found:
                value = found[2][1:-1] if found[2] else found[3]
                at = found.end()
                if "@" in value:
                    self._check(value, found.start())
            elif slow := _SLOW.match(text, at):
                found = slow
                value, at = self._value(slow.end())
                at = self._comma(at, closing)
            else:
                return Block("entry", head.start(), self._end(at, head[2]), kind, key[1]), raw
            name = found[1].lower()
            if name in fields:
                self._twice(raw, name, value, found.start(1))
            else:
                fields[name] = value

    def spans(self, block: Block) -> Iterator[FieldSpan]:
        """Where the fields of an entry found before stand, in their order."""
        head = _HEAD.match(self.text, block.start)
        key = _KEY.match(self.text, head.end()) if head else None
        if not head or not key:
            return
        at, closing = key.end(), "}" if head[2] == "{" else ")"
        at += self.text.startswith(",", at)
        while found := _SLOW.match(self.text, at):
            start = self._skip(found.end())
            _, end = self._value(start)
            yield FieldSpan(found[1].lower(), found.start(1), start, end)
            at = self._comma(end, closing)

    def _twice(self, raw: Raw, name: str, value: str, at: int) -> None:
        raw.again.append((name, value))
        message = f"{raw.key} has the field {name} twice; the first one counts"
        self.found.append(("bib-field-twice", "warning", at, message, "keep one of them"))

    def _comma(self, at: int, closing: str) -> int:
        """Where to go on after a value; a missing comma is a finding only."""
        at = self._skip(at)
        if self.text.startswith(",", at):
            return at + 1
        if not self.text.startswith(closing, at) and _SLOW.match(self.text, at):
            message = "a comma is missing before this field; BibTeX will stop here"
            self.found.append(("bib-comma-missing", "error", at, message, "add the comma"))
        return at

    def _check(self, value: str, at: int) -> None:
        """A value that holds the head of another entry has lost its closing brace."""
        if "\n" in value and "@" in value and _NEXT_HEAD.search(value, value.index("\n") + 1):
            raise _BrokenError("a brace is never closed", at)

    def _value(self, at: int) -> tuple[str, int]:
        """`"a" # b # {c}`: its text, and where it ends."""
        parts = []
        while True:
            part, end = self._piece(self._skip(at))
            parts.append(part)
            at = self._skip(end)
            if not self.text.startswith("#", at):
                return "".join(parts), end
            at += 1

    def _piece(self, at: int) -> tuple[str, int]:
        char = self.text[at : at + 1]
        if char in ("{", '"') and char:
            limit = self._next_head(at)
            brace = char == "{"
            end = closing_brace(self.text, at, limit) if brace else self._closing_quote(at, limit)
            if end < 0:
                raise _BrokenError(f"the {char} here is never closed", at)
            return self.text[at + 1 : end], end + 1
        word = _WORD.match(self.text, at)
        if not word:
            raise _BrokenError("there should be a value", at)
        return self._macro(word[0], at), word.end()

    def _next_head(self, at: int) -> int:
        """Where a line begins the next block: no value goes beyond, and none is looked for."""
        if at not in self._no_head:
            found = _NEXT_HEAD.search(self.text, at + 1)
            self._no_head = range(at, found.start() if found else len(self.text))
        return self._no_head.stop

    def _macro(self, word: str, at: int) -> str:
        if word.isdigit() or word.lower() in self.macros:
            return self.macros.get(word.lower(), word)
        message = f"nothing defines {word!r}; it is read as this word"
        mend = f"put it in braces, or define it: @string{{{word} = {{...}}}}"
        self.found.append(("bib-macro-unknown", "warning", at, message, mend))
        return word

    def _closing_quote(self, start: int, limit: int) -> int:
        depth = 0
        for found in _QUOTE.finditer(self.text, start + 1, limit):
            if found[0] == '"' and not depth:
                return found.start()
            depth += {"{": 1, "}": -1}.get(found[0], 0)
        return -1
