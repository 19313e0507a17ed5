"""Text files in any encoding, changed in places: every other byte is written back as it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text, mark_of
from kb.disk.files import digest_of, read_bytes
from kb.formats.bibedit import Edit, edit
from kb.formats.latex import encode

UTF8: Final = "utf-8"


@dataclass(frozen=True)
class Encoded:
    """A text file as it was read. `mark` is its byte order mark; `kept` has the characters of
    `text`, but surrogates for bytes that are damage, so that they are written as they were."""

    path: Path
    text: str
    kept: str
    encoding: str
    mark: bytes
    digest: str

    @property
    def newline(self) -> str:
        """The line end that the file has most of."""
        pairs = self.text.count("\r\n")
        ends = {"\r\n": pairs, "\n": self.text.count("\n") - pairs}
        ends["\r"] = self.text.count("\r") - pairs
        return max(ends, key=lambda end: (ends[end], end == "\n"))

    def edited(self, edits: Sequence[Edit]) -> bytes:
        """The bytes of the file with these edits, which do not overlap."""
        return self.mark + to_bytes(edit(self.kept, edits), self.encoding)


def read_encoded(path: Path) -> Encoded:
    """The file at `path`. Raises KbError when it cannot be read or is no text."""
    return decoded(path, read_bytes(path))


def decoded(path: Path, data: bytes) -> Encoded:
    """The bytes of the file at `path` as text. Raises KbError when they are none."""
    text, encoding = decode_text(str(path), data)
    mark = mark_of(data)
    kept = data[len(mark) :].decode(UTF8, "surrogateescape") if encoding == UTF8 else text
    return Encoded(path, text, kept, encoding, mark, digest_of(data))


def to_bytes(text: str, encoding: str) -> bytes:
    """`text` in `encoding`; a character that it has no place for as TeX writes it in ASCII."""
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        fitting = _BEYOND_ASCII.sub(lambda found: _as_tex(found[0], encoding), text)
        return fitting.encode(encoding, "surrogateescape")


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def _as_tex(char: str, encoding: str) -> str:
    try:
        char.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return encode(char, ascii_only=True)
    return char
