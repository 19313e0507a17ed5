"""Citations without names: '[2-5, 7]', raised numbers, \\cite{key}, [@key], Typst's @key."""

import re
from collections.abc import Iterator, Sequence

from kb.parse.cites import Found
from kb.parse.flow import Flow
from kb.text import Span

_NUMBERS = re.compile(
    r"\[\s?(\d{1,3}(?:\s?[-–—,;]\s?\d{1,3})*(?:\s?,?\s?(?:pp?|hlm|hal|S)\.\s?[\d–-]+)?)\s?\]"
)
_ROUND = re.compile(r"\((\d{1,3}(?:\s?[-–,]\s?\d{1,3})*)\)")
_ONE = re.compile(r"(\d{1,3})(?:\s?[-–—]\s?(\d{1,3}))?")
_PINPOINT = re.compile(r",?\s?((?:pp?|hlm|hal|S)\.\s?[\d–-]+)$")
_SUPERSCRIPT = re.compile(
    r"(?<=[^\W\d_])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|<sup>\s?(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\s?</sup>|"
    r"(?<=[^\W\d_][.,;:!?”\")])(\d{1,3}(?:[,–-]\d{1,3})*)(?=\s|$)|"
    r"(?<=[^\W\d_]{3})(\d{1,3}(?:[,–-]\d{1,3})*)(?=[\s.,;:]|$)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LATEX = re.compile(
    r"\\(?:[a-zA-Z]*cite[a-zA-Z]*)\*?\s?((?:\[[^\]]{0,80}\]\s?){0,2})\{([^{}]{1,400})\}"
)
_PANDOC_GROUP = re.compile(r"\[([^\[\]]{0,300}?@[^\[\]]{1,400})\]")
_KEY = r"[\w](?:[\w:.#$%&+?<>~/-]{0,80}[\w/])?"
_PANDOC_KEY = re.compile(rf"(?<![^\s(\[;,-])-?@(\{{[^}}]{{1,80}}\}}|{_KEY})")
_YEAR_IN_KEY = re.compile(r"(?:1[89]|20)\d\d")
_PANDOC_AFTER = re.compile(r"\s?\[([^\[\]@]{1,60})\]")
_TYPST = re.compile(
    rf"#cite\(\s?<({_KEY})>[^)]{{0,80}}\)|#cite\(\s?label\(\"([^\"]{{1,80}})\"\)[^)]{{0,80}}\)"
)
_LONGEST_RANGE = 60


def find_numbers(flow: Flow, listed: frozenset[int]) -> list[Found]:
    """Numeric citations in square brackets; only numbers that the list has."""
    found = []
    for group in _NUMBERS.finditer(flow.text):
        pinpoint = _PINPOINT.search(group[1])
        stop = group.start(1) + (pinpoint.start() if pinpoint else len(group[1]))
        page = pinpoint[1] if pinpoint else None
        cites = list(_numbers(flow.text, group.start(1), stop, _bracket(group), page))
        variable = re.search(r"(?:^|\W)\w$", flow.text[max(0, group.start() - 2) : group.start()])
        if cites and not variable and all(int(cite.year or 0) in listed for cite in cites):
            found += cites
    return found


def _bracket(group: re.Match[str]) -> Span:
    return Span(group.start(), group.end())


def _numbers(text: str, start: int, stop: int, group: Span, page: str | None) -> Iterator[Found]:
    """One citation a number; those inside a range all have the range as their place."""
    for one in _ONE.finditer(text, start, stop):
        span = Span(one.start(), one.end())
        first, last = int(one[1]), int(one[2] or one[1])
        if last < first or last - first > _LONGEST_RANGE:
            continue
        for number in range(first, last + 1):
            yield Found(span, "numeric", (), str(number), group, locator=page)


def find_parenthesised(flow: Flow, listed: frozenset[int]) -> list[Found]:
    """Numbers in round brackets, '(1,4)': believed where most of them close a phrase (an
    enumeration opens one) and they name half of the list."""
    found: list[Found] = []
    closing = 0
    for match in _ROUND.finditer(flow.text):
        own = list(_numbers(flow.text, match.start(1), match.end(1), _bracket(match), None))
        if own and all(int(cite.year or 0) in listed for cite in own):
            found += own
            closing += flow.text[match.end() : match.end() + 1] in (".", ",", ";", "(", "")
    places = len({cite.group for cite in found})
    named = {cite.year for cite in found}
    return found if closing * 2 > places and len(named) * 2 >= len(listed) else []


def find_superscripts(flow: Flow, listed: frozenset[int]) -> list[Found]:
    """Numbers raised above a word that call entries of a numbered list. Digits glued to a word are
    believed only when they name most of the list."""
    found: list[Found] = []
    for match in _SUPERSCRIPT.finditer(flow.text):
        at = next(i for i in range(1, 5) if match[i])
        span = Span(match.start(at), match.end(at))
        if match[1]:
            found.append(Found(span, "numeric", (), match[1].translate(_RAISED), span))
        else:
            found += _numbers(flow.text, span.start, span.end, span, None)
    found = [cite for cite in found if int(cite.year or 0) in listed]
    named = {cite.year for cite in found}
    return found if len(named) * 2 >= len(listed) else []


def find_keys(flow: Flow) -> list[Found]:
    """Citations by key in LaTeX, pandoc's Markdown and Typst."""
    text = flow.text
    found = [cite for match in _LATEX.finditer(text) for cite in _latex(match)]
    found += [cite for group in _PANDOC_GROUP.finditer(text) for cite in _pandoc(group)]
    taken = [cite.group for cite in found]
    bare = [cite for cite in _bare_keys(text) if not _within(cite.span, taken)]
    found += bare if found else [cite for cite in bare if _YEAR_IN_KEY.search(cite.year or "")]
    for match in _TYPST.finditer(text):
        at = 1 if match[1] else 2
        found.append(_key(match[at], Span(match.start(at), match.end(at)), _bracket(match)))
    return sorted(found, key=lambda cite: cite.span)


def _within(span: Span, groups: Sequence[Span]) -> bool:
    return any(group.contains(span) for group in groups)


def _key(key: str, span: Span, group: Span, locator: str | None = None) -> Found:
    return Found(span, "key", (), key.strip("{}"), group, locator=locator or None)


def _latex(match: re.Match[str]) -> Iterator[Found]:
    options = re.findall(r"\[([^\]]*)\]", match[1])
    locator = options[-1].replace("~", " ") if options and options[-1] else None
    start = match.start(2)
    for part in match[2].split(","):
        key = part.strip()
        if key:
            begin = start + part.index(key)
            yield _key(key, Span(begin, begin + len(key)), _bracket(match), locator)
        start += len(part) + 1


def _pandoc(group: re.Match[str]) -> Iterator[Found]:
    start = group.start(1)
    for part in group[1].split(";"):
        match = _PANDOC_KEY.search(part)
        if match:
            span = Span(start + match.start(1), start + match.end(1))
            locator = part[match.end() :].strip(" ,") or None
            yield _key(match[1], span, _bracket(group), locator)
        start += len(part) + 1


def _bare_keys(text: str) -> Iterator[Found]:
    """'@key' in running text: believed where a letter begins it and a digit or '_' stands in it."""
    for match in _PANDOC_KEY.finditer(text):
        key = match[1]
        if not key[0].isalpha() or not re.search(r"[\d_:{]", key):
            continue
        after = _PANDOC_AFTER.match(text, match.end())
        span = Span(match.start(1), match.end(1))
        yield _key(key, span, span, after[1] if after else None)
