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
    [<(\[]*(?:https?\s?:\s?//|ftp://|www\.|doi\s?:\s?(?=10\.)|arxiv:)[^\s<>\]]*[>)\]]*[.,;]*
  | [(\[]?10\.\d{{4,9}}/[^\s<>\]]+
  | [(\[]?\d{{4}}\.\d{{4,5}}(?:v\d)?(?![\d.])[\])]?[.,;]?
  | [{_OPEN}]*
    (?:{_WORD}|(?<=\w)['’](?=\w)|(?<=\d),(?=\d{{3}}(?![\d\w])))+?
    (?: (?=[{_CLOSE}]) (?:(?!(?<=\w)['’](?=\w))[{_CLOSE}])+ | (?=[(\[{{<„“«]) | (?=\s|\Z)
      | (?<=\d)/(?=\d) )
  | \S
    """,
    re.VERBOSE | re.I,
)


class Word(NamedTuple):
    """What a token is by itself: features for it and for its neighbours, and its marks."""

    here: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    before2: tuple[str, ...]
    after2: tuple[str, ...]
    low: str
    form: str
    tail: str
    head: str
    marks: str
    stops: bool
    kind: str


_QUOTES = str.maketrans("“”„«»‹›‚", '""""""""')
_LEADS = _OPEN.replace("\\", "")
_TAILS = _CLOSE.replace("\\", "")
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-z]?\Z")
_YEARS = re.compile(r"(?:1[4-9]|20)\d\d[-–/](?:(?:1[4-9]|20)?\d\d)\Z")
_RANGE = re.compile(r"[a-zA-Z]{0,2}\d+[a-z]?[-–—‐‑−]+[a-zA-Z]{0,2}\d+[a-z]?\Z")
_ROMAN = re.compile(r"[IVXLCDM]{1,7}\Z|[ivxlc]{1,7}\Z")
_INITIALS = re.compile(r"-?[^\W\d_](?:[-.][^\W\d_])*\Z")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=50_000)
def word(token: str) -> Word:
    """The features of `token` that do not depend on where it stands."""
    rest = token.lstrip(_LEADS)
    core = rest.rstrip(_TAILS)
    head = token[: len(token) - len(rest)].translate(_QUOTES)[:3]
    tail = rest[len(core) :].translate(_QUOTES)[:3]
    shape = shape_of(core)
    low = core.lower()
    marks = flags(low)
    low = _DIGIT.sub("0", low)[:24] if shape[0] in "9aYDU" else low[:24]
    form = head + shape + tail
    return Word(
        (
            "w=" + low,
            "s=" + shape,
            "t=" + tail,
            "x=" + form,
            "p=" + low[:3],
            "e=" + low[-3:],
            "l=" + marks,
        ),
        ("-w=" + low + tail[:1], "-x=" + form, "-l=" + marks, "-t=" + tail),
        ("+w=" + low, "+x=" + form, "+l=" + marks),
        ("--x=" + form, "--w=" + low),
        ("++x=" + form,),
        low,
        head + shape,
        tail,
        head,
        marks,
        _stops(tail, shape, low),
        shape[0],
    )  # fmt: skip


def _stops(tail: str, shape: str, low: str) -> bool:
    """Whether a clause ends behind a token: a full stop after a real word, or a closed quote."""
    if not tail or shape == "X":
        return False
    if tail[-1] == "." and len(low) < 3 and not low[:1].isdigit():
        return False
    return any(mark in '.:;?!"' for mark in tail)


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


def featurize(texts: list[str]) -> list[tuple[str, ...]]:
    """The features of each token, one tuple of strings a token."""
    words = [word(text) for text in texts]
    places = _places(words)
    count = len(words)
    rows: list[tuple[str, ...]] = []
    last: Word | None = None
    for i, this in enumerate(words):
        row = this.here + places[i]
        if last is None:
            row += ("BOS",)
        else:
            pair = f"-&={last.tail}|{this.form}"
            row += (*last.before, pair, f"2={last.low}|{this.low}")
            if i > 1:
                row += words[i - 2].before2
        if i + 2 < count:
            row += words[i + 1].after + words[i + 2].after2
        else:
            row += words[i + 1].after if i + 1 < count else ("EOS",)
        rows.append(row)
        last = this
    return rows


def _places(words: list[Word]) -> list[tuple[str, ...]]:
    """Where each token stands: its clause, brackets and quotes around it, what came before."""
    clauses = _clauses(words)
    around = _around(words)
    rows: list[tuple[str, ...]] = []
    count, total = len(words), len(clauses)
    for number, (start, end, digits, initials, marks) in enumerate(clauses):
        place = (
            f"c#={number if number < 5 else 5}",
            f"c-={total - number if total - number < 5 else 5}",
            f"cn={end - start if end - start < 9 else 9}{'d' * digits}{'i' * initials}",
            f"cl={marks}",
            f"cx={words[end].form if end < count else '$'}",
            f"c0={words[start].form}",
        )
        for i in range(start, end):
            offset = i - start
            rows.append(
                (
                    *place,
                    *around[i],
                    _AT[i] if i < 4 else _PART[8 * i // count],
                    _IN[min(offset, 3)],
                )
            )
    return rows


_AT: Final = tuple(f"i={i}" for i in range(4))
_PART: Final = tuple(f"i/{i}" for i in range(8))
_IN: Final = tuple(f"ci={i}" for i in range(4))


def _clauses(words: list[Word]) -> list[tuple[int, int, bool, bool, str]]:
    """Runs of tokens between strong marks: start, end, has digits, has initials, word marks."""
    found: list[tuple[int, int, bool, bool, str]] = []
    start = 0
    digits = initials = False
    marks: set[str] = set()
    last = len(words) - 1
    for i, this in enumerate(words):
        if this.marks:
            marks.update(this.marks)
        if this.kind == "X":
            initials = True
        elif this.kind in "9Y":
            digits = True
        if this.stops or i == last:
            found.append((start, i + 1, digits, initials, "".join(sorted(marks))))
            start = i + 1
            digits = initials = False
            marks = set()
    return found


@lru_cache(maxsize=64)
def _state(inside: str, quoted: bool, year: str) -> tuple[str, ...]:
    return (f"in={inside}{'q' if quoted else ''}{year}",)


def _around(words: list[Word]) -> list[tuple[str, ...]]:
    """What is open or was seen before each token: a bracket, a quote, a year."""
    quoted = any('"' in this.head for this in words if this.head)
    rows: list[tuple[str, ...]] = []
    inside = year = ""
    for this in words:
        if this.head:
            inside = '"' if '"' in this.head else "(" if this.head[-1] in "([" else inside
        rows.append(_state(inside, quoted, year))
        if this.tail and inside and (this.tail[0] in ')]"' or this.tail[-1] in ')]"'):
            inside = ""
        if this.kind == "Y":
            year = "y"
    return rows
