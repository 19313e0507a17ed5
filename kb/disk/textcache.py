"""Lines of text kept by name in a folder of `.kb/`, which may be deleted at any time."""

import os
import tempfile
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
    with suppress(OSError):
        _write(folder, name, "\n".join(lines))


def file_with(folder: Path, name: str, text: str) -> Path:
    """A file that holds `text`: in `folder`, or where that can't be written in the system's
    folder for temporary files. `name` must be different for different texts."""
    if (folder / name).is_file():
        return folder / name
    with suppress(OSError):
        return _write(folder, name, text)
    return _write(Path(tempfile.mkdtemp(prefix="kb-")), name, text)


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = folder / f"{name}.{os.getpid()}"
    scratch.write_text(text, encoding="utf-8", errors="replace")
    return scratch.replace(folder / name)
