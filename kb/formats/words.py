"""The words of a text as searches compare them: folded, split, and their forgiving variants."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʻʼ`´ʿʾ"))
# A run of letters and digits; in Chinese, Japanese and Thai, which put no blanks between words,
# every character is a word of its own.
_BLOCKS: Final = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ASCII_WORD: Final = re.compile("[a-z0-9]+").findall
_WORD: Final = f"[{_BLOCKS}]|[^\\W_{_BLOCKS}]+"

# Patterns that a search seldom needs are compiled when it does: that takes longer than searching.
_ACCENT: Final = r"""\\(?:["'`^~=.]|[Hbcdkruv](?![A-Za-z]))\s*\{?\\?([A-Za-z]?)\}?"""
_LIGATURE: Final = r"\\(ss|ae|oe|AE|OE|aa|AA|o|O|l|L|i|j)(?![A-Za-z])\s*"
_COMMAND: Final = r"\\[A-Za-z]+\*?\s*|\\(?=\W)"


def fold(text: str) -> str:
    """`text` in lower case without diacritics and apostrophes: `Qur'an, Müller` -> `quran, muller`.

    Compatibility forms are decomposed (NFKD), letters that have no decomposition are written as
    their usual ASCII neighbours (ø -> o, ß -> ss).
    """
    if text.isascii():
        lower = text.lower()
        return lower.replace("'", "").replace("`", "") if "'" in lower or "`" in lower else lower
    spread = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    if not spread.isascii():
        spread = "".join(c for c in spread if not unicodedata.combining(c)).translate(_LETTERS)
    return spread


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order."""
    folded = fold(text)
    if folded.isalnum() and folded.isascii():
        return [folded]
    return _ASCII_WORD(folded) if folded.isascii() else re.findall(_WORD, folded)


def without_latex(text: str) -> str:
    r"""`text` without LaTeX: `M{\"u}ller \& S{\o}n` -> `Muller & Son`. For searching only."""
    if "\\" not in text and "{" not in text:
        return text
    text = re.sub(_ACCENT, r"\1", text)
    text = re.sub(_LIGATURE, r"\1", text)
    return re.sub(_COMMAND, "", text).replace("{", "").replace("}", "")


_SUFFIXES: Final = ("kan", "nya", "lah", "kah", "an", "ku", "mu", "i")
_PREFIXES: Final = (
    *("meny", "meng", "mem", "men", "me", "peny", "peng", "pem", "pen", "per", "pe"),
    *("ber", "bel", "be", "ter", "di", "ke", "se"),
)
_SWALLOWED: Final = tuple(sound + vowel for sound in "ptks" for vowel in "aeiou")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word, as a search understands it (no dictionary behind it).

    Indonesian affixes are taken off, two prefixes at most and never down to under four letters.
    The p, t, k, s that a nasal prefix swallows (`putus`, `memutuskan`) is left out of every stem,
    so that all forms of a word meet: `putusan`, `pemutusan`, `keputusan` -> `utus`. An English
    plural loses its s.
    """
    if len(word) < 5 or not word.isascii() or not word.isalpha():
        return word
    if len(word) > 5 and word[-1] == "s" and word[-2] != "s" and not word.startswith(_PREFIXES):
        word = word[:-1]
    word = _shortened(word, [word[: -len(end)] for end in _SUFFIXES if word.endswith(end)])
    for _ in range(2):
        word = _shortened(word, [word[len(p) :] for p in _PREFIXES if word.startswith(p)])
    return word[1:] if len(word) > 3 and word.startswith(_SWALLOWED) else word


def _shortened(word: str, shorter: list[str]) -> str:
    """The first of `shorter` when enough is left of it."""
    return shorter[0] if shorter and len(shorter[0]) >= 4 else word


_OLD_SPELLING: Final = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"))
_UMLAUTS: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@lru_cache(maxsize=65536)
def variants(word: str) -> tuple[str, ...]:
    """Other forms of a folded word under which it should be found too, without the word itself.

    Its stem; its modern spelling (Indonesian before 1972: Soekarno, Djakarta, Tjipto); and with
    umlauts as one letter (Mueller). Two words are alike when they or their variants meet.
    """
    found = {stem(word)}
    for rules in (_OLD_SPELLING, _UMLAUTS):
        other = word
        for old, new in rules:
            other = other.replace(old, new)
        found.add(other)
    return tuple(sorted(found - {word}))


_LITTLE: Final = """
a an and as at atas by dalam dan dari de del den dengan der des di dkk for from in is ke la le les
of oleh on or pada the to und untuk van von with y yang et al
"""
LITTLE: Final = frozenset(_LITTLE.split())
"""Words that tell little: a search may do without them, acronyms leave them out."""
