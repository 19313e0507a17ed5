"""Why two references are one work or not, in words a reader can check."""

from functools import lru_cache

from rapidfuzz import fuzz

from kb.match.normal import Record
from kb.match.score import Levels, Scorer
from kb.model import Reason

_WORDS = {
    "title": {
        "equal": "title equal",
        "equal-short": "title equal (short)",
        "equal-generic": "title equal, but one that many works have",
        "contained": "title {alike}, one is the beginning or a part of the other",
        "contained-short": "title {alike}, one is a short part of the other",
        "contained-generic": "title {alike}, one is a generic part of the other",
        "near": "title {alike}",
        "near-generic": "title {alike}, but one that many works have",
        "reordered": "title {alike}, words in another order",
        "damaged": "title {alike}, some words damaged",
        "dropped": "title {alike}, words left out",
        "part": "title {alike}, many words left out",
        "changed": "title {alike}, words replaced",
        "different": "titles differ",
    },
    "distinction": {
        "numbers": "numbers in the titles differ ({left.numbers} against {right.numbers})",
        "number-one": "only one title has a number ({left.numbers} against {right.numbers})",
        "number-aside": "only one title has a number, in what the other leaves out",
        "instrument": "legal texts of unlike kinds",
        "mark": "only one title says {marks}",
        "edition": "edition {left.edition} against {right.edition}",
        "crowded": "several have this title, author and year",
        "edition-one": "only one names an edition ({editions})",
    },
    "authors": {
        "equal": "authors equal",
        "equal-one": "the one author equal",
        "equal-body": "the body it is by equal",
        "reordered": "same authors in another order",
        "shortened": "first author equal, list shortened",
        "first-only": "first author equal, one names no others",
        "first": "first author equal, others differ",
        "inside": "authors of one among those of the other",
        "one-inside": "the one author is among those of the other",
        "half": "half of the authors equal",
        "some": "few authors equal",
        "organisations": "organisations with unlike names",
        "namesake": "first authors are namesakes with other initials",
        "none": "authors differ",
    },
    "year": {
        "equal": "year equal",
        "one-off": "year {left.year} against {right.year}",
        "two-off": "year {left.year} against {right.year}",
        "far": "year {left.year} against {right.year}",
    },
    "venue": {
        "equal": "venue equal",
        "abbreviated": "venue equal (abbreviated)",
        "similar": "venue similar",
        "different": "venues differ",
        "other": "venues differ, both well known here",
        "two": "venues differ, works here never name one for the other",
        "unlike": "venues hard to compare",
    },
    "kind": {
        "clash": "{left.kind} against {right.kind}",
        "elsewhere": "came out in two places",
        "version": "{left.kind} against {right.kind}: versions",
    },
    "volume": {"equal": "volume equal", "differs": "volume {left.volume} against {right.volume}"},
    "issue": {
        "equal": "issue equal",
        "differs": "issue {left.issue} against {right.issue}",
        "supplement": "issue {left.issue} against {right.issue}, one is a supplement",
    },
    "pages": {
        "equal": "pages equal",
        "start": "first page equal",
        "end": "last page equal",
        "differs": "pages {left.page} against {right.page}",
        "unlike": "page {left.page} against {right.page}",
    },
    "doi": {"equal": "DOI equal", "differs": "DOI {left.doi} against {right.doi}"},
    "isbn": {"equal": "ISBN equal", "differs": "ISBNs differ"},
    "url": {"equal": "web address equal"},
    "abstract": {
        "equal": "abstract equal",
        "near": "abstract alike",
        "differs": "abstracts differ",
    },
}


def reasons(scorer: Scorer, levels: Levels, left: Record, right: Record) -> tuple[Reason, ...]:
    """A reason for each field of a pair that says something, in words as in `_WORDS`.

    `levels` are those of the pair.
    """
    said = dict(levels)
    return tuple(
        _reason(scorer, name, said[name], left, right)
        for name in _WORDS
        if said.get(name) in _WORDS[name]
    )


def _reason(scorer: Scorer, name: str, level: str, left: Record, right: Record) -> Reason:
    alike = _alike(name, level, left, right)
    text = _WORDS[name][level]
    if "{" in text:
        text = _filled(text, alike, left, right)
    return _shared(name, text, alike, float(scorer.weights[name][level]))


def _filled(text: str, alike: float, left: Record, right: Record) -> str:
    filled = text.format(
        left=left,
        right=right,
        alike=f"{alike:.2f}",
        marks=" and ".join(sorted(set(left.marks) ^ set(right.marks))),
        editions=left.edition or right.edition,
    )
    return filled.replace("()", "none")


@lru_cache(maxsize=50_000)
def _shared(what: str, words: str, alike: float, weight: float) -> Reason:
    """One value for reasons that are equal: a large bibliography has millions of a few kinds."""
    return Reason(what, words, alike, weight)


def _alike(name: str, level: str, left: Record, right: Record) -> float:
    if name == "title":
        return round(fuzz.ratio(left.squash, right.squash) / 100, 2)
    if level.startswith(("equal", "abbreviated")):
        return 1.0
    low = ("differs", "different", "none", "far", "clash", "numbers", "mark", "edition")
    return 0.0 if level in low else 0.5
