"""How alike two titles are, and what in them tells works of one series apart."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from kb.match.normal import GENERIC, MARKS, PARTS, PUBLISHER, STOP, WORDS, Record, is_number

_INSTRUMENTS = frozenset(WORDS["instruments"].split())
_OPPOSITES: dict[str, list[tuple[str, str]]] = {}
"""Beginnings of words and their opposites, by their first two letters."""
for _one, _two in (pair.split("/") for pair in WORDS["opposites"].split()):
    _OPPOSITES.setdefault(_one[:2], []).append((_one, _two))
    _OPPOSITES.setdefault(_two[:2], []).append((_two, _one))


MEETINGS: Final = 5
"""Records of two venues at least that should have met, were these one, before none did tells."""
SHARE: Final = 8
"""One in so many records of the rarer of two venues must meet the other for these to be one."""


@dataclass(frozen=True)
class Corpus:
    """What the records as a whole say about words: in how many titles each stands.

    `weights` is what a shared word tells: the log of how rarely it stands in a title. `generic`
    holds squashed titles that unlike works share here, `crowded` what makes works of these hard to
    tell apart, `venues` how many records name each venue,
    `synonyms` pairs of venues (sorted) that stand for each other in records of works that agree in
    all else. `met` is how often such records name each pair of venues, `meeting` what share of all
    records meets one so, 0 where they often name unlike venues.
    """

    size: int = 0
    frequency: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    usual: int = 4
    generic: frozenset[str] = frozenset()
    venues: Mapping[str, int] = field(default_factory=dict)
    synonyms: frozenset[tuple[str, str]] = frozenset()
    crowded: frozenset[Hashable] = frozenset()
    met: Mapping[tuple[str, str], int] = field(default_factory=dict)
    meeting: float = 0.0

    def is_crowded(self, record: Record) -> bool:
        """Whether a record that says no page shares what `crowd` gives with more than one."""
        return not record.page and crowd(record) in self.crowded

    def never_meet(self, left: str, right: str) -> bool:
        """Whether two names are of two venues: works that agree in all else hardly ever have both,
        and were it one venue, at least `MEETINGS` should. Publishers take over from each other."""
        if left.startswith(PUBLISHER) or right.startswith(PUBLISHER):
            return False
        known = min(self.venues.get(left, 0), self.venues.get(right, 0))
        pair = (left, right) if left < right else (right, left)
        return MEETINGS + SHARE * self.met.get(pair, 0) < known * self.meeting

    def mass(self, words: Iterable[str]) -> float:
        """What these words tell together; at least a little."""
        get = self.weights.get
        return sum([get(word, 1.0) for word in words]) or 0.1

    def common(self, word: str) -> bool:
        """Whether a word is no slip of the pen: several titles have it; of a large corpus more,
        for there the same slip happens again."""
        return self.frequency.get(word, 0) >= self.usual


def crowd(record: Record) -> Hashable:
    """Title, year and first author."""
    return record.squash, record.year, record.names[:1]


def word_weights(frequency: Mapping[str, int], size: int) -> dict[str, float]:
    """The weight of every word; stop words tell next to nothing."""
    by_count = {seen: 1.0 + log((size + 20) / (seen + 1)) for seen in set(frequency.values())}
    return {word: 0.1 if word in STOP else by_count[seen] for word, seen in frequency.items()}


def titles(left: Record, right: Record, corpus: Corpus) -> str:
    """The level of agreement of two titles, by the names of the weights."""
    if not left.squash or not right.squash:
        return "missing"
    if left.squash == right.squash:
        return "equal" + _standing(left, corpus)
    if _far(left.squash, right.squash):
        return "different"
    if left.squash == right.main or right.squash == left.main:
        short = left if left.squash == right.main else right
        return "contained" + _standing(short, corpus)
    if is_cut(left, right):
        short = min(left, right, key=lambda record: len(record.squash))
        return "contained" + _standing(short, corpus)
    level = _fuzzy(left, right, corpus)
    if level == "near" and "-generic" in (_standing(left, corpus), _standing(right, corpus)):
        return "near-generic"
    return level


CUT: Final = 20
"""Letters of a title that was cut off, at least: 'The effects of' begins many."""


def is_cut(left: Record, right: Record) -> bool:
    """Whether one title is the beginning of the other, cut off anywhere, slips allowed.

    All its words but the last stand in the other's beginning, and no other word.
    """
    if left.squash[:3] != right.squash[:3]:
        return False
    short, long = sorted((left, right), key=lambda record: len(record.squash))
    size = len(short.squash)
    if not CUT <= size < len(long.squash):
        return False
    if long.squash.startswith(short.squash):
        return True
    if size > 0.95 * len(long.squash):
        return False
    if fuzz.ratio(short.squash, long.squash[:size], score_cutoff=90) == 0:
        return False
    *words, last = short.title.split()
    begun = long.title.split()[: len(words) + 1]
    if len(words) >= len(begun) or not begun[-1].startswith(last):
        return False
    return all(map(_one_word, words, begun))


def _one_word(left: str, right: str) -> bool:
    return left == right or same_word(left, right)


def _standing(record: Record, corpus: Corpus) -> str:
    """How much an agreement on this title says: '', '-short' or '-generic'."""
    if record.squash in GENERIC or record.squash in corpus.generic:
        return "-generic"
    content = [word for word in record.title.split() if word not in STOP]
    if len(content) <= 1 and len(record.squash) < 12:
        return "-generic"
    return "-short" if len(content) <= 3 and len(record.squash) < 30 else ""


Rest = tuple[list[str], list[str]]
"""The words that only the left and only the right title has."""


def _fuzzy(left: Record, right: Record, corpus: Corpus) -> str:
    ratio = fuzz.ratio(left.squash, right.squash)
    first, second = set(left.title.split()), set(right.title.split())
    shared = len(first & second)
    short = min(len(first), len(second))
    if _unlike(ratio, shared, short):
        return "different"
    if left.main and left.main == right.main and len(left.main) > 20:
        return _subtitles(10 * shared >= 9 * short, ratio)
    rest = _rest(first, second, corpus)
    if not rest[0] and not rest[1]:
        if _short_swap(left, right, (sorted(first - second), sorted(second - first))):
            return "changed"
        return "near" if ratio >= 80 else "reordered"
    if not rest[0] or not rest[1]:
        return _one_sided(left, right, rest[0] or rest[1], corpus)
    return _changed(left, right, rest, ratio, corpus)


def _far(left: str, right: str) -> bool:
    """Whether titles are too little alike for anything: most pairs are. Those of certain lengths
    may still be one and its subtitle, or the same words in another order."""
    size, other = len(left), len(right)
    if abs(size - other) <= 2 or size > 2 * other or other > 2 * size:
        return False
    return fuzz.ratio(left, right, score_cutoff=60) == 0


def _unlike(ratio: float, shared: int, short: int) -> bool:
    """Rejects at once what no slip and no missing subtitle explains: most pairs."""
    if ratio >= 75:
        return False
    if ratio < 60:
        return 4 * shared < 3 * short
    return 3 * shared < 2 * short if ratio < 70 else 2 * shared < short


def _subtitles(inside: bool, ratio: float) -> str:
    """Equal main titles: one subtitle may hold the other (and a translation), or they differ."""
    if inside:
        return "contained"
    return "near" if ratio >= 92 else "damaged" if ratio >= 85 else "changed"


def _one_sided(left: Record, right: Record, lost: list[str], corpus: Corpus) -> str:
    """Words left out: at the beginning or end (a subtitle), or here and there."""
    shorter = len(left.squash) <= len(right.squash)
    short, long = (left, right) if shorter else (right, left)
    standing = _standing(short, corpus)
    if long.squash.startswith(short.squash) or long.squash.endswith(short.squash):
        return "contained" + standing
    missing = corpus.mass(lost) < 0.4 * corpus.mass(short.title.split())
    return "dropped" if missing and not standing else "part"


def _changed(left: Record, right: Record, rest: Rest, ratio: float, corpus: Corpus) -> str:
    """Words replaced by others: damage when they look alike, another title when they weigh much."""
    if ratio >= 75 and not _real(rest, corpus) and not _short_swap(left, right, rest):
        return "near" if ratio >= 88 else "damaged"
    if ratio < 60:
        inside = _inside(left.squash, right.squash) and not _real(rest, corpus)
        return "dropped" if inside else "different"
    total = min(corpus.mass(left.title.split()), corpus.mass(right.title.split()))
    changed = min(corpus.mass(rest[0]), corpus.mass(rest[1]))
    return "changed" if changed < 0.45 * total else "different"


def _real(rest: Rest, corpus: Corpus) -> bool:
    """Whether words were replaced by other words, not damaged: opposites, words that other titles
    have too, or words with no likeness to each other."""
    left, right = rest
    if any(opposites(one, other) for one in left for other in right):
        return True
    if any(map(corpus.common, left)) and any(map(corpus.common, right)):
        return True
    return not any(OSA.normalized_similarity(one, other) > 0.5 for one in left for other in right)


_FEW: Final = 4
"""Content words of a title in which one short word makes another title."""


def _short_swap(left: Record, right: Record, rest: Rest) -> bool:
    """Whether titles of few words differ in one short word, letter for letter: 'RNA' and 'DNA',
    'cats' and 'rats' are both words as often as slips, and little else speaks for one title."""
    one = [word for word in rest[0] if word not in STOP]
    other = [word for word in rest[1] if word not in STOP]
    if len(one) != 1 or len(other) != 1 or len(one[0]) != len(other[0]):
        return False
    few = all(len([w for w in r.title.split() if w not in STOP]) <= _FEW for r in (left, right))
    return few and len(one[0]) <= _FEW and (one[0] + other[0]).isalpha()


def _inside(left: str, right: str) -> bool:
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < 25 or len(short) > 0.8 * len(long):
        return False
    return fuzz.partial_ratio(short, long, score_cutoff=92) > 0


def _rest(first: set[str], second: set[str], corpus: Corpus) -> Rest:
    """The words that only one title has, slips of the pen cancelled."""
    only_left = sorted(first - second - STOP)
    only_right = sorted(second - first - STOP)
    if not only_left or not only_right or len(only_left) * len(only_right) > 400:
        return only_left, only_right
    return _cancel(only_left, only_right, corpus)


def _cancel(left: list[str], right: list[str], corpus: Corpus) -> Rest:
    rest = list(right)
    kept = []
    for word in left:
        twin = next((other for other in rest if _slip(word, other, corpus)), None)
        if twin is None:
            kept.append(word)
        else:
            rest.remove(twin)
    return _joined(kept, rest)


def _joined(left: list[str], right: list[str]) -> Rest:
    """'data base' and 'database': words written apart are no difference."""
    for one, many in ((left, right), (right, left)):
        if len(many) > 1:
            _join(one, many)
    return left, right


def _join(one: list[str], many: list[str]) -> None:
    for word in list(one):
        parts = [part for part in many if part in word and len(part) > 1]
        if parts and sum(map(len, parts)) == len(word):
            one.remove(word)
            for part in parts:
                many.remove(part)


def _slip(left: str, right: str, corpus: Corpus) -> bool:
    """Whether two unlike words are one, written wrongly or in another form ('effect(s)')."""
    if not same_word(left, right):
        return False
    short = min(len(left), len(right))
    if left[: short - 1] == right[: short - 1] and abs(len(left) - len(right)) <= 3:
        return True
    return not (corpus.common(left) and corpus.common(right))


@lru_cache(maxsize=200_000)
def same_word(left: str, right: str) -> bool:
    """One slip in a short word, two in a long one; never two numbers, never opposites."""
    if is_number(left) or is_number(right):
        return False
    short = min(len(left), len(right))
    allowed = 1 if short < 7 else 2 if short < 11 else 3
    if short < 4 or OSA.distance(left, right, score_cutoff=allowed) > allowed:
        return False
    return not opposites(left, right)


def opposites(left: str, right: str) -> bool:
    """'hypertension' and 'hypotension', 'men' and 'women'."""
    known = _OPPOSITES.get(left[:2])
    return bool(known) and any(_swap(left, right, one, two) for one, two in known or ())


def _swap(left: str, right: str, one: str, two: str) -> bool:
    if not (left.startswith(one) and right.startswith(two)):
        return False
    tail, other = left[len(one) :], right[len(two) :]
    return tail == other or (len(tail) > 3 and OSA.distance(tail, other) <= 1)


def distinction(left: Record, right: Record) -> str:
    """What tells two works of one series apart: numbers, 'erratum', editions; 'none' else."""
    if left.squash == right.squash and left.edition == right.edition:
        return "none"
    if left.edition != right.edition:
        if left.edition and right.edition:
            return "edition"
        if not left.year or left.year != right.year:
            return "edition-one"
    if left.marks != right.marks and not _damaged_mark(left, right):
        return "mark"
    if _instrument(left) != _instrument(right) and _instrument(left) and _instrument(right):
        return "instrument"
    return _numbers(left, right) if left.numbers != right.numbers else "none"


def _instrument(record: Record) -> str:
    """What a legal text calls itself: the first of 'convention', 'protocol', 'treaty', ..."""
    return next((word for word in record.title.split() if word in _INSTRUMENTS), "")


def _damaged_mark(left: Record, right: Record) -> bool:
    """'Corrigenum' against 'Corrigendum': the mark is there, written wrongly."""
    short, long = sorted((left, right), key=lambda record: len(record.marks))
    marked = [word for word in long.title.split() if MARKS.get(word) not in (None, *short.marks)]
    rest = set(short.title.split()) - set(long.title.split())
    return all(any(same_word(word, other) for other in rest) for word in marked)


def _numbers(left: Record, right: Record) -> str:
    """How the numbers differ: each title has its own, or only one has some.

    The year a work is said to be of is no number of its title. A number in a long rest that the
    other title leaves out tells less than one that is all the rest ('Part 2').
    """
    only_left = set(left.numbers) - set(right.numbers)
    only_right = set(right.numbers) - set(left.numbers)
    if is_cut(left, right):
        shorter = len(left.squash) < len(right.squash)
        _forget_last(left if shorter else right, only_left if shorter else only_right)
    if only_left and only_right:
        return "numbers"
    years = {str(left.year), str(right.year)}
    if only_left | only_right <= years and (left.year == right.year or "0" in years):
        return "none"
    return "number-aside" if _long_rest(left, right) else "number-one"


def _forget_last(record: Record, numbers: set[str]) -> None:
    """Takes out the number at which a title may have been cut off."""
    numbers.discard(record.title.rpartition(" ")[2])


def _long_rest(left: Record, right: Record) -> bool:
    """Whether one title is the beginning of the other and lacks three more words of it."""
    short, long = sorted((left, right), key=lambda record: len(record.squash))
    if short.squash != long.main and not is_cut(left, right):
        return False
    rest = set(long.title.split()) - set(short.title.split()) - STOP - PARTS
    return len([word for word in rest if not is_number(word)]) >= 3
