"""Read the files of `notes/`: many of them fast, and none that keeps the others from being read."""

import os
from pathlib import Path

from kb.disk.library import note_paths
from kb.formats.notes import read_note
from kb.model import Note, Place, Problem

__all__ = ["note_paths", "read_notes"]


def read_notes(root: Path, folder: str = "notes") -> tuple[Note, ...]:
    """The notes below `root`/notes by the order of their paths.

    One that cannot be read is a note with a problem and without claims.
    """
    base = os.path.join(root, folder)
    real = os.path.realpath(base)
    names = sorted(note_paths(base))
    return tuple(_read(os.path.join(base, name), f"{folder}/{name}", real) for name in names)


def read_note_file(root: Path, name: str) -> Note:
    """The note at `root`/`name`."""
    real = os.path.realpath(os.path.join(root, name.split("/", 1)[0]))
    return _read(os.path.join(root, name), name, real)


def _read(path: str, name: str, real: str) -> Note:
    try:
        if os.path.islink(path) and not os.path.realpath(path).startswith(real + os.sep):
            return _unread(name, "a link leads out of the folder", "replace it by the file itself")
        with open(path, "rb") as file:
            text = file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _unread(name, "the note is not UTF-8", "save it as UTF-8", line)
    except OSError as error:
        reason = error.strerror or str(error)
        return _unread(name, f"the note cannot be read: {reason}", "look at the file")
    return read_note(text, name)


def _unread(name: str, what: str, mend: str, line: int = 1) -> Note:
    problem = Problem("note-unreadable", "error", what, Place(name, line), mend)
    return Note(name, os.path.splitext(os.path.basename(name))[0], problems=(problem,))
