"""What commands print cannot steer a terminal."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cli.output import (
    clean,
    console,
    counted,
    show_error,
    show_problems,
    styled,
    table,
    to_json,
    under,
    visible,
)
from kb.errors import KbError
from kb.model import Place, Problem


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("one\ntwo\t three", "one two three"),
        ("bell\x07", "bell␇"),
        ("csi\x9b0m", "csi<U+009B>0m"),
        ("right\u202eleft", "right<U+202E>left"),
        ("[red]stays[/red]", "[red]stays[/red]"),
        ("Müller – “Kamboja”", "Müller – “Kamboja”"),
    ],
)
def test_clean(text: str, printed: str) -> None:
    assert clean(text) == printed


def test_visible_keeps_lines() -> None:
    assert visible("a\n\tb\x1b") == "a\n\tb␛"


@given(st.text())
def test_nothing_printed_steers_a_terminal(text: str) -> None:
    for printed in (clean(text), visible(text).replace("\n", "").replace("\t", "")):
        assert not [c for c in printed if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]


@given(st.recursive(st.text(), lambda t: st.lists(t) | st.dictionaries(st.text(), t)))
def test_json_reads_back_as_it_was(value: object) -> None:
    assert json.loads(to_json(value)) == value


def test_an_error_says_what_where_and_how_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(KbError("no such file", where="pa\x1bper.txt", mend="check the path"))
    assert capsys.readouterr().err == "kb: pa␛per.txt: no such file\n    mend: check the path\n"


def test_a_problem_stands_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    place = Place("notes/a.md", 3, 7)
    show_problems([Problem("citation-unknown", "error", "no 'x'", place, mend="add it")])
    assert capsys.readouterr().err == (
        "notes/a.md:3:7: error: no 'x' (citation-unknown)\n    mend: add it\n"
    )


@pytest.mark.parametrize(
    ("number", "words", "printed"),
    [(0, ("work",), "0 works"), (1, ("work",), "1 work"), (2, ("entry", "entries"), "2 entries")],
)
def test_counted(number: int, words: tuple[str, ...], printed: str) -> None:
    assert counted(number, *words) == printed


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


HEAD = ("id", "year", "title")
ROWS = [("003#1", "2021", "The [red]speed of boats \x1b[31mand of their many crews at sea"),
        ("003#20", "1999", "")]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (
            80,
            "References\n"
            "id      year  title\n"
            "003#1   2021  The [red]speed of boats ␛[31mand of their many crews at sea\n"
            "003#20  1999\n",
        ),
        (
            40,
            "References\n"
            "id      year\n"
            "    title\n"
            "003#1   2021\n"
            "    The [red]speed of boats ␛[31mand of\n"
            "    their many crews at sea\n"
            "003#20  1999\n",
        ),
    ],
)
def test_a_narrow_terminal_has_words_on_lines_of_their_own(
    monkeypatch: pytest.MonkeyPatch, width: int, wanted: str
) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    for name, value in {"COLUMNS": str(width), "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    table(HEAD, ROWS, "References")
    plain = re.sub(r"\x1b\[[\d;]*m", "", screen.getvalue())  # bold is no colour
    printed = [line.rstrip() + "\n" for line in plain.splitlines()]
    assert "".join(printed) == wanted


def test_broken_lines_stay_indented(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("COLUMNS", "20")
    console().print(under(styled("The [red]speed of boats")))
    lines = [line.rstrip() for line in screen.getvalue().splitlines()]
    assert lines == ["    The [red]speed", "    of boats"]
