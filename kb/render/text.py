"""A reference as one readable line for lists and pickers: no citation style, and not like one."""

from collections.abc import Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]
"""A CSL-JSON item."""


def names(item: Item, most: int = 3) -> str:
    """The authors' family names (or the editors'): `Albayumi, Wahyuni & Toha`, `Vaswani et al.`"""
    people = item.get("author") or item.get("editor") or ()
    shown = [_short(name) for name in people if name.get("literal") != "others"]
    if len(shown) > most or len(shown) < len(people):
        return f"{shown[0] if shown else ''} et al.".strip()
    return " & ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _short(name: Mapping[str, str]) -> str:
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    family = str(name.get("literal") or name.get("family") or name.get("given") or "?")
    return f"{particle} {family}".strip()


def year(item: Item) -> str:
    """The year of issue with its letter, or the words that stand for it ('n.d.'), or ''."""
    issued = item.get("issued") or {}
    parts: Sequence[Sequence[object]] = issued.get("date-parts") or ()
    shown = str(parts[0][0]) if parts and parts[0] else str(issued.get("literal") or "")
    return shown + str(item.get("year-suffix") or "")


def line(item: Item) -> str:
    """`Albayumi, Wahyuni & Toha 2022 · Kerjasama ... · Uti Possidetis 3(1)`."""
    head = " ".join(filter(None, (names(item), year(item))))
    return " · ".join(filter(None, (head, str(item.get("title") or ""), _where(item))))


def _where(item: Item) -> str:
    container = str(item.get("container-title") or item.get("publisher") or "")
    number = str(item.get("volume") or "")
    if item.get("issue"):
        number += f"({item['issue']})"
    return f"{container} {number}".strip()
