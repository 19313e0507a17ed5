"""Readers of document formats: a file -> SourceText."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kb.disk.documents.plain import decode_text
from kb.disk.files import digest_of, read_bytes
from kb.errors import KbError
from kb.text import SourceText

Reader = Callable[[str, bytes], SourceText]
"""From the file's name and bytes to its text. Raises KbError, its `where` the name."""

_PLAIN: Final = ("", ".txt", ".text", ".md", ".markdown", ".mdown", ".qmd", ".rst", ".org")
_MAGIC: Final = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"{\\rtf", ".rtf"))
_LATER: Final = {
    ".pdf": "turn it into text first: pdftotext -layout PAPER.pdf PAPER.txt",
    ".docx": "turn it into text first: pandoc -t markdown PAPER.docx -o PAPER.md",
    ".odt": "turn it into text first: pandoc -t markdown PAPER.odt -o PAPER.md",
    ".rtf": "turn it into text first: pandoc -t markdown PAPER.rtf -o PAPER.md",
    ".tex": "turn it into text first: pandoc -t markdown PAPER.tex -o PAPER.md",
    ".html": "turn it into text first: pandoc -t markdown PAPER.html -o PAPER.md",
    ".htm": "turn it into text first: pandoc -t markdown PAPER.htm -o PAPER.md",
}


def _plain(name: str, data: bytes) -> SourceText:
    text, encoding = decode_text(name, data)
    return SourceText(name, text, digest_of(data), encoding)


READERS: Final[dict[str, Reader]] = dict.fromkeys(_PLAIN, _plain)
"""The reader of each suffix. A format is added by adding its reader here."""


def read_document(path: Path) -> SourceText:
    """The text of the paper at `path`.

    Raises KbError (code 3) for a missing file, a folder, an empty file, one that may not be read,
    one that is no text, and for a format without a reader.
    """
    data = read_bytes(path)
    reader = READERS.get(kind_of(path, data))
    if reader is None:
        kind = kind_of(path, data)
        what = f"papers in the format {kind} cannot be read yet"
        raise KbError(what, str(path), _LATER.get(kind, "give a .txt or .md file"))
    try:
        source = reader(path.name, data)
    except KbError as error:
        raise KbError(error.what, str(path), error.mend, error.code) from error
    if not source.text.strip():
        raise KbError("the file is empty", str(path), "give a paper with text in it")
    return source


def kind_of(path: Path, data: bytes) -> str:
    """The suffix that says how to read the file; its first bytes count more than its name."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return path.suffix.lower() if path.suffix.lower() in (".odt", ".epub") else kind
    suffix = path.suffix.lower()
    return suffix if suffix in READERS or suffix in _LATER else ""
