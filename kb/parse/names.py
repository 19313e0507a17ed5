"""Names as citations print them: a list of authors cut into single names."""

import re

from kb.parse.signs import is_organisation_name
from kb.parse.terms import (
    CONNECTORS,
    JOURNAL_WORDS,
    ORG_SMALL,
    ORG_WORDS,
    OTHERS_WORDS,
    PARTICLES,
    fold,
)

_OTHERS = re.compile(
    r"[,&\s]*\b(?:et\.?\s?al\.?|d\.?k\.?k\b\.?|u\.\s?a\.|ua\.|e\.\s?a\.|et\salii|m\.\s?fl\.|c\.\s?s\.|"
    r"(?:and|dan|und|et|y|e|en)\s(?:others|lainnya|lain-lain|kawan-kawan|andere|autres|otros|"
    r"outros|altri|anderen|(?:(?:her|his|their|seinen?|ihren?)\s)?(?:colleagues|coworkers|"
    r"co-workers|co-authors|rekan|rekan-rekannya|kolegas|kollegen|mitarbeitern?)))"
    r"(?:['’]s)?(?=[\s,.;:)(]|$)",
    re.IGNORECASE,
)
_TITLES = re.compile(r"^(?:(?:Prof|Dr|Drs|Dra|Ir|Hj?|KH|Mr|Mrs|Ms|Sir|Rev|Univ)\.\s?)+")
_SHORT_FORM = re.compile(r"\s?[(\[][A-Z][\w.&/-]{1,12}[)\]]?(?=[\s,;]|$)")
_JOINT = re.compile(
    r"\s*(?:,\s*)?(?:&amp;|&|\+)\s*|\s*,\s*(?:and|dan|und|et|y|e|en|serta)\s+|"
    r"\s+(?:and|dan|und|et|y|e|en|serta|og|och)\s+(?=[^\W\d_a-z])|\s*[,;/]\s*"
)
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s-]?){1,4}")
_WORD = re.compile(r"[^\s,;&+/]+|[&+]")
MAX_WORDS = 18


def has_others(text: str) -> bool:
    """Whether a list of names ends in 'et al.', 'dkk.', 'u. a.'."""
    return _OTHERS.search(text) is not None


def split_names(text: str) -> tuple[str, ...]:
    """The single names of a list as printed, 'et al.' left out."""
    plain = _OTHERS.sub("", _SHORT_FORM.sub("", text))
    plain = " ".join(plain.split()).strip(" ,;:.(")
    if is_organisation(plain) and "&" not in plain:
        return (plain,)
    parts = [_TITLES.sub("", part.strip(" .,;:'’")) for part in _JOINT.split(plain)]
    names: list[str] = []
    for part in parts:
        if not part or (names and _INITIALS.fullmatch(part)):
            continue
        names.append(part.removesuffix("’s").removesuffix("'s"))
    return tuple(names)


def is_organisation(text: str) -> bool:
    words = fold(text).split()
    return len(words) > 1 and any(word in ORG_WORDS for word in words)


def is_journal(text: str) -> bool:
    return any(word in JOURNAL_WORDS for word in fold(text).split())


def are_names(text: str) -> bool:
    """Whether the words before a year can be who is cited: names, an organisation, a journal."""
    words = _WORD.findall(_OTHERS.sub(" ", text))
    if not words or len(words) > MAX_WORDS or ": " in text:
        return False
    if is_organisation_name(_SHORT_FORM.sub("", text)):
        return True
    if not _is_capital(words[0]) and fold(words[0]) not in PARTICLES:
        return False
    capitals = sum(_is_capital(word) for word in words)
    return capitals > 0 and all(_fits(word, capitals) for word in words)


def _is_capital(word: str) -> bool:
    plain = word.lstrip("\"'“‘«„([*_’")
    return plain[:1].isupper() or (plain[:1].isalpha() and not plain[:1].islower())


def _fits(word: str, capitals: int) -> bool:
    if word in "&+" or _is_capital(word):
        return True
    folded = fold(word)
    if folded in CONNECTORS or folded in PARTICLES or folded in OTHERS_WORDS or folded == "et":
        return True
    if folded in {"dkk", "ua", "al", "s", "lain", "lainnya", "others", "kawan"}:
        return True
    glued = "-" in word and any(part[:1].isupper() for part in word.split("-")[1:])
    return glued or (folded in ORG_SMALL and capitals >= 2)
