"""Titles, journals, publishers, places: words without the marks around them."""

import re

_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "„": "“", "‘": "’", '"': '"', "<": ">"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_LIGATURES = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None}
)
_ISSN = re.compile(r"[\s|,;(\[]*\b(?:[epo]-?)?ISSN\b.*\Z", re.I | re.S)
_STOP_IN_QUOTES = re.compile(r"(?<=[^\W\d_]{3})\.(?=[”\"’»]\Z)")
"""The full stop of a reference that was put inside the title's last quotes: “Duty of Care.”"""
_IBID = re.compile(
    r"\W*(?:ibid(?:em)?|ebda?|ebenda|op\.?\s?cit|loc\.?\s?cit|a\.\s?a\.\s?o)\W*\Z", re.I
)
_IN = re.compile(r"(?:in|dalam)\s*:?\s+(?=\S)", re.I)


_BROKEN = re.compile(
    r"(?<=[a-zß-ÿ]{2})-\s+(?!(?:and|or|und|oder|bzw|sowie|dan|atau|et|ou|y|e|o|en|of|to)\b)"
    r"(?=[a-zß-ÿ]{2})"
)
"""What is left of a line's end within a word: 'govern- ance', but not 'pre- and post-war'."""


def read_words(raw: str) -> str:
    """`raw` on one line, without closing marks and without quotes that stand around it."""
    text = raw if raw.isascii() else raw.translate(_LIGATURES)
    text = " ".join(text.split()).strip(" ,;:*_|")
    text = _BROKEN.sub("", text) if "- " in text else text
    text = _unwrap(text)
    if text.endswith(".") and not text.endswith("..") and not _abbreviation(text):
        text = text[:-1].rstrip(" ,;:")
    return _STOP_IN_QUOTES.sub("", _unwrap(_balance(text.strip(" ,;:*_"))))


def _abbreviation(text: str) -> bool:
    """'J. Phys.', 'U.S.': whether a final full stop belongs to the word."""
    word = text.rsplit(" ", 1)[-1]
    return word.count(".") > 1 or (len(word) < 6 and text.count(". ") > 0)


def _unwrap(text: str) -> str:
    """Takes away a pair of quotes around the whole text."""
    if text[:1] == "[" and text[-1:] == "]" and text.count("[") == 1:
        text = text[1:-1].strip()
    while len(text) > 1 and text[0] in "\"“„«‘'‚" and text[-1] in "\"”“»’'":
        inner = text[1:-1]
        if any(c in inner for c in '"“”„«»'):
            break
        text = inner.strip(" ,;:")
    return text


def _balance(text: str) -> str:
    """Takes away a bracket or quote at either end that has no partner."""
    if text and text[-1] in ")]" and text.count(text[-1]) > text.count(_CLOSERS[text[-1]]):
        text = text[:-1].rstrip(" .,;:")
    if text and text[0] in "([" and text.count(text[0]) > text.count(_PAIRS[text[0]]):
        text = text[1:].lstrip()
    quotes = '"“”„«»'
    if text and text[0] in quotes and not any(c in quotes for c in text[1:]):
        text = text[1:].lstrip()
    if text and text[-1] in quotes and not any(c in quotes for c in text[:-1]):
        text = text[:-1].rstrip(" .,;:")
    return text


def read_genre(raw: str) -> str:
    """'(Skripsi Sarjana)' -> 'Skripsi Sarjana'."""
    return read_words(raw).strip("()[] ,.") or read_words(raw)


def read_bracketed(raw: str) -> str:
    """A genre or medium without the brackets around it: '(Skripsi Sarjana)'."""
    text = read_words(raw)
    whole = text[:1] in "([" and text[-1:] in ")]" and not re.search(r"[()\[\]]", text[1:-1])
    return text[1:-1].strip() if whole else text


def read_container(raw: str) -> str:
    """A periodical's or book's title without the 'In' before it; '' for 'ibid.'."""
    text = read_words(_ISSN.sub("", raw))
    if _IBID.match(text):
        return ""
    found = _IN.match(text)
    return text[found.end() :] if found and text[: found.end()].strip().lower() != text else text
