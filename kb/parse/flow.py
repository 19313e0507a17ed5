"""Running text laid end to end: lines joined, emphasis marks left out, every place mapped back."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.parse.lines import Line
from kb.parse.terms import ABBREVIATIONS, fold
from kb.text import Span

_ANCHOR = r"\(#[^()\s]{1,80}\)"
_MARKS = re.compile(
    r"</?span[^<>]{0,120}>|"
    rf"(?:(?<=\[\d\])|(?<=\[\d\d\])|(?<=\[\d\d\d\])){_ANCHOR}|"
    rf"(?<!\[\d)(?<!\[\d\d)(?<!\[\d\d\d)\]{_ANCHOR}|"
    r"(?<!\\)\[(?!\d{1,3}\])(?=(?:\\.|[^\[\]\n\\]){1,200}\]\(#)|"
    r"\*+|(?<!\w)_+(?=\w)|(?<=[\w.!?])_+(?!\w)|\\(?=[\[\]().$&%#_*-])"
)
"""What running text is without: anchors and links inside the paper ('[Munte](#page-5)', as PDF
converters write them; '[12](#page-9)' keeps its brackets), stars, backslashes."""
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_BULLET = re.compile(r"(?:[-+•▪●◦‣·]|\d{1,3}[.)]|\(\d{1,3}\)|[A-Za-z][.)])\s+")
_CAPTION = re.compile(
    r"(?:Tabel|Table|Gambar|Figure|Fig\.|Grafik|Abbildung|Abb\.|Tabelle|Figura|Tabla|Tabela)"
    r"\s+(?:\d{1,2}\.\d{1,2}\b|\d{1,2}\s?[.:])"
)
_CLOSED = re.compile(
    r"[.!?…:][\"'”’»)\]*_]*(?:\d{0,3}(?:[,–-]\d{1,3})*|[⁰¹²³⁴⁵⁶⁷⁸⁹,⁻–]+|<sup>[\d,–-]+</sup>)$"
)
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Flow:
    """`text` with `\\n` between paragraphs and a blank between lines; `starts[i]` (an offset into
    `text`) is where the piece that begins at the source offset `origins[i]` begins. `emphasis`
    holds what stood between stars."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    emphasis: tuple[Span, ...] = field(default=())

    def source(self, span: Span) -> Span:
        """The span of the paper's text that a span of the flow came from."""
        return Span(self.at(span.start), self.at(span.end - 1) + 1 if len(span) else 0)

    def at(self, offset: int) -> int:
        piece = max(0, bisect_right(self.starts, offset) - 1)
        return self.origins[piece] + offset - self.starts[piece]

    def find(self, origin: int) -> int:
        """The offset in `text` of a place in the paper's text (or of the next that is kept)."""
        piece = max(0, bisect_right(self.origins, origin) - 1)
        inside = origin - self.origins[piece]
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(self.starts[piece] + inside, end)


def lay(lines: Sequence[Line]) -> Flow:
    """Join lines of running text. Lines of a paragraph are told by how full they are, by blank
    lines (unless every second line is blank) and by how they end and begin."""
    writer = _Writer()
    width, doubled = _fullness(lines), is_double_spaced(lines)
    for index, line in enumerate(lines):
        if index:
            writer.gap(_joint(lines[index - 1], line, width, doubled))
        writer.line(line)
    return writer.flow()


class _Writer:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._emphasis: list[Span] = []
        self._open = -1

    def gap(self, joint: str) -> None:
        self._parts.append(joint)
        self._length += len(joint)
        if joint == "\n":
            self._open = -1

    def line(self, line: Line) -> None:
        heading = _HEADING_MARK.match(line.text)
        at = heading.end() if heading else 0
        for mark in _MARKS.finditer(line.text, at):
            self._put(line.text[at : mark.start()], line.span.start + at)
            self._mark(mark[0])
            at = mark.end()
        self._put(line.text[at:], line.span.start + at)

    def _put(self, text: str, origin: int) -> None:
        if text:
            self._starts.append(self._length)
            self._origins.append(origin)
            self._parts.append(text)
            self._length += len(text)

    def _mark(self, mark: str) -> None:
        if mark[0] not in "*_":
            return
        if self._open < 0:
            self._open = self._length
            return
        if self._length > self._open:
            self._emphasis.append(Span(self._open, self._length))
        self._open = -1

    def flow(self) -> Flow:
        text = "".join(self._parts)
        starts, origins = tuple(self._starts) or (0,), tuple(self._origins) or (0,)
        return Flow(text, starts, origins, tuple(self._emphasis))


def is_double_spaced(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between most lines, so that they mean nothing."""
    inner = [line for line in lines[1:] if len(line.text) < 300]
    if len(inner) < 8 or len(inner) * 2 < len(lines):
        return False
    gaps = sum(line.gap > 0 for line in inner)
    lower = sum(line.text[:1].islower() and line.gap > 0 for line in inner)
    return gaps * 10 >= len(inner) * 7 and lower * 4 >= len(inner)


def _fullness(lines: Iterable[Line]) -> int:
    """How long a full line is: the 80th percentile of all lengths; 0 where lines are paragraphs."""
    lengths = sorted(len(line.text) for line in lines)
    if not lengths or lengths[len(lengths) * 9 // 10] > 300:
        return 0
    return lengths[len(lengths) * 4 // 5]


def _joint(before: Line, line: Line, width: int, doubled: bool) -> str:
    if _begins_anew(before, line, width, doubled):
        return "\n"
    hyphen = before.text.endswith("-") and before.text[-2:-1].isalpha()
    return "" if hyphen and line.text[0].isalpha() else " "


def _begins_anew(before: Line, line: Line, width: int, doubled: bool) -> bool:
    """Whether `line` begins a paragraph."""
    if is_heading_like(line.text) or is_heading_like(before.text):
        return True
    if line.text[0] == "|" or (before.text[0] == "|" and before.text[-1] == "|"):
        return True
    if _BULLET.match(line.text) and not _in_a_sentence(before.text, line.text):
        return True
    if line.text[0].islower() or before.text[-1] in ",(–—-":
        return False
    blank = line.gap > (1 if doubled else 0)
    if not width or (blank and not line.page):
        return _ends(before.text, line.text)
    return _stops_early(before.text, line.text, width)


def _is_closed(text: str) -> bool:
    """Whether a line ends a sentence: a full stop, but not that of 'Mr.' or an initial."""
    if not _CLOSED.search(text[-24:]):
        return False
    word = text.rsplit(maxsplit=1)[-1]
    return not (word[-1] == "." and (fold(word) in ABBREVIATIONS or _INITIAL.fullmatch(word)))


def _in_a_sentence(before: str, text: str) -> bool:
    if _is_closed(before) or text[0] in "-+•▪●◦‣·":
        return False
    return len(before) > 60 or before[-1] in ",(–" or text[0].islower()


def _ends(before: str, text: str) -> bool:
    """Whether a line followed by a blank one ends a paragraph: closed, or a title."""
    if _is_closed(before) or before[-1] == ")":
        return True
    if text[0] in "([" and len(before) > 60:
        return False
    if len(before) > 60 or re.search(r"\(\d{4}", before):
        return False
    return _is_title(before) or not before[-1].isalpha() or len(before.split()) <= 5


def _stops_early(before: str, text: str, width: int) -> bool:
    """Whether the next word would have fitted: then the line was ended on purpose."""
    word = _WORD.match(text)
    room = len(before) + 1 + len(word[0] if word else "")
    if _is_closed(before):
        return room < width * 0.9
    return room < width * 0.9 and (_is_title(before) or room < width * 0.6)


def _is_title(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) * 10 >= len(words) * 7


def is_heading_like(text: str) -> bool:
    """A line that is a heading or a caption by its own look: '## X', 'BAB II', all capitals."""
    if text.startswith("#") and _HEADING_MARK.match(text):
        return True
    if _CAPTION.match(text) and len(text) < 120 and "." not in text[12:-1]:
        return True
    return len(text) < 100 and text.isupper() and sum(c.isalpha() for c in text) > 3
