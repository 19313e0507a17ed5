"""Entries that say all in one field, as a string: read by the parser before they are compared."""

import re
from dataclasses import replace
from typing import Final

from kb.model import Reference

_STRING: Final = re.compile(r"(?=.*\b(?:1[5-9]|20)\d\d)(?:.*?[^\W\d_]{2}[.,]? ){3}", re.DOTALL)
"""A year and some words."""
_WANTED: Final = ("author", "title", "issued")


def in_fields(reference: Reference) -> Reference:
    """The reference with what a string in its note says, or in its title, where nothing else says
    who wrote what and when; as it is where there is no such string, or the parser finds less.

    The string is kept as the note.
    """
    name = _holder(reference)
    text = reference.text(name) if name else ""
    if not 30 < len(text) < 3000 or not _STRING.match(text):
        return reference
    from kb.parse.reader import read_reference

    read = read_reference(text)
    if not all(wanted in read.fields for wanted in _WANTED):
        return reference
    others = {one: field for one, field in reference.fields.items() if one != name}
    fields = {**read.fields, **others, "note": reference.fields[name]}
    return replace(reference, type=read.type, fields=fields)


def _holder(reference: Reference) -> str:
    """The variable in which a whole reference may stand; '' when the entry has fields."""
    has = reference.fields
    if "author" in has or "editor" in has or {"note", "title"} <= has.keys():
        return ""
    if "title" not in has:
        return next(
            (name for name in ("note", "container-title", "medium", "annote") if name in has), ""
        )
    return "" if {"issued", "container-title", "publisher"} & has.keys() else "title"
