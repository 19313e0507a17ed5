"""Cut a reference string into tokens and describe each token for the sequence labeller.

A token is a word with the punctuation that clings to it: `(1999).`, `5`, `(2):`, `Smith,`.
Everything about a token by itself is worked out once and kept; only what depends on its place in
the string is worked out anew. References after Councill et al. 2008 (ParsCit) for the kinds of
features.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from kb.parse.lexicons import flags

MAX_TOKENS: Final = 600
"""Tokens read from one string; what follows is left unread, so that time stays bounded."""

_OPEN = r"(\[{<\"'“”„‘‚«»‹›*¿¡"
_CLOSE = r".,;:!?)\]}>\"'“”’‘»«›‹…*"
_WORD = r"[^\s()\[\]{}<>\"“”„‚«»‹›…,;:.!?*]"
TOKEN: Final = re.compile(
    rf"""
    [<(\[]*(?:https?\s?:\s?//|www\.|doi\s?:\s?(?=10\.))[^\s<>\]]*[>)\]]*[.,;]*   # URL, DOI
  | [(\[]?10\.\d{{4,9}}/[^\s<>\]]+
  | [{_OPEN}]*
    (?:{_WORD}|(?<=\d)[.](?=\d)|(?<=\d),(?=\d{{3}}(?![\d\w])))+?
    (?: (?=[{_CLOSE}]) (?:(?!(?<=\d)[.](?=\d))[{_CLOSE}])+ | (?=[(\[{{<„“«]) | (?=\s|\Z)
      | (?<=\d)/(?=\d) )
  | \S
    """,
    re.VERBOSE,
)


class Word(NamedTuple):
    """What a token is by itself: features for it and for its neighbours, and its marks."""

    here: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    before2: tuple[str, ...]
    after2: tuple[str, ...]
    low: str
    shape: str
    head: str
    tail: str
    flags: str


_QUOTES = str.maketrans("“”„«»‹›‚", '""""""""')
_LEAD = re.compile(rf"[{_OPEN}]*")
_TAIL = re.compile(rf"[{_CLOSE}]*\Z")
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-z]?\Z")
_YEARS = re.compile(r"(?:1[4-9]|20)\d\d[-–/](?:(?:1[4-9]|20)?\d\d)\Z")
_RANGE = re.compile(r"[a-zA-Z]{0,2}\d+[a-z]?[-–—‐‑−]+[a-zA-Z]{0,2}\d+[a-z]?\Z")
_ROMAN = re.compile(r"[IVXLCDM]{1,7}\Z|[ivxlc]{1,7}\Z")
_INITIALS = re.compile(r"-?[^\W\d_](?:[-.][^\W\d_])*\Z")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=50_000)
def word(token: str) -> Word:
    """The features of `token` that do not depend on where it stands."""
    lead = _LEAD.match(token)
    head = lead.group() if lead else ""
    rest = token[len(head) :]
    found = _TAIL.search(rest)
    tail = found.group() if found else ""
    core = rest[: len(rest) - len(tail)]
    head, tail = head.translate(_QUOTES)[:3], tail.translate(_QUOTES)[:3]
    shape = shape_of(core)
    low = _DIGIT.sub("0", core.lower())[:24]
    marks = flags(core.lower())
    return Word(
        here=(
            "w=" + low,
            "s=" + shape,
            "t=" + tail,
            "h=" + head,
            f"x={head}{shape}{tail}",
            "p=" + low[:3],
            "e=" + low[-3:],
            "l=" + marks,
        ),
        before=("-w=" + low + tail[:1], f"-x={head}{shape}{tail}", "-l=" + marks, "-t=" + tail),
        after=("+w=" + low, f"+x={head}{shape}{tail}", "+l=" + marks, "+h=" + head),
        before2=(f"--x={shape}{tail}", "--w=" + low),
        after2=(f"++x={head}{shape}{tail}",),
        low=low,
        shape=shape,
        head=head,
        tail=tail,
        flags=marks,
    )


def shape_of(core: str) -> str:
    """A short name for the form of a bare word: `Y` a year, `9-9` a range, `X` an initial."""
    if not core:
        return "-"
    if core[0] in "hw1d" and ("://" in core or core.startswith(("www.", "10.", "doi"))):
        return "D" if "10." in core[:40] else "U"
    if core[0].isdigit() or core[-1].isdigit():
        return _shape_of_number(core)
    if _INITIALS.match(core):
        return "x" if core.islower() else "X"
    return _shape_of_letters(core)


def _shape_of_letters(core: str) -> str:
    if core.isupper():
        if _ROMAN.match(core):
            return "IV"
        return "XX" if len(core) < 4 else "XXX"
    if core.islower():
        return "xx"
    if core[0].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "xX" if core[0].isalpha() else "?"


def _shape_of_number(core: str) -> str:
    if _YEAR.match(core):
        return "Y"
    if core.isdigit():
        return "9" * min(len(core), 5)
    if _YEARS.match(core):
        return "Y-Y"
    if _RANGE.match(core):
        return "9-9"
    return "a9" if core[0].isalpha() else "9a"


class Tokens(NamedTuple):
    """The tokens of a string: their texts and offsets, and whether the end was cut off."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    cut: bool


def tokenize(text: str) -> Tokens:
    """The tokens of `text` in order; at most `MAX_TOKENS`."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in TOKEN.finditer(text):
        texts.append(match.group())
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        if len(texts) == MAX_TOKENS:
            return Tokens(texts, starts, ends, end < len(text))
    return Tokens(texts, starts, ends, False)


def featurize(texts: list[str]) -> list[list[str]]:
    """The features of each token, one list of strings a token."""
    words = [word(text) for text in texts]
    context = _context(words)
    count = len(words)
    rows: list[list[str]] = []
    for i, this in enumerate(words):
        row = [*this.here, *context[i]]
        if i:
            last = words[i - 1]
            row += last.before
            row.append(f"-&={last.tail}|{this.head}{this.shape}")
            row.append(f"2={last.low}|{this.low}")
        else:
            row.append("BOS")
        if i > 1:
            row += words[i - 2].before2
        if i + 1 < count:
            row += words[i + 1].after
        else:
            row.append("EOS")
        if i + 2 < count:
            row += words[i + 2].after2
        rows.append(row)
    return rows


_STOPS = frozenset('.:;?!"')


def _ends(this: Word, following: Word | None) -> bool:
    """Whether a clause ends after `this`: a full stop after a real word, or a closed quote."""
    if not this.tail or this.shape == "X":
        return False
    if this.tail[-1] == "." and len(this.low) < 3 and not this.low[:1].isdigit():
        return False
    return any(mark in _STOPS for mark in this.tail)


def _context(words: list[Word]) -> list[tuple[str, ...]]:
    """Where each token stands: its clause, brackets and quotes around it, what came before."""
    clauses = _clauses(words)
    count = len(words)
    quoted = any('"' in w.head for w in words)
    rows: list[tuple[str, ...]] = []
    inside = ""
    year = ""
    for number, (start, end) in enumerate(clauses):
        head = words[start]
        following = words[end] if end < count else None
        size = min(end - start, 9)
        digits = sum(w.shape[0] in "9Y" for w in words[start:end])
        initials = sum(w.shape == "X" for w in words[start:end])
        marks = "".join(sorted({f for w in words[start:end] for f in w.flags}))
        place = (
            f"c#={min(number, 5)}",
            f"c-={min(len(clauses) - number, 5)}",
            f"cn={size}{'d' if digits else ''}{'i' if initials else ''}",
            f"cl={marks[:6]}",
            f"cx={following.head + following.shape if following else '$'}",
            f"c0={head.head}{head.shape}",
        )
        for i in range(start, end):
            this = words[i]
            if "(" in this.head or "[" in this.head:
                inside = "("
            if '"' in this.head:
                inside = '"'
            rows.append(
                (
                    *place,
                    f"in={inside}{'q' if quoted else ''}{year}",
                    f"i={i if i < 4 else 4 + 8 * i // count}",
                    f"y={year}{min(i - start, 3)}",
                )
            )
            if this.shape == "Y" and not year:
                year = "y"
            if ")" in this.tail or "]" in this.tail or '"' in this.tail:
                inside = ""
    return rows


def _clauses(words: list[Word]) -> list[tuple[int, int]]:
    """Half-open ranges of tokens between strong punctuation marks."""
    found: list[tuple[int, int]] = []
    start = 0
    for i, this in enumerate(words):
        if _ends(this, None):
            found.append((start, i + 1))
            start = i + 1
    if start < len(words):
        found.append((start, len(words)))
    return found
