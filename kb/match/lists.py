"""Lists of names that a reader took for one name: 'Smith JA, Doe K', 'A. Roe, B. Doe & C. Poe'."""

import re
from typing import Final

from kb.model import Name

MAX_NAMES: Final = 60
_AND = re.compile(r"\s*;\s*|\s+(?:and|&)\s+|\s*\|\s*")
_ET_AL = re.compile(r"\bet\.?\s+al\b\.?", re.IGNORECASE)


def initials_only(text: str) -> bool:
    letters = text.replace(".", "").replace(" ", "").replace("-", "")
    return 0 < len(letters) <= 3 and letters.isupper()


def resplit(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names with every one that holds several persons cut into these."""
    if not any(map(_suspicious, names)):
        return names[:MAX_NAMES]
    return tuple(part for name in names for part in _persons(name))[:MAX_NAMES]


def _suspicious(name: Name) -> bool:
    """Whether a name may hold several persons."""
    if name.literal or name.suffix:
        return True
    both = " " in name.family and " " in name.given
    return both or any(mark in name.given or mark in name.family for mark in ";&|")


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
    if len(parts) > 2 and not name.literal and all(" " in part for part in parts):
        return tuple(map(_person, parts))
    return (name,)


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
    """'Smith', 'J.A.', 'Doe', 'K.'"""
    given, families = parts[1::2], parts[::2]
    return (
        len(parts) % 2 == 0
        and all(map(initials_only, given))
        and not any(map(initials_only, families))
    )


def _person(text: str) -> Name:
    """One name of a list that was not split: 'Smith, J.', 'Smith J', 'J. Smith'."""
    family, comma, given = text.partition(",")
    if comma:
        return Name(family=family.strip(), given=given.strip())
    parts = text.split()
    if len(parts) > 1 and initials_only(parts[-1]):
        return Name(family=" ".join(parts[:-1]), given=parts[-1])
    return Name(family=parts[-1], given=" ".join(parts[:-1])) if parts else Name(family=text)
