"""The clipboard, through the program that each system has for it."""

import shutil
import subprocess

from kb.errors import USAGE, KbError

PROGRAMS = (
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("clip.exe",),
    ("termux-clipboard-set",),
)


def copy(text: str) -> None:
    """Puts `text` on the clipboard. Raises KbError when no program for it works."""
    for program, *options in PROGRAMS:
        found = shutil.which(program)
        if found and _ran([found, *options], text):
            return
    mend = "install one of " + ", ".join(program for program, *_ in PROGRAMS)
    raise KbError("nothing here puts text on the clipboard", "--copy", mend, USAGE)


def _ran(command: list[str], text: str) -> bool:
    # xclip stays behind to serve the clipboard and would hold captured streams open.
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, input=text.encode(), stdout=quiet, stderr=quiet, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
