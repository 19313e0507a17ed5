"""Which entry of the paper's own list a citation means, how sure that is, and why.

First every citation that agrees with exactly one entry in names and year is settled. What is left
is compared with care: a name may be misspelt, reordered or cut short, a year wrong, a journal
named in place of the author. Entries that nobody cites otherwise count a little more.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from kb.model import Certainty
from kb.parse.found import Found
from kb.parse.heads import Head
from kb.parse.names import is_journal
from kb.parse.terms import JOURNAL_WORDS, ORG_SMALL, PARTICLES, fold

_YEAR = re.compile(r"\d{4}")
_LIKE = 78
"""From this likeness (0-100) two family names can be the same one, misspelt."""
_NEAR = 0.82
_SURE = 85
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """The id of the entry (None: none), the class of certainty, the reason in words."""

    target: str | None
    certainty: Certainty
    why: str


@dataclass(frozen=True, slots=True)
class _Match:
    """How the names of a citation agree with those of an entry: 3 the same, 2 partly, 1 alike."""

    level: int
    words: str
    alike: float = 1.0


NOTHING = Answer(None, "none", "no entry of the list has this name and year")


class Resolver:
    """Answers for the lists of a paper. Heads are looked up by the words of their names; `forms`
    are folded acronyms that the paper explains, with what they stand for."""

    def __init__(self, heads: Sequence[Head], forms: Mapping[str, str] | None = None) -> None:
        self._forms = forms or {}
        self._by_word: dict[str, list[Head]] = defaultdict(list)
        self._by_year: dict[str, list[Head]] = defaultdict(list)
        self._families = {family for head in heads for family in head.families}
        self._by_id = {head.id: head for head in heads}
        self._by_start: dict[str, list[Head]] = defaultdict(list)
        for head in heads:
            if head.acronyms and head.families:
                self._by_start[head.families[0][:3]].append(head)
            self._by_year[head.year].append(head)
            opening = set(head.opening.split()) | set(head.lead.split()[:2])
            for word in {w for words in head.words for w in words} | head.acronyms | opening:
                self._by_word[word].append(head)
        self._words = [word for word in self._by_word if len(word) >= _SHORT]
        self._near: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, bool] = {}
        self._cited: set[str] = set()

    def resolve(
        self,
        found: Sequence[Found],
        places: Sequence[int] = (),
        near: Sequence[Sequence[int]] = (),
    ) -> list[Answer]:
        """An answer for each citation; `places[i]` is where it stands in the paper, `near[i]` are
        the citations of the same sentence."""
        where = places or [0] * len(found)
        found = [self._spelt_out(cite) for cite in found]
        answers = [self._exact(cite, at) for cite, at in zip(found, where, strict=True)]
        self._cited = {a.target for a in answers if a and a.target}
        for at, cite in enumerate(found):
            if answers[at] is None:
                hints = [answers[i] for i in (near[at] if near else ()) if i != at]
                answers[at] = self._inexact(cite, [h.target for h in hints if h and h.target])
        return [answer or NOTHING for answer in answers]

    def is_exact(self, cite: Found) -> bool:
        """Whether an entry has exactly these names and this year."""
        return self.entry_of(cite) is not None

    def entry_of(self, cite: Found) -> Head | None:
        """The entry that has exactly these names and this year, if any."""
        answer = self._exact(self._spelt_out(cite), 0)
        return self._by_id[answer.target] if answer and answer.target else None

    def knows(self, name: str) -> bool:
        """Whether an entry is filed under this name, or one spelt much alike."""
        folded = fold(name)
        if folded not in self._known:
            single = len(folded) >= 2 * _SHORT and " " not in folded
            near = single and process.extractOne(
                folded, self._families, scorer=fuzz.ratio, score_cutoff=_SURE
            )
            self._known[folded] = folded in self._families or bool(near)
        return self._known[folded]

    def _spelt_out(self, cite: Found) -> Found:
        """A citation by an acronym that the paper explains and no entry begins with."""
        names = tuple(
            name if fold(name) in self._by_word else self._forms.get(fold(name), name)
            for name in cite.authors
        )
        return cite if names == cite.authors else replace(cite, authors=names)

    def _exact(self, cite: Found, place: int) -> Answer | None:
        years = _YEAR.findall(cite.year or "") or [""]
        named = self._named(cite)
        hits = [h for h in named if h.year in years and _is_same(cite, h)]
        if not hits:
            hits = [h for h in named if not h.years.isdisjoint(years) and _is_same(cite, h)]
        if not hits:
            return None
        if len(hits) > 1:
            hits = _own_list(hits, place)
            hits = [h for h in hits if h.suffix and h.suffix == _suffix_of(cite)] or hits
            hits = [h for h in hits if len(h.families) == len(cite.authors)] or hits
        note = "names and year agree"
        if len(hits) > 1:
            note += f"; {', '.join(h.id for h in hits[1:4])} would do as well"
        return Answer(hits[0].id, "exact", note)

    def _named(self, cite: Found) -> list[Head]:
        """The heads that share a word with the first name of a citation."""
        words = fold(" ".join(cite.authors[:1])).split()
        hits: dict[str, Head] = {}
        for word in (*words, "".join(words)):
            hits.update({h.id: h for h in self._by_word.get(word, ())})
        if words and len(words[0]) > _SHORT:
            hits.update({h.id: h for h in self._by_start.get(words[0][:3], ())})
        return list(hits.values())

    def _possible(self, cite: Found, hints: Sequence[str]) -> list[Head]:
        """The heads worth a careful look: a shared word, a word spelt alike, the same year for
        what may be a journal, the entries that the same sentence cites."""
        hits = {h.id: h for h in self._named(cite)}
        for name in cite.authors[:1]:
            for word in self._alike(fold(name)):
                hits.update({h.id: h for h in self._by_word[word]})
        if len(fold(" ".join(cite.authors)).split()) > 1:
            hits.update({h.id: h for h in self._by_year.get(_year_of(cite), ())})
        hits.update({i: self._by_id[i] for i in hints if i in self._by_id})
        return list(hits.values())

    def _alike(self, name: str) -> tuple[str, ...]:
        """The words of the list's names that are spelt like a word of `name`."""
        if name not in self._near:
            found: list[str] = []
            for word in [w for w in name.split() if len(w) >= _SHORT][:6]:
                hits = process.extract(
                    word, self._words, scorer=fuzz.ratio, score_cutoff=_LIKE - 8, limit=20
                )
                found += [hit[0] for hit in hits]
            self._near[name] = tuple(found)
        return self._near[name]

    def _inexact(self, cite: Found, hints: Sequence[str]) -> Answer:
        possible = self._possible(cite, hints)
        scored = [(self._score(cite, head, hints), head) for head in possible]
        scored = [(score, head) for score, head in scored if score[0] > 0]
        if not scored:
            return NOTHING
        (score, certainty, words), head = max(scored, key=lambda pair: pair[0][0])
        rivals = [h.id for (s, _, _), h in scored if s >= score and h.id != head.id]
        if rivals and certainty != "exact":
            words += f"; {', '.join(rivals[:3])} would do as well"
        return Answer(head.id, certainty, words)

    def _score(self, cite: Found, head: Head, hints: Sequence[str]) -> tuple[float, Certainty, str]:
        match = match_names(cite.authors, cite.others, head)
        if match is None:
            return self._by_journal(cite, head, hints)
        year, listed = _year_of(cite), head.year
        year = listed if listed in _YEAR.findall(cite.year or "") else year
        uncited = head.id not in self._cited
        if match.level == 3:
            return _year_differs(match, year, listed, uncited)
        if year and year == listed:
            bonus = 0.1 if uncited else 0.0
            return match.level + match.alike / 2 + bonus, "name-differs", match.words
        near = (
            match.level == 1 and match.alike >= _NEAR and uncited and _distance(year, listed) <= 2
        )
        if near and year and listed:
            return 0.3 + match.alike / 4, "both-differ", f"{match.words}; the list says {listed}"
        if match.level == 2 and match.alike >= 0.9 and _distance(year, listed) <= 3:
            words = f"{match.words}, and the list says {listed or 'no year'}"
            return 0.5 + match.alike / 4, "both-differ", words
        return 0.0, "none", ""

    def _by_journal(
        self, cite: Found, head: Head, hints: Sequence[str]
    ) -> tuple[float, Certainty, str]:
        """A journal or title named in place of the author."""
        name = fold(" ".join(cite.authors))
        if len(name) < 8 or not (is_journal(name) or len(name.split()) > 2):
            return 0.0, "none", ""
        what = "journal" if _same_words(name, head.container) else "title"
        close = _same_words(name, head.container) or (
            len(name.split()) > 2 and _same_words(name, head.title)
        )
        same_year = _year_of(cite) == head.year
        if close and same_year:
            return 1.2, "name-differs", f"the {what} is named in place of the author"
        if head.id in hints and _share_rare_word(name, head.container):
            certainty: Certainty = "name-differs" if same_year else "both-differ"
            words = "the journal is named in place of the author, whom the same sentence cites"
            return 0.4, certainty, words if same_year else f"{words}; the list says {head.year}"
        return 0.0, "none", ""


def _is_same(cite: Found, head: Head) -> bool:
    match = match_names(cite.authors, cite.others, head)
    return match is not None and match.level == 3


def _own_list(hits: Sequence[Head], place: int) -> list[Head]:
    """Where a work stands in the lists of several chapters, the list that follows is meant."""
    later = [h for h in hits if h.place > place]
    return later or list(hits[-1:])


def _year_differs(
    match: _Match, year: str, listed: str, uncited: bool
) -> tuple[float, Certainty, str]:
    if not year or not listed:
        return 1.0 + uncited, "year-differs", f"names agree; the list says {listed or 'no year'}"
    distance = _distance(year, listed)
    reach = 10 if uncited else 2
    if distance > reach and sorted(year) != sorted(listed):
        return 0.0, "none", ""
    words = f"names agree, the list says {listed}"
    return 2.4 + 0.3 * uncited - distance / 20, "year-differs", words


def _distance(year: str, listed: str) -> int:
    return abs(int(year) - int(listed)) if year and listed else 0


def _year_of(cite: Found) -> str:
    match = _YEAR.search(cite.year or "")
    return match[0] if match else ""


def _suffix_of(cite: Found) -> str:
    year = cite.year or ""
    return year[-1] if year[-1:].isalpha() and year[:1].isdigit() else ""


def match_names(authors: Sequence[str], others: bool, head: Head) -> _Match | None:
    """How the cited names agree with the first names of an entry; None where they do not."""
    if not authors or not head.families:
        return None
    first = _match_one(authors[0], head, 0)
    if first is None or first.level < 3:
        first = _Match(3, "names agree") if _leads(authors, head) else first
    if first is None:
        return _displaced(authors, head)
    for at, name in enumerate(authors[1:3], 1):
        other = _match_one(name, head, at) or _anywhere(name, head)
        if (other is None or other.level < 3) and f" {fold(name)} " in f" {head.lead} ":
            other = _Match(3, "names agree")
        if other is None:
            return _Match(1, f"{name} is not among its authors", 0.5) if first.level == 3 else None
        if other.level < first.level:
            first = other
    return first


def _leads(authors: Sequence[str], head: Head) -> bool:
    """Whether an entry begins with the cited names, however its fields were read: with all of
    them, or with the first ('Kennedy George and Davis Bernard, 2009')."""
    names, first = fold(" ".join(authors)), fold(authors[0])
    whole = len(names) > 2 * _SHORT and head.lead.startswith(f"{names} ")
    return whole or (len(first) > _SHORT and head.lead.startswith(f"{first} "))


def _match_one(name: str, head: Head, at: int) -> _Match | None:
    if at >= len(head.families):
        return None
    cited = fold(name)
    if at == 0 and cited == head.opening:
        return _Match(3, "names agree")
    return _compare(cited, head.families[at], head.words[at], head.acronyms)


def _anywhere(name: str, head: Head) -> _Match | None:
    matches = (_match_one(name, head, at) for at in range(min(len(head.families), 12)))
    found = [m for m in matches if m is not None and m.level >= 2]
    return max(found, key=lambda m: m.level, default=None)


@lru_cache(maxsize=200_000)
def _compare(
    name: str, family: str, words: frozenset[str], acronyms: frozenset[str]
) -> _Match | None:
    cited = _core(name)
    if name == family or cited == _core(family) or (name in acronyms and len(name) > 1):
        return _Match(3, "names agree")
    squeezed = name.replace(" ", "")
    if squeezed == family.replace(" ", "") or frozenset(name.split()) == words:
        return _Match(3, "names agree")
    tokens = frozenset(cited.split())
    if acronyms and abbreviates(name, family):
        return _Match(3, "names agree, in short")
    if _shortens(tokens, words):
        return _Match(3, "names agree, a part of one as initials")
    if tokens and tokens <= words and not _only_small(tokens):
        return _part_of(name, family, tokens, words)
    return _alike(cited, family, words)


def abbreviates(name: str, family: str) -> bool:
    """'Kemenkes RI' for 'Kementerian Kesehatan Republik Indonesia': the beginnings of an
    organisation's words, one after the other, the first and one more at least."""
    letters = name.replace(" ", "")
    words = [word for word in family.split() if word not in ORG_SMALL]
    if len(letters) < 5 or len(words) < 2 or name == words[0] or words[0][:3] != letters[:3]:
        return False
    return _begins_words(letters, words, 3)


def _begins_words(letters: str, words: Sequence[str], least: int = 1) -> bool:
    """Whether `letters` are the beginnings of the first of `words`, none left out."""
    if not letters:
        return True
    if not words:
        return False
    return any(
        words[0].startswith(letters[:at]) and _begins_words(letters[at:], words[1:])
        for at in range(min(len(letters), len(words[0])), least - 1, -1)
    )


def _shortens(tokens: frozenset[str], words: frozenset[str]) -> bool:
    """'Kementerian Kesehatan RI' for '... Republik Indonesia': one word is the initials of those
    that are missing."""
    extra, missing = tokens - words, words - tokens
    if len(extra) != 1 or len(missing) < 2 or len(tokens) < 3:
        return False
    return sorted(min(extra)) == sorted(word[0] for word in missing)


def _part_of(name: str, family: str, tokens: frozenset[str], words: frozenset[str]) -> _Match:
    """Some words of the author's name; only initials may be missing without a difference."""
    if tokens == {word for word in words if len(word) > 1}:
        return _Match(3, "names agree")
    return _Match(2, f"'{name}' is a part of the author's name, filed under '{family}'")


def likeness(left: str, right: str) -> float:
    """How alike two folded names are, 0-100."""
    return fuzz.ratio(left, right)


def _core(name: str) -> str:
    words = [w for w in name.split() if len(w) > 1 and w not in PARTICLES]
    return " ".join(words) or name


def _only_small(tokens: frozenset[str]) -> bool:
    return all(token in ORG_SMALL or len(token) < 3 for token in tokens)


def _alike(name: str, family: str, words: frozenset[str]) -> _Match | None:
    if min(len(name), len(family)) < _SHORT:
        return None
    ratio = fuzz.ratio(name, _core(family))
    best = max((fuzz.ratio(name, w) for w in words if len(w) >= _SHORT), default=0.0)
    alike = max(ratio, best - 8)
    if alike < _LIKE:
        return None
    return _Match(1, f"'{name}' is near '{family}'", alike / 100)


def _displaced(authors: Sequence[str], head: Head) -> _Match | None:
    """The cited first author is another of the entry's authors."""
    for at in range(1, min(len(head.families), 12)):
        match = _match_one(authors[0], head, at)
        if match and match.level == 3:
            rest = all(_anywhere(name, head) for name in authors[1:])
            if rest:
                return _Match(2, "the authors stand in another order in the list", 0.8)
    return None


def _same_words(name: str, text: str) -> bool:
    if not text or not name:
        return False
    return fuzz.token_sort_ratio(name, text) >= 88 or (
        len(name) > 12 and f" {name} " in f" {text} "
    )


def _share_rare_word(name: str, text: str) -> bool:
    """Whether a journal's name shares a telling word (a plural or ending apart)."""
    usual = JOURNAL_WORDS | ORG_SMALL | {"international", "studies", "social", "ilmu", "hukum"}
    mine = {w for w in name.split() if len(w) > 5 and w not in usual}
    theirs = {w for w in text.split() if len(w) > 5 and w not in usual}
    return any(fuzz.ratio(a, b) >= 88 for a in mine for b in theirs)
