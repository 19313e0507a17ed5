"""The one error that a job raises when it cannot be done: what, where, how to mend."""

from typing import Final

USAGE: Final = 2
"""Exit code: the command was called wrongly."""
UNREADABLE: Final = 3
"""Exit code: something could not be read or written."""


class KbError(Exception):
    """A job that cannot be done.

    `what` happened, `where` (a path, `path:line`, or a key), how to `mend` it; `code` is the
    exit code of the command: `USAGE` or `UNREADABLE`.
    """

    def __init__(self, what: str, where: str = "", mend: str = "", code: int = UNREADABLE) -> None:
        super().__init__(what, where, mend, code)
        self.what = what
        self.where = where
        self.mend = mend
        self.code = code

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what
