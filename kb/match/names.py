"""How alike two names and two lists of names are: order, initials, spelling, abbreviations."""

from functools import lru_cache

from rapidfuzz.distance import OSA, DamerauLevenshtein

from kb.match.normal import STOP, WORDS, Record, name_words

_SHORT_NAMES = frozenset(WORDS["short_names"].split())
"""'bill/william': a short form and its name, where the letters do not show it."""
ALIKE = 0.8
"""From here on two names may be one person."""


@lru_cache(maxsize=200_000)
def name_alike(left: str, right: str) -> float:
    """How surely two names (`family|given`) are one: 1 equal, .5 a namesake, 0 strangers."""
    if left == right:
        return 1.0
    family, given = name_words(left)
    other, others = name_words(right)
    if not given and not others and (" " in family or " " in other):
        return organisation_alike(family, other)
    alike = _families(family, other)
    if alike:
        return alike * _given(given, others)
    swapped = _swapped(family, given, other, others)
    return swapped if swapped or (given and others) else _organisation(left, right)


def _families(left: str, right: str) -> float:
    """Equal, one slip of the pen ('Calista', 'Callista'), or the end of a double name."""
    if left == right:
        return 1.0
    short = min(len(left), len(right))
    if short >= 4 and OSA.distance(left, right, score_cutoff=2) <= (1 if short < 8 else 2):
        return 0.95
    if short >= 5 and (left.endswith(right) or right.endswith(left)):
        return 0.9
    return 0.9 if short >= 6 and (left.startswith(right) or right.startswith(left)) else 0.0


def _given(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Do given names agree as far as both tell them? 'Siti N.' and 'S.' do, 'J.' and 'L.' not."""
    if not left or not right:
        return 0.97
    if _initials(left, right) or _initials(right, left):
        return 0.99
    if _compatible(left[0], right[0]):
        return 1.0 if len(left) == len(right) else 0.99
    if len(left) + len(right) > 2 and any(_compatible(a, b) for a in left for b in right):
        return 0.85
    return 0.5


def _initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether one word is the initials of several: 'ja' of 'John Adam'."""
    if len(short) != 1 or len(long) < 2 or not 1 < len(short[0]) < 4:
        return False
    return short[0] == "".join(word[0] for word in long)


def _compatible(left: str, right: str) -> bool:
    if f"{left}/{right}" in _SHORT_NAMES or f"{right}/{left}" in _SHORT_NAMES:
        return True
    if left[0] != right[0]:
        return False
    if len(left) == 1 or len(right) == 1 or left == right:
        return True
    if left.startswith(right) or right.startswith(left):
        return True
    return OSA.normalized_similarity(left, right) >= 0.6


def _swapped(family: str, given: tuple[str, ...], other: str, others: tuple[str, ...]) -> float:
    """The family name of one among the given names of the other: 'Siti Rahma', 'Rahma, Siti'."""
    if (len(family) > 2 and family in others) or (len(other) > 2 and other in given):
        return 0.88
    if len(family) > 4 and family == "".join(others):
        return 0.88
    if len(other) > 4 and other == "".join(given):
        return 0.88
    left, right = "".join((*given, family)), "".join((*others, other))
    if len(left) > 6 and left == right:
        return 0.95
    return 0.0


def _organisation(left: str, right: str) -> float:
    """Organisations, one of which a reader may have taken for a person."""
    first, second = (_display(name) for name in (left, right))
    if " " in first or " " in second:
        return organisation_alike(first, second)
    return 0.0


def _display(name: str) -> str:
    family, given = name_words(name)
    return " ".join((*given, family))


@lru_cache(maxsize=50_000)
def organisation_alike(left: str, right: str) -> float:
    """Organisations by their words: equal, abbreviated ('ASEAN'), or with more or fewer words.

    0 when their words have nothing in common; that does not yet mean two bodies.
    """
    if left == right:
        return 1.0
    short, long = sorted((left.split(), right.split()), key=lambda ws: (len(ws), ws))
    if len(short) == 1 and len(long) > 1 and is_acronym(short[0], tuple(long)):
        return 0.95
    shared = _significant(short) & _significant(long)
    if shared and len(short) > 1 and shared == _significant(short):
        return 0.85
    distance = DamerauLevenshtein.normalized_similarity("".join(short), "".join(long))
    return 0.9 if distance > 0.88 else _leading_acronym(short, long)


def _leading_acronym(short: list[str], long: list[str]) -> float:
    """'US Department of State' and 'United States Department of State'."""
    tail = [word for word in short if word in long]
    head = [word for word in short if word not in long]
    rest = tuple(word for word in long if word not in short)
    if len(head) == 1 and len(tail) >= 2 and rest and is_acronym(head[0], rest):
        return 0.9
    return 0.0


def _significant(found: list[str]) -> set[str]:
    return {word for word in found if word not in STOP}


@lru_cache(maxsize=100_000)
def is_acronym(letters: str, long: tuple[str, ...]) -> bool:
    """Whether `letters` abbreviate the words: each gives its first letter, and may give more.

    'asean' abbreviates 'association of southeast asian nations' (s-outh-e-ast), 'kemenkes'
    'kementerian kesehatan'; stop words may give nothing, nor one word in four, nor the last two.
    """
    if not 2 <= len(letters) <= 12 or not 2 <= len(long) <= 14:
        return False
    if any(word.startswith(letters) for word in long):
        return False
    return _spell(letters, long, len(letters) // 4)


def _spell(letters: str, long: tuple[str, ...], skip: int) -> bool:
    if not letters:
        return len([word for word in long if word not in STOP]) <= min(2, skip + 1)
    if not long:
        return False
    word, rest = long[0], long[1:]
    if (word in STOP or skip) and _spell(letters, rest, skip - (word not in STOP)):
        return True
    return any(_spell(letters[n:], rest, skip) for n in _given_by(word, letters))


def _given_by(word: str, letters: str) -> list[int]:
    """How many of the letters the word may give: the first alone, the first and one inside, or as
    many as it begins with."""
    if word[0] != letters[0]:
        return []
    counts = {1}
    if len(letters) > 1 and letters[1] in word[1:]:
        counts.add(2)
    same = next((n for n in range(6, 2, -1) if word[:n] == letters[:n]), 0)
    return sorted(counts | ({same} if same else set()))


def authors(left: Record, right: Record) -> str:
    """The level of agreement of two lists of names, by the names of the weights."""
    if not left.names or not right.names:
        return "missing"
    if left.names == right.names:
        return _all_equal(left.names)
    return _level(left, right, _match(left.names, right.names))


def _match(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[int, int, float]]:
    """Pairs of names that may be one person, each name once, those in the same place first."""
    found = []
    free = dict(enumerate(right))
    for i, name in enumerate(left):
        at = i if i in free and name_alike(name, free[i]) >= ALIKE else _best(name, free)
        if at is not None:
            found.append((i, at, name_alike(name, free.pop(at))))
    return found


def _best(name: str, free: dict[int, str]) -> int | None:
    scored = [(name_alike(name, other), -j) for j, other in free.items()]
    best, place = max(scored, default=(0.0, 0))
    return -place if best >= ALIKE else None


def _level(left: Record, right: Record, found: list[tuple[int, int, float]]) -> str:
    shorter = min(len(left.names), len(right.names))
    longer = max(len(left.names), len(right.names))
    if not found:
        return _strangers(left.names[0], right.names[0])
    first = any(i == j == 0 for i, j, _ in found)
    if len(found) == longer:
        same_order = all(i == j for i, j, _ in found)
        return _all_equal(left.names) if same_order else "reordered"
    if len(found) == shorter:
        return _subset(left, right, first, shorter)
    if first:
        return "first"
    return "half" if 2 * len(found) >= shorter else "some"


def _all_equal(names: tuple[str, ...]) -> str:
    """Two or more equal names tell much; one wrote other works too, a body many alike."""
    if len(names) > 1:
        return "equal"
    return "equal-body" if names[0].endswith("|") else "equal-one"


def _strangers(left: str, right: str) -> str:
    """'namesake', two 'organisations' (one may be part of the other), or 'none'."""
    if name_alike(left, right) == 0.5:
        return "namesake"
    both = left.endswith("|") and right.endswith("|")
    return "organisations" if both and (" " in left or " " in right) else "none"


def _subset(left: Record, right: Record, first: bool, shorter: int) -> str:
    if not first:
        return "inside" if shorter > 1 else "one-inside"
    if shorter > 1 or left.more or right.more:
        return "shortened"
    return "first-only"
