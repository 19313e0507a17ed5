"""Full-text search over claims and works, typos and inflection forgiven, best first.

Words are compared by their stems (kb.formats.terms), by meaning where the small table of concepts
knows them in both languages, and by letters where neither helps. A hit's score is the share of the
query's weight that it answers (rare words weigh more), a little less for every word it has besides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import Final

from kb.formats.terms import concept_words, concepts, stems, terms, tokens
from kb.links import Links
from kb.model import Claim, Note, Reference

FIELDS: Final = {"words": 1.0, "quote": 0.6, "tags": 0.6, "source": 0.45}
"""How much a word counts by where it stands."""
LEAST: Final = 0.15
"""Below this share a hit is chance."""


@dataclass(frozen=True)
class Hit:
    """A claim (with its note) or a work, and how well it answers, 0-1."""

    score: float
    note: Note | None = None
    claim: Claim | None = None
    work: Reference | None = None


Postings = dict[int, float]
"""Document number -> how much the word counts there."""


class Index:
    """Claims and works by their words, stems and concepts."""

    def __init__(self, links: Links) -> None:
        self.hits: list[Hit] = []
        self.terms: defaultdict[str, Postings] = defaultdict(dict)
        self.sizes: list[float] = []
        for note in links.base.notes:
            for claim in note.claims:
                self._add(Hit(0, note, claim), claim_words(claim, links))
        for work in links.works:
            self._add(Hit(0, work=work), work_words(work))

    def _add(self, hit: Hit, words: Iterable[tuple[str, float]]) -> None:
        number = len(self.hits)
        self.hits.append(hit)
        own = 0.0
        for word, weight in words:
            own += weight if weight == 1.0 else 0.0
            for term in terms(word):
                postings = self.terms[term]
                postings[number] = max(weight, postings.get(number, 0.0))
        self.sizes.append(own)

    def search(self, query: str, limit: int) -> list[Hit]:
        """The best hits for the words of `query`."""
        words = list(dict.fromkeys(tokens(query)))
        answers = [self._answers(word) for word in words]
        weights = [log(1 + len(self.hits) / (1 + len(answer))) for answer in answers]
        whole = sum(weights)
        scores: defaultdict[int, float] = defaultdict(float)
        for answer, weight in zip(answers, weights, strict=True):
            for number, share in answer.items():
                scores[number] += share * weight / whole
        rated = [
            (self._dampen(number, score, len(words)), number) for number, score in scores.items()
        ]
        best = sorted((-score, number) for score, number in rated if score >= LEAST)[:limit]
        return [replace(self.hits[number], score=-score) for score, number in best]

    def _dampen(self, number: int, score: float, asked: int) -> float:
        """A little less for words that nobody asked for; a work counts less than a claim."""
        spare = max(0, self.sizes[number] - asked) / (self.sizes[number] + asked + 1)
        return score * (1 - 0.15 * spare) * (1.0 if self.hits[number].claim else 0.75)

    def _answers(self, word: str) -> Postings:
        """The documents that a word of the query answers, and how well."""
        found: Postings = {}
        forms = stems(word)
        for form in (word, *forms):
            _take(found, self.terms.get(form, {}), 1.0 if form == word else 0.95)
        if not found:
            for form, likeness in near(word, self._vocabulary).items():
                _take(found, self.terms.get(form, {}), 0.85 * likeness)
                self._take_alike(found, form, 0.6 * likeness)
        self._take_alike(found, word, 0.7)
        return found

    def _take_alike(self, found: Postings, word: str, factor: float) -> None:
        """What stands for the same concepts as `word`."""
        for concept in concepts(word):
            _take(found, self.terms.get(f"={concept}", {}), factor)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return [*self.terms, *concept_words()]


def near(word: str, terms: Iterable[str]) -> dict[str, float]:
    """Those of `terms` that differ from `word` by a slip or two, and how alike they are."""
    from rapidfuzz import fuzz, process

    if len(word) < 4:
        return {}
    known = [term for term in terms if term[0] != "=" and len(term) > 3]
    close = process.extract(word, known, scorer=fuzz.ratio, limit=6, score_cutoff=78)
    return {term: score / 100 for term, score, _ in close}


def _take(found: Postings, postings: Postings, factor: float) -> None:
    for number, weight in postings.items():
        found[number] = max(found.get(number, 0.0), weight * factor)


def claim_words(claim: Claim, links: Links) -> Iterable[tuple[str, float]]:
    """The words of a claim, its id, tags, quotes, and of the works it rests on."""
    for word in tokens(claim.text):
        yield word, FIELDS["words"]
    for word in tokens(" ".join((*claim.tags, claim.id, claim.reason))):
        yield word, FIELDS["tags"]
    for quote in claim.quotes:
        for word in tokens(quote.text):
            yield word, FIELDS["quote"]
    for key in {citation.key for citation in claim.citations}:
        work = links.work(key)
        for word, _ in work_words(work) if work else ((key, 0),):
            yield word, FIELDS["source"]


def work_words(work: Reference) -> Iterable[tuple[str, float]]:
    """The words of a work's title, names, year and key."""
    names = " ".join(name.display for name in (*work.names(), *work.names("editor")))
    for word in tokens(" ".join((work.text("title"), names, str(work.year or ""), work.key))):
        yield word, FIELDS["words"]


def search(links: Links, query: str, limit: int) -> list[Hit]:
    """The claims and works that answer the words of `query`, best first."""
    return Index(links).search(query, limit)
