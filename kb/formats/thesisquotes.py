"""The quotes of a thesis that a citation claims: LaTeX, Markdown and Typst, with places.

A quote is a block (LaTeX `quote`, `quotation`, `displayquote`; Typst `#quote`) or words between
quotation marks, five or more: shorter ones are terms. Its citation stands in it, right behind it,
or before it in the same sentence. Quotes without a citation are nobody's business here.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kb.formats.words import without_latex
from kb.model import NoteCitation

LEAST: Final = 5
"""Words from which quotation marks hold a quote."""
MOST: Final = 20
"""Citations that one command may hold."""
_NEAR: Final = 12
"""Words that may stand between a quote and its citation."""
_ENVIRONMENT: Final = r"(?:quote|quotation|displayquote|blockquote)\*?"
_BLOCKS: Final = (
    rf"\\begin\{{{_ENVIRONMENT}\}}(?P<a>(?:(?!\\begin\{{{_ENVIRONMENT}\}}).)*?)\\end\{{{_ENVIRONMENT}\}}",
    r"#quote\((?:[^()]|\([^()]*\))*\)\s*\[(?P<b>(?:[^\[\]]|\[[^\[\]]*\])*)\]",
)
_MARKS: Final = (
    r"``(?P<c>(?:(?!``|'').)+)''",
    r"\\enquote\*?\{(?P<d>(?:[^{}]|\{[^{}]*\})+)\}",
    "“(?P<e>[^“”]+)”",
    "„(?P<f>[^„“”]+)[“”]",
    "«(?P<g>[^«»]+)»",
    r"(?<![\\\w])\"(?P<h>[^\"\n]+(?:\n[^\"\n]+)*)\"(?!\w)",
)
_QUOTE: Final = re.compile("|".join((*_BLOCKS, *_MARKS)), re.DOTALL)
_OMISSION: Final = re.compile(r"\\(?:[ltd]?dots|textellipsis)\b(?:\{\})?")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Cited(NamedTuple):
    """Where a citation stands in the text, from its command or bracket to its end."""

    start: int
    end: int
    citation: NoteCitation


def find_quotes(
    text: str, cited: Iterable[Cited], ends: Sequence[int]
) -> Iterator[tuple[int, int, str, tuple[NoteCitation, ...]]]:
    """Start and end of each quote, its words without commands, and its citations; `ends` are the
    offsets at which sentences begin and the text ends."""
    places = _Citations(text, sorted(cited, key=lambda each: each.start), ends)
    for match in _QUOTE.finditer(text):
        group = next(name for name in "abcdefgh" if match[name] is not None)
        start, end = match.span(group)
        words = _words(text, start, end, places.between(start, end))
        if group in "ab" or len(_WORD.findall(words)) >= LEAST:
            owners = places.owners(*match.span(), group in "ab")
            if owners:
                yield start, end, words, tuple(each.citation for each in owners)


def _words(text: str, start: int, end: int, cited: Iterable[Cited]) -> str:
    """The words between two offsets, without citations and commands."""
    pieces, at = [], start
    for each in cited:
        pieces.append(text[at : max(at, each.start)])
        at = max(at, each.end)
    plain = _OMISSION.sub(" … ", " ".join((*pieces, text[at:end])))
    return " ".join(without_latex(plain.replace("~", " ")).split())


class _Citations:
    """The citations of a text in order, asked which of them a quote belongs to."""

    def __init__(self, text: str, cited: Sequence[Cited], ends: Sequence[int]) -> None:
        self._text, self._cited, self._ends = text, cited, ends
        self._starts = [each.start for each in cited]

    def between(self, start: int, end: int) -> Sequence[Cited]:
        """The citations that begin between two offsets."""
        return self._cited[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def owners(self, start: int, end: int, block: bool) -> Sequence[Cited]:
        """The citations in the quote, else the next behind it, else the last before it."""
        sentence = bisect_right(self._ends, end)
        within = block or sentence == len(self._ends)
        last = len(self._text) if within else self._ends[sentence]
        first = self._ends[max(0, bisect_right(self._ends, start) - 1)]
        opened, closed = bisect_left(self._starts, start), bisect_left(self._starts, end)
        behind = self._cited[closed : min(closed + MOST, bisect_left(self._starts, last))]
        before = self._cited[max(opened - MOST, bisect_left(self._starts, first)) : opened]
        return (
            self._cited[opened:closed]
            or [c for c in behind if c.end == behind[0].end and self._close(end, c.start)]
            or [c for c in before if c.end == before[-1].end and self._close(c.end, start)]
        )

    def _close(self, left: int, right: int) -> bool:
        """Whether only a few words stand between two offsets."""
        between = self._text[left:right] if right - left < 200 else "“"
        return "“" not in between and len(_WORD.findall(between)) <= _NEAR
