"""Cut a reference string into tokens and describe each token for the sequence labeller.

A token is a word with the punctuation that clings to it: `(1999).`, `5`, `(2):`, `Smith,`.
Everything about a token by itself is worked out once and kept; only what depends on its place in
the string is worked out anew. References after Councill et al. 2008 (ParsCit) for the kinds of
features.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from kb.parse.lexicons import flags

MAX_TOKENS: Final = 600
"""Tokens read from one string; what follows is left unread, so that time stays bounded."""

_OPEN = r"(\[{<\"'“”„‘‚«»‹›*¿¡"
_CLOSE = r".,;:!?)\]}>\"'“”’‘»«›‹…*"
_WORD = r"[^\s()\[\]{}<>\"“”„‚«»‹›…,;:.!?*'’/]"
_LINK = r"(?i:https?\s?:\s?//|ftp://|www\.|doi\s?:\s?(?=10\.)|arxiv:)"
TOKEN: Final = re.compile(
    rf"""
    (?=[<(\[]*[hHfFwWdDaA]) [<(\[]* {_LINK} [^\s<>\]]* [>)\]]* [.,;]*
  | (?=[(\[]?\d) [(\[]?(?: 10\.\d{{4,9}}/[^\s<>\]]+
                       | \d{{4}}\.\d{{4,5}}(?:v\d)?(?![\d.])[\])]?[.,;]? )
  | [{_OPEN}]*
    (?: {_WORD} | (?<!\d)/ | /(?!\d) | (?<=\w)['’](?=\w) | (?<=\d),(?=\d{{3}}(?![\d\w])) | ’ )
    (?: {_WORD}+ | (?<=\w)['’](?=\w) | (?<=\d),(?=\d{{3}}(?![\d\w])) | (?<!\d)/ | /(?!\d) )*
    (?: (?<=\d)/(?=\d) | (?:(?!(?<=\w)['’](?=\w))[{_CLOSE}])* )
  | \S
    """,
    re.VERBOSE,
)


MAX_KEPT: Final = 50_000
"""Tokens whose description is kept."""


class Word(NamedTuple):
    """What a token is by itself: features for it and for its neighbours, and its marks."""

    here: "Features"
    before: "Features"
    after: "Features"
    before2: "Features"
    after2: "Features"
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
_INITIALS = re.compile(r"-?[^\W\d_](?:[-.][^\W\d_])*\Z")
_ARXIV = re.compile(
    r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]{2,8}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\Z", re.I
)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=MAX_KEPT)
def describe(token: str) -> Word:
    """The features of `token` that do not depend on where it stands."""
    rest = token.lstrip(_LEADS)
    core = rest.rstrip(_TAILS)
    head = token[: len(token) - len(rest)].translate(_QUOTES)[:3] if rest != token else ""
    tail = rest[len(core) :].translate(_QUOTES)[:3] if core != rest else ""
    shape = shape_of(core)
    low = core.lower().replace(" ", "")
    known = flags(low)
    marks = "".join([mark for mark in known if mark not in _NAMES])
    low = (_DIGIT.sub("0", low) if shape[0] in "9aYDUV" else low)[:24]
    first = head + shape
    form = first + tail
    plain = form == "xx"
    names = f"w={low} x={form} p={low[:3]} e={low[-3:]} E={low[-4:]}"
    around = f"w={low}{tail[:1]} -x={form} +w={low} +x={form} --x={form} ++x={form}"
    here = names.encode().split(b" ")
    w0, x0, w1, x1, x2, x3 = ("-" + around).encode().split(b" ")
    lists = (f"m={known} -m={known} +m={known}".encode().split(b" ")) if known else ()
    return Word(
        (*here, *lists[:1]),
        (w0, *lists[1:2]) if plain else (w0, x0, *lists[1:2]),
        (w1, *lists[2:]) if plain else (w1, x1, *lists[2:]),
        () if plain else (x2,),
        () if plain else (x3,),
        low,
        first,
        tail,
        head,
        marks,
        _stops(tail, shape, low) if tail else False,
        shape[0],
    )


_NAMES: Final = "gf"
"""Marks of the long lists of names, which say something of a word but little of a whole clause."""
Features = tuple[bytes, ...]
"""Features as the labeller's library wants them, so that they are encoded once."""


def _coded(*names: str) -> Features:
    return tuple([name.encode() for name in names])


def _stops(tail: str, shape: str, low: str) -> bool:
    """Whether a clause ends behind a token: a full stop after a real word, or a closed quote."""
    if not tail or shape == "X":
        return False
    if tail[-1] == "." and len(low) < 3 and not low[:1].isdigit():
        return False
    return not _STOPPING.isdisjoint(tail)


_STOPPING: Final = frozenset('.:;?!"')


def shape_of(core: str) -> str:
    """A short name for the form of a bare word: `Y` a year, `9-9` a range, `X` an initial."""
    if core.isalpha():
        return _shape_of_letters(core)
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
    if len(core) == 1:
        return "?" if not core.isalpha() else "x" if core.islower() else "X"
    if core.islower():
        return "xx"
    if core.isupper():
        if _ROMANS.issuperset(core) and len(core) < 8:
            return "IV"
        return "XX" if len(core) < 4 else "XXX"
    if core[0].isupper():
        return "Xx" if core[1:].islower() else "XxX"
    return "xX" if core[0].isalpha() else "?"


_ROMANS: Final = frozenset("IVXLCDM")


def _shape_of_number(core: str) -> str:
    if _YEAR.match(core):
        return "Y"
    if _ARXIV.match(core):
        return "V"
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
    spans: list[tuple[int, int]]
    cut: bool


def tokenize(text: str) -> Tokens:
    """The tokens of `text` in order; at most `MAX_TOKENS`."""
    spans = [match.span() for match in islice(TOKEN.finditer(text), MAX_TOKENS)]
    texts = [text[start:end] for start, end in spans]
    cut = len(spans) == MAX_TOKENS and bool(text[spans[-1][1] :].strip())
    return Tokens(texts, spans, cut)


def featurize(texts: list[str]) -> list[Features]:
    """The features of each token."""
    words = [describe(text) for text in texts]
    behind, ahead = _pairs(words)
    none: Features = ()
    return [
        this.here + run + state + place + last + last2 + after + after2 + one + other
        for this, run, state, place, last, last2, after, after2, one, other in zip(
            words,
            _clauses(words),
            _states(words),
            _parts(len(words)),
            [_BOS, *[word.before for word in words]],
            [none, none, *[word.before2 for word in words]],
            [*[word.after for word in words[1:]], _EOS],
            [*[word.after2 for word in words[2:]], none, none],
            behind,
            ahead,
            strict=False,
        )
    ]


def _pairs(words: list[Word]) -> tuple[list[Features], list[Features]]:
    """What each token and the one before it, and the one behind it, are together."""
    pairs = [_pair(last.form, last.tail, this.form) for last, this in pairwise(words)]
    return [(), *[behind for behind, _ in pairs]], [*[ahead for _, ahead in pairs], ()]


@lru_cache(maxsize=MAX_KEPT)
def _pair(form: str, tail: str, after: str) -> tuple[Features, Features]:
    if form == after == "xx" and not tail:  # two plain words say nothing
        return (), ()
    return _coded(f"-&={tail}|{after}"), _coded(f"+&={form}{tail}|{after}")


_BOS: Final = (b"BOS",)
_EOS: Final = (b"EOS",)


@lru_cache(maxsize=MAX_TOKENS)
def _parts(count: int) -> list[Features]:
    """The place of each of `count` tokens: one of the first four, else its eighth of the string."""
    return [_AT[i] if i < 4 else _PART[8 * i // count] for i in range(count)]


def _clauses(words: list[Word]) -> list[Features]:
    """For each token the features of its clause and of the part of it between two marks."""
    rows: list[Features] = []
    clauses = iter(_runs(words, "c", _stops_of))
    end = 0
    clause: Features = ()
    for part_end, part in _runs(words, "k", _tail_of):
        if len(rows) >= end:
            end, clause = next(clauses)
        rows += [clause + part] * (part_end - len(rows))
    return rows


_AT: Final = tuple(_coded(f"i={i}") for i in range(4))
_PART: Final = tuple(_coded(f"i/{i}") for i in range(8))
_stops_of = attrgetter("stops")
_tail_of = attrgetter("tail")


def _runs(
    words: list[Word], name: str, ends: Callable[[Word], object]
) -> Iterator[tuple[int, Features]]:
    """The end and the features of each run: tokens up to one that `ends` is true of."""
    of_size, of_next, of_ends, of_last = name + "n=", name + "x=", name + "0=", name + "p="
    start = 0
    digits = initials = known = ""
    before = "$"
    last = len(words) - 1
    for i, this in enumerate(words):
        if this.marks:
            known += this.marks
        if this.kind == "X":
            initials = "i"
        elif this.kind in "9Y":
            digits = "d"
        if i == last or ends(this):
            marks = "".join(sorted(set(known))) if known else ""
            size = i + 1 - start
            yield (
                i + 1,
                (
                    _named(of_size, f"{size if size < 9 else 9}{digits}{initials}{marks}"),
                    _named(of_next, words[i + 1].form if i < last else "$"),
                    _named(of_ends, words[start].form + this.tail),
                    _named(of_last, before),
                ),
            )
            start = i + 1
            digits = initials = known = ""
            before = this.form + this.tail


@lru_cache(maxsize=MAX_KEPT)
def _named(name: str, value: str) -> bytes:
    return (name + value).encode()


@lru_cache(maxsize=64)
def _state(inside: str, quoted: bool, year: str) -> Features:
    return _coded(f"in={inside}{'q' if quoted else ''}{year}")


def _states(words: list[Word]) -> list[Features]:
    """What is open or was seen before each token: a bracket, a quote, a year."""
    quoted = any('"' in this.head for this in words if this.head)
    rows: list[Features] = []
    inside = year = ""
    state = _state(inside, quoted, year)
    for this in words:
        if this.head:
            inside = '"' if '"' in this.head else "(" if this.head[-1] in "([" else inside
            state = _state(inside, quoted, year)
        rows.append(state)
        if this.tail and inside and (this.tail[0] in ')]"' or this.tail[-1] in ')]"'):
            inside = ""
            state = _state(inside, quoted, year)
        if this.kind == "Y" and not year:
            year = "y"
            state = _state(inside, quoted, year)
    return rows
