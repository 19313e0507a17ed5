"""Texts, places in them, and the only counting of lines and pages."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of character offsets into a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True)
class SourceText:
    """The decoded text of one document, as it stands in the file.

    `name` is the file's name, `sha256` the digest of its bytes, `text` the decoded characters
    (a byte order mark left out, line ends untouched: offsets are offsets into the file's text).
    A line ends with LF, CRLF or CR; a page ends with a form feed, or where `page_starts` says
    (readers of paged formats give the offset at which each page begins).
    """

    name: str
    text: str
    sha256: str = ""
    encoding: str = "utf-8"
    page_starts: tuple[int, ...] = ()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of the first character of each line; always at least one line."""
        return (0, *(match.end() for match in _NEWLINE.finditer(self.text)))

    @property
    def line_count(self) -> int:
        """How many lines there are; a final line end does not begin another line."""
        starts = self.line_starts
        return len(starts) - (len(starts) > 1 and starts[-1] == len(self.text))

    def line_at(self, offset: int) -> int:
        """The 1-based number of the line that holds `offset`."""
        return bisect_right(self.line_starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column (in characters) of `offset`."""
        line = self.line_at(offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_span(self, line: int) -> Span:
        """The span of the 1-based `line`, without its line end. Raises IndexError."""
        if not 1 <= line <= len(self.line_starts):
            raise IndexError(f"{self.name} has no line {line}")
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def page_at(self, offset: int) -> int:
        """The 1-based number of the page that holds `offset`, counted from the file's start."""
        if self.page_starts:
            return max(1, bisect_right(self.page_starts, offset))
        return 1 + self.text.count("\f", 0, offset)

    def cut(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def rebuild(self, spans: Iterable[Span]) -> str:
        """The text of several spans, one a physical line, joined by a line feed.

        This is how the text of every raw reference can be cut out of its file again.
        """
        return "\n".join(self.cut(span) for span in spans)
