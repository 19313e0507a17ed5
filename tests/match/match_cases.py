"""Reads the one-line references of the cases in tests/cases/match."""

import re
from pathlib import Path
from typing import Any

import yaml

from kb.model import OTHERS, Date, Field, Name, Reference, Value

CASES = Path(__file__).parent.parent / "cases" / "match"
_PLACE = re.compile(r"^(?P<volume>\d+(?=[\s(]|$))?(?:\((?P<issue>\d+)\))?\s*(?P<page>.*)$")


def load(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return found


def reference(text: str, key: str, incomplete: bool = False) -> Reference:
    """'authors | year | title | venue | volume(issue) pages | DOI' as a reference."""
    parts = [part.strip() for part in text.split("|")] + [""] * 6
    authors, year, title, venue, place, doi = parts[:6]
    values: dict[str, Value] = {"title": title, "container-title": venue, "DOI": doi}
    values |= {name: part or "" for name, part in _PLACE.match(place).groupdict().items()}
    if authors:
        values["author"] = tuple(_name(part.strip()) for part in authors.split(";"))
    if year:
        values["issued"] = Date(int(year[:4]), suffix=year[4:])
    fields = {name: Field(value) for name, value in values.items() if value}
    return Reference(key, "article-journal", fields, (key,), incomplete=incomplete)


def _name(text: str) -> Name:
    if text == "et al.":
        return OTHERS
    if text.startswith("{"):
        return Name(literal=text.strip("{}"))
    family, comma, given = text.partition(", ")
    if not comma and " " in text and "," not in text:
        given, _, family = text.rpartition(" ")
    return Name(family=family, given=given)
