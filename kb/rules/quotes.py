"""Look for a quote in its source's text: past hyphenation, omissions and line ends."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property
from typing import Final

from kb.text import SourceText


class Found(Enum):
    """What came of looking for a quote, the best first. Unchecked: there was no text to look in."""

    EXACT = "found"
    AMBIGUOUS = "ambiguous"
    ALTERED = "altered"
    MISSING = "not found"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Result:
    """`difference` says how an altered quote differs; `where` the places, as lines of `source`."""

    found: Found = Found.UNCHECKED
    difference: str = ""
    source: str = ""
    lines: tuple[int, ...] = ()


_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHEN: Final = re.compile(r"(?:\u00ad|[-\u2010\u2011])(?:[ \t]*(?:\r\n|\r|\n)\s*)?")
_OMITTED: Final = re.compile(
    r"\[\s*(?:\.\s*\.\s*\.|…)\s*\]|\(\s*(?:\.\s*\.\s*\.|…)\s*\)|\.\s?\.\s?\.|…"
)
_CHANGED: Final = re.compile(r"\[([^\[\]]*)\]")
_ALIKE: Final = 0.7
"""Share of words in common from which a passage counts as the quote, altered."""


class Haystack:
    """The words of one source, ready to be searched."""

    def __init__(self, text: SourceText) -> None:
        self.text = text

    @cached_property
    def _words(self) -> list[tuple[str, int]]:
        return words(self.text.text)

    @cached_property
    def _joined(self) -> str:
        return "".join(f" {word}" for word, _ in self._words) + " "

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word begins in `_joined`."""
        starts, at = [], 0
        for word, _ in self._words:
            starts.append(at)
            at += len(word) + 1
        return starts

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, (word, _) in enumerate(self._words):
            found.setdefault(word, []).append(number)
        return found

    def find(self, quote: str) -> Result:
        """What came of looking for `quote`; the parts between omissions must come in order."""
        parts = [found for part in pieces(quote) if (found := [w for w, _ in words(part)])]
        if not parts:
            return Result(Found.MISSING, source=self.text.name)
        places = self._in_order(parts)
        if len(places) == 1:
            return Result(Found.EXACT, "", self.text.name, (self._line(places[0]),))
        if places:
            lines = tuple(self._line(place) for place in places)
            return Result(Found.AMBIGUOUS, "", self.text.name, lines)
        return self._altered([word for part in parts for word in part])

    def _line(self, word: int) -> int:
        return self.text.line_at(self._words[word][1])

    def _in_order(self, parts: list[list[str]]) -> list[int]:
        """The word numbers at which the first part stands with the others behind it."""
        starts = []
        for start in self._exact(parts[0]):
            at = start + len(parts[0])
            for part in parts[1:]:
                later = next((place for place in self._exact(part) if place >= at), None)
                if later is None:
                    break
                at = later + len(part)
            else:
                starts.append(start)
        return starts

    def _exact(self, part: list[str]) -> list[int]:
        needle = " " + " ".join(part) + " "
        found, at = [], self._joined.find(needle)
        while at >= 0:
            found.append(bisect_right(self._starts, at) - 1)
            at = self._joined.find(needle, at + 1)
        return found

    def _altered(self, quote: list[str]) -> Result:
        start = self._likeliest(quote)
        if start is None:
            return Result(Found.MISSING, source=self.text.name)
        first = max(0, start - 3)
        window = [word for word, _ in self._words[first : start + len(quote) + len(quote) // 3 + 3]]
        matcher = SequenceMatcher(None, quote, window, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        shared = sum(block.size for block in blocks)
        if shared < _ALIKE * len(quote) or shared < 3:
            return Result(Found.MISSING, source=self.text.name)
        line = self._line(first + blocks[0].b)
        difference = _difference(matcher, quote, window)
        return Result(Found.ALTERED, difference, self.text.name, (line,))

    def _likeliest(self, quote: list[str]) -> int | None:
        """The word number at which most words of the quote would stand in their place."""
        votes: Counter[int] = Counter()
        for number, word in enumerate(quote):
            for place in self._index.get(word, ())[:200]:
                votes[max(0, place - number) // 4] += 1
        if not votes:
            return None
        return max(votes, key=lambda slot: (votes[slot] + votes.get(slot + 1, 0), -slot)) * 4


def _difference(matcher: "SequenceMatcher[str]", quote: list[str], window: list[str]) -> str:
    """Words of the quote against words of the source, the ends of the window left out."""
    shown = []
    codes = matcher.get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(codes):
        edge = number in (0, len(codes) - 1) and kind == "insert"
        if kind == "equal" or edge:
            continue
        mine, theirs = " ".join(quote[a:b]), " ".join(window[c:d])
        if number == len(codes) - 1 and kind == "replace":
            theirs = " ".join(window[c : c + b - a])
        shown.append(f"quote: {mine or 'nothing'} / source: {theirs or 'nothing'}")
    return "; ".join(shown)


def words(text: str) -> list[tuple[str, int]]:
    """The words of `text` folded, hyphens inside words taken away, each with its offset."""
    joined: list[tuple[str, int]] = []
    end = -1
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFKC", match[0]).casefold().replace("’", "'")
        if joined and match.start() - end < 12 and _HYPHEN.fullmatch(text, end, match.start()):
            joined[-1] = joined[-1][0] + word, joined[-1][1]
        else:
            joined.append((word, match.start()))
        end = match.end()
    return joined


def pieces(quote: str) -> list[str]:
    """The parts of a quote between its omissions; `[T]he` is 'The', `[words added]` a gap."""
    quote = _OMITTED.sub("\0", quote)
    quote = _CHANGED.sub(lambda m: m[1] if len(m[1]) == 1 else "\0", quote)
    return [part for part in quote.split("\0") if part.strip()]
