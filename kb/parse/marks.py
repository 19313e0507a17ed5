"""Citations without names: '[2-5, 7]', raised numbers, \\cite{key}, [@key], Typst's @key."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.parse.flow import Flow
from kb.parse.found import Found
from kb.text import Span

_DASH = "[-‐-―−]"
_PLACE = r"(?:pp?|hlm|hal|S|Sec|Sect|Ch|Fig|Tab|Thm|Kap|Bab|bab|eq|Eq|Def|Lemma|Theorem|art)\.?\s?"
_NUMBERS = re.compile(
    rf"\[\s?(\d{{1,3}}(?:\s?(?:{_DASH}|[,;])\s?\d{{1,3}})*(?:\s?[,:]?\s?{_PLACE}[^\[\]]{{1,30}})?)\s?\]"
)
_SPREAD = re.compile(rf"\[(\d{{1,3}})\]\s?{_DASH}\s?\[(\d{{1,3}})\]")
_ROUND = re.compile(rf"\((\d{{1,3}}(?:\s?(?:{_DASH}|,)\s?\d{{1,3}})*)\)")
_ONE = re.compile(rf"(\d{{1,3}})(?:\s?{_DASH}\s?(\d{{1,3}}))?")
_PINPOINT = re.compile(rf",?:?\s?({_PLACE}[^\[\]]{{1,30}})$")
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(
    rf"([{_SUPERSCRIPT}]{{1,3}})(?:[⁻⁃–-]([{_SUPERSCRIPT}]{{1,3}}))?|"
    rf"<sup>\s?(\[?\d{{1,3}}(?:\s?(?:{_DASH}|,)\s?\d{{1,3}})*\]?)\s?</sup>"
)
_LIST = rf"\d{{1,3}}(?:,\s?\d{{1,3}}(?!\d)|{_DASH}\d{{1,3}})*"
_GLUED = re.compile(
    rf"(?<=[^\W\d_][.,;:!?”\"’)])({_LIST})(?=[\s”\"’]|$)|(?<=[).”\"’][.,])({_LIST})(?=[\s]|$)|"
    rf"(?<=[^\W\d_]{{3}})({_LIST})(?=[\s.,;:)]|$)|(?<=[)”\"’»%])({_LIST})(?=[\s.,;:]|$)|"
    rf"(?<=\b(?:19|20)\d\d[.,])({_LIST})(?=\s|$)"
)
_PLAIN = str.maketrans(_SUPERSCRIPT, "0123456789")
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
_BEYOND = 1.5
"""A number that the list lacks is at most so many times its last one."""


def find_numbers(flow: Flow, listed: frozenset[int], printed: bool) -> list[Found]:
    """Numeric citations: only numbers that the list has, in square brackets; where the list prints
    its numbers, raised ones too; round brackets and digits glued to words are believed where they
    name half of what nothing else names."""
    found = _in_brackets(flow, listed)
    if not printed:
        return found
    found += _known(_raised(flow), listed)
    for weak in (_glued(flow), _in_round_brackets(flow, listed)):
        missing = listed - {int(cite.year or 0) for cite in found}
        own = _known(weak, listed)
        new = {int(cite.year or 0) for cite in own} & missing
        if len(new) * 2 >= len(missing) and len(new) > min(2, len(listed) // 2):
            found += own
    return found


def _known(found: Iterable[Found], listed: frozenset[int]) -> list[Found]:
    return [cite for cite in found if int(cite.year or 0) in listed]


def _in_brackets(flow: Flow, listed: frozenset[int]) -> list[Found]:
    found: list[Found] = []
    strange: list[Found] = []
    taken: set[int] = set()
    for spread in _SPREAD.finditer(flow.text):
        span = Span(spread.start(1), spread.end(2))
        own = list(_range(span, int(spread[1]), int(spread[2]), _bracket(spread), None))
        if own and all(int(cite.year or 0) in listed for cite in own):
            found += own
            taken |= {spread.start(), spread.end(1) + 2, spread.start(2) - 1}
    for group in _NUMBERS.finditer(flow.text):
        cites = [cite for part in _parts(group) for cite in _numbers(flow.text, *part)]
        variable = re.search(r"(?:^|\W)\w$", flow.text[max(0, group.start() - 2) : group.start()])
        known = all(int(cite.year or 0) in listed for cite in cites)
        if cites and not variable and group.start() not in taken:
            (found if known else strange).extend(cites)
    return found + _missing(strange, found, listed)


def _missing(
    strange: Sequence[Found], found: Sequence[Found], listed: frozenset[int]
) -> list[Found]:
    """Numbers in brackets that the list lacks: citations too where nearly all brackets cite."""
    last = max(listed, default=0) * _BEYOND
    near = [cite for cite in strange if 0 < int(cite.year or 0) <= last]
    whole = len(near) == len(strange) and len(strange) * 10 <= len(found)
    return near if whole else []


def _parts(group: re.Match[str]) -> Iterator[tuple[int, int, Span, str | None]]:
    """Where the numbers of each part of '[1, p. 5; 2]' stand, the bracket, and the part's page."""
    at = group.start(1)
    for part in group[1].split(";"):
        pinpoint = _PINPOINT.search(part)
        stop = at + (pinpoint.start() if pinpoint else len(part))
        yield at, stop, _bracket(group), pinpoint[1] if pinpoint else None
        at += len(part) + 1


def _bracket(group: re.Match[str]) -> Span:
    return Span(group.start(), group.end())


def _numbers(text: str, start: int, stop: int, group: Span, page: str | None) -> Iterator[Found]:
    """One citation a number; those inside a range all have the range as their place."""
    for one in _ONE.finditer(text, start, stop):
        span = Span(one.start(), one.end())
        yield from _range(span, int(one[1]), int(one[2] or one[1]), group, page)


def _range(span: Span, first: int, last: int, group: Span, page: str | None) -> Iterator[Found]:
    if first <= last <= first + _LONGEST_RANGE:
        for number in range(first, last + 1):
            yield Found(span, "numeric", (), str(number), group, locator=page)


def _in_round_brackets(flow: Flow, listed: frozenset[int]) -> list[Found]:
    """Numbers in round brackets, '(1,4)': believed where most of them close a phrase; an
    enumeration opens one."""
    found: list[Found] = []
    closing = 0
    for match in _ROUND.finditer(flow.text):
        own = list(_numbers(flow.text, match.start(1), match.end(1), _bracket(match), None))
        if own and all(int(cite.year or 0) in listed for cite in own):
            found += own
            closing += flow.text[match.end() : match.end() + 1] in (".", ",", ";", "(", "")
    return found if closing * 2 > len({cite.group for cite in found}) else []


def _raised(flow: Flow) -> Iterator[Found]:
    """Numbers in superscript signs or tags."""
    for match in _RAISED.finditer(flow.text):
        if match[3]:
            span = Span(match.start(3), match.end(3))
            yield from _numbers(flow.text, span.start, span.end, span, None)
        elif flow.text[match.start() - 1 : match.start()] not in ("m", "k"):
            first, last = match[1].translate(_PLAIN), (match[2] or match[1]).translate(_PLAIN)
            yield from _range(_bracket(match), int(first), int(last), _bracket(match), None)


def _glued(flow: Flow) -> Iterator[Found]:
    """Numbers right after a word or its punctuation: 'digunakan.1', 'wird2,3'."""
    for match in _GLUED.finditer(flow.text):
        span = Span(*match.span(match.lastindex or 1))
        yield from _numbers(flow.text, span.start, span.end, span, None)


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
