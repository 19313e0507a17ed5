"""Read the files of `notes/`: many of them fast, and none that keeps the others from being read."""

import os
from collections.abc import Iterator
from pathlib import Path

from kb.disk.library import note_paths
from kb.formats.notes import read_note
from kb.model import Note, Place, Problem

__all__ = ["note_files", "note_of", "note_paths", "read_note_file", "read_notes"]


def read_notes(root: Path) -> tuple[Note, ...]:
    """The notes below `root`/notes by the order of their paths.

    One that cannot be read is a note with a problem and without claims.
    """
    return tuple(note_of(name, found) for name, found in note_files(root))


def note_files(root: Path, folder: str = "notes") -> Iterator[tuple[str, bytes | Problem]]:
    """Every note by the order of their paths: its path from `root`, and what stands in it or why
    it cannot be read."""
    base = os.path.join(root, folder)
    real = os.path.realpath(base)
    for name in sorted(note_paths(base)):
        yield f"{folder}/{name}", _read(os.path.join(base, name), f"{folder}/{name}", real)


def read_note_file(root: Path, name: str) -> Note:
    """The note at `root`/`name`."""
    real = os.path.realpath(os.path.join(root, name.split("/", 1)[0]))
    return note_of(name, _read(os.path.join(root, name), name, real))


def note_of(name: str, found: bytes | Problem) -> Note:
    """The note called `name` of what `note_files` found there."""
    if isinstance(found, Problem):
        return _unread(name, found)
    try:
        return read_note(found.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _unread(name, _problem(name, "the note is not UTF-8", "save it as UTF-8", line))


def _read(path: str, name: str, real: str) -> bytes | Problem:
    try:
        if os.path.islink(path) and not os.path.realpath(path).startswith(real + os.sep):
            mend = "replace it by the file itself"
            return _problem(name, "a link leads out of the folder", mend)
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or str(error)
        return _problem(name, f"the note cannot be read: {reason}", "look at the file")


def _problem(name: str, what: str, mend: str, line: int = 1) -> Problem:
    return Problem("note-unreadable", "error", what, Place(name, line), mend)


def _unread(name: str, problem: Problem) -> Note:
    return Note(name, os.path.splitext(os.path.basename(name))[0], problems=(problem,))
