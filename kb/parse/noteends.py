"""Where each note ends: at the next, at a heading, or where running text starts again.

Bare links after a block of notes that repeat links of its notes are leftovers of a PDF's link
layer.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kb.parse.find import is_end_heading, is_list_heading
from kb.parse.flow import is_heading_like
from kb.parse.lines import Line
from kb.parse.notemarks import Call, Start
from kb.parse.signs import is_complete, lower_share

_LINK_LINE = re.compile(r"<?(?:https?://|www\.)\S+>?")
_FARTHEST = 80


def find_ends(
    lines: Sequence[Line],
    kept: Sequence[int],
    chain: Sequence[Start],
    calls: Sequence[Call],
    walls: frozenset[int],
) -> Iterator[tuple[list[int], list[int]]]:
    """For each note of `chain` the indexes of its lines, and those of links left over after it.
    `kept` are the lines that notes and running text share, `walls` headings and lists."""
    where = {index: at for at, index in enumerate(kept)}
    called = _called_lines(calls)
    links: set[str] = set()
    above = where[chain[0].line] - 1
    for at, start in enumerate(chain):
        follower = chain[at + 1] if at + 1 < len(chain) else None
        first = where[start.line]
        stop = where[follower.line] if follower else len(kept)
        stop = _first_wall(kept, first, stop, walls)
        end = _end(lines, kept, first, stop, above, _next_call(called, start, follower, kept))
        own, extra = list(kept[first:end]), []
        if end < stop:
            extra = _left_over(lines, own, links)
            own = own[: len(own) - len(extra)]
            links, above = set(), stop - 1
        links |= {link for i in own for link in _LINK_LINE.findall(lines[i].text)}
        yield own, extra


def _first_wall(kept: Sequence[int], first: int, stop: int, walls: frozenset[int]) -> int:
    """Where a list or a heading stands between `first` and `stop`, else `stop`."""
    for at in range(first + 1, stop):
        if any(i in walls for i in range(kept[at - 1] + 1, kept[at])):
            return at
    return stop


def _called_lines(calls: Sequence[Call]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for call in calls:
        found.setdefault(call.number, []).append(call.line)
    return found


def _next_call(
    called: dict[int, list[int]], start: Start, follower: Start | None, kept: Sequence[int]
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
    for at in range(first + 1, min(stop, first + _FARTHEST)):
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
    if _LINK_LINE.fullmatch(line.text) or before.text.isdigit():
        return -9
    score = 2 if is_complete(before.text) else -3
    turned = line.page or kept[at] - kept[at - 1] > 1
    score += 5 if turned else 3 if is_heading_like(line.text) else 0
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
