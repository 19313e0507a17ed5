"""Footnotes and endnotes: found by their numbering and by the marks in the text that call them.

Of all lines that begin with a number of one look, the chain that counts on, is called in the text
and reads like notes is the best; then the marks are matched to the notes, both in order.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.parse.lines import Line
from kb.parse.noteends import find_ends
from kb.parse.notemarks import ALONE, KINDS, Call, Start, find_calls, find_starts
from kb.parse.signs import has_year, looks_like_reference, lower_share
from kb.text import Span

_LINK = re.compile(r"<?(?:https?://|www\.)\S+>?")
_NOTE_WORDS = re.compile(
    r"^(?:lihat|see|vgl|siehe|voir|v[ée]ase|ver|cf|cfr|vedi|zie|ibid|ebd|id\b|idem|op\.?\s?cit|"
    r"loc\.?\s?cit|supra|undang|uu\b|peraturan|pasal|art\b|dies\.|ders\.|wawancara|interview|"
    r"putusan|perkara|keputusan|tap mpr|judgment|urteil|beschluss|bgh|bverfg|"
    r"bandingkan|dalam|in\b|dikutip|diakses|ivi\b|ib\.)",
    re.IGNORECASE,
)
_STEPS = ((1, 0.0), (2, 1.5), (3, 2.5))
_AGAIN = 2.0
"""What it costs a chain that a number is missing, or that numbering begins again."""
_MANY_STATES = 30


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
class _Chain:
    """Starts that count on, the last one linked to those before; `called` is the line where the
    last call stood, `sure` how many are called or stand under a heading 'Notes'."""

    start: Start
    score: float
    called: int
    sure: int
    before: "_Chain | None" = None

    def starts(self) -> list[Start]:
        found: list[Start] = []
        chain: _Chain | None = self
        while chain is not None:
            found.append(chain.start)
            chain = chain.before
        return found[::-1]


def find_notes(
    lines: Sequence[Line],
    page: frozenset[int],
    lists: frozenset[int] = frozenset(),
    regions: Sequence[frozenset[int]] = (),
    shared: frozenset[int] = frozenset(),
) -> Notes:
    """The notes of a paper; `page` are lines of page furniture, `lists` those of reference lists
    and their headings, `regions` the lines under headings 'Notes', the heading's line the lowest;
    in the lines `shared` a list and notes at the bottom of its pages may alternate."""
    headings = frozenset(min(region) for region in regions)
    region = frozenset().union(*regions) - headings
    outside = page | lists | headings
    kept = [i for i in range(len(lines)) if i not in outside]
    calls = list(find_calls(lines, kept))
    chains = [_best_chain(lines, kept, page, kind, region, shared, calls) for kind in KINDS]
    best = max((chain for chain in chains if chain), key=lambda chain: chain.score, default=None)
    starts = best.starts() if best else []
    alone = len(starts) < 2 and not (starts and _is_sure(lines, starts[0], region))
    if best is None or alone or best.sure * 2 < len(starts):
        return Notes()
    kept = sorted({*kept, *(start.line for start in starts)})
    ends = list(find_ends(lines, kept, starts, calls, lists | headings))
    heads = {i for i in headings if any(i < start.line for start in starts)}
    left = frozenset(i for _, extra in ends for i in extra) | heads
    return Notes(tuple(_called(list(_notes(starts, ends)), calls)), left)


def _is_sure(lines: Sequence[Line], start: Start, region: frozenset[int]) -> bool:
    """Whether one note alone is believed: under a heading 'Notes', or written '[^1]: ...'."""
    return start.line in region or lines[start.line].text.startswith("[^")


def _notes(starts: Sequence[Start], ends: Sequence[tuple[list[int], list[int]]]) -> Iterator[Note]:
    part, last = 1, 0
    for start, (own, _) in zip(starts, ends, strict=True):
        part += start.number <= last
        last = start.number
        yield Note(start.number, tuple(own), start.skip, part)


# The chain of starts


def _best_chain(
    lines: Sequence[Line],
    kept: Sequence[int],
    page: frozenset[int],
    kind: str,
    region: frozenset[int],
    shared: frozenset[int],
    calls: Sequence[Call],
) -> _Chain | None:
    """The best chain of note starts of one look."""
    places = _places(calls, kind)
    alone = [i for i in sorted(page) if _is_before_text(lines, i, page)] if kind == ALONE else []
    indexes = alone if kind == ALONE else kept
    ending: dict[int, _Chain] = {}
    best: _Chain | None = None
    for start in find_starts(lines, indexes, kind):
        own = _own_score(lines, start, kind, start.line in region)
        own = min(own, 1.0) if start.line in shared else own
        chain = _longer(start, own, ending, best, places, start.line in region)
        if chain is None:
            continue
        if start.number not in ending or chain.score >= ending[start.number].score:
            ending[start.number] = chain
        best = chain if best is None or chain.score >= best.score else best
    return best


def _is_before_text(lines: Sequence[Line], index: int, page: frozenset[int]) -> bool:
    return index + 1 < len(lines) and index + 1 not in page and lines[index + 1].gap == 0


def _places(calls: Sequence[Call], kind: str) -> dict[int, list[int]]:
    """For each number the lines that may call it."""
    places: dict[int, list[int]] = {}
    for call in calls:
        if call.bracket <= (kind == "bracket"):
            places.setdefault(call.number, []).append(call.line)
    return places


def _own_score(lines: Sequence[Line], start: Start, kind: str, region: bool) -> float:
    """How much the text after a number reads like a note; negative for running text."""
    first = start.line + (kind == ALONE)
    text = " ".join(line.text for line in lines[first : start.line + 3 + (kind == ALONE)])
    text = text if kind == ALONE else text[start.skip :]
    if looks_like_note(text[:700]) or region:
        return 2.0
    return 0.0 if text[:1] in "\"“„«'‘(<*_" or text[:1].isupper() else -1.0


def _longer(
    start: Start,
    own: float,
    ending: dict[int, _Chain],
    best: _Chain | None,
    places: dict[int, list[int]],
    region: bool,
) -> _Chain | None:
    """The best chain that ends in `start`, None where it cannot be a note."""
    options: list[_Chain] = []
    before = [(ending.get(start.number - step), cost) for step, cost in _STEPS]
    if start.number == 1:
        before += [(None, 0.0), (best, _AGAIN)]
    for chain, cost in before:
        if chain is None and start.number > 1:
            continue
        since = _since(chain, start, region)
        call = _call_between(places.get(start.number, []), since, start.line, chain)
        if call is None and own < 2.0:
            continue
        score = own + (1.0 if call is not None else -1.0) - cost + (chain.score if chain else 0.0)
        called = call if call is not None else since
        sure = (call is not None or region) + (chain.sure if chain else 0)
        options.append(_Chain(start, score, called, sure, chain))
    return max(options, key=lambda option: option.score, default=None)


def _since(chain: _Chain | None, start: Start, region: bool) -> int:
    """The first line that may call the note: that of the last call, or, where numbering begins
    again, the last note."""
    if chain is None:
        return -1
    again = chain.start.number >= start.number and not region
    return chain.start.line if again else chain.called


def _call_between(places: list[int], since: int, line: int, chain: _Chain | None) -> int | None:
    """The first line from `since` on and above `line` that calls the note; a note does not call."""
    own = chain.start.line if chain else -1
    at = bisect_right(places, since - 1)
    while at < len(places) and places[at] < line:
        if places[at] != own:
            return places[at]
        at += 1
    return None


def looks_like_note(text: str) -> bool:
    """Whether a text can be a note: a reference, or one of the words that notes begin with."""
    if _NOTE_WORDS.match(text) or looks_like_reference(text):
        return True
    return (has_year(text) or _LINK.search(text) is not None) and lower_share(text) < 0.7


# The marks that call the notes


@dataclass(frozen=True, slots=True)
class _Match:
    """The best way to give the notes so far their marks, the last of them at `position`."""

    position: int
    score: int
    call: Call | None = None
    note: int = -1
    before: "_Match | None" = None


def _called(notes: Sequence[Note], calls: Sequence[Call]) -> Iterator[Note]:
    """The notes with their marks: outside of notes, before each, both in the same order; of all
    ways to match them the one with the likeliest marks."""
    inside = {index for note in notes for index in note.lines}
    places: dict[int, list[Call]] = {}
    for call in calls:
        if call.line not in inside:
            places.setdefault(call.number, []).append(call)
    states = [_Match(-1, 0)]
    for at, note in enumerate(notes):
        states = _matched(states, at, places.get(note.number, []), note.lines[0])
    match: _Match | None = states[-1]
    marks: dict[int, Span] = {}
    while match is not None and match.call is not None:
        marks[match.note] = match.call.span
        match = match.before
    for at, note in enumerate(notes):
        yield replace(note, call=marks[at]) if at in marks else note


def _matched(states: list[_Match], at: int, calls: Sequence[Call], line: int) -> list[_Match]:
    """The states after one more note: with no mark, or with one after those before. Of two, the
    one that stands later must be worth more."""
    first = bisect_right(calls, states[0].position, key=lambda call: call.span.start)
    found = list(states)
    for call in calls[first : first + _MANY_STATES]:
        if call.line >= line:
            break
        before = states[bisect_right(states, call.span.start, key=lambda s: s.position) - 1]
        if before.position < call.span.start:
            score = before.score + call.weight
            found.append(_Match(call.span.start, score, call, at, before))
    found.sort(key=lambda state: (state.position, -state.score))
    front: list[_Match] = []
    for state in found:
        if not front or state.score > front[-1].score:
            front.append(state)
    return front[-_MANY_STATES:]
