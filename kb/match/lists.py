"""Lists of names that a reader took for one name: 'Smith JA, Doe K', 'A. Roe, B. Doe & C. Poe'."""

import re
from typing import Final

from kb.model import Name

MAX_NAMES: Final = 60
_AND = re.compile(r"\s*;\s*|\s+(?:and|&)\s+|\s*\|\s*", re.IGNORECASE)
_ET_AL = re.compile(r"\bet\.?\s+al\b\.?", re.IGNORECASE)


def initials_only(text: str) -> bool:
    letters = text.replace(".", "").replace(" ", "").replace("-", "")
    return 0 < len(letters) <= 3 and letters.isupper()


def resplit(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names with every one that holds several persons cut into these."""
    if any(map(_is_lower, names)):
        names = tuple(_capitalised(name) if _is_lower(name) else name for name in names)
    if not any(map(_suspicious, names)):
        return names[:MAX_NAMES]
    return tuple(part for name in names for part in _persons(name))[:MAX_NAMES]


def _is_lower(name: Name) -> bool:
    """Whether no letter is a capital: readers take first names then for particles ('van')."""
    if not (name.family.islower() or name.literal.islower()):
        return False
    return not any(map(str.isupper, name.given + name.particle))


def _capitalised(name: Name) -> Name:
    family = f"{name.particle} {name.family}".strip().title()
    if name.particle and not name.given:
        return _person(family)
    given, suffix = name.given.title(), name.suffix.title()
    return Name(family, given, suffix=suffix, literal=name.literal.title())


def ends_open(name: Name) -> bool:
    """Whether a name, the last of a list, says that there are more: 'M. Kearns et al.'"""
    return _suspicious(name) and bool(_ET_AL.search(_written(name)))


def _suspicious(name: Name) -> bool:
    """Whether a name may hold several persons."""
    if name.literal or name.suffix or name.particle == "et":
        return True
    both = " " in name.family and " " in name.given
    return both or any(mark in name.given or mark in name.family for mark in ";&|")


def two_in_full(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """'Jane Q. Roe, John Doe' as two persons: a list of two that was cut at its comma as 'family,
    given' is; () when it is no such name."""
    if len(names) != 1 or names[0].literal or names[0].suffix or names[0].particle:
        return ()
    halves = names[0].family, names[0].given
    two = all(1 < len(words) < 5 and _capital(words) for words in map(str.split, halves))
    return tuple(map(_person, halves)) if two else ()


def _capital(words: list[str]) -> bool:
    return all(word[0].isupper() for word in words) and not initials_only(words[-1])


def _persons(name: Name) -> tuple[Name, ...]:
    text = _ET_AL.sub("", _written(name)).strip(" ,;&")
    if ";" in text or "|" in text:
        return tuple(_person(part) for part in _AND.split(text) if part.strip())
    parts = [part.strip() for part in _AND.sub(",", text).split(",") if part.strip()]
    if len(parts) > 1 and all(map(_is_whole, parts)):
        return tuple(map(_person, parts))
    if len(parts) > 3 and _alternate(parts):
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return tuple(Name(family=family, given=given) for family, given in pairs)
    if len(parts) > (3 if name.literal else 2) and all(map(_in_full, parts)):
        return tuple(map(_person, parts))
    return (_person(text),) if name.particle == "et" else (name,)


def _in_full(part: str) -> bool:
    """Whether a first and a family name may stand there, and no name of a body ('School of X')."""
    words = part.split()
    return 1 < len(words) < 6 and not any(word in ("of", "for", "the", "and") for word in words)


def _written(name: Name) -> str:
    """The name as it stood: a part without a comma stands as 'given family'."""
    if name.literal:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    joined = any(mark in name.given and mark not in family for mark in ";&|")
    if joined and not name.suffix:
        return f"{name.given} {family}"
    return ", ".join(filter(None, (family, name.suffix, name.given)))


def _is_whole(part: str) -> bool:
    """Whether initials and a family name stand there, without a comma: 'A. Roe', 'Roe AB'."""
    first, *_, last = words if len(words := part.replace(".", ". ").split()) > 1 else ("", "")
    return initials_only(first) != initials_only(last) and len(first + last) > 2


def _alternate(parts: list[str]) -> bool:
    """'Smith', 'J.A.', 'Doe', 'K.', or 'Smith', 'John', 'Doe', 'Kim'"""
    given, families = parts[1::2], parts[::2]
    if len(parts) % 2 or any(map(initials_only, families)):
        return False
    return all(map(initials_only, given)) or not any(" " in family for family in families)


def _person(text: str) -> Name:
    """One name of a list that was not split: 'Smith, J.', 'Smith J', 'J. Smith'."""
    family, comma, given = text.partition(",")
    if comma:
        return Name(family=family.strip(), given=given.strip())
    parts = text.split()
    if len(parts) > 1 and initials_only(parts[-1]):
        return Name(family=" ".join(parts[:-1]), given=parts[-1])
    return Name(family=parts[-1], given=" ".join(parts[:-1])) if parts else Name(family=text)
