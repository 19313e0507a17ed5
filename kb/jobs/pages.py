"""Find the page of a paper that a locator names: printed numbers against the file's pages."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kb.text import SourceText

_ALONE: Final = re.compile(r"^[ \t]*(?:[-–—|]\s*)?(\d{1,4})(?:\s*[-–—|])?[ \t]*$", re.MULTILINE)
"""A line that is only a number: a printed page number."""


def page_passage(text: SourceText, pages: str, locator: str) -> tuple[int, str] | None:
    """The first line of the page that `locator` ('58', '58-60') names, and its first words.

    `pages` is the range of the article ('51-63'): page 58 is then the eighth of the file when the
    file is paged; without pages, printed page numbers on lines of their own are followed. None when
    neither tells.
    """
    wanted = re.match(r"\d+", locator)
    if not wanted:
        return None
    number = int(wanted[0])
    start = _by_form_feed(text, pages, number)
    if start is None:
        start = _by_printed_number(text, number)
    if start is None:
        return None
    words = " ".join(text.text[start : start + 400].split())
    begin = start + len(text.text[start:]) - len(text.text[start:].lstrip())
    return text.line_at(begin), words[:160]


def _by_form_feed(text: SourceText, pages: str, number: int) -> int | None:
    starts = text.page_starts or (0, *(m.end() for m in re.finditer("\f", text.text)))
    first = re.match(r"\s*(\d+)\s*[-–—]", pages)
    index = number - (int(first[1]) if first else 1)
    return starts[index] if len(starts) > 1 and 0 <= index < len(starts) else None


def _by_printed_number(text: SourceText, number: int) -> int | None:
    """Where the page begins, from numbers that count up by one down the file.

    A number printed at a page's foot ends its page: the page begins behind the number before it.
    """
    run = _longest_run(_printed(text))
    for (before, end), (printed, _) in pairwise(run):
        if printed == number and before == number - 1:
            return end
    return 0 if run and run[0][0] == number else None


def _printed(text: SourceText) -> list[tuple[int, int]]:
    return [(int(match[1]), match.end()) for match in _ALONE.finditer(text.text)]


def _longest_run(printed: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return max(_runs(printed), key=len, default=[])


def _runs(printed: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Stretches of printed numbers of which each is one more than the last; others are skipped."""
    going: dict[int, list[tuple[int, int]]] = {}
    for number, at in printed:
        run = [*going.pop(number - 1, []), (number, at)]
        going[number] = run
        yield run
