"""Saving entries into a .bib file that people edit, too: what they changed stays."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.formats.bib import BibFile, digest, read_bib, remove, replace, write_entry
from kb.formats.csljson import to_csl
from kb.model import Problem, Reference


@dataclass(frozen=True)
class Saved:
    """A file's new text, the digest of each entry as the program writes it, and what was kept."""

    text: str
    written: Mapping[str, str]
    problems: tuple[Problem, ...]


def save_entries(
    text: str, path: str, entries: Mapping[str, Reference], written: Mapping[str, str]
) -> Saved:
    """`text` with `entries` (by key) in it; every other byte stays.

    An entry that is not as the program wrote it (`written`: digests by key) was edited by a person:
    it stays, and a problem shows the difference. An entry of the program's that is not wanted any
    more is taken out. New entries stand at the end, in the order given.
    """
    file = read_bib(text, path)
    new = {key: write_entry(reference) for key, reference in entries.items()}
    kept = {key for key in new if _is_edited(file, key, written.get(key), new[key])}
    gone = [key for key in written if key not in new and key in file.entries]
    left = [key for key in gone if digest(file.entry(key)) != written[key]]
    changed = {key: entry for key, entry in new.items() if key not in kept}
    changed |= {key: _with_own(file.entry(key), entries[key]) for key in kept}
    ordered = {key: changed[key] for key in new}
    out = remove(replace(text, ordered), [key for key in gone if key not in left])
    problems = [
        *(p for key in kept if (p := _edited(file, entries[key])) is not None),
        *(_orphan(file, key) for key in left),
    ]
    problems.sort(key=lambda problem: problem.place.line)
    return Saved(out, {key: digest(entry) for key, entry in new.items()}, tuple(problems))


def _is_edited(file: BibFile, key: str, written: str | None, new: str) -> bool:
    old = file.entry(key)
    return bool(old) and digest(old) not in (written, digest(new))


_ORIGIN = re.compile(r"(\s*)kb-origin\s*=\s*\{[^{}]*\}", re.IGNORECASE)
_IDS = re.compile(r"\s*\bids\s*=\s*\{[^{}]*\},?", re.IGNORECASE)


def _with_own(entry: str, wanted: Reference) -> str:
    """A person's entry with the program's own fields, where it has them, brought up to date."""
    if not _ORIGIN.search(entry):
        return entry
    if wanted.aliases:
        entry = _IDS.sub("", entry)
    ids = f"ids = {{{', '.join(wanted.aliases)}}}," if wanted.aliases else ""
    origin = f"kb-origin = {{{', '.join(wanted.origins)}}}"
    return _ORIGIN.sub(lambda m: f"{m[1]}{ids}{m[1] if ids else ''}{origin}", entry, count=1)


def _edited(file: BibFile, wanted: Reference) -> Problem | None:
    """What a person's entry says otherwise than the program's; None when it says the same."""
    here = next((r for r in file.references if r.key == wanted.key), None)
    if here is None:
        message = f"{wanted.key} is broken here and is kept as it is"
        mend = "mend it, or remove it to have it written again"
        return Problem("entry-edited", "warning", message, file.places[wanted.key], mend)
    differences = list(_differences(here, wanted))
    if not differences:
        return None
    message = f"{wanted.key} was edited here and is kept: {'; '.join(differences)}"
    mend = "to take what was read instead, remove the entry and run the command again"
    return Problem("entry-edited", "info", message, file.places[wanted.key], mend)


def _differences(here: Reference, wanted: Reference) -> Iterator[str]:
    mine, read = _values(here), _values(wanted)
    for name in sorted(mine.keys() | read.keys()):
        if mine.get(name) != read.get(name):
            yield f"{name} is {_show(mine.get(name))}, was read as {_show(read.get(name))}"


def _values(reference: Reference) -> dict[str, object]:
    item = to_csl(reference)
    del item["id"]
    return item


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "[" + ", ".join(map(_show, value)) + "]"
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return f"'{value}'"


def _orphan(file: BibFile, key: str) -> Problem:
    message = f"{key} was edited here and is kept, though nothing refers to it any more"
    return Problem("entry-edited", "info", message, file.places[key], "remove it by hand")
