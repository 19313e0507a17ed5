"""What the operating system refuses, said so that a person can mend it."""

import errno
from pathlib import Path

import pytest

from kb.disk.files import entries_of, unreached, unwritable
from kb.errors import KbError


def test_a_folder_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    assert entries_of(tmp_path / "none") == []
    (tmp_path / "file").touch()
    with pytest.raises(KbError) as caught:
        entries_of(tmp_path / "file")
    error = caught.value
    assert (str(error), error.code) == (
        f"{tmp_path / 'file'}: the folder cannot be read: Not a directory",
        3,
    )


def test_the_mend_names_a_folder_that_is_there(tmp_path: Path) -> None:
    error = unwritable(
        tmp_path / ".kb" / "lock", PermissionError(errno.EACCES, "Permission denied")
    )
    assert (error.what, error.mend) == (
        "the file cannot be written: Permission denied",
        f"allow writing: chmod u+w {tmp_path}",
    )


def test_what_nobody_foresaw_names_the_file() -> None:
    error = unreached(PermissionError(errno.EACCES, "Permission denied", "refs/a.bib"))
    assert (str(error), error.code) == ("refs/a.bib: permission denied", 3)
    assert str(unreached(OSError(errno.EIO, "Input/output error"))) == "Input/output error"
