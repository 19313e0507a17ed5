"""`kb dedupe --review`: pairs side by side with the differing parts marked, one key an answer."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple, Protocol

import click

from kb.cli.output import clean, console, counted, styled, styled_line, write
from kb.match.merge import value_text
from kb.model import Decision, Link, Reference

if TYPE_CHECKING:
    from rich.text import Text

KEYS = "s same   d differ   f choose a field   n skip   u undo   q quit"
ORDER = ("author", "editor", "issued", "title", "container-title", "publisher", "volume", "issue",
         "page", "DOI", "ISBN", "URL", "edition")  # fmt: skip


class Notebook(Protocol):
    """Where answers are written at once."""

    def append(self, decision: Decision) -> None: ...

    def take_back(self, decision: Decision) -> None: ...


class Answer(NamedTuple):
    """What was answered about the pair at a place in the list."""

    at: int
    link: Link
    decision: Decision


@dataclass
class Groups:
    """What was answered in this session: pairs that need not be asked any more."""

    same: list[set[str]] = field(default_factory=list)
    differ: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "Groups":
        found = cls()
        for one in answers:
            if one.decision.kind == "same":
                found.join(one.link.left, one.link.right)
            elif one.decision.kind == "differ":
                found.differ.append((one.link.left, one.link.right))
        return found

    def join(self, left: str, right: str) -> None:
        touched = [group for group in self.same if left in group or right in group]
        self.same = [group for group in self.same if group not in touched]
        self.same.append({left, right}.union(*touched))

    def group(self, key: str) -> set[str]:
        return next((group for group in self.same if key in group), {key})

    def answered(self, link: Link) -> bool:
        return link.right in self.group(link.left) or self.apart(link.left, link.right)

    def apart(self, first: str, second: str) -> bool:
        left, right = self.group(first), self.group(second)
        return any((a in left and b in right) or (a in right and b in left) for a, b in self.differ)


def review(proposals: Sequence[Link], entries: Mapping[str, Reference], notebook: Notebook) -> int:
    """Asks about each proposal; how many answers were given.

    An answer is written at once: to stop at any time loses nothing. Without a terminal the pairs
    are listed and nothing is asked.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _list(proposals)
    answers: list[Answer] = []
    at: int | None = 0
    while at is not None and at < len(proposals):
        if Groups.of(answers).answered(proposals[at]):
            at += 1
        else:
            at = _ask(proposals, at, entries, answers, notebook)
    groups = Groups.of(answers)
    left = sum(not groups.answered(link) for link in proposals)
    write(f"{counted(len(answers), 'answer')} written; {counted(left, 'pair')} left to decide")
    return len(answers)


def _list(proposals: Sequence[Link]) -> int:
    write("This is no terminal, so nothing is asked. Open pairs:", err=True)
    for link in proposals:
        reasons = ", ".join(reason.words for reason in link.reasons)
        write(clean(f"{link.left}\t{link.right}\t{link.score}\t{reasons}"))
    return 0


def _ask(
    proposals: Sequence[Link],
    at: int,
    entries: Mapping[str, Reference],
    answers: list[Answer],
    notebook: Notebook,
) -> int | None:
    """Shows the pair at this place and takes one key; the place to go on at, None to stop."""
    link = proposals[at]
    show(link, (at, len(proposals)), entries)
    key = click.getchar().lower()
    if key in ("q", "\x03", "\x04", "\x1b"):
        return None
    if key == "u":
        return _undo(answers, notebook, at)
    decision = _decision(key, link, entries)
    if decision is None:
        return at + (key in ("n", " ", "\r", "\n"))
    notebook.append(decision)
    answers.append(Answer(at, link, decision))
    return at + (decision.kind != "field")


def _undo(answers: list[Answer], notebook: Notebook, at: int) -> int:
    """Takes the last answer back; the place of its pair."""
    if not answers:
        return at
    last = answers.pop()
    notebook.take_back(last.decision)
    return last.at


def _decision(key: str, link: Link, entries: Mapping[str, Reference]) -> Decision | None:
    if key == "s":
        return Decision("same", link.left, link.right)
    if key == "d":
        return Decision("differ", link.left, link.right)
    return _choose(link, entries) if key == "f" else None


def _choose(link: Link, entries: Mapping[str, Reference]) -> Decision | None:
    """Asks for a field and a side: the work takes that field from there."""
    names = [name for name, left, right in rows(link, entries) if left != right]
    if not names:
        return None
    console().print(styled("  ".join(f"{i} {name}" for i, name in enumerate(names, 1))))
    typed = click.prompt("number of the field, then l or r (like 2r)", default="", err=True)
    number, side = typed[:-1].strip(), typed[-1:].lower()
    if not number.isdecimal() or not 0 < int(number) <= len(names) or side not in "lr":
        return None
    left, right = (link.right, link.left) if side == "l" else (link.left, link.right)
    return Decision("field", left, right, names[int(number) - 1])


def rows(link: Link, entries: Mapping[str, Reference]) -> list[tuple[str, str, str]]:
    """Field, left text, right text, in the order of a reference."""
    left, right = (entries.get(key) for key in (link.left, link.right))
    found = {*(left.fields if left else ()), *(right.fields if right else ())}
    known = [name for name in ORDER if name in found]
    rest = sorted(found - set(ORDER) - {"abstract"})
    return [(name, _text(left, name), _text(right, name)) for name in (*known, *rest)]


def _text(reference: Reference | None, name: str) -> str:
    value = reference.fields.get(name) if reference else None
    return value_text(value.value) if value else ""


def show(link: Link, count: tuple[int, int], entries: Mapping[str, Reference]) -> None:
    """The pair side by side, with what differs marked, and the reasons below."""
    from rich.table import Column, Table

    heads = [Column(), *(Column(styled(key, "bold")) for key in (link.left, link.right))]
    drawn = Table(*heads, box=None)
    for name, left, right in rows(link, entries):
        drawn.add_row(styled(name, "dim"), *marked(left, right))
    out = console()
    out.print()
    out.print(styled_line(f"{count[0] + 1} of {count[1]}   {link.score:.3f}", "bold"))
    out.print(drawn)
    out.print(styled("; ".join(reason.words for reason in link.reasons), "italic"))
    out.print(styled_line(KEYS, "cyan"))


def marked(left: str, right: str) -> tuple["Text", "Text"]:
    """Both texts with the words that only one of them has in reverse."""
    from rich.text import Text

    first, second = clean(left).split(), clean(right).split()
    texts = Text(), Text()
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    for step, a, b, c, d in steps:
        style = "" if step == "equal" else "bold reverse"
        for text, words in zip(texts, (first[a:b], second[c:d]), strict=True):
            for word in words:
                text.append(word, style=style)
                text.append(" ")
    return texts
