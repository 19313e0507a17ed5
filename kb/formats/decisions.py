"""`refs/decisions.txt` <-> decisions: `same A B  # why`, `differ A B`, `field A NAME B`."""

import re
from typing import Final, Literal

from kb.model import Decision, Place, Problem

_COMMENT = re.compile(r"(?:^|\s+)#\s+(.*)$|^#(.*)$")
_SHAPES: Final = {"same": "same A B", "differ": "differ A B", "field": "field A NAME B"}


def read_decisions(text: str, path: str = "") -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions of a file, and a problem for each line that is none.

    A comment begins with `#` and a blank, after a blank or at the start of a line: ids such as
    `003#12` have a `#` of their own.
    """
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        read = _read_line(line, number, path)
        if isinstance(read, Decision):
            decisions.append(read)
        elif read is not None:
            problems.append(read)
    return tuple(decisions), tuple(problems)


def _read_line(line: str, number: int, path: str) -> Decision | Problem | None:
    comment = _COMMENT.search(line)
    why = (comment[1] or comment[2] or "").strip() if comment else ""
    words = [
        word.replace("%20", " ") for word in (line[: comment.start()] if comment else line).split()
    ]
    if not words:
        return None
    kind = words[0].lower()
    if kind == "field" and len(words) == 4:
        return Decision("field", words[1], words[3], words[2], why, number)
    if kind in ("same", "differ") and len(words) == 3:
        return _pair(kind, words, why, number, path)
    shape = _SHAPES.get(kind, "same A B, differ A B or field A NAME B")
    message = f"this is no decision: {' '.join(words)}"
    column = len(line) - len(line.lstrip()) + 1
    return Problem(
        "decision-unreadable", "error", message, Place(path, number, column), f"write: {shape}"
    )


def _pair(kind: str, words: list[str], why: str, number: int, path: str) -> Decision | Problem:
    verb: Literal["same", "differ"] = "same" if kind == "same" else "differ"
    if words[1] != words[2]:
        return Decision(verb, words[1], words[2], "", why, number)
    message = f"{words[1]} is compared with itself"
    return Problem("decision-unreadable", "error", message, Place(path, number, 1), "name two")


def write_decision(decision: Decision) -> str:
    """The line of a decision, without a line end. A blank within a name (of a file) is `%20`."""
    if decision.kind == "field":
        words = [decision.kind, decision.left, decision.field, decision.right]
    else:
        words = [decision.kind, decision.left, decision.right]
    why = " ".join(decision.why.split())
    words = [re.sub(r"\s", "%20", word) for word in words]
    return " ".join(words) + (f"  # {why}" if why else "")
