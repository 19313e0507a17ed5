"""Find the page of a paper that a locator names: printed numbers against the file's pages."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from kb.text import SourceText

_PRINTED: Final = re.compile(
    r"^[ \t]*(?:[-–—|][ \t]*)?(\d{1,4})(?:[ \t]*[-–—|])?(?:[ \t]{3,}(\S[^\n]*?))?[ \t]*$"
    r"|^[ \t]*(\S[^\n]*?)[ \t]{3,}(\d{1,4})[ \t]*$",
    re.MULTILINE,
)
_HEAD_WORDS: Final = 3
"""With more words before the first number it stands at a page's foot."""
_MOST: Final = 2000
"""Numbers looked at."""
"""A printed page number: alone on its line, or at the side of a running head."""


def page_passage(text: SourceText, pages: str, locator: str) -> tuple[int, str] | None:
    """The first line of the page that `locator` ('58', '58-60') names, and its first words.

    `pages` is the range of the article ('51-63'): page 58 is then the eighth of the file when the
    file is paged; without pages, printed page numbers are followed, and between two that are far
    apart the place is reckoned ('about here'). None when neither tells.
    """
    wanted = re.match(r"\d+", locator)
    if not wanted:
        return None
    number = int(wanted[0])
    start = _by_form_feed(text, pages, number)
    exact = True
    if start is None:
        start, exact = _by_printed_number(text, number, _first(pages))
    if start is None:
        return None
    begin = start + len(text.text[start:]) - len(text.text[start:].lstrip())
    if not exact:
        begin = text.line_span(text.line_at(begin)).start
    words = " ".join(text.text[begin : begin + 400].split())[:160]
    return text.line_at(begin), words if exact else f"about here: {words}"


def _first(pages: str) -> int:
    """The first page of a range or of a lone number, 0 when it is not known."""
    found = re.match(r"\s*(\d+)(?!\s*\w)", pages)
    return int(found[1]) if found else 0


def _by_form_feed(text: SourceText, pages: str, number: int) -> int | None:
    starts = text.page_starts or (0, *(m.end() for m in re.finditer("\f", text.text)))
    ranged = re.match(r"\s*\d+\s*[-–—]", pages)
    index = number - (_first(pages) if ranged else 1)
    return starts[index] if len(starts) > 1 and 0 <= index < len(starts) else None


def _by_printed_number(text: SourceText, number: int, first: int) -> tuple[int | None, bool]:
    """Where the page begins, and whether it is printed there: from numbers that count up.

    A number at a page's foot ends its page, one at its head begins it; `first` is the first page
    of the paper where that is known.
    """
    run = _longest_run(_printed(text.text))
    if not run:
        return None, False
    feet = _at_foot(text.text, run, first)
    ends = run if feet else [(page - 1, at) for page, at in run]
    if ends[0][0] == number and feet:
        return 0, len(ends) > 1 and ends[1][0] == number + 1
    for (before, start), (after, stop) in pairwise(ends):
        if before < number <= after:
            share = (number - before - 1) / (after - before)
            return start + int((stop - start) * share), number == before + 1
    return (ends[-1][1], True) if ends[-1][0] == number - 1 and not feet else (None, False)


def _at_foot(text: str, run: list[tuple[int, int]], first: int) -> bool:
    """Whether the numbers stand at the feet of their pages: what is before the first of them is
    longer than the pages before it, as far as these are known."""
    (page, at), (last, end) = run[0], run[-1]
    before = len(text[:at].split())
    if not 0 < first < page:
        return before > _HEAD_WORDS
    length = len(text[at:end].split()) / (last - page)
    return before / length > page - first + 0.5


def _printed(text: str) -> list[tuple[int, str, int]]:
    """Page, running head, offset behind it."""
    found = []
    for match in _PRINTED.finditer(text):
        head = " ".join((match[2] or match[3] or "").split())
        found.append((int(match[1] or match[4]), head, match.end()))
    return found


def _longest_run(printed: list[tuple[int, str, int]]) -> list[tuple[int, int]]:
    """The numbers with the commonest running head that only go up, by a page or by a few."""
    heads = Counter(head for _, head, _ in printed)
    best: list[tuple[int, int]] = []
    for head, _ in heads.most_common(3):
        run = _rising([(page, at) for page, other, at in printed if other == head])
        best = max(best, run, key=len)
    return best if len(best) > 1 else []


def _rising(pages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pages in which each is more than the last by at most ten."""
    chains: list[list[tuple[int, int]]] = []
    for page, at in pages[:_MOST]:
        before = [chain for chain in chains if 0 < page - chain[-1][0] <= 10]
        chains.append([*max(before, key=len, default=[]), (page, at)])
    return max(chains, key=len, default=[])
