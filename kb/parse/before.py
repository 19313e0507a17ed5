"""Names that stand before a place in running text: where they begin."""

import re

from kb.parse.flow import Flow
from kb.parse.found import ELIDED, Habits
from kb.parse.names import split_names
from kb.parse.signs import is_organisation_name
from kb.parse.terms import CONNECTORS, ORG_SMALL, OTHERS_WORDS, PARTICLES, SENTENCE_STARTERS, fold

_OTHERS_ONLY = re.compile(
    r"\W*(?:et\.?\s?al\.?|d\.?k\.?k\.?|u\.\s?a\.|e\.?\s?a\.?)\W*", re.IGNORECASE
)
_ARTICLES = frozenset({"la", "le", "les", "el", "los", "las", "il", "lo"})
"""Begin a sentence, or, after 'de', a name ('de La Tour')."""
_NOBILIARY = frozenset(
    {"van", "von", "der", "den", "ter", "ten", "'t", "’t", "bin", "binti", "ibn"}
)
"""Particles that open a name; 'de' or 'la' may be prepositions of the sentence."""
_BEFORE = re.compile(r"\S+")
_REACH = 220


def names_before(text: str, end: int, habits: Habits) -> int | None:
    return scan_back(text, _floor(text, end), end, habits)


def _floor(text: str, end: int) -> int:
    """Where to stop looking for names before `end`: the paragraph's begin, or far enough."""
    floor = max(0, end - _REACH)
    return max(floor, text.rfind("\n", floor, end) + 1)


def names_begin(flow: Flow, end: int, habits: Habits) -> int | None:
    """Where the names that end at `end` begin; None where no names stand there."""
    text = flow.text
    floor = _floor(text, end)
    marked = _emphasised(flow, end)
    if marked is not None:
        return _before_title(flow, floor, marked, habits)
    return scan_back(text, floor, end, habits)


def _emphasised(flow: Flow, end: int) -> int | None:
    """Where the emphasised words right before `end` begin, if they read as a name."""
    stop = len(flow.text[:end].rstrip()) if end < 4 else end
    while stop and flow.text[stop - 1] == " ":
        stop -= 1
    for span in reversed(flow.emphasis):
        if span.end == stop:
            words = flow.text[span.start : span.end]
            if _OTHERS_ONLY.fullmatch(words):
                return None
            return None if not split_names(words) else span.start
        if span.end < stop - 300:
            break
    return None


def _before_title(flow: Flow, floor: int, begin: int, habits: Habits) -> int:
    """'Albayumi et al. dalam <em>Journal</em>': the names before an emphasised title."""
    joint = re.search(
        r"\b(?:dalam|in|dans|en|em|nel|nella|im)\s+(?:the\s+)?$", flow.text[floor:begin]
    )
    if not joint:
        return begin
    names = scan_back(flow.text, floor, floor + joint.start(), habits)
    return begin if names is None else names


def scan_back(text: str, floor: int, end: int, habits: Habits) -> int | None:
    tokens = list(_BEFORE.finditer(text, floor, end))
    begin: int | None = None
    first = len(tokens)
    joined = False
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at][0]
        kind = _kind(token)
        last = at == len(tokens) - 1
        if kind == "stop" or not (last or _may_precede(token, joined, tokens, at, habits)):
            break
        joined = joined or kind == "joint"
        if kind == "name" or (begin is not None and tokens[at][0] in _NOBILIARY):
            begin, first = tokens[at].start(), at
    if begin is None:
        return _organisation_begins(text, tokens, end)
    return _without_starter(text, tokens, first, habits)


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
    plain = token.strip("\"'“”‘’«»*_,([")
    folded = fold(plain)
    if not plain:
        return "small"
    if (elided := ELIDED.match(plain)) and plain[elided.end()].islower():
        return "stop"
    if plain[0].isupper() and not plain.isdigit():
        return "name"
    if folded in OTHERS_WORDS or folded in {"et", "al", "als", "and", "others", "u", "a"}:
        return "joint"
    if token in {"&", "+"} or folded in CONNECTORS or folded in {"dalam", "in"}:
        return "joint"
    if folded in PARTICLES or folded in ORG_SMALL:
        return "small"
    return "stop"


def _may_precede(
    token: str, joined: bool, tokens: list[re.Match[str]], at: int, habits: Habits
) -> bool:
    """Whether a token can stand before other words of the same list of names."""
    last = token[-1]
    if last == ";" and habits.semicolons and _kind(token) == "name":
        return True
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
    text: str, tokens: list[re.Match[str]], first: int, habits: Habits
) -> int | None:
    """Drop the capitalised words that only begin the sentence ('Menurut', 'Dalam')."""
    while first < len(tokens):
        token = tokens[first][0].strip("\"'“‘«*,([")
        folded = fold(token)
        opens = first == 0 or tokens[first - 1][0].rstrip('"”’)»')[-1:] in ".!?:"
        more = first + 1 < len(tokens) and _kind(tokens[first + 1][0]) in {"name", "small"}
        usual = opens and folded in habits.words and more and token[1:].islower()
        article = folded in _ARTICLES and first > 0 and tokens[first - 1][0].islower()
        particle = folded in PARTICLES and token[:1].isupper() and not opens
        starter = folded in SENTENCE_STARTERS and not article and not particle
        named = _kind(token) == "name" and not starter
        if token and not usual and (named or token in _NOBILIARY):
            elided = ELIDED.match(token) if token[0].islower() else None
            skip = elided.end() if elided and token[0] not in "dD" else 0
            return tokens[first].start() + tokens[first][0].find(token) + skip
        first += 1
    return None
