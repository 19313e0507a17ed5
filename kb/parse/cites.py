"""Author-year citations in running text: in groups, and names before a bracketed year."""

import re
from dataclasses import replace

from kb.parse.flow import Flow
from kb.parse.found import YEAR, YEAR_PATTERN, Found, Habits
from kb.parse.groups import parenthetical, titled
from kb.parse.narrative import narrative
from kb.parse.terms import SIGNALS
from kb.text import Span

_PLAIN = r"[^()\[\]\n]{1,700}+"
_GROUP = re.compile(
    rf"\(((?:{_PLAIN}|\[[^()\[\]\n]{{1,40}}\]|\([^()\[\]\n]{{1,40}}\)){{1,9}})\)|\[({_PLAIN})\]"
)
GLOSSED = re.compile(rf"[A-Z][\w&.-]{{1,11}};\s+(?={YEAR_PATTERN})")
"""'(ASR; 2019)' after the name that the capitals stand for."""
_AGAIN = re.compile(
    rf"\s*(?:(?:{SIGNALS})[\s:,]+)?((?:ibid(?:em)?|ib[íi]d|ebd|ebda|ebenda)\b\.?"
    r"([\s,:;]{0,3}(?:[a-zA-Zá]{1,7}\.?\s?)?[\divxlc‐-―−-]{0,15}(?:\s?ff?\.?)?))\s*",
    re.IGNORECASE,
)
_SEMICOLONS = re.compile(r"\((?:[^();,\d]{2,40};\s){1,5}[^();,\d]{2,40},\s(?:19|20)\d\d")
_OFTEN = 3


def find_citations(flow: Flow) -> list[Found]:
    """The author-year citations of a flow, in order."""
    habits = _habits(flow.text)
    found: list[Found] = []
    for match in _GROUP.finditer(flow.text):
        inner = Span(match.start() + 1, match.end() - 1)
        content = flow.text[inner.start : inner.end]
        if again := _AGAIN.fullmatch(content):
            found.append(_same(inner, again))
            continue
        if not YEAR.search(content):
            continue
        if YEAR.match(content.lstrip()) or GLOSSED.match(content):
            own = list(narrative(flow, inner, habits))
            found += own if match[0][0] == "(" else [replace(cite, shaky=True) for cite in own]
        else:
            found += titled(flow, inner, habits) or parenthetical(flow.text, inner, habits)
    return _settle_commas(found, flow.text)


def _same(inner: Span, again: re.Match[str]) -> Found:
    start, end = inner.start + again.start(1), inner.start + again.end()
    locator = (again[2] or "").strip(" ,:;.")
    return Found(Span(start, end), "parenthetical", (), None, inner, locator=locator, same=True)


def _habits(text: str) -> Habits:
    words = frozenset(re.findall(r"(?<![^\s(\"“])[a-zà-ÿ]{2,}(?=[\s,.;:])", text))
    return Habits(words, len(_SEMICOLONS.findall(text)) >= _OFTEN)


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
