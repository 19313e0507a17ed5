"""The references inside one note, and the words before each: 'See also A; cf. B'."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.parse.kinds import tell
from kb.parse.notes import looks_like_note
from kb.parse.signs import begins_with_author
from kb.parse.terms import NOTE_SIGNALS
from kb.text import Span

_JOINT = re.compile(rf";\s+|(?<=[.!?)])\s+(?=(?i:{NOTE_SIGNALS})[\s,:])")
_ENDS_IN_PAGE = re.compile(r",[^,;]{1,40}\d\W*$")
_SIGNAL = re.compile(
    rf"\s*(?i:{NOTE_SIGNALS}|and|dan|und|et|y|e|en)[\s,:]+(?=[^a-z\s]|(?i:{NOTE_SIGNALS})\s)"
)
_NAMED = re.compile(r"[\"“«„*_(]*[A-ZÀ-Þ]")


def cut_note(text: str) -> list[tuple[int, int]]:
    """Where each reference of a note stands in its text, without the words before it."""
    bounds = [0, *_joints(text), len(text)]
    return [_bare(text, a, b) for a, b in pairwise(bounds)]


def _joints(text: str) -> Iterator[int]:
    """Where one reference ends and the next begins: both sides must read like references."""
    start = 0
    joints = list(_JOINT.finditer(text[:4000]))
    for at, joint in enumerate(joints):
        stop = joints[at + 1].start() if at + 1 < len(joints) else len(text)
        if _stands_alone(text[start : joint.start()]) and _begins(text[joint.end() : stop]):
            yield joint.end()
            start = joint.end()


def _stands_alone(text: str) -> bool:
    bare = text[slice(*_bare(text, 0, len(text)))]
    if len(bare) <= 8:
        return False
    return (
        tell(bare).kind != "full" or looks_like_note(bare) or _ENDS_IN_PAGE.search(bare) is not None
    )


def _begins(text: str) -> bool:
    begin, end = _bare(text, 0, len(text))
    bare = text[begin:end]
    if not _NAMED.match(bare):
        return False
    signalled = begin > 0 and looks_like_note(bare)
    return (
        tell(bare).kind != "full"
        or signalled
        or (begins_with_author(bare) and looks_like_note(bare))
    )


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without blanks, signals before it and the semicolon after it."""
    for _ in range(2):
        match = _SIGNAL.match(text, start, end)
        start = match.end() if match and end - match.end() > 3 else start
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1] in " \n\t;":
        end -= 1
    return start, end


def cut_spans(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` (one a line) that hold `start..end` of their joined text."""
    found: list[Span] = []
    at = 0
    for span in spans:
        a, b = max(start, at) - at, min(end, at + len(span)) - at
        if a < b:
            found.append(Span(span.start + a, span.start + b))
        at += len(span) + 1
    return tuple(found)
