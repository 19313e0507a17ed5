"""Citations in a bracket: '(see A & B, 2020, p. 5; C, 2021a, 2021b)'."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.parse.before import names_before, scan_back
from kb.parse.flow import Flow
from kb.parse.found import (
    LOCATOR,
    SECOND,
    SECOND_OPENS,
    YEAR,
    Found,
    Habits,
    is_date,
    is_thing,
    printed,
)
from kb.parse.names import are_names, has_others, is_journal, split_names
from kb.parse.terms import MONTHS, OWN_WORK, SECOND_HAND, SIGNALS, fold
from kb.text import Span

_SIGNAL = re.compile(rf"\s*(?:{SIGNALS})(?=[\s:,])[\s:,]*", re.IGNORECASE)
_OPEN_SECOND = re.compile(rf"\d{{4}}[a-z]?[\s,]+(?:{SECOND_HAND})\s[^\d]+$", re.IGNORECASE)
"""A part that ends with the first author of the work read: 'X, 1931, apud Y; Z, 2019'."""
_REMARK = re.compile(
    r"[a-zà-ÿ][^,;:()\dA-Z]{2,60}[,:]\s+|(?:[a-zà-ÿ]+\s){1,5}(?:see|lihat|vgl\.)\s+"
)
_DAY = re.compile(r",\s*(?:\d{1,2}\.?\s+)?([A-Za-zÀ-ÿ]{3,10})\.?$")
_QUOTED = re.compile(
    r"\b(?:dalam|in|dans|en|em|nel|nella)\s+(?:[^\W\d_A-Z]+\s+){0,3}[“\"«„][^“”\"«»]{8,280}[”\"»]$"
)
_BETWEEN = re.compile(r"[\s,;:&(]*(?:(?:and|dan|und|et|y|e|en)\s+)?")


def parenthetical(text: str, inner: Span, habits: Habits) -> list[Found]:
    """Each citation of a group: '(see A & B, 2020, p. 5; C, 2021a, 2021b)'. A part without a year
    goes with the next: '(SILVA; COSTA, 2005)'."""
    found: list[Found] = []
    start = at = inner.start
    for part in text[inner.start : inner.end].split(";"):
        at += len(part) + 1
        if start < at - len(part) - 1 and not _goes_with(text[start : at - len(part) - 2], part):
            start = at - len(part) - 1
        if YEAR.search(part) and not _OPEN_SECOND.search(part):
            found += part_of(text, Span(start, at - 1), inner, found[-1:])
            start = at
    if found and found[0].secondary is None and SECOND_OPENS.match(text, inner.start):
        quoted = text[max(0, inner.start - 4) : inner.start - 1].rstrip()[-1:] in "”“\"»'’"
        begin = None if quoted else names_before(text, inner.start - 1, habits)
        if begin is not None:
            original = text[begin : inner.start - 1].strip(" ,")
            whole = Span(begin, inner.end + 1) if len(found) == 1 else found[0].span
            style = "narrative" if len(found) == 1 else "parenthetical"
            found[0] = replace(found[0], span=whole, style=style, secondary=original)
    return found


def _goes_with(before: str, part: str) -> bool:
    """Whether a part without a year is an author of the next: '(SILVA; COSTA, 2005)'."""
    year = YEAR.search(part)
    names = part[: year.start()].strip(" ,") if year else part.strip()
    alike = before.strip().isupper() == names.isupper()
    second = _OPEN_SECOND.search(before) is not None
    return (second or (are_names(before) and alike)) and are_names(names)


def titled(flow: Flow, inner: Span, habits: Habits) -> list[Found]:
    """'Ikawati dalam artikel "Title" (Venue, 2022)': the year belongs to the names before."""
    text = flow.text
    before = text[max(0, inner.start - 320) : inner.start - 1].rstrip()
    quoted = _QUOTED.search(before)
    if not quoted:
        return []
    begin = names_before(text, max(0, inner.start - 320) + quoted.start(), habits)
    parts = part_of(text, inner, inner)
    if begin is None or len(parts) != 1:
        return []
    names = text[begin : max(0, inner.start - 320) + quoted.start()].strip(" ,")
    if not are_names(names):
        return []
    venue = " ".join(parts[0].authors)
    return [
        replace(
            parts[0],
            span=Span(begin, inner.end + 1),
            style="narrative",
            within=venue,
            authors=split_names(names),
            others=has_others(names),
            shaky=False,
        )
    ]


def part_of(text: str, part: Span, inner: Span, above: Sequence[Found] = ()) -> list[Found]:
    """The citations of one part; `above` is the one before it, whose names a year alone means."""
    found: list[Found] = []
    at = part.start
    for year in YEAR.finditer(text, part.start, part.end):
        if year.start() < at:
            continue
        cited = _one(text, at, year, found or list(above), inner)
        at = year.end()
        if not cited:
            continue
        where = LOCATOR.match(text, year.end(), part.end)
        if where:
            at = where.end()
            cited = _with_locator(cited, where)
        if cited.secondary and found and cited.secondary == printed(found[-1]):
            found.pop()
        found.append(cited)
    return found


def _with_locator(cited: Found, where: re.Match[str]) -> Found:
    end = where.end()
    return replace(cited, span=Span(cited.span.start, end), locator=where[0].strip(" ,:;"))


def _one(text: str, at: int, year: re.Match[str], before: list[Found], inner: Span) -> Found | None:
    """The citation that ends in `year`; its names begin at or after `at`."""
    lead = text[at : year.start()]
    skipped = _BETWEEN.match(lead)
    begin = at + (skipped.end() if skipped else 0)
    if before and not text[begin : year.start()].strip(" ,:(&"):
        same = before[-1]
        return replace(
            same, span=Span(year.start(), year.end()), year=year[0], locator=None, secondary=None
        )
    whole, begin, secondary = _second_hand(text, at, year.start(), before)
    begin = _after_signals(text, begin, year.start())
    begin = _after_remark(text, begin, year.start())
    names, dated = _without_day(text[begin : year.start()].rstrip(" ,:("))
    if not are_names(names):
        begin = _last_names(text, begin, year.start())
        names, dated = _without_day(text[begin : year.start()].rstrip(" ,:("))
    authors = split_names(names)
    if fold(names) in OWN_WORK:
        return None
    if not authors or not are_names(names) or is_date(names):
        return None
    return Found(
        span=Span(begin if whole is None else whole, year.end()),
        style="parenthetical",
        authors=authors,
        year=year[0],
        group=inner,
        others=has_others(names),
        secondary=secondary,
        shaky=dated or is_thing(names) or "(" in names,
    )


def _last_names(text: str, begin: int, end: int) -> int:
    """Where the names right before a year begin, after other words: 'and, on Wales, Prosser'."""
    stop = end
    while stop > begin and text[stop - 1] in " ,:(":
        stop -= 1
    found = scan_back(text, begin, stop, Habits())
    return begin if found is None else found


def _without_day(names: str) -> tuple[str, bool]:
    """'Tempo, 3 Mei' -> 'Tempo': the day before a year, and whether there was one."""
    match = _DAY.search(names)
    if not match or fold(match[1]) not in MONTHS:
        return names, False
    return names[: match.start()], True


def _second_hand(
    text: str, at: int, end: int, before: list[Found]
) -> tuple[int | None, int, str | None]:
    """Where the citation begins (None: with the names), where the names of the work that was read
    begin, and the original ('X, 2008, as cited in')."""
    for match in reversed(list(SECOND.finditer(text, at, end))):
        left = text[at : match.start()].strip(" ,;")
        right = text[match.end() : end].strip(" ,:(")
        if is_journal(right) or not are_names(right):
            continue
        if not left:
            original = before[-1] if before else None
            first = original.span.start if original else None
            return first, match.end(), printed(original) if original else None
        begin = _after_signals(text, at, match.start())
        original_names = text[begin : match.start()].strip(" ,;")
        if are_names(original_names):
            return begin, match.end(), " ".join(original_names.split())
    return None, at, None


def _after_signals(text: str, begin: int, end: int) -> int:
    """Where the names begin: after blanks, 'see', 'lihat juga', 'e.g.'."""
    while begin < end and text[begin] in " ,;:":
        begin += 1
    for _ in range(3):
        match = _SIGNAL.match(text, begin, end)
        if not match or not match[0].strip():
            break
        begin = match.end()
    return begin


def _after_remark(text: str, begin: int, end: int) -> int:
    """Where the names begin after a few small words and a comma ('for a review, Smith')."""
    remark = _REMARK.match(text, begin, end)
    if remark and are_names(text[remark.end() : end].rstrip(" ,:(")):
        return remark.end()
    return begin
