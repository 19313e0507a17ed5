"""Where the entries and notes that `kb cite` searches stand, found without reading any of them."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from kb.disk.recent import folder_of
from kb.errors import USAGE, KbError


class Library(NamedTuple):
    """What is searched: `.bib` files, notes, and where the index of them goes (`cache`).

    `name` is the folder of the knowledge base, or the files given; `base` that folder or ''.
    """

    name: str
    base: str
    bibs: tuple[str, ...]
    notes: tuple[str, ...]
    cache: str


def find_library(base: str | None, bibs: Sequence[str] = ()) -> Library:
    """The library of the knowledge base at `base` (or here, or above), or the files `bibs`.

    A knowledge base that has no `refs/library.bib` yet is searched in the entries of its papers.
    Raises KbError where there is none.
    """
    if bibs:
        return _of_files(bibs)
    root = base if base is not None else _above(os.getcwd())
    if root is None:
        mend = "kb init starts one, -C DIR names one, --bib FILE searches a file"
        raise KbError("there is no knowledge base (no folder refs/) here or above", "", mend, USAGE)
    root = os.path.abspath(root)
    refs = os.path.join(root, "refs")
    if not os.path.isdir(refs):
        raise KbError(
            "is no knowledge base: it has no folder refs/", root, "kb init starts one", USAGE
        )
    merged = os.path.join(refs, "library.bib")
    found = (merged,) if os.path.isfile(merged) else _files(refs, ".bib")
    notes = _files(os.path.join(root, "notes"), ".md")
    return Library(root, root, found, notes, os.path.join(root, ".kb", "index.sqlite"))


def _of_files(bibs: Sequence[str]) -> Library:
    from hashlib import blake2b

    paths = tuple(os.path.abspath(path) for path in dict.fromkeys(bibs))
    name = "\0".join(paths)
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return Library(
        name,
        "",
        paths,
        (),
        os.path.join(folder_of("XDG_CACHE_HOME", ".cache"), f"index-{digest}.sqlite"),
    )


def _above(folder: str) -> str | None:
    """The folder here or above that has refs/."""
    while not os.path.isdir(os.path.join(folder, "refs")):
        folder, last = os.path.dirname(folder), folder
        if folder == last:
            return None
    return folder


def _files(folder: str, suffix: str) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            found = [e.path for e in entries if e.name.endswith(suffix) and e.is_file()]
    except OSError:
        return ()
    return tuple(sorted(found))


def stat_of(path: str) -> tuple[int, int, int] | None:
    """Size, time of change and of status change of a file in nanoseconds; None without one."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns
