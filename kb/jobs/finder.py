"""Finds the reference that somebody means, from whatever words they remember of it.

A query is read into terms; the index finds entries that answer all of them, more forgivingly step
by step while there are none; then every candidate is scored term by term (0-1). Nothing here may
be slow to import: `kb cite` runs a hundred times a day.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kb.disk.index import Hit, Index
from kb.formats.words import LITTLE, stem, variants, without_latex, words

MOST: Final = 30
"""How many words of a query are looked for."""
LONGEST: Final = 80
"""No word is as long, in letters."""
CANDIDATES: Final = 120
"""How many entries are scored at most; the index picks them by BM25 when more fit."""
MANY: Final = 1000
"""With more hits than this, only those that hold the very words are weighed (8 µs a hit)."""
COUNTED: Final = 5000
"""A word that stands in so many entries is as good as one that stands in more."""
CLEAR_LEAD: Final = 0.08
"""How far the best must lead (in score, 0-1) to be clearly the best."""
CLEAR_SCORE: Final = 0.45
"""How well the best must answer the query to be clearly the best."""

FIELDS: Final = {
    "author": "author",
    "au": "author",
    "a": "author",
    "editor": "author other",
    "title": "title",
    "ti": "title",
    "t": "title",
    "year": "year",
    "date": "year",
    "y": "year",
    "journal": "journal",
    "in": "journal",
    "j": "journal",
    "key": "key",
    "k": "key",
    "doi": "other",
    "publisher": "other",
}
"""Fields as people type them before a colon, and the columns of the index they mean."""

# Compiled where they are needed, which most queries don't.
_FIELDED: Final = r"([A-Za-z]+):(?!//)([^\0]*)"
_YEAR: Final = r"(1[4-9]\d\d|20\d\d)([a-z]?)"
_YEARS: Final = r"(\d{4})?(?:-|\.\.|–)(\d{4})?"
_GLUED: Final = r"([^\W\d]{2,})(\d{4})([^\W\d]*)"


class Term(NamedTuple):
    """One word of a query: folded, the columns it must stand in ('' for any), other spellings.

    `years` is the range that a year means: exact for `year:2015-2018`, else the year itself.
    `guesses` are words of the index that it may be a typo of, with their likeness (0-1).
    """

    word: str
    columns: str = ""
    years: tuple[int, int] | None = None
    guesses: tuple[tuple[str, float], ...] = ()
    whole: bool = False

    @property
    def little(self) -> bool:
        """Whether a search may do without it."""
        return not self.columns and (self.word in LITTLE or len(self.word) == 1)


class Found(NamedTuple):
    """An entry that answers a query, and how well (0-1)."""

    id: int
    key: str
    score: float
    place: tuple[str, int]


def read_query(query: str) -> list[Term]:
    """The terms of a query: `author:x year:2017 words`, LaTeX and diacritics taken off."""
    terms: list[Term] = []
    for piece in without_latex(query).split():
        fielded = re.fullmatch(_FIELDED, piece) if ":" in piece else None
        if fielded and fielded[1].lower() in FIELDS:
            terms += _terms(fielded[2], FIELDS[fielded[1].lower()])
        else:
            terms += _terms(piece, "")
    return _without_little([term for term in terms if len(term.word) <= LONGEST][:MOST])


def _terms(piece: str, columns: str) -> list[Term]:
    span = columns == "year" and re.fullmatch(_YEARS, piece)
    if span:
        return [Term(piece, columns, (int(span[1] or 0), int(span[2] or 9999)))]
    return [_term(word, columns) for word in words(piece)]


def _term(word: str, columns: str) -> Term:
    year = re.fullmatch(_YEAR, word) if word[0] in "12" and columns in ("", "year") else None
    if year:
        return Term(word, columns, (int(year[1]), int(year[1])))
    return Term(word, columns)


def _without_little(terms: list[Term]) -> list[Term]:
    """Little words help to rank a title; alone they are all there is to go by."""
    return (
        terms
        if any(not term.little for term in terms)
        else [t._replace(columns="any") for t in terms]
    )


# ---------------------------------------------------------------------------------------------
# Candidates


def search(index: Index, query: str, recent: Sequence[str] = ()) -> list[Found]:
    """The entries that `query` may mean, best first; on ties those in `recent` come first.

    An entry's key, or a key it had before, finds that entry alone.
    """
    exact = index.by_key(query.strip())
    if exact:
        return [Found(hit.id, hit.key, 1.0, hit.place) for hit in index.hits(exact)][:1]
    terms = read_query(query)
    if not terms:
        return []
    terms, hits = _candidates(index, terms)
    found = _ranked(index, terms, hits)
    rank = {key: place for place, key in enumerate(recent)}
    found.sort(key=lambda f: (-round(f.score, 3), rank.get(f.key, len(rank)), f.key, f.place))
    return list({f.key: f for f in reversed(found)}.values())[::-1]


def clear_best(found: Sequence[Found]) -> bool:
    """Whether the first of `found` is what was meant beyond reasonable doubt."""
    if not found or found[0].score < CLEAR_SCORE:
        return False
    return len(found) == 1 or found[0].score - found[1].score >= CLEAR_LEAD


def _candidates(index: Index, terms: list[Term]) -> tuple[list[Term], list[Hit]]:
    """The entries to be scored: those that answer all terms, or else as many as can be.

    First as typed; then with glued words cut apart (`smith2019`); then with typos mended; then
    without one of the terms; then whatever any term finds.
    """
    hits = _all_of(index, terms)
    if hits:
        return terms, hits
    terms = [part for term in terms for part in _cut(index, term)]
    for guess in (False, True):
        terms = [_guessed(index, term, guess) for term in terms]
        hits = _all_of(index, terms)
        if hits:
            return terms, hits
    return terms, _all_but_one(index, terms) or _any_of(index, terms)


def _all_of(index: Index, terms: Iterable[Term]) -> list[Hit]:
    big = [term for term in terms if not term.little]
    if not big:
        return []
    wanted = " AND ".join(map(_expression, big))
    if index.count(wanted, MANY) == MANY:
        exact = index.match(" AND ".join(map(_exact_expression, big)), CANDIDATES)
        if exact:
            return exact
    return index.match(wanted, CANDIDATES)


def _exact_expression(term: Term) -> str:
    if term.guesses or (term.years and term.columns):
        return _expression(term)
    columns = term.columns if term.columns not in ("", "any") else "author title year key acronym"
    return f'{{{columns}}} : "{term.word}"'


def _all_but_one(index: Index, terms: list[Term]) -> list[Hit]:
    big = [term for term in terms if not term.little]
    if len(big) < 3:
        return []
    fewer = [big[:i] + big[i + 1 :] for i in range(len(big))]
    lists = (_all_of(index, some) for some in fewer if not all(term.years for term in some))
    return list({hit.id: hit for hits in lists for hit in hits}.values())


def _any_of(index: Index, terms: list[Term]) -> list[Hit]:
    big = [term for term in terms if not term.little]
    # The year alone is no answer to a name that is not here.
    wanted = [_expression(term) for term in big if not term.years] or map(_expression, big)
    return index.match(" OR ".join(wanted), CANDIDATES) if wanted else []


def _cut(index: Index, term: Term) -> list[Term]:
    glued = re.fullmatch(_GLUED, term.word)
    if not glued or term.columns not in ("", "key"):
        return [term]
    name, year, rest = glued.groups()
    if len(rest) < 2:
        return [_term(name, ""), _term(year + rest, "")]
    return [_term(name, ""), _term(year, ""), _term(rest, "")]


def _expression(term: Term) -> str:
    """What a term asks of the index, as an FTS5 expression."""
    scope = f"{{{term.columns}}} : " if term.columns and term.columns != "any" else ""
    if term.years:
        return _years_expression(term, scope)
    if term.guesses:
        return scope + "(" + " OR ".join(f'"{word}"' for word, _ in term.guesses) + ")"
    forms = [f'"{term.word}"' + (" *" if len(term.word) > 1 else "")]
    others = variants(term.word)
    forms += [f'"{other}"' for other in others]
    if scope and others:
        scope = f"{{{term.columns} variant}} : "
    elif scope:
        # A word that has no other form may still be the other form of a word there.
        return f'({scope}{forms[0]} OR variant : "{term.word}")'
    return f"{scope}({' OR '.join(forms)})"


def _years_expression(term: Term, scope: str) -> str:
    assert term.years
    first, last = term.years
    if first != last:
        years = range(max(first, 1000), min(last, 2100) + 1)
        return "year : (" + " OR ".join(f'"{year}"' for year in years) + ")"
    near = " OR ".join(f'"{year}"' for year in range(first - 1, last + 2))
    return f'(year : ({near}) OR {scope}("{term.word}"))'


def _guessed(index: Index, term: Term, known_too: bool) -> Term:
    """A term that the index does not hold, with the words that it may be a typo of.

    With `known_too` also a word that is there: `chen` may be meant as `cheng`.
    """
    if term.years or term.guesses or len(term.word) < 3 or term.word.isdigit():
        return term
    if not known_too and index.count(_expression(term), 1):
        return term
    near = index.known(_one_edit(term.word)) if len(term.word) < 9 else []
    guesses = _likely(term.word, dict.fromkeys((*near, *index.neighbours(term.word))))
    if known_too and term.word not in dict(guesses) and index.count(f'"{term.word}"', 1):
        guesses = ((term.word, 1.0), *guesses)
    return term._replace(guesses=guesses)


def _one_edit(word: str) -> set[str]:
    """All words one letter away. Short words share too few trigrams with their typos."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = {a + b[1:] for a, b in cuts if b}
    made |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    made |= {a + c + b[1:] for a, b in cuts if b for c in letters}
    return made | {a + c + b for a, b in cuts for c in letters}


def _likely(word: str, neighbours: Iterable[str]) -> tuple[tuple[str, float], ...]:
    most = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    found = []
    for other in neighbours:
        distance = min(_distance(word, other), _distance(word, other[: len(word)]) + 0.5)
        if distance <= most + 0.5 and distance < len(word) / 2:
            found.append((other, 1 - distance / len(word)))
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(found[:12])


def _distance(left: str, right: str) -> int:
    """How many letters must be put in, taken out, replaced or swapped with a neighbour.

    Optimal string alignment (Damerau 1964 without later edits of a swapped pair). rapidfuzz has
    it too, but takes longer to import than all the words compared here.
    """
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


# ---------------------------------------------------------------------------------------------
# Scores


def _ranked(index: Index, terms: list[Term], hits: Sequence[Hit]) -> list[Found]:
    weights = [_weight(index, term, len(index)) for term in terms]
    total = sum(weights) or 1.0
    wanted = [
        (term, weight / total, _forms(term)) for term, weight in zip(terms, weights, strict=True)
    ]
    return [Found(hit.id, hit.key, _score(hit, wanted), hit.place) for hit in hits]


def _weight(index: Index, term: Term, entries: int) -> float:
    """How much a term tells: the rarer the more."""
    if term.years:
        return math.log(2 + entries / 20)
    likely = [word for word, _ in term.guesses] or [term.word]
    frequency = max(index.count(f'"{word}"', COUNTED) for word in likely)
    weight = math.log(2 + entries / (1 + frequency))
    return weight * 0.15 if term.little else weight


def _forms(term: Term) -> frozenset[str]:
    return frozenset((term.word, *variants(term.word)))


Wanted = list[tuple[Term, float, frozenset[str]]]


def _score(hit: Hit, wanted: Wanted) -> float:
    entry = _Words(hit)
    score = sum(weight * _quality(term, forms, entry) for term, weight, forms in wanted)
    title = entry.title
    if title:
        asked = [term.word for term, _, _ in wanted]
        covered = sum(1 for word in set(title) if word in asked) / len(set(title))
        pairs = sum(1 for pair in pairwise(asked) if pair in entry.pairs)
        score += 0.04 * covered + 0.03 * pairs / max(1, len(asked) - 1)
    return min(1.0, score / 1.07)


class _Asked(NamedTuple):
    """A word asked of an entry, and its forms; `deep` when the entry has one of them."""

    word: str
    forms: frozenset[str]
    deep: bool


class _Words:
    """The words of a hit by what they are worth."""

    def __init__(self, hit: Hit) -> None:
        author, title, journal, key, year, acronym, other, forms = hit.columns
        people = [person.partition(", ") for person in author.split("; ")]
        self.families = [family.split() for family, _, _ in people]
        self.given = {word for _, _, given in people for word in given.split()}
        self.title = title.split()
        last = [family[-1] for family in self.families if family]
        self.pairs = {*pairwise(self.title), *pairwise(last)}
        self.journal = journal.split()
        self.key = key.split()
        self.years = [word for word in year.split() if len(word) > 2]
        self.short_year = year.split()[-1:]
        self.acronyms = acronym.split()
        self.other = other.split()
        self.forms = frozenset(forms.split())


def _quality(term: Term, forms: frozenset[str], entry: _Words) -> float:
    """How well an entry answers a term, 0-1."""
    if term.years:
        return _year_quality(term, entry)
    if term.guesses:
        return max(
            (likeness * 0.9 * _word_quality(_Asked(word, frozenset(), False), "", entry))
            for word, likeness in term.guesses
        )
    asked = _Asked(term.word, forms, not forms.isdisjoint(entry.forms))
    return _word_quality(asked, term.columns, entry)


def _year_quality(term: Term, entry: _Words) -> float:
    assert term.years
    first, last = term.years
    if term.word in entry.years:
        return 1.0
    years = [int(year) for year in entry.years if year.isdecimal()]
    if not term.word.isdigit() and first == last and len(entry.years) > 1:
        return 0.5 if first in years else 0.0  # another letter than the one asked for
    if any(first <= year <= last for year in years):
        return 0.95
    if not term.columns and (term.word in entry.title or term.word in entry.key):
        return 0.75
    return 0.5 if any(first - 1 <= year <= last + 1 for year in years) else 0.0


def _author_quality(word: _Asked, entry: _Words) -> float:
    first = _best(word, entry.families[0])
    others = 0.93 * max((_best(word, family) for family in entry.families[1:]), default=0.0)
    given = 0.75 * _best(word, entry.given)
    return max(first, others, given)


def _word_quality(word: _Asked, columns: str, entry: _Words) -> float:
    found = [
        quality
        for column, quality in _QUALITIES.items()
        if columns in ("", "any") or column in columns.split()
    ]
    best = max(quality(word, entry) for quality in found)
    return max(best, 0.9 * _acronym_quality(word.word, entry.acronyms)) if not columns else best


_QUALITIES: Final[dict[str, Callable[[_Asked, _Words], float]]] = {
    "author": _author_quality,
    "title": lambda word, entry: 0.95 * _best(word, entry.title),
    "journal": lambda word, entry: 0.8 * _best(word, entry.journal),
    "key": lambda word, entry: 0.9 * _best(word, entry.key),
    "year": lambda word, entry: 0.8 * (word.word in entry.short_year),
    "other": lambda word, entry: 0.6 * _best(word, entry.other),
}
"""How well a word stands in each column of an entry, 0-1."""


def _acronym_quality(word: str, acronyms: Iterable[str]) -> float:
    """1 for the acronym, less for a beginning of it: a title goes on after what people shorten."""
    if word in acronyms:
        return 1.0
    return 0.85 if len(word) > 2 and any(each.startswith(word) for each in acronyms) else 0.0


def _best(word: _Asked, some: Iterable[str]) -> float:
    return max((_alike(word, other) for other in some), default=0.0)


def _alike(asked: _Asked, other: str) -> float:
    """1 for the same word, less for a beginning of it, less for another form of it."""
    word, forms, deep = asked
    if word == other:
        return 1.0
    if len(word) > 1 and other.startswith(word):
        return 0.6 + 0.35 * len(word) / len(other)
    if other in forms or (deep and (word in variants(other) or stem(other) in forms)):
        return 0.85
    return 0.0
