"""The references inside one note, and the words before each: 'See also A; cf. B'."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.parse.kinds import tell
from kb.parse.names import are_names
from kb.parse.notes import looks_like_note
from kb.parse.signs import begins_with_author, has_year
from kb.parse.terms import NOTE_SIGNALS, SENTENCE_STARTERS, fold
from kb.text import Span

_JOINT = re.compile(rf";\s+|(?<=[.!?)])\s+(?=(?i:{NOTE_SIGNALS})[\s,:])")
_ENDS_IN_PAGE = re.compile(r",[^,;]{1,40}\d\W*$")
_SIGNAL = re.compile(
    rf"\s*(?i:{NOTE_SIGNALS}|and|dan|und|et|y|e|en)[\s,:]+(?=[^a-z\s]|(?i:{NOTE_SIGNALS})\s)"
)
_NAMED = re.compile(r"[\"“«„*_(]*[A-ZÀ-Þ]")
_LEAD = re.compile(r"[^,:;(“\"«„‘*]{2,120}?(?=\s*[,:(“\"«„‘*])")
_AFTER_LEAD = re.compile(
    r"[\s,:(*]*(?:[“\"«„‘A-ZÀ-Þ\d]|(?i:n|fn|anm|note)\.? \d|op\b|loc\b|art\.|cit\b|supra|a\.\s?a)"
)
_AFFILIATION = re.compile(
    r"@|\b(?:e-?mail|universit\w+|institut\w*|fakultas|facult\w+|department|departemen|jurusan|"
    r"program studi|prodi|politeknik|polytechnic|school of|hospital|rumah sakit|puskesmas)\b",
    re.I,
)
_LEGAL_PLACE = re.compile(
    r"(?:[A-ZÄÖÜ][A-Za-z]{0,6}[A-Z][A-Za-z]{0,4}|[A-Z]{2,6})\b[^.;]{0,60}\d|"
    r"[A-ZÄÖÜ][\w-]*(?:gesetz|verordnung|Gesetz)\b|Gesetz\s"
)
"""'RGZ 52, 373', 'BGH NJW 2003, 1732', 'Gesetz zum Schutz der Bäume v. 3.4.1998'."""
_BRIEF = 160
_FARTHEST = 4000


def cut_note(text: str) -> list[tuple[int, int]]:
    """Where each reference of a note stands in its text, without the words before it."""
    bounds = [0, *_joints(text), len(text)]
    return [_bare(text, a, b) for a, b in pairwise(bounds)]


def _joints(text: str) -> Iterator[int]:
    """Where one reference ends and the next begins: both sides must read like references."""
    start = 0
    joints = [m for m in _JOINT.finditer(text[:_FARTHEST]) if not _in_brackets(text, m.start())]
    for at, joint in enumerate(joints):
        stop = joints[at + 1].start() if at + 1 < len(joints) else len(text)
        if _stands_alone(text[start : joint.start()]) and _begins(text[joint.end() : stop]):
            yield joint.end()
            start = joint.end()


def _stands_alone(text: str) -> bool:
    bare = text[slice(*_bare(text, 0, len(text)))]
    if tell(bare).kind != "full":
        return True
    return len(bare) > 8 and (
        looks_like_note(bare) or _ENDS_IN_PAGE.search(bare) is not None or names_a_work(bare)
    )


def _in_brackets(text: str, at: int) -> bool:
    """'(Cambridge Textbooks; Cambridge, 1984)': a bracket is open at `at`."""
    return text.count("(", 0, at) > text.count(")", 0, at)


def names_a_work(text: str) -> bool:
    """Whether a note begins as one that cites does: names, then a comma, a title in quotes or
    emphasis, a note's number: 'Sabean, Power in the Blood', 'Harvey (n 4) 84'."""
    bare = text[slice(*_bare(text, 0, len(text)))]
    if len(bare) < _BRIEF and _LEGAL_PLACE.match(bare):
        return True
    lead = _LEAD.match(bare)
    if bare[:1] in '“"«„' and (has_year(bare) or "http" in bare):
        return True
    if _AFFILIATION.search(bare) and not has_year(bare):
        return False
    if not lead or not are_names(lead[0]) or fold(lead[0].split()[0]) in SENTENCE_STARTERS:
        return False
    return _AFTER_LEAD.match(bare, lead.end()) is not None


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
        or names_a_work(bare)
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
