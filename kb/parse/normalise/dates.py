"""Dates and ranges in the languages of the reader: '16 Februari 2021', '2013a', 'n.d.'."""

import re
from functools import cache
from typing import Final

from kb.model import Date

MONTHS: Final = (
    "january jan januari januar jänner janvier janv enero ene janeiro gennaio gen jänner "
    "января ocak styczeń",
    "february feb februari februar février févr fév febrero fevereiro fev febbraio pebruari "
    "февраля",
    "march mar maret märz mär mars marzo março maart mrt mac марта",
    "april apr avril avr abril abr aprile апреля",
    "may mei mai mayo maio maggio mag мая",
    "june jun juni juin junio junho giugno giu июня",
    "july jul juli juillet juil julio julho luglio lug julai июля",
    "august aug agustus agu agt août aout agosto ago augustus ogos ags августа",
    "september sep sept septembre septiembre setiembre setembro set settembre sett сентября",
    "october oct oktober okt octobre octubre outubro out ottobre ott октября",
    "november nov nopember nop novembre noviembre novembro ноября",
    "december dec desember des dezember dez décembre déc diciembre dic dezembro dicembre "
    "disember декабря",
)
_SEASONS = {
    "spring": 21, "frühjahr": 21, "printemps": 21, "summer": 22, "sommer": 22, "été": 22,
    "autumn": 23, "fall": 23, "herbst": 23, "automne": 23, "winter": 24, "hiver": 24,
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)\s?([a-z](?![\w]))?")
_RANGE = re.compile(
    r"(?<!\d)(1[4-9]\d\d|20\d\d)\s?[-–—/]\s?(1[4-9]\d\d|20\d\d|\d\d)(?!\d|[-–/.]\d)"
)
_ISO = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(1[4-9]\d\d|20\d\d|\d\d)(?!\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<![\d])([0-3]?\d)(?:st|nd|rd|th|\.|er|º)?(?!\d)")
_NONE = re.compile(
    r"n\.?\s?d\b|no date|t\.?\s?t\b|tanpa tahun|o\.\s?j\b|ohne jahr|s\.\s?[adf]\b|sine anno|"
    r"in press|im druck|im erscheinen|forthcoming|to appear|à paraître|en prensa|no prelo|"
    r"i\.\s?e\.",
    re.I,
)


@cache
def months() -> dict[str, int]:
    """The names of months and their numbers."""
    return {word: i for i, words in enumerate(MONTHS, 1) for word in words.split()}


def read_date(raw: str) -> Date | None:
    """The date in `raw`, None when nothing there is one.

    >>> read_date('(2013a).')
    Date(year=2013, month=None, day=None, end=(), suffix='a', literal='', circa=False)
    """
    iso = _ISO.search(raw)
    if iso:
        return _checked(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = _NUMERIC.search(raw)
    if numeric and (len(numeric[3]) == 4 or not _YEAR.search(raw)):
        return _numeric(numeric)
    found = _RANGE.search(raw)
    if found:
        return Date(int(found[1]), end=(_whole(found[1], found[2]),))
    year = _YEAR.search(raw)
    if year:
        return _worded(raw, year)
    none = _NONE.search(raw)
    return Date(literal=_stopped(none.group())) if none else None


def _stopped(words: str) -> str:
    """'n.d' with the full stop that its last letter lost to the reference's own."""
    return f"{words}." if words[-2:-1] == "." else words


def _whole(first: str, last: str) -> int:
    return int(last) if len(last) == 4 else int(first[:2] + last)


def _numeric(match: re.Match[str]) -> Date:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    year += 0 if year > 99 else (2000 if year < 40 else 1900)
    if second > 12:
        first, second = second, first
    return _checked(year, second, first)


def _checked(year: int, month: int, day: int) -> Date:
    if not 1 <= month <= 12:
        return Date(year)
    return Date(year, month, day if 1 <= day <= 31 else None)


def _worded(raw: str, year: re.Match[str]) -> Date:
    rest = raw[: year.start()] + " " + raw[year.end() :]
    month = _month(rest)
    day = _DAY.search(rest) if month and month < 13 else None
    number = int(day[1]) if day and 1 <= int(day[1]) <= 31 else None
    circa = bool(re.search(r"\b(?:ca?|circa|um|sekitar)\b\.?", rest))
    return Date(int(year[1]), month, number, suffix=year[2] or "", circa=circa)


def _month(text: str) -> int | None:
    table = months()
    for word in _WORD.findall(text.lower()):
        found = table.get(word) or _SEASONS.get(word)
        if found:
            return found
    return None
