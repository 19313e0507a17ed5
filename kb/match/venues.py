"""How alike two venues are: full names, abbreviations ('J Clin Endocrinol'), acronyms ('VLDB')."""

from functools import lru_cache

from rapidfuzz import fuzz

from kb.match.names import is_acronym
from kb.match.normal import PUBLISHER, STOP, WORDS

_BEFORE = frozenset(("proceedings", "proc", "annual", "acm", "ieee"))
_STOP = STOP | frozenset(WORDS["venue_stop"].split())


@lru_cache(maxsize=300_000)
def venues(left: str, right: str) -> str:
    """The level of agreement of two folded venues."""
    if not left or not right:
        return "missing"
    if left == right:
        return "equal"
    if left.startswith(PUBLISHER) != right.startswith(PUBLISHER):
        return "missing"
    left, right = left.removeprefix(PUBLISHER), right.removeprefix(PUBLISHER)
    first, second = _content(left), _content(right)
    if not first or not second:
        return "unlike" if first or second else "similar"
    if first == second:
        return "equal"
    short, long = sorted((first, second), key=lambda ws: (sum(map(len, ws)), ws))
    if _abbreviates(short, long) or _acronym(left, right) or _acronym(right, left):
        return "abbreviated"
    return _loose(short, long)


def _acronym(short: str, long: str) -> bool:
    """Whether a word of one spells the other, or its end: 'ICML', 'VLDB' after 'international'."""
    many = tuple(word for word in long.split() if word not in _BEFORE and not word[0].isdigit())
    ends = [many[i:] for i in range(max(1, len(many) - 2))]
    found = [word for word in short.split() if 2 < len(word) < 9 and word not in many]
    return any(is_acronym(word, end) for word in found for end in ends)


def _loose(short: list[str], long: list[str]) -> str:
    one, other = " ".join(short), " ".join(long)
    if set(short) <= set(long) or other.startswith(one) or fuzz.ratio(one, other) >= 85:
        return "similar"
    shared = sum(any(_prefix(word, other) for other in long) for word in short)
    return "similar" if 3 * shared >= 2 * len(short) and shared > 1 else "different"


def _content(text: str) -> list[str]:
    return [word for word in text.split() if word not in _STOP and not word[0].isdigit()]


def _prefix(short: str, long: str) -> bool:
    return long.startswith(short) or short.startswith(long) or _contraction(short, long)


def _contraction(short: str, long: str) -> bool:
    """'jnl' for 'journal', 'natl' for 'national': same first letter, letters in order."""
    if len(short) < 3 or short[0] != long[0] or len(short) >= len(long):
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Whether each word of one shortens the word in the same place of the other (ISO 4)."""
    return len(short) == len(long) and all(map(_prefix, short, long))
