"""The words of a sentence of a paper, without what the page put between them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kb.model import Paper
from kb.text import SourceText, Span

if TYPE_CHECKING:
    from kb.parse.lines import Line

_BARE_URL = re.compile(r"<?(?:https?://|www\.)\S+>?")


def sentence_words(text: SourceText, paper: Paper, span: Span) -> str:
    """A span of a paper's text on one line, without the page numbers, running heads, rules and
    footnotes that stand between its first and its last line."""
    cut = text.cut(span)
    if "\n" in cut.strip():
        cut = " ".join(_pieces(text, paper, span)) or cut
    return " ".join(cut.split())


def _pieces(text: SourceText, paper: Paper, span: Span) -> Iterator[str]:
    """What a span holds of each line, but for lines that do not belong to the sentence."""
    lines, page = _lines(text)
    noted = {n for raw, _ in paper.entries for n in range(raw.line, raw.end_line + 1)}
    ends = {text.line_at(span.start), text.line_at(max(span.start, span.end - 1))}
    below_notes = False
    for index, line in enumerate(lines):
        start, end = max(span.start, line.span.start), min(span.end, line.span.end)
        if start >= end:
            continue
        left_over = below_notes and _BARE_URL.fullmatch(line.text)
        below_notes = line.number in noted or bool(left_over)
        if line.number in ends or not (below_notes or index in page):
            yield text.cut(Span(start, end))


@lru_cache(maxsize=4)
def _lines(text: SourceText) -> "tuple[list[Line], frozenset[int]]":
    """The lines of a text, and which of them are page furniture."""
    from kb.parse.furniture import furniture
    from kb.parse.lines import read_lines

    lines = read_lines(text)
    return lines, furniture(lines)
