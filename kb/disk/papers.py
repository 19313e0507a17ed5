"""Find the texts of papers again: `papers = ["folder", ...]` in kb.toml names where they lie."""

from collections.abc import Iterable
from pathlib import Path

from kb.errors import USAGE, KbError
from kb.model import Paper
from kb.text import SourceText


def paper_folders(root: Path, settings: object) -> tuple[Path, ...]:
    """The folders of the setting `papers`, relative to the knowledge base. Raises KbError."""
    named = settings if settings is not None else []
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        mend = 'write it as: papers = ["../papers"]'
        raise KbError("papers is not a list of folders", str(root / "kb.toml"), mend, USAGE)
    return tuple(root / each for each in named)


def read_paper(paper: Paper, folders: Iterable[Path]) -> SourceText | None:
    """The text of `paper` if one of the folders has the file that was read, else None."""
    from kb.disk.documents import read_document

    for folder in folders:
        path = folder / paper.name
        if not path.is_file():
            continue
        try:
            text = read_document(path)
        except KbError:
            continue
        if not paper.sha256 or text.sha256 == paper.sha256:
            return text
    return None
