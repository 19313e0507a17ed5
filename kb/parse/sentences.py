"""The sentence around a place in running text."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from kb.parse.terms import ABBREVIATIONS, MONTHS, NUMBERED_ABBREVIATIONS, fold
from kb.text import Span

_STOP = re.compile(
    r"(?P<stop>[.!?…]+|[。！？])(?P<close>[\"'”’»)\]]*)"
    r"(?P<call>(?:\d{1,3}(?:[,–-]\s?\d{1,3})*|<sup>[^<]{1,12}</sup>|\[\^?\d{1,3}\]|"
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻–-]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*)(?:,?\s?<sup>[^<]{1,12}</sup>)*)?"
    r"(?P<gap>\s+|$|(?=[A-ZÀ-Þ“‘«„(]))"
)
_GROUP = re.compile(r"\([^()\n]{0,600}\)")
_QUOTE = re.compile(r"(?<=[\w,:]\s)[“\"«„]([^“”\"«»„\n]{3,400}?)[.!?]?[”\"»]")
"""Words quoted within a sentence: full stops inside do not end it."""
_CITED_AFTER = re.compile(
    r"\s*[(\[](?:[^()\[\]\n]{0,200}\d{4}[a-z]?[^()\[\]\n]{0,40})[)\]]\.?(?=\s+[A-ZÀ-Þ“\"]|\s*(?:\n|$))"
)
_LAST_WORD = re.compile(r"[^\s(\[“\"‘«„/–—-]*$")
_ENDS_LISTS = frozenset({"dkk", "dll", "dsb", "dst", "etc", "usw", "al", "inc", "ltd", "jr", "co"})
_OPENERS = "\"'“‘«„([*_¿¡—–-"


@dataclass(frozen=True)
class Sentences:
    """The sentences of a flow, in order, as spans of the flow without blanks at their ends."""

    spans: tuple[Span, ...]
    starts: tuple[int, ...]

    def around(self, offset: int) -> Span | None:
        """The sentence that holds `offset`, or the last before it."""
        at = bisect_right(self.starts, offset) - 1
        return self.spans[at] if at >= 0 else None

    def after(self, sentence: Span) -> Span | None:
        at = bisect_right(self.starts, sentence.start)
        return self.spans[at] if at < len(self.spans) else None

    def before(self, sentence: Span) -> Span | None:
        at = bisect_right(self.starts, sentence.start) - 2
        return self.spans[at] if at >= 0 else None


def find_sentences(text: str, marks: Iterable[int] = ()) -> Sentences:
    """Cut running text into sentences; paragraphs are `\\n`. `marks` are offsets of digits that
    call notes: they stand after the full stop without being part of the next sentence."""
    calls = frozenset(marks)
    spans: list[Span] = []
    start = 0
    for paragraph in re.finditer(r"[^\n]+", text):
        start = paragraph.start()
        if paragraph[0][0] == "|":
            spans += _cells(text, paragraph)
            continue
        inside = _inside(paragraph[0], paragraph.start())
        for match in _STOP.finditer(text, paragraph.start(), paragraph.end()):
            if match.start() in inside or not _is_end(text, match, start, calls):
                continue
            if match.start() < start:
                continue
            end, follow = _with_citation(text, match)
            spans += _trimmed(text, start, end)
            start = follow
        spans += _trimmed(text, start, paragraph.end())
    return Sentences(tuple(spans), tuple(span.start for span in spans))


def _cells(text: str, row: re.Match[str]) -> list[Span]:
    """The cells of a table's row, each as a sentence."""
    found: list[Span] = []
    for cell in re.finditer(r"[^|]+", row[0]):
        found += _trimmed(text, row.start() + cell.start(), row.start() + cell.end())
    return found


def _with_citation(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Where a sentence ends and the next may begin: a bracket with a year that stands between two
    sentences belongs to the first."""
    cited = _CITED_AFTER.match(text, match.end("close"))
    if cited and not match["call"] and not re.match(r"\s*.\d{4}", cited[0]):
        return cited.end(), cited.end()
    return match.end("close"), match.end()


class _Ranges:
    """Fast 'does an offset lie in one of these ranges?' for ranges that do not overlap."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = list(ranges)
        self._starts = [a for a, _ in self._ranges]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ranges[at][1]


def _inside(paragraph: str, base: int) -> _Ranges:
    found = [(m.start(), m.end() - 1) for m in _GROUP.finditer(paragraph)]
    found += [(m.start(1), m.end(1)) for m in _QUOTE.finditer(paragraph)]
    return _Ranges((base + start, base + end) for start, end in _joined(sorted(found)))


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges without overlaps."""
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    kept = text[start:end]
    lead = len(kept) - len(kept.lstrip())
    kept = kept.strip()
    return [Span(start + lead, start + lead + len(kept))] if kept else []


def _is_end(text: str, match: re.Match[str], start: int, calls: frozenset[int]) -> bool:
    """Whether a full stop ends the sentence that began at `start`."""
    if match["call"] and match["call"][0].isdigit() and match.start("call") not in calls:
        return False
    if match.end() >= len(text) or text[match.end() - 1 : match.end() + 1].count("\n"):
        return True
    if match["stop"] == "." and match["gap"] and _CITED_AFTER.match(text, match.end("close")):
        return not _is_abbreviation(text, match.start(), start, "(")
    after = text[match.end() : match.end() + 3].lstrip(_OPENERS)
    if after and after[0].islower():
        return False
    if match["gap"] == "":
        return _is_lost_space(text, match)
    if match["stop"] != "." or match["call"]:
        return True
    return not _is_abbreviation(text, match.start(), start, after)


def _is_lost_space(text: str, match: re.Match[str]) -> bool:
    """'...drawn.Based on': a small letter or bracket before the stop, 'Ba' after it."""
    if match["call"]:
        return True
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 2]
    word = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    plain = word is None or not re.search(r"[@/.]|^www|^http", word[0])
    return (
        plain
        and (before.islower() or before in ")”")
        and after[:1].isupper()
        and (after[1:].islower() or after[1:] == " ")
    )


def _is_abbreviation(text: str, at: int, start: int, after: str) -> bool:
    word = _LAST_WORD.search(text, max(start, at - 40), at)
    last = word[0] if word else ""
    if len(last) == 1 and last.isalpha():
        unit = text[max(start, at - 3) : at - 1].strip()[-1:].isdigit()
        return last.isupper() or (last in "snhpdz" and not unit)
    if last.isdigit():
        month = fold(text[at + 1 : at + 30].split(maxsplit=1)[0]) in MONTHS
        return at - start <= len(last) + 1 or (len(last) <= 2 and month)
    folded = fold(last)
    if folded in _ENDS_LISTS:
        return not after[:1].isupper()
    if folded in NUMBERED_ABBREVIATIONS and re.match(r"\d|[IVXLC]+\b", after):
        return True
    return folded in ABBREVIATIONS or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", last) is not None
