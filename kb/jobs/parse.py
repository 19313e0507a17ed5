"""Reference strings, one a line, to references in the same order."""

import sys
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.files import read_bytes
from kb.errors import KbError
from kb.formats.csljson import to_csl
from kb.model import Reference
from kb.parse.reader import read_references

AT_ONCE: Final = 50
"""Lines read together, before the first of them is given on."""
DOUBTFUL: Final = 0.8
"""A field that the reader is less sure of is worth a look."""


def read_lines(path: Path | None) -> list[str]:
    """The lines of a file, or of what stands at stdin when `path` is None or '-'.

    Empty lines stay, so that the answers keep the numbers of the lines. Raises KbError when the
    file cannot be read.
    """
    at_stdin = path is None or str(path) == "-"
    name = "stdin" if at_stdin else str(path)
    data = sys.stdin.buffer.read() if path is None or at_stdin else read_bytes(path)
    text, _ = decode_text(name, data) if data.strip() else ("", "")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = lines[:-1] if lines[-1] == "" else lines
    if not any(line.strip() for line in lines):
        raise KbError("there is no reference in it", name, "give one reference a line")
    return lines


def parse(lines: Iterable[str]) -> Iterator[Reference]:
    """One reference a line, in order; its key is the number of the line."""
    rest, numbers = iter(lines), count(1)
    while some := list(islice(rest, AT_ONCE)):
        for reference in read_references(some):
            yield reference.with_key(str(next(numbers)))


def as_item(reference: Reference) -> dict[str, object]:
    """CSL-JSON; `custom` holds the confidence of each field and the words that were not read."""
    item = to_csl(reference)
    sure = {name: round(field.confidence, 3) for name, field in reference.fields.items()}
    item["custom"] = {"confidence": sure, "unread": list(reference.unread)}
    return item


def doubtful(reference: Reference) -> frozenset[str]:
    """The variables that the reader is not sure of."""
    return frozenset(n for n, field in reference.fields.items() if field.confidence < DOUBTFUL)


def as_bibtex(references: Iterable[Reference]) -> Iterator[str]:
    """BibTeX entries with citation keys made from author, year and title."""
    from kb.formats.bib import write_entry
    from kb.formats.keys import citation_key, unique

    taken: set[str] = set()
    for reference in references:
        key = unique(citation_key(reference), taken)
        taken.add(key)
        yield write_entry(reference.with_key(key))
