"""Split a reference section into its entries: by their marks, else by how lines begin and end."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.parse.flow import is_double_spaced
from kb.parse.lines import Line
from kb.parse.signs import (
    begins_with_author,
    is_complete,
    is_legal,
    is_same_author,
    looks_like_reference,
    lower_share,
    names_then_colon,
    names_then_year,
)
from kb.text import Span

_ANCHOR = re.compile(r"(?:<span[^<>]{0,120}>\s*</span>\s*)+")
_ANCHORS = re.compile(r"(?:[-+*•▪●◦‣·–]\s+)?(?:<span[^<>]{0,120}>\s*</span>\s*)*")
_NUMBER = re.compile(r"(?:\\?\[(\d{1,4})\\?\]|\((\d{1,4})\)|(\d{1,4})[.)])\s*(?=\S)")
_BARE_NUMBER = re.compile(r"(\d{1,4})\s+(?=[A-ZÀ-Þ\"“])")
_BULLET = re.compile(r"([-+*•▪●◦‣·–])\s+(?=\S)")
_KEYED = re.compile(r"\[([A-Za-z][\w+.:’'-]{1,25}?)\]\s*(?=\S)")
_LABEL = re.compile(r"\[((?:[^\[\]\d]{2,70})\(?(?:1[5-9]|20)\d\d[a-z]?\)?)\]\s*(?=\S)")
_BIBITEM = re.compile(r"\\bibitem\s*(?:\[[^\]]{0,80}\])?\s*\{([^{}]{1,80})\}\s*(?=\S)")
_QUOTED_TITLE = re.compile(r"[“\"«„][A-ZÀ-Þ]")
_ENDS_IN_INITIAL = re.compile(r"(?:,|&|\b(?:and|dan|und|et|y|e|en))(?:\s[A-ZÀ-Þ]\.)+$")
"""A list of authors that goes on in the next line."""
_START = 3
_UNWRAPPED = 140
"""No line of wrapped text is longer, but for links."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: the spans of its lines, their text, the number printed before it."""

    spans: tuple[Span, ...]
    first: int
    last: int
    text: str
    number: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    length: int
    number: int | None = None
    label: str = ""


def split(lines: Sequence[Line], anew: frozenset[int] = frozenset()) -> list[Entry]:
    """The entries of a reference section, in order; every line belongs to exactly one. `anew` are
    lines that begin an entry for sure."""
    if not lines:
        return []
    marks = _marks(lines)
    starts = _marked_starts(lines, marks) if any(marks) else _plain_starts(lines)
    bounds = [i for i, start in enumerate(starts) if start or i == 0 or i in anew]
    ends = [*bounds[1:], len(lines)]
    return [_entry(lines[a:b], marks[a]) for a, b in zip(bounds, ends, strict=True)]


def references_only(entries: Sequence[Entry]) -> list[Entry]:
    """The entries up to where running text begins: three in a row, or a long one, that are no
    references."""
    strange = 0
    for index, entry in enumerate(entries):
        if entry.number is not None or entry.label or looks_like_reference(entry.text):
            strange = 0
            continue
        strange += 1
        if _is_prose(entry.text):
            return list(entries[: index + 1 - strange])
        if strange == 3:
            return list(entries[: index - 2])
    if strange > 1 or (strange and _reads_on(entries[-1].text) and len(entries[-1].text) > 100):
        return list(entries[: len(entries) - strange])
    return list(entries)


def without_tail(entries: Sequence[Entry], lines: Sequence[Line]) -> list[Entry]:
    """The last entry cut where, after a blank line, running text follows a finished reference."""
    if not entries:
        return []
    last = entries[-1]
    own = [line for line in lines if last.spans[0].start <= line.span.end <= last.spans[-1].end]
    usual = min((line.gap for line in lines[1:]), default=0)
    for at in range(1, len(own)):
        rest = " ".join(line.text for line in own[at : at + 4])
        apart = own[at].gap > usual or _is_plain_prose(own[at:])
        if apart and is_complete(own[at - 1].text) and _reads_on(rest):
            spans = last.spans[:at]
            text = "\n".join(last.text.split("\n")[:at])
            return [*entries[:-1], replace(last, spans=spans, last=own[at - 1].number, text=text)]
    return list(entries)


def _is_plain_prose(lines: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in lines)[:2000]
    return len(text) > 150 and lower_share(text) > 0.75 and not looks_like_reference(text)


def _reads_on(text: str) -> bool:
    return len(text) > 60 and text[0].isupper() and lower_share(text) > 0.7


def _is_prose(text: str) -> bool:
    return len(text) > 350 and lower_share(text) > 0.75


def _entry(lines: Sequence[Line], mark: _Mark | None) -> Entry:
    spans = [line.span for line in lines]
    texts = [line.text for line in lines]
    if mark:
        spans[0] = Span(spans[0].start + mark.length, spans[0].end)
        texts[0] = texts[0][mark.length :]
    number = mark.number if mark else None
    label = mark.label if mark else ""
    first, last = lines[0].number, lines[-1].number
    return Entry(tuple(spans), first, last, "\n".join(texts), number, label)


def _marks(lines: Sequence[Line]) -> list[_Mark | None]:
    """The bullet or number before each line, of the one kind that marks this section."""
    found = [_mark(line.text) for line in lines]
    counts = Counter(mark.kind for mark in found if mark)
    for kind, _ in counts.most_common():
        chosen = [mark if mark and mark.kind == kind else None for mark in found]
        chosen = _in_sequence(chosen) if kind.startswith("number") else chosen
        if _marks_entries(lines, chosen):
            return chosen
    return [None] * len(lines)


def _mark(text: str) -> _Mark | None:
    """The number, label or bullet before an entry; bullet and anchors may precede a number."""
    before = _ANCHORS.match(text)
    at = before.end() if before else 0
    if match := _NUMBER.match(text, at):
        digits = match[1] or match[2] or match[3]
        sign = match[0].strip().lstrip("\\")[0]
        return _Mark("number" + sign.strip("0123456789"), match.end(), int(digits))
    if match := _BIBITEM.match(text) or _KEYED.match(text, at) or _LABEL.match(text, at):
        return _Mark("label", match.end(), None, match[1])
    if at and (match := _BARE_NUMBER.match(text, at)):
        return _Mark("number ", match.end(), int(match[1]))
    if match := _BULLET.match(text):
        return _Mark("bullet" + match[1], max(at, match.end()))
    if match := _BARE_NUMBER.match(text, at):
        return _Mark("number ", match.end(), int(match[1]))
    return None


def without_anchors(line: Line) -> Line:
    """A line without the empty HTML anchors that converters put before it."""
    match = _ANCHOR.match(line.text)
    if not match or match.end() == len(line.text):
        return line
    span = Span(line.span.start + match.end(), line.span.end)
    return replace(line, span=span, text=line.text[match.end() :])


def _in_sequence(marks: Sequence[_Mark | None]) -> list[_Mark | None]:
    """Only the marks whose numbers count on (1, 2, 3; a few may be missing)."""
    kept: list[_Mark | None] = []
    last = 0
    for mark in marks:
        good = mark is not None and mark.number is not None and _counts_on(last, mark.number)
        last = mark.number if good and mark and mark.number is not None else last
        kept.append(mark if good else None)
    return kept


def _counts_on(last: int, number: int) -> bool:
    return 0 < number - last <= 3 or (last == 0 and number < 1000) or (number == 1 and last > 1)


def _marks_entries(lines: Sequence[Line], marks: Sequence[_Mark | None]) -> bool:
    at = [i for i, mark in enumerate(marks) if mark]
    if len(at) < 2 and len(lines) > 3:
        return False
    if not at or at[0] > max(4, len(lines) // 3):
        return False
    starting = sum(begins_with_author(line.text) for line in lines)
    return len(at) * 2 >= starting


def _marked_starts(lines: Sequence[Line], marks: Sequence[_Mark | None]) -> list[bool]:
    """Marked lines begin entries; so does one that lost its mark: set apart by a blank line, after
    a finished entry, beginning with names and a year."""
    doubled = is_double_spaced(lines)
    return [
        _is_marked(lines, i, mark) or (i > 0 and _lost_its_mark(lines[i - 1], line, doubled))
        for i, (line, mark) in enumerate(zip(lines, marks, strict=True))
    ]


def _is_marked(lines: Sequence[Line], index: int, mark: _Mark | None) -> bool:
    """A dash that came to begin a line ('JIIP / - Jurnal Ilmiah') marks nothing."""
    if mark is None or not mark.kind.startswith("bullet") or index == 0:
        return mark is not None
    own = lines[index].text[mark.length :]
    return is_complete(lines[index - 1].text) or begins_with_author(own)


def _lost_its_mark(before: Line, line: Line, doubled: bool) -> bool:
    apart = line.gap > (1 if doubled else 0) or len(before.text) > 150
    return apart and is_complete(before.text) and names_then_year(line.text)


def _plain_starts(lines: Sequence[Line]) -> list[bool]:
    cues = _Cues.of(lines)
    starts, last = [True], 0
    for index in range(1, len(lines)):
        begins = cues.score(lines, index) >= _START or cues.heads_again(lines, last, index)
        starts.append(begins)
        last = index if begins else last
    return starts


@dataclass(frozen=True, slots=True)
class _Cues:
    """What tells the first line of an entry in this section."""

    gap: int
    width: int
    outdents: Sequence[int | None]
    year_first: bool
    colon_first: bool
    paragraphs: bool
    parted: bool
    unwrapped: bool
    open_ended: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Cues":
        lengths = sorted(len(line.text) for line in lines)
        gaps = Counter(line.gap for line in lines[1:])
        usual = gaps.most_common(1)[0][0] if gaps else 0
        whole = sum(_is_whole(line.text) for line in lines)
        begun = [i for i, line in enumerate(lines) if begins_with_author(line.text)]
        heads = sum(names_then_year(_ahead(lines, i)) for i in begun)
        return cls(
            gap=min(usual, min(gaps, default=0)) if len(gaps) > 1 else usual,
            width=lengths[len(lengths) * 4 // 5],
            outdents=_outdents(lines),
            year_first=heads * 2 >= len(begun) and heads >= 2,
            colon_first=_is_colon_first(lines),
            paragraphs=whole * 3 >= len(lines) * 2 or _is_unwrapped(lines),
            parted=_is_parted(lines),
            unwrapped=_is_unwrapped(lines),
            open_ended=_is_open_ended(lines),
        )

    def score(self, lines: Sequence[Line], index: int) -> int:
        """How many cues say that line `index` begins an entry."""
        before, line = lines[index - 1], lines[index]
        if not _can_begin(line.text) and not names_then_year(_names_ahead(lines, index)):
            return -3
        if self.unwrapped:
            return _paragraph_score(before.text, line.text)
        score = self._beginning(lines, index) + self._layout(before, line, self.outdents[index])
        if _ENDS_IN_INITIAL.search(before.text):
            score -= 2
        elif is_complete(before.text) or _ends_link(lines, index):
            score += 1
        elif not self.open_ended:
            score -= 2
        elif begins_with_author(line.text) and len(before.text) > self.width * 0.8:
            score += 1
        return score - (2 if before.text[-1] in ",;:&-–(" else 0)

    def heads_again(self, lines: Sequence[Line], last: int, index: int) -> bool:
        """Whether line `index` has names and a year, as the entry that began at `last` has already:
        where each entry begins so, none has two."""
        before, line, outdent = lines[index - 1], lines[index], self.outdents[index]
        if not self.year_first or before.text[-1] in ",;:&-–(":
            return False
        if outdent is not None and line.indent > outdent:
            return False
        return names_then_year(line.text) and names_then_year(_ahead(lines[:index], last))

    def _beginning(self, lines: Sequence[Line], index: int) -> int:
        if self.year_first:
            ahead = _ahead(lines, index)
            named = names_then_year(ahead) or is_same_author(ahead) or is_legal(ahead)
            return 2 if named else 0
        text = lines[index].text
        if self.colon_first and names_then_colon(_ahead(lines, index)):
            return 2
        return 2 if begins_with_author(text) or _QUOTED_TITLE.match(text) else 0

    def _layout(self, before: Line, line: Line, outdent: int | None) -> int:
        turned = line.page or line.number - before.number > line.gap + 1
        score = 2 if line.gap > self.gap and not turned else 0
        if self.parted and line.gap <= self.gap and not turned:
            score -= 2
        if outdent is not None and not turned:
            score += 3 if line.indent <= outdent else -4
        if self.paragraphs and _stands_alone(line.text):
            return score + 2
        return score + (len(before.text) < self.width * 0.8)


def _is_colon_first(lines: Sequence[Line]) -> bool:
    """Whether most of what may be entries begins with names and a colon."""
    after = [
        i
        for i in range(1, len(lines))
        if is_complete(lines[i - 1].text) and _can_begin(lines[i].text)
    ]
    named = sum(names_then_colon(_ahead(lines, i)) for i in after)
    return named >= 3 and named * 3 >= len(after) * 2


def _paragraph_score(before: str, text: str) -> int:
    """Where a line is a paragraph it is an entry, but for the rest of one that a page cut."""
    if before[-1] in ",;:&-–(":
        return 0
    return _START if is_complete(before) or _stands_alone(text) else 0


def _can_begin(text: str) -> bool:
    """No entry begins with a small letter, or with digits other than a year ('2022 Report')."""
    if text[0].isdigit():
        return re.match(r"(?:19|20)\d\d\s[A-ZÀ-Þ]", text) is not None
    return not text[0].islower()


def _stands_alone(text: str) -> bool:
    return begins_with_author(text) or looks_like_reference(text)


def _ends_link(lines: Sequence[Line], index: int) -> bool:
    """Whether the line above is the rest of a link that broke."""
    rest, start = lines[index - 1].text, lines[max(0, index - 2)].text
    return " " not in rest and re.search(r"https?:\S+$|www\.\S+$", start) is not None


def _is_whole(text: str) -> bool:
    return len(text) > 60 and looks_like_reference(text) and is_complete(text)


def _is_parted(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between the entries, and only there."""
    least = min((line.gap for line in lines[1:]), default=0)
    apart = [line for line in lines[1:] if line.gap > least and not line.page]
    begun = sum(begins_with_author(line.text) for line in apart)
    return len(apart) >= 3 and begun * 10 >= len(apart) * 7 and len(apart) * 5 >= len(lines)


def _is_unwrapped(lines: Sequence[Line]) -> bool:
    """Whether a line is a paragraph: many are longer than any page is wide."""
    long = sum(len(line.text) > _UNWRAPPED and line.text.count(" ") > 9 for line in lines)
    return long * 6 >= len(lines)


def _is_open_ended(lines: Sequence[Line]) -> bool:
    """Whether entries of this list end without a full stop: what stands before a line that begins
    with an author is mostly not closed."""
    before = [a.text for a, b in pairwise(lines) if begins_with_author(b.text)]
    before = [text for text in before if text[-1] not in ",;:&-–("]
    return sum(not is_complete(text) for text in before) * 2 > len(before)


def _ahead(lines: Sequence[Line], index: int) -> str:
    return " ".join(line.text for line in lines[index : index + 4])[:420]


def _names_ahead(lines: Sequence[Line], index: int) -> str:
    """The line with those after it that go on with its list of names."""
    end = index + 1
    while end < min(len(lines), index + 4) and lines[end - 1].text[-1] in ",;&":
        end += 1
    return _ahead(lines[:end], index)


def _outdents(lines: Sequence[Line]) -> list[int | None]:
    """For each line the indent of first lines around it; left and right pages have margins of
    their own."""
    whole = _outdent(lines)
    starts = [0, *(i for i, line in enumerate(lines) if line.page and i), len(lines)]
    found: list[int | None] = []
    for start, end in pairwise(starts):
        own = _outdent(lines[start:end])
        found += [whole if own is None else own] * (end - start)
    return found


def _outdent(lines: Sequence[Line]) -> int | None:
    """The indent of first lines where the others hang under them, else None."""
    indents = Counter(line.indent for line in lines)
    low = min(indents)
    shallow = sum(n for indent, n in indents.items() if indent <= low + 1)
    deep = len(lines) - shallow
    if deep * 4 < len(lines) or shallow * 8 < len(lines):
        return None
    first = [line for line in lines if line.indent <= low + 1]
    good = sum(begins_with_author(line.text) for line in first)
    return low + 1 if good * 2 >= len(first) else None
