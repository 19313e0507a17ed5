"""Which lines belong to the page and not to the text: page numbers, running heads, rules.

A running head is told by what it does: the same words come back with a page number beside them
that grows, or right at page breaks.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from kb.parse.find import is_end_heading, is_list_heading
from kb.parse.lines import Line

_RULE = re.compile(r"(?:[-–—_=*·•~#]\s*){3,}")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[]\s*)?(?:(?:page|halaman|hal\.?|hlm\.?|seite|p[aá]gina|pagina|p\.)\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|dari|von|de|di|van)\s*\d{1,4})?"
    r"(?:\s*[-–—|\]])?(?:\s*\|?\s*(?:P\s?a\s?g\s?e|page))?",
    re.IGNORECASE,
)
_EDGE_NUMBER = re.compile(r"^(\d{1,4})\b(?![.)]\s)|(?<![-–—\d.,/])\b(\d{1,4})$")
_PAGES_OF = re.compile(
    r"\b(?:hlm|hal|pp?|S|s|no|nr|vol|bd|art|tahun|de|of)\.?\s?\d+$", re.IGNORECASE
)
_IMAGE = re.compile(
    r"!\[[^\]]{0,200}\]\([^)]{0,500}\)|<!--.{0,500}?-->|<(?:br|hr)\s*/?>|<div[^<>]{0,200}>\s*</div>"
)
_LONGEST_HEAD = 150
_SHORTEST_HEAD = 9
_SHORTEST_PAGE = 5
_UNEVEN = 3
_WIDE = re.compile(r"^\d{1,4}(?:\s{3,}|\s*\|)|(?:\s{3,}|\|\s*)\d{1,4}$")
_AROUND = "0123456789 \t|:–—-[]"


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """The indexes of the lines that are page furniture."""
    alone = {i for i, line in enumerate(lines) if is_furniture(line.text)}
    alone -= _years(lines, alone)
    return frozenset(alone | _running_heads(lines, alone))


def is_furniture(text: str) -> bool:
    """Whether a line is furniture by its own look: a rule, a page number, an image."""
    if len(text) > _LONGEST_HEAD:
        return False
    return any(p.fullmatch(text) for p in (_RULE, _PAGE_NUMBER, _IMAGE))


def _years(lines: Sequence[Line], alone: set[int]) -> set[int]:
    """Lines that are a year: it stands alone, but the page numbers before and after are others."""
    numbered = [(i, int(lines[i].text)) for i in sorted(alone) if lines[i].text.isdecimal()]
    counts = {i for pair in pairwise(numbered) if _counts_on(*pair) for i, _ in pair}
    return {i for i, number in numbered if 1500 <= number < 2100 and i not in counts}


def _counts_on(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether two numbers (line, number) can be those of pages: not many in few lines."""
    return 0 < after[1] - before[1] <= 1 + (after[0] - before[0]) // _SHORTEST_PAGE


def is_rule(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and _RULE.fullmatch(text) is not None


def _running_heads(lines: Sequence[Line], alone: set[int]) -> set[int]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _SHORTEST_HEAD <= len(line.text) <= _LONGEST_HEAD:
            groups[line.text.strip(_AROUND)].append(index)
    heads: set[int] = set()
    for words, group in groups.items():
        if len(group) > 1 and len(words) >= _SHORTEST_HEAD and not _is_structure(lines[group[0]]):
            numbered = [(i, _number(lines[i].text)) for i in group if i not in alone]
            wide = any(_WIDE.search(lines[i].text) for i, number in numbered if number >= 0)
            if _numbers_grow(numbered, wide) or _stands_at_breaks(numbered, lines, alone):
                heads |= {index for index, _ in numbered}
    return heads


def _is_structure(line: Line) -> bool:
    """A heading may come back with every chapter; it is no running head."""
    texts = (line.text, line.text.strip(_AROUND))
    return any(is_list_heading(t) or is_end_heading(t) or t.startswith("#") for t in texts)


def _number(text: str) -> int:
    match = _EDGE_NUMBER.search(text)
    if match is None or (match[2] and _PAGES_OF.search(text)):
        return -1
    return int(match[1] or match[2])


def _numbers_grow(group: list[tuple[int, int]], wide: bool) -> bool:
    """Two or more lines alike but for a page number at their edge that only grows, as fast as the
    lines do, or `wide`ly apart from the words."""
    numbered = [(i, number) for i, number in group if number >= 0]
    numbers = [number for _, number in numbered]
    rising = all(a < b for a, b in pairwise(numbers)) and (wide or _is_even(numbered))
    far = all(b - a > 3 for (a, _), (b, _) in pairwise(group))
    return len(numbers) >= 2 and rising and far and len(numbers) * 2 >= len(group)


def _is_even(numbered: list[tuple[int, int]]) -> bool:
    """Whether pages are about as long as each other."""
    lengths = [(b[0] - a[0]) / max(1, b[1] - a[1]) for a, b in pairwise(numbered)]
    return len(lengths) > 1 and max(lengths) <= _UNEVEN * min(lengths) and min(lengths) >= 4


def _stands_at_breaks(group: list[tuple[int, int]], lines: Sequence[Line], alone: set[int]) -> bool:
    """Lines alike, most of them (of two: both) beside a page break or a page number."""
    if len(group) < 2:
        return False
    at = sum(_beside_break(index, lines, alone) for index, _ in group)
    return at * 3 >= len(group) * 2 + (len(group) == 2)


def _beside_break(index: int, lines: Sequence[Line], alone: set[int]) -> bool:
    near = range(max(0, index - 2), min(len(lines), index + 3))
    pages = any(lines[i].page for i in (index, index + 1) if i < len(lines))
    return pages or any(i in alone and not is_rule(lines[i].text) for i in near)
