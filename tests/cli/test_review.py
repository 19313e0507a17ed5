"""`kb dedupe --review` on a real terminal: one key an answer, each written at once."""

import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.cli.review import Groups, marked

PAIRS = """@article{a1, author={Lind, Tomas}, title={Deep learning for archival letters}, year=2019}
@article{a2, author={Lind, T.}, year=2020,
  title={Deep learning for archival letters and postcards in Nordic museums}}
@article{b1, author={Kahn, Omar}, title={Migration and law in border towns}, year=2011, volume=3}
@article{b2, author={Kahn, O.}, title={Migration and law in the border town}, year=2012, volume=4}
"""
THIRD = """@article{c1, author={Moss, Ida}, year=2001, volume=3,
  title={Honey and ice in northern schools}}
@article{c2, author={Moss, I.}, title={Honey and ice in the northern school}, year=2002, volume=4}
"""


class Terminal:
    """A command on a terminal of its own; `press` waits until it asks."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "kb", "dedupe", "my.bib", "--review", *options]
        self.pid, self.handle = pty.fork()
        if not self.pid:  # pragma: no cover (another process)
            os.chdir(folder)
            os.environ["TERM"] = "xterm"
            os.execv(sys.executable, command)
        self.shown = ""
        self.at = 0

    def read(self, seconds: float) -> bool:
        if not select.select([self.handle], [], [], seconds)[0]:
            return True
        try:
            found = os.read(self.handle, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", found.decode("utf-8", "replace"))
        return bool(found)

    def press(self, keys: str, asked: str = "q quit") -> None:
        end = time.monotonic() + 60
        while asked not in self.shown[self.at :]:
            assert self.read(0.2), self.shown
            assert time.monotonic() < end, self.shown
        self.at = len(self.shown)
        time.sleep(0.1)  # until it reads keys, not lines
        os.write(self.handle, keys.encode())

    def wait(self) -> int:
        while self.read(0.2):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my.bib").write_text(PAIRS, encoding="utf-8")
    return tmp_path


def decisions(folder: Path) -> str:
    path = folder / "my.decisions.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def answer(folder: Path, keys: Sequence[str]) -> str:
    """What is shown when these keys are pressed, each when a pair is shown."""
    terminal = Terminal(folder)
    for key in keys:
        terminal.press(key)
    assert terminal.wait() == 0
    return terminal.shown.replace("\r", "")


def test_answers_are_written_at_once_and_never_asked_again(folder: Path) -> None:
    assert answer(folder, "sq").endswith("1 answer written; 1 pair left to decide\n")
    assert decisions(folder) == "same a1 a2\n"
    shown = answer(folder, "d")
    assert "Deep learning" not in shown
    assert shown.endswith("1 answer written; 0 pairs left to decide\n")
    assert decisions(folder) == "same a1 a2\ndiffer b1 b2\n"
    assert answer(folder, "").endswith("0 answers written; 0 pairs left to decide\n")


def test_undo_goes_back_to_the_pair_that_was_answered(folder: Path) -> None:
    """Over one that was skipped; the second answer to it is the one that holds."""
    with (folder / "my.bib").open("a", encoding="utf-8") as file:
        file.write(THIRD)
    shown = answer(folder, "usnuxdq")
    assert re.findall(r"\d of 3", shown) == [f"{place} of 3" for place in "1123112"]
    assert decisions(folder) == "differ a1 a2\n"
    assert shown.endswith("1 answer written; 2 pairs left to decide\n")


def test_a_field_is_chosen_before_the_pair_is_answered(folder: Path) -> None:
    terminal = Terminal(folder)
    terminal.press("f")
    terminal.press("9r\n", asked="like 2r")
    terminal.press("f")
    terminal.press("2r\n", asked="like 2r")
    terminal.press("s")
    terminal.press("q")
    assert terminal.wait() == 0
    assert decisions(folder) == "field a1 issued a2\nsame a1 a2\n"


@pytest.mark.parametrize("asked", ["q quit", "like 2r"])
def test_to_stop_at_any_time_loses_nothing(folder: Path, asked: str) -> None:
    terminal = Terminal(folder)
    terminal.press("s")
    if asked == "like 2r":
        terminal.press("f")
    terminal.press("\x03", asked=asked)
    terminal.wait()
    assert "Traceback" not in terminal.shown
    assert decisions(folder) == "same a1 a2\n"


def test_a_terminal_may_change_its_size(folder: Path) -> None:
    import fcntl
    import struct
    import termios

    terminal = Terminal(folder)
    terminal.press("s")
    terminal.press("")
    fcntl.ioctl(terminal.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 40, 0, 0))
    os.kill(terminal.pid, signal.SIGWINCH)
    os.write(terminal.handle, b"d")
    assert terminal.wait() == 0
    assert decisions(folder) == "same a1 a2\ndiffer b1 b2\n"


def test_what_follows_from_answers_is_not_asked() -> None:
    groups = Groups()
    groups.join("a", "b")
    groups.join("c", "d")
    groups.differ.append(("b", "c"))
    assert groups.group("a") == {"a", "b"}
    assert [groups.apart(left, right) for left, right in ("ad", "da", "ae")] == [True, True, False]


def test_the_words_that_differ_are_marked() -> None:
    left, right = marked("Law in the hills", "Law of the hills")
    assert [str(left), str(right)] == ["Law in the hills ", "Law of the hills "]
    assert [left.plain[span.start : span.end] for span in left.spans] == ["in"]
    assert [right.plain[span.start : span.end] for span in right.spans] == ["of"]
