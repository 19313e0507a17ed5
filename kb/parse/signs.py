"""What a piece of text looks like: a reference, the start of one, prose, a list of names."""

import re
from functools import lru_cache

from kb.parse.terms import CONNECTORS, MONTHS, ORG_SMALL, ORG_WORDS, OTHERS_WORDS, PARTICLES, fold

YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR = re.compile(rf"(?<![\d/.-]){YEAR}[a-z]?(?![\d])")
NO_DATE = re.compile(r"\((?:n\.\s?d\.|t\.\s?t\.|o\.\s?J\.|s\.\s?f\.|s\.\s?d\.|in press)\)")
_LINK = re.compile(r"https?:|doi\b|www\.|urn:|arxiv", re.IGNORECASE)
_NUMBERS = re.compile(
    r"\b\d{1,4}\s?\(\s?\d|\bvol\b|\bpp?\.\s?\d|\bhlm\b|\bhal\.|\bS\.\s?\d|\bno\.\s?\d|"
    r"\b\d{1,5}\s?[-‐-―−]\s?\d{1,5}\b|\bed\.|\beds?\.\)|\bhrsg|\biss?n\b|\bpress\b|\bjurnal\b|"
    r"\bjournal\b|\bpenerbit\b|\bverlag\b|\bp[áa]gs?\.",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[A-ZÀ-Þ][\w.]+(?:\s[A-ZÀ-Þ][\w.]+)?\s?: [A-ZÀ-Þ]")
_INITIALS = re.compile(r"^[^\W\d_][\w'’.-]+(?: [\w'’-]+){0,3}, (?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w'’-]+)")
_RUN_INITIALS = re.compile(
    r"^[^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+){0,3} (?:[A-ZÀ-Þ]\.?-?){1,4}"
    r"(?=[,:;]|\. [^a-z]| (?:and|dan|und|et|y|e|en|&) | \()"
)
_CAPITALS = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ &/’'-]{5,80}\. (?=[A-ZÀ-Þ][a-zà-ÿ])")
_FIRST_INITIALS = re.compile(r"^(?:[A-ZÀ-Þ]\.[ -]?){1,4}(?:[a-z]{2,4} )?[A-ZÀ-Þ][\w'’-]+")
_SAME_AUTHOR = re.compile(
    r"^(?:_{2,}|[—–―⸺⸻]{1,}|-{2,})\s?[,.(\d]|^(?:_{3,}|[—―⸺⸻]{2,}|-{3,})|"
    r"^(?:Ders|Dies|Idem|Id)\b\.?:?\s?[,(\d]"
)
_HEAD_COLON = re.compile(r"([^:()\d]{3,250}):\s+(?=[\"“„«A-ZÀ-Þ])")
_HEAD_YEAR = re.compile(
    rf"^(.{{2,300}}?)[,.]?\s*(?:\(\s*(?:c\.|ca\.)?\s*({YEAR}[a-z]?)\b[^()]{{0,30}}\)|"
    rf"[.,]?\s({YEAR}[a-z]?)\b(?=[.,:;)])|"
    r"\((n\.\s?d\.|t\.\s?t\.|in press|forthcoming)[^()]{0,9}\))",
    re.DOTALL,
)
_LEGAL = re.compile(
    r"^(?:(?:republik )?indonesia[.,] |negara republik indonesia[.,] )?(?:undang[- ]undang|uud? |"
    r"peraturan|keputusan|putusan|instruksi presiden|ketetapan mpr|kitab undang|perpres|permen|"
    r"perda|konvensi|protokol|deklarasi|surat edaran|gesetz|verordnung|loi |d[ée]cret|ley |decreto|"
    r"lei |legge|wet |directive|regulation|convention|protocol|treaty|universal declaration)",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:\\?\[?\(?\d{1,3}\\?[\].)]|[-•*+])\s+")
_ROLE = re.compile(
    r"\(\s*(?:eds?|hrsg|red|penyunting|ed|éds?|dirs?|coords?|orgs?)\.?\s*\)\.?,?", re.I
)
_SENTENCE_INSIDE = re.compile(r"(?<![.\w])[^\W\d_]{4,}[a-zà-ÿ][.”\"»]\s+[^\s(]")
"""A word that ends a sentence: 'Education. Hull', but not 'Jr. Hull' or 'Branko.; Hull'."""
_TOKEN = re.compile(r"[^\s,;&/]+")
_LATIN_LOWER = re.compile(r"[^\W\d_]+")
_INTRO = re.compile(r"https?://\S+|\*+")


def has_year(text: str) -> bool:
    return _YEAR.search(text) is not None or NO_DATE.search(text) is not None


def looks_like_reference(text: str) -> bool:
    """Whether a piece of text has at least two marks of a reference and does not read as prose."""
    text = _MARK.sub("", text)
    marks = [
        has_year(text),
        _LINK.search(text) is not None,
        _NUMBERS.search(text) is not None,
        _PLACE.search(text) is not None,
        begins_with_author(text),
        is_legal(text),
    ]
    return sum(marks) >= (2 if lower_share(text) < 0.8 else 4)


def is_full_reference(text: str) -> bool:
    """Whether a text in a note that mostly explains is plainly a whole reference."""
    signs = _NUMBERS.search(text) or _PLACE.search(text) or _LINK.search(text)
    return signs is not None and begins_with_author(text) and looks_like_reference(text)


def lower_share(text: str) -> float:
    """The share of words of three letters and more that begin with a small letter."""
    words = [w for w in _LATIN_LOWER.findall(_INTRO.sub(" ", text)) if len(w) > 2]
    return sum(w[0].islower() for w in words) / len(words) if words else 0.0


def begins_with_author(text: str) -> bool:
    """Whether a text begins as a reference does: 'Family, G.', 'G. Family', '______.', names
    followed by a year."""
    if _SAME_AUTHOR.match(text):
        return True
    if _CAPITALS.match(text) or _FIRST_INITIALS.match(text):
        return True
    if _INITIALS.match(text) or is_legal(text) or _begins_with_run(text):
        return True
    return names_then_year(text)


def _begins_with_run(text: str) -> bool:
    """'Harvey D, ...', 'Montes Rodríguez ME (2004)': a family name and initials without a comma."""
    match = _RUN_INITIALS.match(text)
    return match is not None and text[0].isupper() and is_name_list(match[0])


def is_legal(text: str) -> bool:
    """Whether a text begins as the name of a law, a treaty or a judgment does, a year in it."""
    return _LEGAL.match(text) is not None and has_year(text[:300])


def is_same_author(text: str) -> bool:
    """Whether a reference begins with the dash that stands for the authors above."""
    return _SAME_AUTHOR.match(text) is not None


@lru_cache(maxsize=4096)
def names_then_year(text: str) -> bool:
    """Whether names and then a year ('(2020)', '. 2020.') begin the text."""
    match = _HEAD_YEAR.match(text[:400])
    if match is None:
        return False
    if fold(match[1]) in MONTHS:
        return False
    return is_name_list(_ROLE.sub("", match[1])) or is_organisation_name(match[1])


def names_then_colon(text: str) -> bool:
    """Whether names and then a colon begin the text: 'Ana Ode/Bo Uma: Title', 'Ode, A.: Title'."""
    match = _HEAD_COLON.match(text[:400])
    return match is not None and is_name_list(match[1].replace("/", " / "))


def is_organisation_name(text: str) -> bool:
    """'Institut national du vent': a capitalised word for a kind of organisation, then a few
    small ones."""
    words = text.rstrip(" .,").split()
    if not 2 <= len(words) <= 9 or not words[0][0].isupper() or any(c.isdigit() for c in text):
        return False
    return fold(words[0]) in ORG_WORDS and not any(w[-1] in ".,;:" for w in words)


def is_name_list(text: str) -> bool:
    """Whether a text can be a list of authors: names, initials, connectors, particles."""
    tokens = _TOKEN.findall(text.replace("*", "").replace("\n", " "))
    if not tokens or len(tokens) > 60 or ": " in text or _SENTENCE_INSIDE.search(text):
        return False
    good = [token for token in tokens if _can_be_name(token)]
    capitals = sum(token[0].isupper() for token in tokens)
    return len(good) == len(tokens) and capitals * 2 >= len(tokens)


def _can_be_name(token: str) -> bool:
    plain = token.strip(".,;:()'\"’“”-–")
    if not plain:
        return True
    if plain[0].isupper() or not plain[0].isascii():
        return sum(c.isdigit() for c in plain) < len(plain) / 2
    folded = fold(plain)
    known = folded in CONNECTORS or folded in PARTICLES or folded in ORG_SMALL
    return (
        known
        or folded in OTHERS_WORDS
        or folded in {"et", "dkk", "d"}
        or (plain[0].isalpha() and "-" in plain[1:3])
    )


def is_complete(text: str) -> bool:
    """Whether a line can be the last of a reference: closed, a link, a page."""
    tail = text.rstrip(" *_")
    if not tail or tail[-1] in ",;:&-–—(/":
        return False
    return tail[-1] in '.)>]”"’?!' or tail[-1].isdigit() or _LINK.search(tail[-120:]) is not None
