"""Citations whose names stand before a bracketed year: 'Munte (2023)', 'Smith (2019, 2020)'."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.parse.before import names_before, names_begin
from kb.parse.flow import Flow
from kb.parse.found import (
    ELIDED,
    LOCATOR,
    PAGES,
    SECOND,
    YEAR,
    Found,
    Habits,
    is_date,
    is_thing,
    printed,
)
from kb.parse.groups import part_of
from kb.parse.names import are_names, has_others, is_journal, is_organisation, split_names
from kb.parse.terms import EVENT_WORDS, LOCATOR_WORDS, OWN_WORK, SECOND_HAND, SOURCE_CUES, fold
from kb.text import Span

_SECOND_ENDS = re.compile(rf",?\s(?:{SECOND_HAND})\s+$", re.IGNORECASE)
_IN = re.compile(r"([A-ZÀ-Þ][\w’'-]+) in ([A-ZÀ-Þ][\w’'-]+(?: et al\.?)?)")
"""'Maslow in Robbins': second-hand where both are single names."""
_AFTER = re.compile(rf",?\s(?:{LOCATOR_WORDS})\.?\s?{PAGES}(?![\w(])")
"""A page that follows the bracket: 'Rau (2006), S. 229-235'."""
_LISTED = re.compile(r"\d{4}[a-z]?\),?\s*(?:(?:and|dan|und|et|y|e|en|serta|&)\s+)?$")
_MORE_YEARS = " ,;&0123456789abcdefn"
_ONLY_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.\s?)+")


def narrative(flow: Flow, inner: Span, habits: Habits) -> Iterator[Found]:
    """'Munte (2023)', 'Keo (2014, as cited in Gilarowski, 2016)', 'Smith (2019, 2020)'."""
    text = flow.text
    first = YEAR.search(text, inner.start, inner.end)
    begin = names_begin(flow, inner.start - 1, habits)
    if first is None or begin is None:
        return
    names = text[begin : inner.start - 1].strip(" ,\"“”'")
    read = _read_names(text, begin, names, habits)
    rest = _rest(text, first, inner)
    if rest is None or read is None or _is_closed(names) or is_date(names):
        return
    if fold(names) in OWN_WORK or _ONLY_INITIALS.fullmatch(names):
        return
    names, begin, secondary, within = read
    if secondary is None:
        begin, secondary = _original_before(text, begin, habits)
    after = _AFTER.match(text, inner.end + 1)
    shaky = is_thing(names) if after else _is_shaky(flow, begin, names, inner)
    cited = Found(
        span=Span(begin, after.end() if after else inner.end + 1),
        style="narrative",
        authors=split_names(names),
        year=first[0],
        group=inner,
        others=has_others(names),
        locator=rest or (after[0].strip(" ,") if after else ""),
        secondary=secondary,
        shaky=shaky,
        within=within,
    )
    if not cited.authors:
        return
    yield from _later_years(text, cited, first, inner)


def _is_closed(names: str) -> bool:
    """Whether a full stop stands between names and bracket: the line is itself a reference."""
    return names.endswith(".") and not has_others(names) and len(names.split()[-1]) > 3


def _original_before(text: str, begin: int, habits: Habits) -> tuple[int, str | None]:
    """'Lee, seperti dikutip dalam Rahim (2014)': the original before the names."""
    words = _SECOND_ENDS.search(text, max(0, begin - 60), begin)
    if not words:
        return begin, None
    first = names_before(text, words.start(), habits)
    if first is None:
        return begin, None
    return first, text[first : words.start()].strip(" ,")


def _later_years(text: str, cited: Found, first: re.Match[str], inner: Span) -> Iterator[Found]:
    """The citation itself, or the works read where the bracket says 'as cited in'."""
    second = SECOND.match(text, first.end(), inner.end)
    begin = second.end() if second else first.end()
    others = part_of(text, Span(begin, inner.end), inner)
    if second and others:
        whole = Span(cited.span.start, inner.end + 1)
        yield replace(others[0], span=whole, style="narrative", secondary=printed(cited))
        yield from others[1:]
        return
    more = [
        year
        for year in YEAR.finditer(text, first.end(), inner.end)
        if not text[first.end() : year.start()].strip(_MORE_YEARS)
    ]
    yield replace(cited, span=Span(cited.span.start, first.end())) if more else cited
    for year in more:
        yield replace(cited, span=Span(year.start(), year.end()), year=year[0], locator=None)
    yield from others


def _rest(text: str, first: re.Match[str], inner: Span) -> str | None:
    """The locator after the year ('' for none); None where the bracket holds something else."""
    rest = text[first.end() : inner.end].strip()
    if not rest or SECOND.match(text, first.end(), inner.end):
        return ""
    where = LOCATOR.match(text, first.end(), inner.end)
    if where and not text[where.end() : inner.end].strip(" .,"):
        return where[0].strip(" ,:;")
    more = YEAR.search(text, first.end(), inner.end)
    return "" if more and rest[0] in ",;&" else None


def _read_names(
    text: str, begin: int, names: str, habits: Habits
) -> tuple[str, int, str | None, str] | None:
    """Names, where they begin, the original ('X dalam'), the title or journal after them."""
    matches = list(SECOND.finditer(names))
    if not matches:
        inner = _IN.fullmatch(names)
        if inner and not {fold(inner[1]), fold(inner[2])} & habits.words:
            return inner[2], begin, inner[1], ""
        return (names, begin, None, "") if names else None
    match = matches[-1]
    left, right = names[: match.start()].strip(" ,"), names[match.end() :].strip(" ,")
    if not left:
        return right, begin + match.end(), None, ""
    if is_journal(right) or is_organisation(right) or not are_names(left):
        return left, begin, None, right
    return right, begin, left, ""


def _is_kind_of_thing(before: str) -> bool:
    """Whether the word before a name says what it is: 'l'opération Otarie', 'festival Lupo'."""
    word = before.split()[-1:] or [""]
    plain = fold(ELIDED.sub("", word[0]))
    return word[0][-1:].isalpha() and plain in EVENT_WORDS and plain not in SOURCE_CUES


def _is_shaky(flow: Flow, begin: int, names: str, inner: Span) -> bool:
    """Whether a name before a bracketed year may be something else than a source."""
    before = flow.text[max(0, begin - 60) : begin]
    if is_thing(names) or _is_kind_of_thing(before):
        return True
    words = fold(before.rsplit(".", 1)[-1]).split()
    if any(word in SOURCE_CUES for word in words[-3:]):
        return False
    acronym = names.isupper() and " " not in names
    year = flow.text[inner.start : inner.end]
    span_of_life = re.search(r"\d{4}\s?[‐-―−-]\s?\d{4}", year) is not None
    after = flow.text[inner.end + 1 : inner.end + 3].strip()
    listed = _LISTED.search(flow.text, max(0, begin - 30), begin) is not None
    tail = (
        not listed
        and len(split_names(names)) < 2
        and not has_others(names)
        and after[:1] in (",", ".", ";")
    )
    return acronym or span_of_life or (tail and bool(words))
