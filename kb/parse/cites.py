"""Author-year citations in running text: parenthetical groups and names before a bracketed year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.parse.flow import Flow
from kb.parse.names import are_names, has_others, is_journal, is_organisation, split_names
from kb.parse.signs import is_organisation_name
from kb.parse.terms import (
    CONNECTORS,
    EVENT_WORDS,
    LAW_ENDINGS,
    LAW_WORDS,
    LOCATOR_WORDS,
    MONTHS,
    ORG_SMALL,
    PARTICLES,
    SECOND_HAND,
    SENTENCE_STARTERS,
    SIGNALS,
    SOURCE_CUES,
    fold,
)
from kb.text import Span

_NO_DATE = (
    r"n\.\s?d\.|t\.\s?t\.|o\.\s?J\.|s\.\s?f\.|s\.\s?d\.|s\.\s?a\.|in press|forthcoming|"
    r"im Erscheinen|akan terbit|tanpa tahun|à paraître|en prensa|no prelo|in corso di stampa"
)
_YEAR = (
    r"(?<![\d.,/–-])(?:(?:1[5-9]|20)\d\d[a-z]?"
    rf"(?:\s?[/–-]\s?(?:(?:1[5-9]|20)\d\d|\d\d)[a-z]?)?(?![\d\w])|{_NO_DATE})"
)
YEAR = re.compile(_YEAR)
_PAGES = r"\d+[a-z]?(?:\s?[-–—]\s?\d+)?(?:\s?(?:ff?|dst)\b\.?)?"
LOCATOR = re.compile(
    rf"\s*[,:;]?\s*(?:(?:{LOCATOR_WORDS})\.?\s?(?:{_PAGES}|[ivxlc]+\b)|(?<=[:,])\s*(?!{_YEAR}){_PAGES})"
    rf"(?:\s?[,&]\s?(?!(?:1[5-9]|20)\d\d){_PAGES})*"
)
_PLAIN = r"[^()\[\]\n]{1,700}+"
_GROUP = re.compile(
    rf"\(((?:{_PLAIN}|\[[^()\[\]\n]{{1,40}}\]|\([^()\[\]\n]{{1,40}}\)){{1,9}})\)|\[({_PLAIN})\]"
)
_SIGNAL = re.compile(rf"\s*(?:{SIGNALS})(?=[\s:,])[\s:,]*", re.IGNORECASE)
_SECOND = re.compile(rf"[\s,;]*\b(?:{SECOND_HAND})\b\s*:?\s*", re.IGNORECASE)
_SECOND_OPENS = re.compile(rf"\s*(?:{SECOND_HAND})\s", re.IGNORECASE)
_SECOND_ENDS = re.compile(rf",?\s(?:{SECOND_HAND})\s+$", re.IGNORECASE)
_REMARK = re.compile(
    r"[a-zà-ÿ][^,;:()\dA-Z]{2,60}[,:]\s+|(?:[a-zà-ÿ]+\s){1,5}(?:see|lihat|vgl\.)\s+"
)
_IN = re.compile(r"([A-ZÀ-Þ][\w’'-]+) in ([A-ZÀ-Þ][\w’'-]+(?: et al\.?)?)")
"""'Maslow in Robbins': second-hand where both are single names."""
_ARTICLES = frozenset({"la", "le", "les", "el", "los", "las", "il", "lo"})
"""Begin a sentence, or, after 'de', a name ('de La Tour')."""
_LISTED = re.compile(r"\d{4}[a-z]?\),?\s*(?:(?:and|dan|und|et|y|e|en|serta|&)\s+)?$")
_DAY = re.compile(r",\s*(?:\d{1,2}\.?\s+)?([A-Za-zÀ-ÿ]{3,10})\.?$")
_QUOTED = re.compile(
    r"\b(?:dalam|in|dans|en|em|nel|nella)\s+(?:[^\W\d_A-Z]+\s+){0,3}[“\"«„][^“”\"«»]{8,280}[”\"»]$"
)
_NOBILIARY = frozenset(
    {"van", "von", "der", "den", "ter", "ten", "'t", "’t", "bin", "binti", "ibn"}
)
"""Particles that open a name; 'de' or 'la' may be prepositions of the sentence."""
_BETWEEN = re.compile(r"[\s,;:&(]*(?:(?:and|dan|und|et|y|e|en)\s+)?")
_BEFORE = re.compile(r"\S+")
_MORE_YEARS = " ,;&0123456789abcdefn"
_REACH = 220


@dataclass(frozen=True, slots=True)
class Found:
    """A citation as printed, in offsets of the flow. `group` is its bracket; `shaky` says that by
    its look alone it may be no citation (a law, an event, a place and a year); `within` is the
    journal or title that stands between the names and the year."""

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


def find_citations(flow: Flow) -> list[Found]:
    """The author-year citations of a flow, in order."""
    known = _small_words(flow.text)
    found: list[Found] = []
    for match in _GROUP.finditer(flow.text):
        inner = Span(match.start() + 1, match.end() - 1)
        content = flow.text[inner.start : inner.end]
        if not YEAR.search(content):
            continue
        if YEAR.match(content.lstrip()) and match[0][0] == "(":
            found += _narrative(flow, inner, known)
        else:
            found += _titled(flow, inner, known) or _parenthetical(flow.text, inner, known)
    return _settle_commas(found, flow.text)


def _small_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<![^\s(\"“])[a-zà-ÿ]{2,}(?=[\s,.;:])", text))


# Parenthetical groups


def _parenthetical(text: str, inner: Span, known: frozenset[str]) -> list[Found]:
    """Each citation of a group: '(see A & B, 2020, p. 5; C, 2021a, 2021b)'. A part without a year
    goes with the next: '(SILVA; COSTA, 2005)'."""
    found: list[Found] = []
    start = at = inner.start
    for part in text[inner.start : inner.end].split(";"):
        at += len(part) + 1
        if YEAR.search(part):
            found += _part(text, Span(start, at - 1), inner, found[-1:])
            start = at
    if found and found[0].secondary is None and _SECOND_OPENS.match(text, inner.start):
        begin = _names_before(text, inner.start - 1, known)
        original = text[begin : inner.start - 1].strip(" ,") if begin is not None else None
        found[0] = replace(found[0], secondary=original)
    return found


def _names_before(text: str, end: int, known: frozenset[str]) -> int | None:
    return _scan_back(text, _floor(text, end), end, known)


def _floor(text: str, end: int) -> int:
    """Where to stop looking for names before `end`: the paragraph's begin, or far enough."""
    floor = max(0, end - _REACH)
    return max(floor, text.rfind("\n", floor, end) + 1)


def _titled(flow: Flow, inner: Span, known: frozenset[str]) -> list[Found]:
    """'Ikawati dalam artikel "Title" (Venue, 2022)': the year belongs to the names before."""
    text = flow.text
    before = text[max(0, inner.start - 320) : inner.start - 1].rstrip()
    quoted = _QUOTED.search(before)
    if not quoted:
        return []
    begin = _names_before(text, max(0, inner.start - 320) + quoted.start(), known)
    parts = _part(text, inner, inner)
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


def _part(text: str, part: Span, inner: Span, above: Sequence[Found] = ()) -> list[Found]:
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
        if cited.secondary and found and cited.secondary == _printed(found[-1]):
            found.pop()
        found.append(cited)
    return found


def _with_locator(cited: Found, where: re.Match[str]) -> Found:
    end = where.end()
    return replace(cited, span=Span(cited.span.start, end), locator=where[0].strip(" ,:;"))


def _printed(cited: Found) -> str:
    return f"{' & '.join(cited.authors)} {cited.year}"


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
    authors = split_names(names)
    if not authors or not are_names(names) or _is_date(names):
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
    for match in reversed(list(_SECOND.finditer(text, at, end))):
        left = text[at : match.start()].strip(" ,;")
        right = text[match.end() : end].strip(" ,:(")
        if is_journal(right) or not are_names(right):
            continue
        if not left:
            original = before[-1] if before else None
            first = original.span.start if original else None
            return first, match.end(), _printed(original) if original else None
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


def _is_date(names: str) -> bool:
    words = [word for word in fold(names).split() if not word.isdigit()]
    if not words:
        return True
    return words[-1] in MONTHS and (len(words) == 1 or any(c.isdigit() for c in names))


def is_thing(names: str) -> bool:
    """Whether a capitalised phrase names a law, an event, a table: something of that year."""
    words = fold(names).split()
    return any(w in LAW_WORDS or w in EVENT_WORDS or w.endswith(LAW_ENDINGS) for w in words)


def _settle_commas(found: list[Found], text: str) -> list[Found]:
    """Without a comma before the year '(Pemilu 2019)' is no citation, unless that is how this
    paper cites."""
    plain = [f for f in found if f.style == "parenthetical"]
    bare = [f for f in plain if _is_bare(f, text)]
    if len(bare) * 4 >= len(plain):
        return found
    return [
        replace(f, shaky=True) if len(f.authors) < 2 and not f.others and _is_bare(f, text) else f
        for f in found
    ]


def _is_bare(found: Found, text: str) -> bool:
    return found.style == "parenthetical" and not re.search(r"[,:;(]\s*$", _lead(found, text))


def _lead(found: Found, text: str) -> str:
    year = found.year or ""
    inside = text[found.span.start : found.span.end]
    lead = inside[: inside.find(year)] if year in inside else inside
    return lead or ","


# Names before a bracketed year


def _narrative(flow: Flow, inner: Span, known: frozenset[str]) -> Iterator[Found]:
    """'Munte (2023)', 'Keo (2014, as cited in Gilarowski, 2016)', 'Smith (2019, 2020)'."""
    text = flow.text
    first = YEAR.search(text, inner.start, inner.end)
    begin = _names_begin(flow, inner.start - 1, known)
    if first is None or begin is None:
        return
    names = text[begin : inner.start - 1].strip(" ,\"“”'")
    read = _read_names(text, begin, names, known)
    rest = _rest(text, first, inner)
    if rest is None or read is None or _is_closed(names) or _is_date(names):
        return
    names, begin, secondary, within = read
    if secondary is None:
        begin, secondary = _original_before(text, begin, known)
    shaky = _is_shaky(flow, begin, names, inner)
    cited = Found(
        span=Span(begin, inner.end + 1),
        style="narrative",
        authors=split_names(names),
        year=first[0],
        group=inner,
        others=has_others(names),
        locator=rest,
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


def _original_before(text: str, begin: int, known: frozenset[str]) -> tuple[int, str | None]:
    """'Lee, seperti dikutip dalam Rahim (2014)': the original before the names."""
    words = _SECOND_ENDS.search(text, max(0, begin - 60), begin)
    if not words:
        return begin, None
    first = _names_before(text, words.start(), known)
    if first is None:
        return begin, None
    return first, text[first : words.start()].strip(" ,")


def _later_years(text: str, cited: Found, first: re.Match[str], inner: Span) -> Iterator[Found]:
    """The citation itself, or the works read where the bracket says 'as cited in'."""
    second = _SECOND.match(text, first.end(), inner.end)
    begin = second.end() if second else first.end()
    others = _part(text, Span(begin, inner.end), inner)
    if second and others:
        whole = Span(cited.span.start, inner.end + 1)
        yield replace(others[0], span=whole, style="narrative", secondary=_printed(cited))
        yield from others[1:]
        return
    yield cited
    for year in YEAR.finditer(text, first.end(), inner.end):
        if not text[first.end() : year.start()].strip(_MORE_YEARS):
            yield replace(cited, span=Span(year.start(), year.end()), year=year[0], locator=None)
    yield from others


def _rest(text: str, first: re.Match[str], inner: Span) -> str | None:
    """The locator after the year ('' for none); None where the bracket holds something else."""
    rest = text[first.end() : inner.end].strip()
    if not rest or _SECOND.match(text, first.end(), inner.end):
        return ""
    where = LOCATOR.match(text, first.end(), inner.end)
    if where and not text[where.end() : inner.end].strip(" .,"):
        return where[0].strip(" ,:;")
    more = YEAR.search(text, first.end(), inner.end)
    return "" if more and rest[0] in ",;&" else None


def _read_names(
    text: str, begin: int, names: str, known: frozenset[str]
) -> tuple[str, int, str | None, str] | None:
    """Names, where they begin, the original ('X dalam'), the title or journal after them."""
    matches = list(_SECOND.finditer(names))
    if not matches:
        inner = _IN.fullmatch(names)
        if inner and not {fold(inner[1]), fold(inner[2])} & known:
            return inner[2], begin, inner[1], ""
        return (names, begin, None, "") if names else None
    match = matches[-1]
    left, right = names[: match.start()].strip(" ,"), names[match.end() :].strip(" ,")
    if not left:
        return right, begin + match.end(), None, ""
    if is_journal(right) or is_organisation(right) or not are_names(left):
        return left, begin, None, right
    return right, begin, left, ""


def _names_begin(flow: Flow, end: int, known: frozenset[str]) -> int | None:
    """Where the names that end at `end` begin; None where no names stand there."""
    text = flow.text
    floor = _floor(text, end)
    marked = _emphasised(flow, end)
    if marked is not None:
        return _before_title(flow, floor, marked, known)
    return _scan_back(text, floor, end, known)


def _emphasised(flow: Flow, end: int) -> int | None:
    """Where the emphasised words right before `end` begin, if they read as a name."""
    stop = len(flow.text[:end].rstrip()) if end < 4 else end
    while stop and flow.text[stop - 1] == " ":
        stop -= 1
    for span in reversed(flow.emphasis):
        if span.end == stop:
            words = flow.text[span.start : span.end]
            return None if not split_names(words) else span.start
        if span.end < stop - 300:
            break
    return None


def _before_title(flow: Flow, floor: int, begin: int, known: frozenset[str]) -> int:
    """'Albayumi et al. dalam <em>Journal</em>': the names before an emphasised title."""
    joint = re.search(
        r"\b(?:dalam|in|dans|en|em|nel|nella|im)\s+(?:the\s+)?$", flow.text[floor:begin]
    )
    if not joint:
        return begin
    names = _scan_back(flow.text, floor, floor + joint.start(), known)
    return begin if names is None else names


def _scan_back(text: str, floor: int, end: int, known: frozenset[str]) -> int | None:
    tokens = list(_BEFORE.finditer(text, floor, end))
    begin: int | None = None
    first = len(tokens)
    joined = False
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at][0]
        kind = _kind(token)
        if kind == "stop" or (at < len(tokens) - 1 and not _may_precede(token, joined, tokens, at)):
            break
        joined = joined or kind == "joint"
        if kind == "name" or (begin is not None and tokens[at][0] in _NOBILIARY):
            begin, first = tokens[at].start(), at
    if begin is None:
        return _organisation_begins(text, tokens, end)
    return _without_starter(text, tokens, first, known)


def _organisation_begins(text: str, tokens: list[re.Match[str]], end: int) -> int | None:
    """'Institut national du vent (2020)': where such a name of small words begins."""
    for token in reversed(tokens[-8:]):
        begin = max(
            token.start(),
            token.start() + token[0].rfind("’") + 1,
            token.start() + token[0].rfind("'") + 1,
        )
        if text[begin].isupper():
            return begin if is_organisation_name(text[begin:end]) else None
    return None


def _kind(token: str) -> str:
    plain = token.strip("\"'“”‘’«»*_,(")
    folded = fold(plain)
    if not plain:
        return "small"
    if plain[0].isupper() and not plain.isdigit():
        return "name"
    if folded in {"et", "al", "dkk", "and", "others", "ua", "u", "a", "kawan"}:
        return "joint"
    if token in {"&", "+"} or folded in CONNECTORS or folded in {"dalam", "in"}:
        return "joint"
    if folded in PARTICLES or folded in ORG_SMALL:
        return "small"
    return "stop"


def _may_precede(token: str, joined: bool, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a token can stand before other words of the same list of names."""
    last = token[-1]
    if last in ";:!?)”»":
        return False
    if last == ",":
        following = fold(tokens[at + 1][0])
        return joined or following in {"dkk", "et", "and", "dan", "ua"} or following == ""
    if last == ".":
        plain = token.strip(".\"'“(")
        return len(plain) <= 2 or fold(plain) in {"al", "dkk", "dr", "prof", "st"} or "." in plain
    return True


def _without_starter(
    text: str, tokens: list[re.Match[str]], first: int, known: frozenset[str]
) -> int | None:
    """Drop the capitalised words that only begin the sentence ('Menurut', 'Dalam')."""
    while first < len(tokens):
        token = tokens[first][0].strip("\"'“‘«*,(")
        folded = fold(token)
        opens = first == 0 or tokens[first - 1][0].rstrip('"”’)»')[-1:] in ".!?:"
        more = first + 1 < len(tokens) and _kind(tokens[first + 1][0]) in {"name", "small"}
        usual = opens and folded in known and more and token[1:].islower()
        article = folded in _ARTICLES and first > 0 and tokens[first - 1][0].islower()
        named = _kind(token) == "name" and (article or folded not in SENTENCE_STARTERS)
        if token and not usual and (named or token in _NOBILIARY):
            return tokens[first].start() + tokens[first][0].find(token)
        first += 1
    return None


def _is_shaky(flow: Flow, begin: int, names: str, inner: Span) -> bool:
    """Whether a name before a bracketed year may be something else than a source."""
    if is_thing(names):
        return True
    before = flow.text[max(0, begin - 60) : begin]
    words = fold(before.rsplit(".", 1)[-1]).split()
    if any(word in SOURCE_CUES for word in words[-3:]):
        return False
    acronym = names.isupper() and " " not in names
    year = flow.text[inner.start : inner.end]
    span_of_life = re.search(r"\d{4}\s?[–-]\s?\d{4}", year) is not None
    after = flow.text[inner.end + 1 : inner.end + 3].strip()
    listed = _LISTED.search(flow.text, max(0, begin - 30), begin) is not None
    tail = (
        not listed
        and len(split_names(names)) < 2
        and not has_others(names)
        and after[:1] in (",", ".", ";")
    )
    return acronym or span_of_life or (tail and bool(words))
