"""Which works were cited last, so that ties go to what a person is writing about.

This is a person's history and no part of the knowledge base: it lives where the system keeps such
state (`$XDG_STATE_HOME/kb/`), one key a line, the latest last. Losing it loses no answer.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Final

KEPT: Final = 200
"""How many keys are remembered."""


def cache_folder() -> str:
    """Where this system keeps what programs can make again."""
    return _folder("XDG_CACHE_HOME", ".cache")


def _folder(variable: str, usual: str) -> str:
    home = os.environ.get(variable) or os.environ.get("LOCALAPPDATA")
    if not home or not os.path.isabs(home):
        home = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(home, "kb")


def _path(library: str) -> str:
    digest = blake2b(os.path.abspath(library).encode("utf-8", "replace"), digest_size=8)
    folder = _folder("XDG_STATE_HOME", os.path.join(".local", "state"))
    return os.path.join(folder, f"recent-{digest.hexdigest()}")


def recent(library: str) -> list[str]:
    """The keys of `library` that were cited last, the latest first."""
    try:
        with open(_path(library), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return []
    return list(dict.fromkeys(reversed(lines)))[:KEPT]


def remember(library: str, keys: Sequence[str]) -> None:
    """Notes that `keys` were just cited; where that can't be written, it is not noted."""
    latest = list(dict.fromkeys((*keys[::-1], *recent(library))))[:KEPT]
    path = _path(library)
    scratch = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(scratch, "w", encoding="utf-8", errors="replace") as file:
            file.write("".join(f"{key}\n" for key in reversed(latest)))
        os.replace(scratch, path)
