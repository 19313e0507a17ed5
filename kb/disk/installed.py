"""Which program this is: what is kept between runs holds only for the one that made it."""

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import kb


@cache
def fingerprint() -> str:
    """A digest that changes when this package does, or what is installed beside its libraries."""
    home = Path(kb.__file__).parent
    files = (f"{path} {_stamp(path)}" for path in sorted(home.rglob("*.py")))
    library = find_spec("markdown_it")
    beside = Path(library.origin).parents[1] if library and library.origin else home
    return sha256("\n".join((*files, _stamp(beside))).encode("utf-8", "replace")).hexdigest()


def _stamp(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"
