"""Readers of document formats: a file -> SourceText."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kb.disk.documents import converted
from kb.disk.documents.pdf import read_pdf
from kb.disk.documents.plain import decode_text
from kb.disk.files import digest_of, read_bytes
from kb.errors import KbError
from kb.text import SourceText

Reader = Callable[[str, bytes], SourceText]
"""From the file's name and bytes to its text. Raises KbError, its `where` the name."""

_PLAIN: Final = ("", ".txt", ".text", ".md", ".markdown", ".mdown", ".qmd", ".rst", ".org", ".tex")
_MAGIC: Final = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"{\\rtf", ".rtf"))
_ZIPPED: Final = (".docx", ".odt", ".epub")


def _plain(name: str, data: bytes) -> SourceText:
    text, encoding = decode_text(name, data)
    return SourceText(name, text, digest_of(data), encoding)


READERS: Final[Mapping[str, Reader]] = {
    **dict.fromkeys(_PLAIN, _plain),
    ".pdf": read_pdf,
    **converted.READERS,
}
"""The reader of each suffix. A format is added by adding its reader here."""


def read_document(path: Path) -> SourceText:
    """The text of the paper at `path`.

    Raises KbError (code 3) for a missing file, a folder, an empty file, one that may not be read
    or is broken, and when what its format needs is not installed.
    """
    data = read_bytes(path)
    try:
        source = READERS[kind_of(path, data)](path.name, data)
    except KbError as error:
        raise KbError(error.what, str(path), error.mend, error.code) from error
    if not source.text.strip():
        raise KbError("the file is empty", str(path), "give a paper with text in it")
    return source


def kind_of(path: Path, data: bytes) -> str:
    """The suffix that says how to read the file; its first bytes count more than its name."""
    suffix = path.suffix.lower()
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return suffix if kind == ".docx" and suffix in _ZIPPED else kind
    return suffix if suffix in READERS else ""
