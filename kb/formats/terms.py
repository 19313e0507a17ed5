"""Words as the search sees them: folded, without affixes, English and Indonesian side by side.

The stemmers are light: they take away what inflects a word and stop early. For Indonesian the
prefixes me-, di-, ber-, ter-, pe-, ke-, se- with their sound changes and the endings -kan, -an, -i,
-nya, -lah, -kah, -pun (after Nazief and Adriani 1996, without a dictionary); for English -s, -ed,
-ing, -ly, -ment and the like (after Harman 1991, 'How effective is suffixing?').
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from kb.formats.concepts import CONCEPTS
from kb.formats.words import words

_ENGLISH_STOP: Final = """
a an and are as at be been being but by can could did do does for from had has have he her his
how if in into is it its may might more most must no not of on only or our out over own per
shall she should so some such than that the their them then there these they this those through
to under until up upon was we were what when where which while who will with within without
would you your also both any all each very just according because between about after before
during
"""
_INDONESIAN_STOP: Final = """
ada adalah agar akan antara apa atas atau bagi bahwa baik banyak belum berbagai bisa bukan
dalam dan dapat dari daripada demikian dengan di dia guna hal hanya harus hingga ia ialah ini
itu jika juga kalau karena ke kepada ketika lain lebih maka masih melalui mereka merupakan
namun oleh pada para pun saat saja sama sangat sebagai sebuah secara sehingga sejak selama
selain seluruh semua seperti serta setiap sudah suatu tanpa telah tentang terhadap tersebut
tidak untuk yaitu yakni yang kita kami saya menurut sering bila
"""
STOP: Final = frozenset((_ENGLISH_STOP + _INDONESIAN_STOP).split())
"""Words that say nothing about what a statement is about."""
_TAILS: Final = re.compile(r"(?:nya|lah|kah|pun)\Z")
_ENDINGS: Final = re.compile(r"(?:kan|an|i)\Z")
_HEADS: Final = re.compile(
    r"\A(?:memper|diper|keter|keber|peng|meng|peny|meny|pem|mem|pen|men|per|ber|ter|pe|me|di|ke|se)"
)
_SOUNDS: Final = {
    **{"meny": "s", "peny": "s", "mem": "p", "pem": "p"},
    **{"men": "t", "pen": "t", "meng": "k", "peng": "k"},
}
"""What a root may have lost to the prefix: pulang -> pemulangan, tulis -> menulis."""
_ENGLISH: Final = (
    (re.compile(r"(?:ization|isation)s?\Z"), "ize"),
    (re.compile(r"ational(?:ly)?\Z"), "ate"),
    (re.compile(r"(?:fulness|ousness|iveness)\Z"), ""),
    (re.compile(r"(?:ically|ical)\Z"), "ic"),
    (re.compile(r"(?:ies|ied)\Z"), "y"),
    (re.compile(r"(?:ments?|ness(?:es)?|ings?|edly|ed|ers?|ors?|ions?|ively|ives?|ly)\Z"), ""),
    (re.compile(r"(?<=[shxz])es\Z"), ""),
    (re.compile(r"(?<![su])s\Z"), ""),
)
_VOWELS: Final = frozenset("aeiouy")


def tokens(text: str) -> list[str]:
    """The words of `text` that carry meaning, folded."""
    return [word for word in words(text) if len(word) > 1 and word not in STOP]


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """What a word may come from: its English stem, its Indonesian root, without repetition."""
    if not word.isalpha() or len(word) < 4:
        return (word,)
    return tuple(dict.fromkeys((english(word), *indonesian(word))))


@lru_cache(maxsize=100_000)
def terms(word: str) -> tuple[str, ...]:
    """What a word is filed under: itself, its stems, its concepts (`=12`)."""
    return tuple({word, *stems(word), *(f"={number}" for number in concepts(word))})


def english(word: str) -> str:
    """The English stem, at least three letters with a vowel; a final e and doubled letter go."""
    for pattern, put in _ENGLISH:
        cut = pattern.sub(put, word)
        if cut != word and len(cut) > 2 and _VOWELS & set(cut):
            word = cut
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


def indonesian(word: str) -> tuple[str, ...]:
    """The Indonesian roots that a word may have, as far as it shows without a dictionary."""
    bare = _TAILS.sub("", word, count=1)
    word = bare if len(bare) > 2 else word
    heads = [word, *_headless(word)]
    return tuple(dict.fromkeys(_cut(_ENDINGS, head) for head in heads))


def _headless(word: str) -> Iterator[str]:
    found = _HEADS.match(word)
    if not found:
        return
    rest = word[found.end() :]
    lost = _SOUNDS.get(found[0], "")
    if lost and rest[:1] in _VOWELS and _long(lost + rest):
        yield lost + rest
    if _long(rest) and found[0] not in ("meny", "peny"):
        yield rest


def _cut(pattern: re.Pattern[str], word: str) -> str:
    rest = pattern.sub("", word, count=1)
    return rest if _long(rest) else word


def _long(root: str) -> bool:
    return len(root) > 3 and bool(_VOWELS & set(root))


@cache
def concept_words() -> tuple[str, ...]:
    """Every word of the table of concepts."""
    return tuple(dict.fromkeys(word for line in _lines() for word in line.split()))


def alike(word: str) -> set[str]:
    """The words that mean the same or nearly."""
    lines = _lines()
    return {other for number in concepts(word) for other in lines[number].split()}


def _lines() -> list[str]:
    return CONCEPTS.strip().replace("\n ", "").splitlines()


@cache
def _concepts() -> dict[str, frozenset[int]]:
    """Words and their stems -> the numbers of the concepts they stand for."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines()):
        for word in line.split():
            for form in {word, *stems(word)}:
                found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def concepts(word: str) -> frozenset[int]:
    """The concepts that a word stands for: by itself, else by its stems."""
    table = _concepts()
    if word in table:
        return table[word]
    return frozenset().union(*(table.get(stem, frozenset()) for stem in stems(word)))
