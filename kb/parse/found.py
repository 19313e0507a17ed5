"""What a citation is as a value, and the patterns that all kinds of citations share."""

import re
from dataclasses import dataclass

from kb.parse.terms import (
    EVENT_WORDS,
    LAW_ENDINGS,
    LAW_WORDS,
    LOCATOR_WORDS,
    MONTHS,
    SECOND_HAND,
    fold,
)
from kb.text import Span

_NO_DATE = (
    r"n\.\s?d\.|t\.\s?t\.|o\.\s?J\.|s\.\s?f\.|s\.\s?d\.|s\.\s?a\.|in press|forthcoming|"
    r"im Erscheinen|akan terbit|tanpa tahun|à paraître|en prensa|no prelo|in corso di stampa"
)
YEAR_PATTERN = (
    r"(?<![\d.,/–-])(?:(?:1[5-9]|20)\d\d[a-z]?"
    rf"(?:\s?[/‐-―−-]\s?(?:(?:1[5-9]|20)\d\d|\d\d)[a-z]?)?(?![\d\w])|{_NO_DATE})"
)
YEAR = re.compile(YEAR_PATTERN)
PAGES = r"\d+[a-z]?(?:\s?[-‐-―−]\s?\d+)?(?:\s?(?:ff?|dst)\b\.?)?"
LOCATOR = re.compile(
    rf"\s*[,:;]?\s*(?:(?:{LOCATOR_WORDS})\.?\s?(?:{PAGES}|[ivxlc]+\b)|(?<=[:,])\s*(?!{YEAR_PATTERN}){PAGES})"
    rf"(?:\s?[,&]\s?(?!(?:1[5-9]|20)\d\d){PAGES})*"
)
SECOND = re.compile(rf"[\s,;]*\b(?:{SECOND_HAND})\b\s*:?\s*", re.IGNORECASE)
SECOND_OPENS = re.compile(rf"\s*(?:{SECOND_HAND})\s", re.IGNORECASE)
ELIDED = re.compile(r"^(?:[LDQ]u?|[dn]ell|all|sull)[’'](?=[^\W\d_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Habits:
    """What a text does: the words it writes small, whether semicolons stand between authors."""

    words: frozenset[str] = frozenset()
    semicolons: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A citation as printed, in offsets of the flow. `group` is its bracket; `shaky` says that by
    its look alone it may be no citation (a law, an event, a place and a year); `within` is the
    journal or title that stands between the names and the year; `same` stands for the work of the
    citation before ('ibid.')."""

    span: Span
    style: str
    authors: tuple[str, ...]
    year: str | None
    group: Span
    others: bool = False
    locator: str | None = None
    secondary: str | None = None
    shaky: bool = False
    within: str = ""
    same: bool = False


def printed(cited: Found) -> str:
    return f"{' & '.join(cited.authors)} {cited.year}"


def is_date(names: str) -> bool:
    words = [word for word in fold(names).split() if not word.isdigit()]
    if not words:
        return True
    return words[-1] in MONTHS and (len(words) == 1 or any(c.isdigit() for c in names))


def is_thing(names: str) -> bool:
    """Whether a capitalised phrase names a law, an event, a table: something of that year."""
    words = fold(names).split()
    return any(w in LAW_WORDS or w in EVENT_WORDS or w.endswith(LAW_ENDINGS) for w in words)
