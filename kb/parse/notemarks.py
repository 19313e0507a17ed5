"""The numbers that begin notes, and the marks in running text that call them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.parse.lines import Line
from kb.text import Span

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ALONE = "alone"
_STARTS = {
    "sup": re.compile(
        r"(?:<sup>\s*(\d{1,3})\s*</sup>|\[\^(\d{1,3})\]:|\^(\d{1,3})\^|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))\s*(?=\S)"
    ),
    "bare": re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[\"“„«'‘(<*_])"),
    "glued": re.compile(r"(\d{1,3})(?=[^\W\d_][\w.]|[A-ZÀ-Þ]\s[A-ZÀ-Þ]|[“\"„«])"),
    "dot": re.compile(r"(\d{1,3})[.)]\s+(?=\S)"),
    "bracket": re.compile(r"\[(\d{1,3})\]\s*(?=[^\W\d_]|[\"“„«'‘(<*_])"),
    ALONE: re.compile(r"(\d{1,3})$"),
}
KINDS = tuple(_STARTS)
"""How a note's number stands: raised, before a blank, glued, with a full stop, in brackets, on a
line of its own."""
_CALL = re.compile(
    r"(?<=[^\s\d(\[/–—-])(\d{1,3})(?=$|[\s,;:.)\]”\"»’<—–])|(?<=\d\.)(\d{1,3})(?=$|\s+[A-ZÀ-Þ“\"])"
)
_CALL_AT_END = re.compile(r"\d{1,3}(?=$|\s+[A-ZÀ-Þ“\"])")
_SECTION = re.compile(r"(?<!\d)\d{1,2}\.$")
_CALL_SUP = re.compile(
    r"<sup>\s*(\d{1,3})\s*</sup>|\[\^(\d{1,3})\](?!:)|\^(\d{1,3})\^|(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
)
_CALL_WEAK = re.compile(r"(?<=[^\W\d_]{3}\s)(\d{1,3})(?=[.;,]?$|[.;,]\s)")
_CALL_BRACKET = re.compile(r"\[(\d{1,3})\]")
_FIRST_SIGNS = frozenset("0123456789<[^⁰¹²³⁴⁵⁶⁷⁸⁹")
_ABBREVIATED = re.compile(
    r"(?:\b(?:hlm|hal|no|nr|vol|pp?|art|ps|pasal|rp|s|ed|ay|fig|tab)\.)$", re.I
)


@dataclass(frozen=True, slots=True)
class Start:
    """A line that may begin a note: its index, the number, how long the number is."""

    line: int
    number: int
    skip: int


@dataclass(frozen=True, slots=True)
class Call:
    """A place that may call a note. `weight` says how much it looks like it: 4 raised, 3 after a
    punctuation mark, 2 glued to a word, 1 apart or in brackets."""

    line: int
    number: int
    span: Span
    weight: int
    bracket: bool = False


def find_starts(lines: Sequence[Line], indexes: Sequence[int], kind: str) -> Iterator[Start]:
    for index in indexes:
        text = lines[index].text
        if text[0] in _FIRST_SIGNS and (match := _STARTS[kind].match(text)):
            digits = next(group for group in match.groups() if group)
            yield Start(index, int(digits.translate(_SUPERSCRIPTS)), match.end())


def find_calls(lines: Sequence[Line], indexes: Sequence[int]) -> Iterator[Call]:
    """The marks that can call a note, line by line, in order."""
    for index in indexes:
        yield from sorted(_in_line(lines[index], index), key=lambda call: call.span.start)


def _in_line(line: Line, index: int) -> Iterator[Call]:
    for pattern in (_CALL, _CALL_SUP, _CALL_WEAK, _CALL_BRACKET):
        for match in pattern.finditer(line.text):
            at = match.lastindex or 1
            if not _is_number_of_text(line.text, match.start()):
                number = int(match[at].translate(_SUPERSCRIPTS))
                span = Span(match.start(at), match.end(at)).shift(line.span.start)
                weight = _weight(pattern, line.text[max(0, match.start() - 4) : match.start()])
                yield Call(index, number, span, weight, pattern is _CALL_BRACKET)


def _weight(pattern: re.Pattern[str], before: str) -> int:
    if pattern is _CALL_SUP:
        return 4
    if pattern is _CALL and not _SECTION.search(before):
        return 2 if before[-1:].isalpha() else 3
    return 1


def _is_number_of_text(text: str, at: int) -> bool:
    """Whether the digits at `at` are a number of the text ('1,6', 'hlm.5') and no mark."""
    before = text[max(0, at - 8) : at]
    if before[-1:] in ",.:" and before[-2:-1].isdigit():
        return before[-1] != "." or (text[at].isdecimal() and not _CALL_AT_END.match(text, at))
    return _ABBREVIATED.search(before) is not None
