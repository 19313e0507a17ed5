"""Move a text file: the new one is written before the old one goes."""

from pathlib import Path

from kb.disk.files import ABSENT, read_snapshot, unwritable, write_text
from kb.errors import KbError


def move_text(old: Path, new: Path, before: str, after: str, root: Path) -> None:
    """`new` gets the text `after`, and `old` is removed.

    Raises KbError when `old` no longer says `before`, when `new` is there, or when the folder
    cannot be written.
    """
    if read_snapshot(old).text != before:
        mend = "run the command again"
        raise KbError("the file changed while it was being worked on", str(old), mend)
    write_text(new, after, ABSENT, root)
    try:
        old.unlink()
    except OSError as error:
        raise unwritable(old, error) from error
