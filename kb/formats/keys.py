"""Citation keys: `albayumi2022kerja`, made of a pattern as in Better BibTeX or JabRef, in ASCII."""

import re
import unicodedata
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from itertools import count
from typing import Final

from kb.model import OTHERS, Name, Reference

PATTERN: Final = "auth.lower + year + shorttitle(1)"
"""The pattern of keys unless `kb.toml` says otherwise."""

_STOPS: Final = """
    a an the and or of in on at to for from by with as is are into about between its
    yang dan di ke dari pada untuk dengan dalam oleh atas terhadap tentang sebagai atau ini itu
    antara bagi para suatu sebuah secara tahun nomor no
    der die das den dem des ein eine einer eines und oder im am zu zur zum von vom mit bei auf fur
    uber aus
    le la les l un une des du de d et ou en au aux sur pour par dans avec
    el los las una unos y o u del al con por para sobre
    os um uma e do da dos das no na nos nas ao com em
    il lo gli i uno della dello dei delle degli nel nella sul sulla tra fra per su di
    het een van op met voor door over te ten ter
"""
STOP_WORDS: Final = frozenset(_STOPS.split())
"""Articles, prepositions, conjunctions (without diacritics) that say nothing in a key."""

_SPECIAL = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "ħ": "h", "Ħ": "H", "ı": "i", "ŋ": "ng", "Ŋ": "Ng", "ŧ": "t", "Ŧ": "T", "ĸ": "k",
        "ə": "a", "Ə": "A",
        # Cyrillic, BGN/PCGN without diacritics
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
        "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i",
        "є": "ye", "ґ": "g", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
        "ѕ": "dz",
        # Greek, ELOT 743 without diacritics
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th",
        "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
        "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
        "ω": "o",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’ʼ`.]+[^\W_]+)*", re.UNICODE)
_LETTER_NAME = re.compile(r"(?:LETTER|SYLLABLE)(?: SMALL| CAPITAL)? ([A-Z]+)")
_TOKEN = re.compile(
    r"\s*(?:'(?P<text>[^']*)'|\"(?P<words>[^\"]*)\"|(?P<name>[A-Za-z]+)(?:\((?P<args>[\d\s,]*)\))?"
    r"(?P<filters>(?:\.[a-z]+)*))\s*(?:\+|\Z)"
)
_FIELD = re.compile(
    r"\[(?P<name>[A-Za-z]+?)(?P<args>\d*)(?P<filters>(?::[a-z]+)*)\]|(?P<text>[^\[\]]+)"
)
"""A part of a pattern as JabRef writes it: `[auth:lower]_[year]`."""


def ascii_fold(text: str) -> str:
    """`text` in ASCII letters, digits and blanks as far as its script has a transcription.

    Latin loses its diacritics; Cyrillic, Greek, Hangul, Kana and scripts whose letters have
    sounding Unicode names are transcribed; a Han character becomes `u` and its code point.
    """
    if text.isascii():
        return text
    spaced = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(_fold(char) for char in spaced)


def _fold(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    known = char.lower().translate(_SPECIAL)
    if known.isascii():
        return known.capitalize() if char.isupper() else known
    return _fold_by_name(char)


def _fold_by_name(char: str) -> str:
    name = unicodedata.name(char, "")
    if name.startswith(("CJK", "HANGZHOU")):
        return f"u{ord(char):x}"
    if name.startswith("HANGUL"):
        return _jamo(name.rsplit(" ", 1)[-1])
    found = _LETTER_NAME.search(name)
    if not found:
        return " " if not unicodedata.category(char).startswith("M") else ""
    sound = found[1].lower()
    return sound if len(sound) <= 2 or name.startswith(("HIRAGANA", "KATAKANA")) else sound[0]


def _jamo(name: str) -> str:
    return _JAMO.get(name, name.lower())


_JAMO: Final = {
    "KIYEOK": "g", "NIEUN": "n", "TIKEUT": "d", "RIEUL": "r", "MIEUM": "m", "PIEUP": "b",
    "SIOS": "s", "IEUNG": "", "CIEUC": "j", "CHIEUCH": "ch", "KHIEUKH": "k", "THIEUTH": "t",
    "PHIEUPH": "p", "HIEUH": "h",
}  # fmt: skip
"""Initial and final letters of Hangul; the vowels' Unicode names are their sounds."""


def words(text: str) -> list[str]:
    """The words of `text` folded to lower-case ASCII: hyphens, dots and apostrophes within a word
    fall away ('Al-Bayumi' -> 'albayumi', 'U.S.' -> 'us')."""
    plain = re.sub(r"</?(?:i|b|sub|sup|span)\b[^>]*>", "", text)
    folded = (re.sub(r"[^a-z0-9]", "", ascii_fold(w[0]).lower()) for w in _WORD.finditer(plain))
    return [word for word in folded if word]


def significant(text: str) -> list[str]:
    """The words of `text` that tell: no articles, prepositions, numbers; all words if none does."""
    every = words(text)
    return [w for w in every if w not in STOP_WORDS and not w.isdigit()] or every


def citation_key(reference: Reference, pattern: str = PATTERN) -> str:
    """The key that `pattern` makes for `reference`; never empty.

    Raises ValueError for a pattern that cannot be read.
    """
    made = "".join(_part(reference, token) for token in _tokens(pattern))
    return re.sub(r"[^A-Za-z0-9_:.+/-]", "", made) or "item"


def unique(key: str, taken: Container[str]) -> str:
    """`key`, or `key` with the first of a, b, ... z, aa, ab, ... that is not taken."""
    if key not in taken:
        return key
    tried = (key + _letters(n) for n in count(1))
    return next(k for k in tried if k not in taken)


def _letters(number: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


_Token = tuple[str, str, tuple[int, ...], tuple[str, ...]]


def check_pattern(pattern: str) -> str:
    """`pattern`. Raises ValueError when it cannot be read."""
    _tokens(pattern)
    return pattern


@lru_cache(maxsize=16)
def _tokens(pattern: str) -> tuple[_Token, ...]:
    """(literal text, function, arguments, filters) for each part of a pattern."""
    grammar = _FIELD if "[" in pattern else _TOKEN
    tokens, at = [], 0
    while at < len(pattern):
        found = grammar.match(pattern, at)
        if not found:
            raise ValueError(f"key pattern {pattern!r}: {pattern[at:].strip()!r} cannot be read")
        tokens.append(_token(found.groupdict(), pattern))
        at = found.end()
    return tuple(tokens)


def _token(part: Mapping[str, str | None], pattern: str) -> _Token:
    name = part["name"] or ""
    if name and name not in FUNCTIONS:
        mend = f"there are {', '.join(FUNCTIONS)}"
        raise ValueError(f"key pattern {pattern!r}: {name!r} is not known; {mend}")
    filters = tuple(filter(None, re.split(r"[.:]", part["filters"] or "")))
    if unknown := [f for f in filters if f not in FILTERS]:
        mend = f"there are {', '.join(FILTERS)}"
        raise ValueError(f"key pattern {pattern!r}: no filter {unknown[0]!r}; {mend}")
    args = tuple(int(a) for a in (part["args"] or "").split(",") if a.strip())
    if len(args) > ARGUMENTS.get(name, 0):
        raise ValueError(f"key pattern {pattern!r}: {name} takes no such arguments")
    return part["text"] or part.get("words") or "", name, args, filters


def _part(reference: Reference, token: _Token) -> str:
    text, name, args, filters = token
    made = FUNCTIONS[name](reference, *args) if name else text
    for each in filters:
        made = FILTERS[each](made)
    return made


def _creators(reference: Reference) -> list[Name]:
    for role in ("author", "editor", "container-author", "translator", "director"):
        if names := [name for name in reference.names(role) if name != OTHERS]:
            return names
    return []


def _name_key(name: Name) -> str:
    """The family name; of an organisation the first two words that tell."""
    if name.literal:
        return "".join(w.capitalize() for w in significant(name.literal)[:2])
    return "".join(words(name.sort_name or name.given)).capitalize()


def _auth(reference: Reference, count_: int = 1) -> str:
    names = _creators(reference)[:count_]
    if names:
        return "".join(_name_key(name) for name in names)
    return "".join(w.capitalize() for w in significant(reference.text("title"))[:2])


def _auth_et_al(reference: Reference) -> str:
    names = _creators(reference)
    return _auth(reference, 2) if len(names) < 3 else _auth(reference) + "EtAl"


def _year(reference: Reference) -> str:
    issued = reference.date()
    if issued is None or issued.year is None:
        return "nd"
    suffix = issued.suffix if not reference.text("title") else ""
    return f"{issued.year:04d}{suffix}"


def _short_year(reference: Reference) -> str:
    return _year(reference)[-2:]


def _short_title(reference: Reference, count_: int = 3, skip: int = 0) -> str:
    start = skip if _creators(reference) else skip + 2  # the first two stand for the author
    return "".join(w.capitalize() for w in significant(reference.text("title"))[start:][:count_])


def _title(reference: Reference) -> str:
    return "".join(w.capitalize() for w in words(reference.text("title")))


def _type(reference: Reference) -> str:
    return reference.type


FUNCTIONS: Final[dict[str, Callable[..., str]]] = {
    "auth": lambda reference, letters=None: _auth(reference)[:letters],
    "authors": _auth,
    "authEtAl": _auth_et_al,
    "year": _year,
    "shortyear": _short_year,
    "shorttitle": lambda reference, n=3: _short_title(reference, n).lower(),
    "Shorttitle": lambda reference, n=3: _short_title(reference, n),
    "veryshorttitle": lambda reference: _short_title(reference, 1).lower(),
    "title": _title,
    "type": _type,
    "entrytype": _type,
    "volume": lambda reference: reference.text("volume"),
    "firstpage": lambda reference: re.split("[-–]", reference.text("page"))[0],
}
"""What a pattern may name, in the words of Better BibTeX and JabRef."""
ARGUMENTS: Final = {"auth": 1, "authors": 1, "shorttitle": 1, "Shorttitle": 1}
"""How many numbers each may be given: letters of the name, how many authors or words."""
FILTERS: Final[dict[str, Callable[[str], str]]] = {
    "lower": str.lower,
    "upper": str.upper,
    "capitalize": str.capitalize,
    **dict.fromkeys(("fold", "ascii", "clean"), str),  # keys are in plain ASCII anyway
}
