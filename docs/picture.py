"""Makes docs/kb.svg: what a terminal shows of a few commands. Run: python docs/picture.py"""

import os
import pty
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
WIDTH = 112
COMMANDS = (
    ("kb build", 40),
    ("kb cite calista 2025", 8),
    ("kb trace empirical-study-finds-cambodian-enforcement-inadequate", 30),
)


def shown(command: str, base: Path) -> Text:
    """What `command` prints in `base` on a terminal of `WIDTH` columns, with its colours."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(WIDTH), "LINES": "60", "TERM": "xterm-256color"}
    words = [sys.executable, str(ROOT / "cli.py"), *shlex.split(command)[1:]]
    with subprocess.Popen(
        words, cwd=base, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        found = bytearray()
        while chunk := _read(ours):
            found += chunk
    os.close(ours)
    return Text.from_ansi(found.decode("utf-8").replace("\r\n", "\n"))


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the program has ended
        return b""


def main() -> None:
    """Draws the commands in a copy of the knowledge base, where no paper's text is at hand."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
    ):
        for name in ("refs", "notes"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        for command, most in COMMANDS:
            console.print(Text("$ ", style="bold green") + Text(command, style="bold"))
            lines = shown(command, Path(folder)).split("\n")
            console.print(Text("\n").join(lines[:most]), soft_wrap=True)
            if len(lines) > most:
                console.print("...", style="dim")
            console.print()
        (ROOT / "docs" / "kb.svg").write_text(console.export_svg(title="kb"), encoding="utf-8")


if __name__ == "__main__":
    main()
