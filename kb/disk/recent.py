"""Which works were cited last, so that ties go to what a person is writing about.

This is a person's history and no part of the knowledge base: it lives where the system keeps such
state (`$XDG_STATE_HOME/kb/recent`), a library and a key a line, the latest last. Losing it loses
no answer.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

KEPT: Final = 500
"""How many lines are kept."""


def folder_of(variable: str, usual: str) -> str:
    """The program's own folder in the place that `variable` names, or in `usual` at home."""
    home = os.environ.get(variable) or os.environ.get("LOCALAPPDATA")
    if not home or not os.path.isabs(home):
        home = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(home, "kb")


def _path() -> str:
    return os.path.join(folder_of("XDG_STATE_HOME", os.path.join(".local", "state")), "recent")


def _lines() -> list[str]:
    try:
        with open(_path(), encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()
    except OSError:
        return []


def recent(library: str) -> list[str]:
    """The keys of `library` that were cited last, the latest first."""
    head = f"{_one_line(library)}\t"
    return [line[len(head) :] for line in reversed(_lines()) if line.startswith(head)]


def remember(library: str, keys: Sequence[str]) -> None:
    """Notes that `keys` were just cited; where that can't be written, it is not noted."""
    before = _lines()
    added = [f"{_one_line(library)}\t{_one_line(key)}" for key in keys]
    if before[-len(added) :] == added:
        return
    kept = [line for line in before if line not in added] + added
    path = _path()
    scratch = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(scratch, "w", encoding="utf-8", errors="replace") as file:
            file.write("".join(f"{line}\n" for line in kept[-KEPT:]))
        os.replace(scratch, path)


def _one_line(text: str) -> str:
    return " ".join(text.split())
