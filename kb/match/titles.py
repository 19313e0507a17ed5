"""How alike two titles are, and what in them tells works of one series apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from kb.match.normal import GENERIC, STOP, WORDS, Record, is_number

_OPPOSITES = tuple(tuple(pair.split("/")) for pair in WORDS["opposites"].split())


@dataclass(frozen=True)
class Corpus:
    """What the records as a whole say about words: in how many titles each stands.

    `generic` holds squashed titles that unlike works share here.
    """

    size: int = 0
    frequency: Mapping[str, int] = field(default_factory=dict)
    generic: frozenset[str] = frozenset()

    def weight(self, word: str) -> float:
        """What a shared word tells: the log of how rarely it stands in a title."""
        if word in STOP:
            return 0.1
        seen = self.frequency.get(word, 1)
        return 1.0 + log((self.size + 20) / (seen + 1))

    def common(self, word: str) -> bool:
        """Whether a word is no slip of the pen: several titles have it."""
        return self.frequency.get(word, 0) >= 4


def titles(left: Record, right: Record, corpus: Corpus) -> str:
    """The level of agreement of two titles, by the names of the weights."""
    if not left.squash or not right.squash:
        return "missing"
    if left.squash == right.squash:
        return "equal" + _standing(left, corpus)
    if left.squash == right.main or right.squash == left.main:
        short = left if left.squash == right.main else right
        return "contained" + _standing(short, corpus)
    return _fuzzy(left, right, corpus)


def _standing(record: Record, corpus: Corpus) -> str:
    """How much an agreement on this title says: '', '-short' or '-generic'."""
    if record.squash in GENERIC or record.squash in corpus.generic:
        return "-generic"
    content = [word for word in record.title.split() if word not in STOP]
    if len(content) <= 1 and len(record.squash) < 12:
        return "-generic"
    return "-short" if len(content) <= 3 and len(record.squash) < 30 else ""


def _fuzzy(left: Record, right: Record, corpus: Corpus) -> str:
    ratio = fuzz.ratio(left.squash, right.squash)
    if ratio < 45 and not _may_contain(left, right):
        return "different"
    if ratio > 97 and len(left.squash) > 60 and left.numbers == right.numbers:
        rest = _rest(left, right, corpus)
        return "changed" if all(rest) and _real(rest, corpus) else "near"
    return _by_words(left, right, ratio, corpus)


def _real(rest: tuple[list[str], list[str]], corpus: Corpus) -> bool:
    """Whether words were replaced by other words, not damaged: opposites, words that other titles
    have too, or words with no likeness to each other."""
    left, right = rest
    if any(opposites(one, other) for one in left for other in right):
        return True
    if all(any(corpus.common(word) for word in words) for words in rest):
        return True
    return not any(OSA.normalized_similarity(one, other) > 0.5 for one in left for other in right)


def _may_contain(left: Record, right: Record) -> bool:
    short, long = sorted((left.squash, right.squash), key=len)
    return len(short) >= 12 and len(short) < 0.75 * len(long)


def _by_words(left: Record, right: Record, ratio: float, corpus: Corpus) -> str:
    only_left, only_right = _rest(left, right, corpus)
    total = min(_mass(left.title.split(), corpus), _mass(right.title.split(), corpus))
    lost_left, lost_right = _mass(only_left, corpus), _mass(only_right, corpus)
    if not only_left and not only_right:
        return _all_shared(ratio)
    if not only_left or not only_right:
        return _one_sided(left, right, max(lost_left, lost_right) / total, corpus)
    changed = min(lost_left, lost_right) / total
    return _changed(left, right, changed, ratio, corpus)


def _all_shared(ratio: float) -> str:
    return "near" if ratio >= 80 else "reordered"


def _one_sided(left: Record, right: Record, lost: float, corpus: Corpus) -> str:
    short, long = sorted((left, right), key=lambda record: len(record.squash))
    standing = _standing(short, corpus)
    if long.squash.startswith(short.squash) or long.squash.endswith(short.squash):
        return "contained" + standing
    if lost < 0.2:
        return "near"
    return "dropped" if lost < 0.6 and not standing else "part"


def _changed(left: Record, right: Record, changed: float, ratio: float, corpus: Corpus) -> str:
    """Words replaced by others: damage when few, another title when they weigh much."""
    if ratio >= 94:
        return "near" if not _real(_rest(left, right, corpus), corpus) else "changed"
    if changed < 0.12 and ratio >= 80:
        return "damaged"
    if _inside(left, right):
        return "dropped"
    if changed < 0.45 and ratio >= 60:
        return "changed"
    return "different"


def _inside(left: Record, right: Record) -> bool:
    short, long = sorted((left.squash, right.squash), key=len)
    if len(short) < 25 or len(short) > 0.8 * len(long):
        return False
    return fuzz.partial_ratio(short, long, score_cutoff=92) > 0


def _mass(words: list[str], corpus: Corpus) -> float:
    return sum(corpus.weight(word) for word in words) or 0.1


def _rest(left: Record, right: Record, corpus: Corpus) -> tuple[list[str], list[str]]:
    """The words that only one title has, slips of the pen cancelled."""
    first, second = left.title.split(), right.title.split()
    only_left = sorted(set(first) - set(second) - STOP)
    only_right = sorted(set(second) - set(first) - STOP)
    if not only_left or not only_right or len(only_left) * len(only_right) > 400:
        return only_left, only_right
    return _cancel(only_left, only_right, corpus)


def _cancel(left: list[str], right: list[str], corpus: Corpus) -> tuple[list[str], list[str]]:
    rest = list(right)
    kept = []
    for word in left:
        twin = next((other for other in rest if _slip(word, other, corpus)), None)
        if twin is None:
            kept.append(word)
        else:
            rest.remove(twin)
    return _joined(kept, rest)


def _joined(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """'data base' and 'database': words written apart are no difference."""
    for one, many in ((left, right), (right, left)):
        for word in list(one):
            parts = [part for part in many if part in word and len(part) > 1]
            if parts and sum(map(len, parts)) == len(word):
                one.remove(word)
                for part in parts:
                    many.remove(part)
    return left, right


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
    if short < 4 or opposites(left, right):
        return False
    allowed = 1 if short < 7 else 2 if short < 11 else 3
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def opposites(left: str, right: str) -> bool:
    """'hypertension' and 'hypotension', 'men' and 'women'."""
    for one, two in _OPPOSITES:
        if _swap(left, right, one, two) or _swap(left, right, two, one):
            return True
    return False


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
        return "edition" if left.edition and right.edition else "edition-one"
    if left.marks != right.marks:
        return "mark"
    return _numbers(left, right) if left.numbers != right.numbers else "none"


def _numbers(left: Record, right: Record) -> str:
    only_left = set(left.numbers) - set(right.numbers)
    only_right = set(right.numbers) - set(left.numbers)
    if only_left and only_right:
        return "numbers"
    years = {str(left.year), str(right.year)}
    if only_left | only_right <= years:
        return "none"
    return "number-one"
