"""pandoc: where it is, and how it is run, in a process of its own."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from kb.errors import KbError

OLDEST: Final = (3, 0)
"""Older pandocs lack rules of CSL 1.0.2, and their document model is another."""
SECONDS: Final = 120
"""How long one run may take."""


class Engine(NamedTuple):
    """A pandoc: where it is and what tells it from another version in a cache."""

    path: str
    stamp: str


def engines() -> list[Engine]:
    """Every pandoc here, of whatever version: that on PATH, that of the package `pypandoc`."""
    return [Engine(path, _stamp(path)) for path in _pandocs()]


def find_engine(what: str, extra: str) -> Engine:
    """The first pandoc that is new enough.

    Raises KbError when there is none: it says `what` needs one and which extra of kb brings it.
    """
    too_old = ""
    for engine in engines():
        version = _version(engine.path)
        if version >= OLDEST:
            return engine
        too_old = too_old or f"{engine.path} is pandoc {'.'.join(map(str, version))}; "
    raise KbError(f"{too_old}{what} needs pandoc >= 3", "", install(extra))


def install(extra: str) -> str:
    """How to get pandoc."""
    with_it = " and the styles" if extra == "csl" else ""
    return (
        f"pip install 'kb[{extra}]' brings pandoc{with_it}; or install pandoc >= 3 from your system"
    )


def run(engine: Engine, options: Sequence[str], data: bytes, mend: str) -> bytes:
    """What pandoc makes of `data`.

    Raises KbError when it fails, with `mend` as what to do, or does not run at all.
    """
    try:
        done = subprocess.run(
            [engine.path, *options], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KbError(f"pandoc did not run: {error}", engine.path, mend) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise KbError(f"pandoc gave up: {said}", engine.path, mend)
    return done.stdout


def _pandocs() -> list[str]:
    found = [shutil.which("pandoc")]
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        found.append(shutil.which(Path(folder, "files", "pandoc")))
    return [path for path in found if path]


def _version(path: str) -> tuple[int, ...]:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.match(rb"pandoc\S*\s+(\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _stamp(path: str) -> str:
    found = Path(path).stat()
    return f"{path}:{found.st_size}:{found.st_mtime_ns}"
