"""Lines of text kept by name in a folder of `.kb/`, which may be deleted at any time."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def cached(folder: Path, name: str) -> list[str]:
    """The lines kept under `name`, or none."""
    try:
        return (folder / name).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def store(folder: Path, name: str, lines: Sequence[str]) -> None:
    """Keeps `lines` (without line ends) under `name`; where that can't be, they are not kept."""
    scratch = folder / f"{name}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        scratch.write_text("\n".join(lines), encoding="utf-8", errors="replace")
        scratch.replace(folder / name)
