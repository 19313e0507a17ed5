"""Reading files, and writing them so that nothing is ever lost."""

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.errors import KbError


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was when it was read; `digest` is '' when there was none."""

    text: str
    digest: str


ABSENT: Final = Snapshot("", "")


def read_bytes(path: Path) -> bytes:
    """The bytes of `path`, a file or a pipe (`kb extract <(pdftotext paper.pdf -)`). Raises
    KbError for what is missing, a folder, an endless device, or may not be read."""
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind) or stat.S_ISDIR(kind)):
            raise KbError("this is no regular file", str(path), "give a file")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError | ValueError) -> KbError:
    where = str(path)
    if isinstance(error, FileNotFoundError):
        return KbError("there is no such file", where, "check the path")
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return KbError("this is a folder, not a file", where, "name a file")
    if isinstance(error, PermissionError):
        return KbError("the file may not be read", where, "chmod u+r it")
    return KbError(f"the file cannot be read: {_reason(error)}", where)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def read_snapshot(path: Path) -> Snapshot:
    """The text of a UTF-8 file and its digest; `ABSENT` when there is none. A byte order mark is
    part of the text. Raises KbError."""
    if not path.exists() and not path.is_symlink():
        return ABSENT
    data = read_bytes(path)
    try:
        return Snapshot(data.decode("utf-8"), digest_of(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mend = "save the file as UTF-8"
        raise KbError("the file is not UTF-8", f"{path}:{line}", mend) from error


def write_text(path: Path, text: str, expected: Snapshot | None, root: Path | None = None) -> bool:
    """As `write_bytes`, a text in UTF-8; `expected` is the file as it was read."""
    data = text.encode("utf-8", "surrogateescape")
    return write_bytes(path, data, None if expected is None else expected.digest, root)


def write_bytes(path: Path, data: bytes, expected: str | None, root: Path | None = None) -> bool:
    """Writes `data` to `path` and tells whether anything was written.

    It goes to a temporary file beside `path`, is synced and renamed, so that `path` is always the
    old file or the new one; its mode is kept. Nothing is written when the data is there already.
    Raises KbError when the digest of the file is no longer `expected` (None: whatever is there is
    replaced), when a link leads out of `root`, and when the folder cannot be written.
    """
    target = _inside(path, root)
    there = target.exists() or target.is_symlink()
    now = digest_of(read_bytes(target)) if there else ABSENT.digest
    if now == digest_of(data):
        return False
    if expected is not None and now != expected:
        mend = "look at the file (git diff), then run the command again"
        raise KbError("the file changed while it was being worked on", str(path), mend)
    try:
        _replace(target, data)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def unwritable(path: Path, error: OSError) -> KbError:
    """The error that tells why `path` cannot be written."""
    mends = {
        errno.EACCES: f"allow writing: chmod u+w {_nearest(path)}",
        errno.EPERM: f"allow writing: chmod u+w {_nearest(path)}",
        errno.EROFS: "the file system is read-only: copy the knowledge base elsewhere",
        errno.ENOSPC: "the disk is full: free some space; the old file is untouched",
        errno.ENOENT: f"make the folder: mkdir -p {path.parent}",
        errno.ENOTDIR: "a file stands where a folder is needed: name another place",
        errno.EEXIST: f"a file stands where a folder is needed: move {path.parent} away",
        errno.EISDIR: "a folder stands there: name a file",
        errno.ENAMETOOLONG: "the name is too long: give the file a shorter one",
    }
    what = f"the file cannot be written: {_reason(error)}"
    return KbError(what, str(path), mends.get(error.errno or 0, ""))


def _nearest(path: Path) -> Path:
    """The folder of `path`, or the first one above that is there."""
    return next((folder for folder in path.parents if os.path.lexists(folder)), path.parent)


def unreached(error: OSError) -> KbError:
    """The error for whatever the operating system refused and no job foresaw."""
    where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if isinstance(error, PermissionError):
        mend = "allow it: chmod u+rwX the folders above" if where else ""
        return KbError("permission denied", where, mend)
    return KbError(_reason(error), where, "")


def entries_of(folder: Path) -> list[str]:
    """The names in a folder, none when it is not there. Raises KbError when it may not be read:
    silence would pass for an empty folder."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        mend = f"chmod u+rx {folder}" if isinstance(error, PermissionError) else ""
        raise KbError(f"the folder cannot be read: {_reason(error)}", str(folder), mend) from error


def _inside(path: Path, root: Path | None) -> Path:
    """Where a write to `path` ends up; a link may not lead out of `root`."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:
        raise KbError("the link leads nowhere", str(path), "remove the link") from error
    if root is not None and not target.is_relative_to(root.resolve()):
        mend = "replace the link by the file itself"
        raise KbError(f"a link leads out of the knowledge base, to {target}", str(path), mend)
    return target


def _replace(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system lets a folder be synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keeps other writers out while the block runs. Raises KbError when one is at work.

    The lock is the operating system's on the file `path`, so that it ends with its process.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: the check for changed files has to do
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        mend = "wait until the other command has ended"
        raise KbError("another kb is writing here", str(path.parent.parent), mend) from error
