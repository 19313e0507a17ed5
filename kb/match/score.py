"""What speaks for and against two records being one work, added up as log-odds.

The method is Fellegi and Sunter's (1969): each field agrees on a level, each level has a weight,
the weights add up. The weights lie in `weights.json`, as `benchmarks/dedupe` learnt them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Any, Final

from rapidfuzz import fuzz

from kb.match.names import authors
from kb.match.normal import Record, load
from kb.match.titles import Corpus, distinction, titles
from kb.match.venues import venues
from kb.model import Verdict

UNLIKE: Final = -3.5
"""Log-odds of two records with nothing in common but a word: no evidence for, little against."""
_FIGURES: Final = "0123456789"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
PLACE: Final = frozenset(("year", "venue", "volume", "issue", "pages", "doi", "url"))
"""Fields that tell where a work came out."""
_PAPERS: Final = {"journal", "conference"}
"""Kinds of one venue whose acronym does not tell which it is: exports call all an article."""
SUPPLEMENTS: Final = frozenset("sap")
"""What stands before the pages of a supplement: supplement, abstract, poster."""
KNOWN: Final = 4
"""Records that must name a venue before it is no mere way of writing another one."""
Levels = tuple[tuple[str, str], ...]
"""The level on which each field agrees: (('title', 'equal'), ('authors', 'shortened'), ...)."""
Weighed = tuple[float, Levels]
"""The log-odds that a pair is one work, and its levels."""


def year(left: Record, right: Record) -> str:
    if not left.year or not right.year:
        return "missing"
    apart = abs(left.year - right.year)
    return ("equal", "one-off", "two-off")[apart] if apart < 3 else "far"


def kind(left: Record, right: Record) -> str:
    """Whether both name the same sort of venue: conference and journal, book and chapter clash.

    Where the venues differ too it is a 'version': related, another work.
    """
    if not left.kind or not right.kind:
        return "missing"
    return "same" if left.kind == right.kind else "clash"


def _plain(left: str, right: str) -> str:
    if not left or not right:
        return "missing"
    return "equal" if left == right else "differs"


def volume(left: Record, right: Record) -> str:
    return _plain(left.volume, right.volume)


def issue(left: Record, right: Record) -> str:
    """A supplement ('s1') is no issue of its volume; numbers of issues are often wrong."""
    level = _plain(left.issue, right.issue)
    if level == "differs" and left.issue.startswith("s") != right.issue.startswith("s"):
        return "supplement"
    return level


def pages(left: Record, right: Record) -> str:
    """First and last page; an electronic locator ('e12') against a page number tells little, the
    page of a supplement ('S12', 'A397', 'P275') against another one much."""
    if not left.page or not right.page:
        return "missing"
    if left.page == right.page:
        ends = left.page_end and right.page_end and left.page_end != right.page_end
        return "start" if ends else "equal"
    if left.page_end and left.page_end == right.page_end:
        return "end"
    if left.page.lstrip(_LETTERS) == right.page.lstrip(_LETTERS):
        return "start"
    marks = {page.rstrip(_FIGURES) for page in (left.page, right.page)}
    return "differs" if len(marks) == 1 or marks - SUPPLEMENTS == {""} else "unlike"


def doi(left: Record, right: Record) -> str:
    if left.doi and right.doi and left.doi != right.doi:
        short, long = sorted((left.doi, right.doi), key=len)
        return "missing" if long.startswith(short) and len(short) > 12 else "differs"
    return _plain(left.doi, right.doi)


def isbn(left: Record, right: Record) -> str:
    if not left.isbns or not right.isbns:
        return "missing"
    return "equal" if set(left.isbns) & set(right.isbns) else "differs"


def url(left: Record, right: Record) -> str:
    """Equal addresses count; unlike ones do not, a work has many."""
    return "equal" if left.url and left.url == right.url else "missing"


def abstract(left: Record, right: Record) -> str:
    if len(left.abstract) < 60 or len(right.abstract) < 60:
        return "missing"
    if left.abstract == right.abstract:
        return "equal"
    length = min(len(left.abstract), len(right.abstract))
    alike = fuzz.ratio(left.abstract[:length], right.abstract[:length], score_cutoff=75)
    return "near" if alike else "differs"


_AUTHORS: Final = frozenset(
    ("equal", "equal-one", "equal-body", "reordered", "shortened", "inside")
)
_FIELDS: Final[dict[str, Callable[[Record, Record], str]]] = {
    "authors": authors,
    "year": year,
    "volume": volume,
    "issue": issue,
    "pages": pages,
    "doi": doi,
    "isbn": isbn,
    "url": url,
    "abstract": abstract,
}


def probability(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True)
class Scorer:
    """Compares records with given weights, before what the whole corpus says about words."""

    weights: Mapping[str, Any]
    corpus: Corpus
    known: dict[Levels, Weighed] = field(default_factory=dict, compare=False, repr=False)
    """Levels that were met: some thousand kinds, however many pairs."""

    def compare(self, left: Record, right: Record) -> Weighed:
        """How a pair agrees and what that weighs; levels that are equal are one value."""
        levels = self.levels(left, right)
        if not levels:
            return UNLIKE, levels
        found = self.known.get(levels)
        if found is None:
            found = self.known[levels] = (self._added(levels), levels)
        return found

    def levels(self, left: Record, right: Record) -> Levels:
        """Every field's level of agreement; () when nothing at all speaks for one work."""
        title = titles(left, right, self.corpus)
        if title == "different" and not _same_place(left, right):
            return ()
        rest = tuple((name, level(left, right)) for name, level in _FIELDS.items())
        apart = ("distinction", self.distinction(title, left, right))
        where = self.venue(left.venue, right.venue)
        sort = kind(left, right)
        if _elsewhere(left, right, where):
            versions = sort == "clash" or where == "two"
            sort = "version" if versions else _moved(sort, rest)
        elif where in ("equal", "abbreviated") and {left.kind, right.kind} == _PAPERS:
            sort = "missing"
        return (("title", title), apart, *rest, ("venue", where), ("kind", sort))

    def distinction(self, title: str, left: Record, right: Record) -> str:
        """What tells two works of one series apart; 'crowded' where nothing tells the works of a
        column apart, and there are several."""
        generic = title.endswith("-generic")
        if generic and (self.corpus.is_crowded(left) or self.corpus.is_crowded(right)):
            return "crowded"
        return distinction(left, right)

    def venue(self, left: str, right: str) -> str:
        """The level of agreement of two venues; 'other' when both are known here and unlike, 'two'
        when records would show it were they one."""
        level = venues(left, right)
        if level in ("equal", "missing"):
            return level
        if (min(left, right), max(left, right)) in self.corpus.synonyms:
            return "equal"
        if self.corpus.never_meet(left, right):
            return "two"
        known = self.corpus.venues
        other = min(known.get(left, 0), known.get(right, 0)) >= KNOWN
        return "other" if other and level in ("different", "unlike") else level

    def _added(self, levels: Levels) -> float:
        """The weights of levels, added up.

        Two works may stand in one place (abstracts on one page of a supplement): the place alone
        speaks only so much for titles that are unlike.
        """
        weights = self.weights
        place = sum(weights[name][level] for name, level in levels if name in PLACE)
        most = weights["place"].get(levels[0][1], place)
        rest = sum(weights[name][level] for name, level in levels if name not in PLACE)
        return float(weights["prior"] + rest + min(place, most))

    def related(self, levels: Levels) -> bool:
        """Two versions of a work: preprint and article, conference and journal."""
        found = dict(levels)
        title = found.get("title", "").startswith(("equal", "near", "contained"))
        return title and found["kind"] in ("version", "elsewhere") and found["authors"] in _AUTHORS

    def verdict(self, odds: float) -> Verdict:
        if odds >= self.weights["same"]:
            return "same"
        return "unsure" if odds >= self.weights["unsure"] else "differ"


def _moved(sort: str, levels: Levels) -> str:
    """'elsewhere' when not only the venue but volume, issue or pages differ too."""
    found = dict(levels)
    marks = {found["volume"], found["pages"], found["issue"]}
    return sort if marks.isdisjoint(("differs", "supplement")) else "elsewhere"


def _elsewhere(left: Record, right: Record, where: str) -> bool:
    """Whether the venues differ, or one is a publisher and the other a journal."""
    return where in ("different", "other", "two") or bool(
        where == "missing" and left.venue and right.venue
    )


def _same_place(left: Record, right: Record) -> bool:
    """Whether an identifier, or the page of a volume, is the same in spite of another title."""
    if left.doi and left.doi == right.doi:
        return True
    return bool(left.page and left.volume and left.page == right.page) and (
        left.volume == right.volume and left.year == right.year
    )


def default_weights() -> Mapping[str, Any]:
    """The weights that come with the program."""
    found: Mapping[str, Any] = load("weights.json")
    return found
