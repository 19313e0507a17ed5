"""The live picker, driven through prompt_toolkit's own pipe input."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kb.cli import picker
from kb.cli.picker import Picker, application
from kb.disk.index import Index, Sources, open_index
from kb.jobs.cite import everything
from kb.jobs.finder import search

LIBRARY = str(Path(__file__).parent.parent / "cases/cite/library.json")
UP, DOWN, TAB, ENTER, ESCAPE, DELETE = "\x1b[A", "\x1b[B", "\t", "\r", "\x1b", "\x7f"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    made = open_index(":memory:", Sources([LIBRARY]))
    yield made
    made.close()


def press(index: Index, query: str, keys: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(picker, "create_output", lambda **_: DummyOutput())
    with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
        source.send_text(keys)
        chosen = application(Picker(index, search(index, query))).run()
    return [one.key for one in chosen or []]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (ENTER, ["bps2021statistik"]),
        (DOWN + ENTER, ["bps2022statistik"]),
        (DOWN + DOWN + DOWN + UP + ENTER, ["bps2021statistik"]),
        (TAB + TAB + ENTER, ["bps2021statistik", "bps2022statistik"]),
        (TAB + UP + TAB + TAB + ENTER, ["bps2022statistik"]),
        ("2022" + ENTER, ["bps2022statistik"]),
        ("2022" + DELETE * 4 + ENTER, ["bps2021statistik"]),
        ("shelley" + ENTER, ["shelley2010"]),
        ("klinsmann" + ENTER, []),
        (ESCAPE, []),
        ("\x03", []),
    ],
)
def test_keys(index: Index, keys: str, wanted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert press(index, "statistik indonesia", keys, monkeypatch) == wanted


def test_what_is_shown(index: Index) -> None:
    shown = Picker(index, search(index, "statistik indonesia"))
    shown.mark()
    assert "".join(text for _, text in shown.rows()) == (
        " ● Badan Pusat Statistik 2021 · Statistik Indonesia 2021\n"
        "›  Badan Pusat Statistik 2022 · Statistik Indonesia 2022\n"
    )
    assert "".join(text for _, text in shown.preview()) == (
        "bps2022statistik\nBadan Pusat Statistik 2022 · Statistik Indonesia 2022\n\n"
        "  no claim uses it yet\n"
    )


def test_low_screen(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for six lines the candidate under the cursor is drawn, not an excuse."""
    drawn: list[str] = []

    class Screen(DummyOutput):
        def get_size(self) -> Size:
            return Size(rows=6, columns=60)

        def write(self, data: str) -> None:
            drawn.append(data)

    monkeypatch.setattr(picker, "create_output", lambda **_: Screen())
    with create_pipe_input() as source, create_app_session(input=source, output=Screen()):
        source.send_text(ENTER)
        shown = Picker(index, everything(index, ()))
        shown.move(9)
        application(shown).run()
    text = "".join(drawn)
    assert shown.line(shown.found[9])[:30] in text
    assert "too small" not in text
