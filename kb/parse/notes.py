"""Footnotes and endnotes: found by their numbering and by the marks in the text that call them.

A block of notes at a page bottom ends where running text starts again; bare links after a block
that repeat links of its notes are leftovers of a PDF's link layer.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kb.parse.find import is_end_heading, is_list_heading
from kb.parse.flow import is_heading_like
from kb.parse.lines import Line
from kb.parse.signs import has_year, is_complete, looks_like_reference, lower_share
from kb.text import Span

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STARTS = {
    "sup": re.compile(
        r"(?:<sup>\s*(\d{1,3})\s*</sup>|\[\^(\d{1,3})\]:|\^(\d{1,3})\^|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))\s*(?=\S)"
    ),
    "bare": re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[\"“„«'‘(<*_])"),
    "glued": re.compile(r"(\d{1,3})(?=[A-ZÀ-Þ“\"„«][\w.])"),
    "dot": re.compile(r"(\d{1,3})[.)]\s+(?=\S)"),
    "bracket": re.compile(r"\[(\d{1,3})\]\s*(?=\S)"),
}
_CALL = re.compile(
    r"(?<=[^\s\d(\[/–—-])(\d{1,3})(?=$|[\s,;:.)\]”\"»’<—])|(?<=\d\.)(\d{1,3})(?=$|\s+[A-ZÀ-Þ“\"])"
)
_CALL_SUP = re.compile(
    r"<sup>\s*(\d{1,3})\s*</sup>|\[\^(\d{1,3})\](?!:)|\^(\d{1,3})\^|(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
)
_CALL_WEAK = re.compile(r"(?<=[^\W\d_]{3}\s)(\d{1,3})(?=[.;,]?$|[.;,]\s)")
_CALL_BRACKET = re.compile(r"\[(\d{1,3})\]")
_CALLS = (_CALL, _CALL_SUP, _CALL_WEAK, _CALL_BRACKET)
_FIRST_SIGNS = frozenset("0123456789<[^⁰¹²³⁴⁵⁶⁷⁸⁹")
_ABBREVIATED = re.compile(
    r"(?:\b(?:hlm|hal|no|nr|vol|pp?|art|ps|pasal|rp|s|ed|ay|fig|tab)\.)$", re.I
)
_LINK_LINE = re.compile(r"<?(?:https?://|www\.)\S+>?")
_NOTE_WORDS = re.compile(
    r"^(?:lihat|see|vgl|siehe|voir|v[ée]ase|ver|cf|cfr|vedi|zie|ibid|ebd|id\b|idem|op\.?\s?cit|"
    r"loc\.?\s?cit|supra|undang|uu\b|peraturan|pasal|art\b|dies\.|ders\.|wawancara|interview|"
    r"putusan|perkara|keputusan|tap mpr|judgment|urteil|beschluss|bgh|bverfg|"
    r"bandingkan|dalam|in\b|dikutip|diakses|ivi\b|ib\.)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number, the indexes of its lines, where its text begins, the place of the
    mark in the running text that calls it. `part` counts the times numbering began again."""

    number: int
    lines: tuple[int, ...]
    skip: int
    part: int = 1
    call: Span | None = None

    def spans(self, lines: Sequence[Line]) -> tuple[Span, ...]:
        spans = [lines[i].span for i in self.lines]
        spans[0] = Span(min(spans[0].start + self.skip, spans[0].end), spans[0].end)
        return tuple(span for span in spans if len(span))


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a paper, and the lines that belong to nobody (links left over)."""

    notes: tuple[Note, ...] = ()
    leftovers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Start:
    line: int
    number: int
    skip: int


@dataclass(frozen=True, slots=True)
class _Call:
    line: int
    number: int
    span: Span
    weak: bool = False
    bracket: bool = False


def find_notes(
    lines: Sequence[Line],
    page: frozenset[int],
    lists: frozenset[int] = frozenset(),
    regions: Sequence[frozenset[int]] = (),
) -> Notes:
    """The notes of a paper; `page` are lines of page furniture, `lists` those of reference lists,
    `regions` the lines under headings 'Notes', the heading's line the lowest."""
    headings = frozenset(min(region) for region in regions)
    region = frozenset().union(*regions) - headings
    outside = page | lists | headings
    kept = [i for i in range(len(lines)) if i not in outside]
    calls = list(_calls(lines, kept))
    chains = [_chain(lines, kept, kind, region, calls) for kind in _STARTS]
    best = max(chains, key=len)
    if len(best) < 2 and not (best and best[0].line in region):
        return Notes()
    notes, leftovers = _extents(lines, kept, best, calls, lists | headings)
    heads = {i for i in headings if any(i < start.line for start in best)}
    return Notes(tuple(_called(notes, calls)), leftovers | heads)


def _chain(
    lines: Sequence[Line],
    kept: Sequence[int],
    kind: str,
    region: frozenset[int],
    calls: Sequence[_Call],
) -> list[_Start]:
    """Note starts of one look whose numbers count on, each called before in the text."""
    called = iter(calls)
    call = next(called, None)
    seen: dict[int, int] = {}
    chain: list[_Start] = []
    for start in _starts(lines, kept, kind):
        own = chain[-1].line if chain else -1
        while call and call.line < start.line:
            if call.line != own and call.bracket <= (kind == "bracket"):
                seen[call.number] = call.line
            call = next(called, None)
        if _follows(lines, start, chain, seen, start.line in region):
            if start.number == 1 and chain:
                seen = {n: line for n, line in seen.items() if line > own}
            chain.append(start)
    return chain


def _starts(lines: Sequence[Line], kept: Sequence[int], kind: str) -> Iterator[_Start]:
    for index in kept:
        if lines[index].text[0] in _FIRST_SIGNS:
            start = _start(lines, index, kind)
            if start:
                yield start


def _start(lines: Sequence[Line], index: int, kind: str) -> _Start | None:
    match = _STARTS[kind].match(lines[index].text)
    if not match:
        return None
    digits = next(group for group in match.groups() if group)
    return _Start(index, int(digits.translate(_SUPERSCRIPTS)), match.end())


def _follows(
    lines: Sequence[Line],
    start: _Start,
    chain: Sequence[_Start],
    seen: dict[int, int],
    region: bool,
) -> bool:
    """Whether a line that begins with a number is the next note: its number counts on (or begins
    again at 1), and it is called in the text or reads like a note."""
    last = chain[-1].number if chain else 0
    again = start.number == 1 and last > 0
    step = start.number - last
    if region and (step == 1 or start.number == 1):
        return True
    if not (1 <= step <= 3 or (again and seen.get(1, -1) > chain[-1].line)):
        return False
    text = " ".join(line.text for line in lines[start.line : start.line + 3])[start.skip :]
    like = looks_like_note(text[:700])
    if start.number not in seen:
        return like and step == 1 and last > 0 and _is_beside(lines, start, last, seen)
    return like or (step == 1 and last > 0 and _begins_large(lines, start))


def _begins_large(lines: Sequence[Line], start: _Start) -> bool:
    return lines[start.line].text[start.skip : start.skip + 1] in "\"“„«'‘(<*_" or (
        lines[start.line].text[start.skip].isupper()
    )


def _is_beside(lines: Sequence[Line], start: _Start, last: int, seen: dict[int, int]) -> bool:
    """A note nobody calls (its mark was lost) is believed only in a block, near the one before."""
    return start.number + 1 in seen or max(seen.values(), default=0) < start.line - 1


def looks_like_note(text: str) -> bool:
    """Whether a text can be a note: a reference, or one of the words that notes begin with."""
    if _NOTE_WORDS.match(text) or looks_like_reference(text):
        return True
    return (has_year(text) or _LINK_LINE.search(text) is not None) and lower_share(text) < 0.7


def _calls(lines: Sequence[Line], kept: Sequence[int]) -> Iterator[_Call]:
    """The marks that can call a note, line by line: digits glued to a word, superscripts, numbers
    in square brackets; `weak` ones stand alone before a full stop ('en Europe 1.')."""
    for index in kept:
        line = lines[index]
        for pattern in _CALLS:
            for match in pattern.finditer(line.text):
                at = match.lastindex or 1
                if not _is_number_of_text(line.text, match.start()):
                    number = int(match[at].translate(_SUPERSCRIPTS))
                    span = Span(match.start(at), match.end(at)).shift(line.span.start)
                    weak, bracket = pattern is _CALL_WEAK, pattern is _CALL_BRACKET
                    yield _Call(index, number, span, weak or bracket, bracket)


def _is_number_of_text(text: str, at: int) -> bool:
    """Whether the digits at `at` are a number of the text ('1,6', 'hlm.5') and no mark."""
    before = text[max(0, at - 8) : at]
    if before[-1:] in ",.:" and before[-2:-1].isdigit():
        return before[-1] != "."
    return _ABBREVIATED.search(before) is not None


def _extents(
    lines: Sequence[Line],
    kept: Sequence[int],
    chain: Sequence[_Start],
    calls: Sequence[_Call],
    walls: frozenset[int],
) -> tuple[list[Note], frozenset[int]]:
    where = {index: at for at, index in enumerate(kept)}
    called = _called_lines(calls)
    notes: list[Note] = []
    leftovers: set[int] = set()
    links: set[str] = set()
    part, above = 1, where[chain[0].line] - 1
    for at, start in enumerate(chain):
        follower = chain[at + 1] if at + 1 < len(chain) else None
        part += bool(at and start.number == 1)
        first = where[start.line]
        stop = where[follower.line] if follower else len(kept)
        stop = _first_wall(kept, first, stop, walls)
        end = _end(lines, kept, first, stop, above, _next_call(called, start, follower, kept, stop))
        own = list(kept[first:end])
        if end < stop:
            extra = _left_over(lines, own, links)
            leftovers |= set(extra)
            own = own[: len(own) - len(extra)]
            links, above = set(), stop - 1
        links |= {link for i in own for link in _LINK_LINE.findall(lines[i].text)}
        notes.append(Note(start.number, tuple(own), start.skip, part))
    return notes, frozenset(leftovers)


def _first_wall(kept: Sequence[int], first: int, stop: int, walls: frozenset[int]) -> int:
    """Where a list or a heading stands between `first` and `stop`, else `stop`."""
    for at in range(first + 1, stop):
        if any(i in walls for i in range(kept[at - 1] + 1, kept[at])):
            return at
    return stop


def _called_lines(calls: Sequence[_Call]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for call in calls:
        found.setdefault(call.number, []).append(call.line)
    return found


def _next_call(
    called: dict[int, list[int]],
    start: _Start,
    follower: _Start | None,
    kept: Sequence[int],
    stop: int,
) -> int | None:
    """The line between two notes that calls the second: running text stands there. None: none."""
    if follower is None:
        return kept[-1]
    between = called.get(follower.number, [])
    at = bisect_right(between, start.line)
    return between[at] if at < len(between) and between[at] < follower.line else None


def _end(
    lines: Sequence[Line],
    kept: Sequence[int],
    first: int,
    stop: int,
    above: int,
    call: int | None,
) -> int:
    """Where (an index into `kept`) a note ends: at `stop`, or where running text starts again."""
    if call is None:
        return stop
    broken = above >= 0 and not is_complete(lines[kept[above]].text)
    best, best_score = stop, 1
    for at in range(first + 1, min(stop, first + 80)):
        if kept[at] > call:
            break
        score = _resumes(lines, kept, first, at, broken)
        if score > best_score:
            best, best_score = at, score
        if best_score >= 5:
            break
    return best


def _resumes(lines: Sequence[Line], kept: Sequence[int], first: int, at: int, broken: bool) -> int:
    """How many cues say that running text starts again at `at`."""
    before, line = lines[kept[at - 1]], lines[kept[at]]
    if _LINK_LINE.fullmatch(line.text):
        return -9
    score = 2 if is_complete(before.text) else -3
    score += 3 if line.page or is_heading_like(line.text) else 0
    score += 5 if is_end_heading(line.text) or is_list_heading(line.text) else 0
    usual = {lines[kept[i]].indent for i in range(first, at)}
    score += 2 if line.indent > max(usual) else 0
    if broken:
        score += 2 if line.text[0].islower() else -1
    else:
        score += 1 if line.text[0].isupper() else -1
    score += 1 if line.gap > before.gap and line.gap else 0
    text = " ".join(lines[i].text for i in kept[at : at + 3])
    return score + (2 if lower_share(text) > 0.8 else -1)


def _left_over(lines: Sequence[Line], own: Sequence[int], links: set[str]) -> list[int]:
    """Bare links at the end of a block: those that its notes have already, and all after one."""
    tail: list[int] = []
    for index in reversed(own[1:]):
        if not _LINK_LINE.fullmatch(lines[index].text):
            break
        tail.insert(0, index)
    inner = {x for i in own[: len(own) - len(tail)] for x in _LINK_LINE.findall(lines[i].text)}
    known = links | inner
    repeated = [i for i, index in enumerate(tail) if lines[index].text in known]
    if repeated:
        return tail[repeated[0] :]
    return tail[1:]


def _called(notes: Sequence[Note], calls: Sequence[_Call]) -> Iterator[Note]:
    """The notes with their marks: outside of notes, in the order of the notes, before each."""
    inside = {index for note in notes for index in note.lines}
    places: dict[int, list[_Call]] = {}
    for call in calls:
        if call.line not in inside:
            places.setdefault(call.number, []).append(call)
    position = -1
    for note in notes:
        options = places.get(note.number, [])
        found = _first_between(options, position, note.lines[0])
        position = found.span.start if found else position
        yield replace(note, call=found.span) if found else note


def _first_between(calls: Sequence[_Call], position: int, line: int) -> _Call | None:
    """The first mark after the one before: a strong one if there is any."""
    first = bisect_right(calls, position, key=lambda call: call.span.start)
    between = list(takewhile(lambda call: call.line < line, calls[first : first + 50]))
    return next((c for c in between if not c.weak), next(iter(between), None))
