"""Word lists that the reader's features look words up in: one file a list, one word a line."""

import pkgutil
from functools import cache
from typing import Final

LISTS: Final = {
    "months": "m",
    "places": "p",
    "publishers": "u",
    "periodicals": "j",
    "institutions": "o",
    "given": "g",
    "families": "f",
}
"""File (without .txt) -> the one-letter mark of its words."""


@cache
def table() -> dict[str, str]:
    """Every word of every list (lower case) with its marks."""
    found: dict[str, str] = {}
    for name, mark in LISTS.items():
        data = pkgutil.get_data(__name__, f"{name}.txt") or b""
        for entry in data.decode("utf-8").split("\n"):
            if entry and entry[0] != "#":
                found[entry] = found.get(entry, "") + mark
    return found


def flags(low: str) -> str:
    """The marks of a lower-case word, '' when no list has it."""
    return table().get(low, "")
