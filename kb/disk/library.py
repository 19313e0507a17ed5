"""Where the entries and notes that `kb cite` searches stand, found without reading any of them."""

import os
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

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


MARKS: Final = ("refs", "kb.toml", "library.bib")
"""A folder that holds one of these is a knowledge base, as `kb.disk.store` has it."""


def find_library(base: str | None, bibs: Sequence[str] = ()) -> Library:
    """The library of the knowledge base at `base` (or here, or above), or the files `bibs`.

    A knowledge base that has no `refs/library.bib` yet is searched in the entries of its papers.
    Raises KbError where there is none.
    """
    if bibs:
        return _of_files(bibs)
    root = _root(base)
    refs = os.path.join(root, "refs")
    merged = os.path.join(refs, "library.bib")
    found = (merged,) if os.path.isfile(merged) else _files(refs, ".bib")
    if not found and os.path.isfile(os.path.join(root, "library.bib")):
        found = (os.path.join(root, "library.bib"),)
    folder = os.path.join(root, "notes")
    notes = tuple(os.path.join(folder, name) for name in sorted(note_paths(folder)))
    return Library(root, root, found, notes, os.path.join(root, ".kb", "index.sqlite"))


def _root(base: str | None) -> str:
    mend = "kb init starts one; kb -C DIR names one; kb cite --bib FILE searches a file"
    if base is not None:
        if not os.path.isdir(base):
            raise KbError("there is no such folder", base, mend, USAGE)
        if not _is_base(base):
            raise KbError("this folder is no knowledge base", base, mend, USAGE)
        return os.path.abspath(base)
    here = folder = os.getcwd()
    while not _is_base(folder):
        folder, last = os.path.dirname(folder), folder
        if folder == last:
            what = "there is no knowledge base (no folder refs/) here or above"
            raise KbError(what, here, mend, USAGE)
    return folder


def _is_base(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, mark)) for mark in MARKS)


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


def _files(folder: str, suffix: str) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            found = [e.path for e in entries if e.name.endswith(suffix) and e.is_file()]
    except OSError:
        return ()
    return tuple(sorted(found))


def note_paths(folder: str) -> Iterator[str]:
    """The `.md` files in a folder and its folders, as paths below it; links to folders are not
    followed."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, inside)) as entries:
                found = list(entries)
        except OSError:
            continue
        for entry in found:
            name = f"{inside}{entry.name}"
            if entry.name.endswith(".md"):
                yield name
            elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                waiting.append(f"{name}/")


def stat_of(path: str) -> tuple[int, int, int] | None:
    """Size, time of change and of status change of a file in nanoseconds; None without one."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns
