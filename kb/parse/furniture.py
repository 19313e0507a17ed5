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
_EDGE_NUMBER = re.compile(r"^(\d{1,4})\b[\s|.:–-]*|[\s|:–-]*\b(\d{1,4})$")
_IMAGE = re.compile(r"!\[[^\]]{0,200}\]\([^)]{0,500}\)|<!--.{0,500}?-->|<(?:br|hr)\s*/?>")
_LONGEST_HEAD = 150
_SHORTEST_HEAD = 9
_AROUND = "0123456789 \t|.:–—-[]"


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """The indexes of the lines that are page furniture."""
    alone = {i for i, line in enumerate(lines) if is_furniture(line.text)}
    return frozenset(alone | _running_heads(lines, alone))


def is_furniture(text: str) -> bool:
    """Whether a line is furniture by its own look: a rule, a page number, an image."""
    if len(text) > _LONGEST_HEAD:
        return False
    return any(p.fullmatch(text) for p in (_RULE, _PAGE_NUMBER, _IMAGE))


def is_rule(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and _RULE.fullmatch(text) is not None


def _running_heads(lines: Sequence[Line], alone: set[int]) -> set[int]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _SHORTEST_HEAD <= len(line.text) <= _LONGEST_HEAD:
            groups[line.text.strip(_AROUND)].append(index)
    heads: set[int] = set()
    for words, group in groups.items():
        if len(group) > 1 and len(words) >= _SHORTEST_HEAD and not _is_structure(words):
            numbered = [(i, _number(lines[i].text)) for i in group if i not in alone]
            if _numbers_grow(numbered) or _stands_at_breaks(numbered, lines, alone):
                heads |= {index for index, _ in numbered}
    return heads


def _is_structure(words: str) -> bool:
    """A heading may come back with every chapter; it is no running head."""
    return is_list_heading(words) or is_end_heading(words) or words.startswith("#")


def _number(text: str) -> int:
    match = _EDGE_NUMBER.search(text)
    return int(match[1] or match[2]) if match else -1


def _numbers_grow(group: list[tuple[int, int]]) -> bool:
    """Two or more lines alike but for a page number at their edge that only grows."""
    numbers = [number for _, number in group if number >= 0]
    rising = all(a < b for a, b in pairwise(numbers))
    far = all(b - a > 3 for (a, _), (b, _) in pairwise(group))
    return len(numbers) >= 2 and rising and far and len(numbers) * 2 >= len(group)


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
