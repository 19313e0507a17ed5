"""Bibliographies without their duplicates: each work once, every other byte as it is."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.files import read_bytes, write_text
from kb.errors import USAGE, KbError
from kb.formats.bib import read_bib, write_entry
from kb.jobs.dedupe import kind_of, named, prefixes_of, references_of, several
from kb.match.dedupe import Deduped
from kb.match.merge import Losing, merge
from kb.model import Decision, Problem, Reference

NOT_TAKEN: Final = "kb-not-taken"
"""The field that keeps what the merged entries said otherwise."""
Changes = Mapping[str, str | None]
"""The new entry under each name that changes; None for one that is gone."""


@dataclass(frozen=True)
class Clean:
    """A file without its duplicates: its text, and which key each key that is gone became."""

    path: Path
    text: str
    gone: Mapping[str, str]


def clean_files(
    paths: Sequence[Path], deduped: Deduped, decisions: Sequence[Decision] = ()
) -> list[Clean]:
    """The texts of `paths` with the entries of each work merged into its first one.

    All else in a .bib file stays as it is, byte by byte; records of other files become BibTeX.
    Keys that are gone live on in the field `ids`, values that were not taken in `kb-not-taken`.
    """
    foreign = {path for path in paths if kind_of(path, read_bytes(path)) != "bib"}
    members = {key for work in several(deduped) for key in work}
    references = references_of(paths, (lambda key: True) if foreign else members.__contains__)
    changes, gone = _changes(deduped, references, decisions)
    cleaned = []
    for path, prefix in zip(paths, prefixes_of(paths), strict=True):
        if path in foreign:
            text = _converted(path, references, prefix, changes)
        else:
            text = _rewrite(path, prefix, changes)
        mine = {name: key for name, key in gone.items() if name.startswith(prefix)}
        cleaned.append(Clean(path, text, {n.removeprefix(prefix): k for n, k in mine.items()}))
    return cleaned


def _changes(
    deduped: Deduped, references: Mapping[str, Reference], decisions: Sequence[Decision]
) -> tuple[Changes, dict[str, str]]:
    """What becomes of each entry, and the key of the work for each one that is gone."""
    order = {name: place for place, name in enumerate(references)}
    changes: dict[str, str | None] = {}
    gone: dict[str, str] = {}
    for members in several(deduped):
        first, *others = sorted(members, key=order.__getitem__)
        changes[first] = _merged_entry(first, others, references, decisions)
        changes |= dict.fromkeys(others, None)
        gone |= dict.fromkeys(others, references[first].key)
    return changes, gone


def _merged_entry(
    first: str,
    others: Sequence[str],
    references: Mapping[str, Reference],
    decisions: Sequence[Decision],
) -> str:
    members = [replace(references[name], key=name) for name in (first, *others)]
    merged = merge(members, decisions)
    work, key = merged.reference, references[first].key
    old = {references[name].key for name in others} | set(work.aliases)
    extra = {**work.extra, NOT_TAKEN: _not_taken(merged.losing)}
    return write_entry(replace(work, key=key, extra=extra, aliases=tuple(sorted(old - {key}))))


def _not_taken(losing: Losing) -> str:
    """'year: 2021 (b.bib:veda2021); page: 7 (c)': what other entries of the work said."""
    return "; ".join(
        f"{variable}: {value} ({origin})"
        for variable, values in losing.items()
        for value, origin in values
    )


def _converted(
    path: Path, references: Mapping[str, Reference], prefix: str, changes: Changes
) -> str:
    """The records of a file that is no BibTeX as BibTeX."""
    own = _own(path, references, prefix)
    entries = (changes[n] if n in changes else write_entry(one) for n, one in own)
    return "\n\n".join(entry for entry in entries if entry) + "\n"


def _own(
    path: Path, references: Mapping[str, Reference], prefix: str
) -> Iterator[tuple[str, Reference]]:
    names = references_of([path], lambda key: True)
    return ((prefix + name, references[prefix + name]) for name in names)


def _rewrite(path: Path, prefix: str, changes: Changes) -> str:
    """The text of a file with entries replaced, or taken out with the blank line after them."""
    file = read_bib(decode_text(str(path), read_bytes(path))[0], str(path))
    taken: Counter[str] = Counter()
    out, at = [], 0
    for block in file.blocks:
        if block.kind != "entry":
            continue
        name = named(prefix + block.key, taken)
        if name in changes:
            entry = changes[name]
            out += [file.text[at : block.start], entry or ""]
            at = block.end if entry else _after(file.text, block.end)
    return "".join([*out, file.text[at:]])


_BLANKS = re.compile(r"[ \t]*(?:\r\n|\n|\r)?(?:[ \t]*(?:\r\n|\n|\r))?")


def _after(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def write_clean(cleaned: Sequence[Clean], output: Path | None) -> list[Path]:
    """Writes the files in place, or all of them into `output`; the paths written.

    Raises KbError when a file that is no BibTeX would have to be written in place.
    """
    if output is None:
        for one in cleaned:
            if kind_of(one.path, read_bytes(one.path)) != "bib":
                mend = "write them all into one file: -o clean.bib"
                raise KbError("only .bib files are written in place", str(one.path), mend, USAGE)
        return [one.path for one in cleaned if write_text(one.path, one.text, None)]
    text = "\n".join(one.text.rstrip("\n") + "\n" for one in cleaned)
    write_text(output, text, None)
    return [output]


def clashes(output: Path) -> tuple[Problem, ...]:
    """Keys that stand for several works in the file just written."""
    text = decode_text(str(output), read_bytes(output))[0]
    found = read_bib(text, str(output)).problems
    return tuple(problem for problem in found if problem.rule == "key-duplicate")
