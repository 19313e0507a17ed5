"""The parts of a large `.bib` file that did not change since it was indexed, found by digest.

A chunk is a run of whole entries. When a file changed, the chunks at its start and at its end that
are byte for byte what they were stay; only the text between them is read.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final, NamedTuple

ENTRIES: Final = 64
"""Entries in a chunk."""


class Chunk(NamedTuple):
    """A run of entries as it was indexed: its row number, bytes, line ends, digest.

    `macros` are the definitions made in it, as JSON; a `whole` one can't stand alone: something in
    it can't be read, or depends on other entries.
    """

    id: int
    size: int
    lines: int
    digest: bytes
    macros: str = "{}"
    whole: bool = False


class Kept(NamedTuple):
    """Chunks that stay, at the start and at the end of a file, those between them that went, and
    the bytes `[start, end)` that have to be read."""

    head: tuple[Chunk, ...]
    gone: tuple[Chunk, ...]
    tail: tuple[Chunk, ...]
    start: int
    end: int


def digest_of(data: bytes | memoryview) -> bytes:
    return sha256(data).digest()[:16]


def compare(old: Sequence[Chunk], data: bytes) -> Kept:
    """Which of the chunks of a file are still in `data`."""
    view = memoryview(data)
    start = count = 0
    for chunk in old:
        if chunk.whole or _differs(view[start : start + chunk.size], chunk):
            break
        start += chunk.size
        count += 1
    end, last = len(data), len(old)
    while last > count:
        chunk = old[last - 1]
        at = end - chunk.size
        if at < start or chunk.whole or _differs(view[at:end], chunk):
            break
        end = at
        last -= 1
    return Kept(tuple(old[:count]), tuple(old[count:last]), tuple(old[last:]), start, end)


def without_tail(kept: Kept, data: bytes) -> Kept:
    """The same, but everything after the head is to be read."""
    return Kept(kept.head, kept.gone + kept.tail, (), kept.start, len(data))


def _differs(view: memoryview, chunk: Chunk) -> bool:
    return len(view) != chunk.size or digest_of(view) != chunk.digest


def count_lines(text: str, start: int, end: int) -> int:
    """Line ends in `text[start:end]`: LF, CRLF, CR."""
    found = text.count("\n", start, end)
    returns = text.count("\r", start, end)
    return found + (returns - text.count("\r\n", start, end) if returns else 0)
