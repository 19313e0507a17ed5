"""The live picker of `kb cite`: type to narrow, arrows, several at once, a preview."""

import sys
from collections.abc import Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import create_output

from kb.cli.output import clean
from kb.disk.index import Index
from kb.jobs.cite import Found, claim_lines, line
from kb.jobs.finder import search

ROWS = 10
"""How many candidates are seen at once."""
PREVIEW = 8
"""How many lines the one under the cursor is shown in."""


class Picker:
    """What is on the screen: the query typed so far, the candidates, the chosen ones."""

    def __init__(self, index: Index, found: Sequence[Found]) -> None:
        self.index = index
        self.start = list(found)
        self.found = list(found)
        self.at = 0
        self.marked: dict[str, Found] = {}
        self.lines: dict[int, str] = {}

    def narrow(self, typed: str) -> None:
        """Keeps the candidates that answer what was typed; with none, searches everything."""
        self.at = 0
        if not typed.strip():
            self.found = list(self.start)
            return
        hits = search(self.index, typed)
        known = {one.id for one in self.start}
        self.found = [one for one in hits if one.id in known] or hits

    def move(self, by: int) -> None:
        self.at = max(0, min(len(self.found) - 1, self.at + by))

    def mark(self) -> None:
        """Takes the candidate under the cursor, or lets it go again."""
        if self.found:
            one = self.found[self.at]
            if self.marked.pop(one.key, None) is None:
                self.marked[one.key] = one
            self.move(1)

    def chosen(self) -> list[Found]:
        return list(self.marked.values()) or self.found[self.at : self.at + 1]

    def line(self, one: Found) -> str:
        if one.id not in self.lines:
            self.lines[one.id] = clean(line(self.index, one))
        return self.lines[one.id]

    @property
    def first(self) -> int:
        """The first candidate that is drawn."""
        return max(0, min(self.at - ROWS // 2, len(self.found) - ROWS))

    def cursor(self) -> Point:
        """The line under the cursor, which stays in sight on a low screen."""
        return Point(0, self.at - self.first)

    def rows(self) -> StyleAndTextTuples:
        """The candidates around the cursor."""
        first = self.first
        shown: StyleAndTextTuples = []
        for place, one in enumerate(self.found[first : first + ROWS], first):
            style = "reverse" if place == self.at else ""
            mark = "●" if one.key in self.marked else " "
            arrow = "›" if place == self.at else " "
            shown.append((style, f"{arrow}{mark} {self.line(one)}"))
            shown.append(("", "\n"))
        return shown or [("", "  nothing answers that\n")]

    def preview(self) -> StyleAndTextTuples:
        """The candidate under the cursor in full, and the claims that use it."""
        if not self.found:
            return []
        one = self.found[self.at]
        item = self.index.item(one.id)
        claims = claim_lines(self.index, one.key)
        shown: StyleAndTextTuples = [
            ("bold", f"{clean(one.key)}\n"),
            ("", f"{clean(line(self.index, one))}\n"),
            ("", f"{clean(str(item.get('DOI') or item.get('URL') or ''))}\n"),
        ]
        shown += [("italic", f"  {clean(text)}\n") for text in claims]
        return shown if claims else [*shown, ("", "  no claim uses it yet\n")]


def pick(index: Index, found: Sequence[Found]) -> list[Found]:
    """Asks which of `found` is meant; an empty list when the person gave up (Esc, Ctrl-C)."""
    picker = Picker(index, found)
    return application(picker).run() or []


def application(picker: Picker) -> "Application[list[Found] | None]":
    """The screen of a picker, drawn on the terminal's stderr so that stdout stays clean."""
    typed = Buffer(multiline=False, on_text_changed=lambda buffer: picker.narrow(buffer.text))
    hint = " type to narrow · ↑↓ · Tab takes several · Enter · Esc"
    rows = FormattedTextControl(picker.rows, get_cursor_position=picker.cursor, show_cursor=False)
    root = HSplit(
        [
            VSplit(
                [Window(FormattedTextControl("> "), width=2), Window(BufferControl(typed))],
                height=1,
            ),
            Window(rows, height=Dimension(min=1, preferred=ROWS, max=ROWS), wrap_lines=False),
            Window(height=Dimension(min=0, preferred=1, max=1), char="─"),
            Window(
                FormattedTextControl(picker.preview),
                height=Dimension(min=0, preferred=PREVIEW, max=PREVIEW),
                wrap_lines=True,
            ),
            Window(FormattedTextControl(hint), height=1, style="reverse"),
        ]
    )
    return Application(
        layout=Layout(root),
        key_bindings=bindings(picker),
        erase_when_done=True,
        output=create_output(stdout=sys.stderr),
    )


def bindings(picker: Picker) -> KeyBindings:
    """What the keys do."""
    keys = KeyBindings()

    def move(name: str, by: int) -> None:
        @keys.add(name)
        def _(event: KeyPressEvent) -> None:
            picker.move(by)

    for name, by in (("up", -1), ("down", 1), ("c-p", -1), ("c-n", 1)):
        move(name, by)
    for name, by in (("pageup", -ROWS), ("pagedown", ROWS)):
        move(name, by)

    @keys.add("tab")
    def _(event: KeyPressEvent) -> None:
        picker.mark()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=picker.chosen())

    @keys.add("escape", eager=True)
    @keys.add("c-c")
    @keys.add("c-d")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=[])

    return keys
