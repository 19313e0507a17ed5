"""Lay a set paper out as plain text, the ways that converters do: wrapped, paged, hyphenated."""

import random
import re
from dataclasses import dataclass, field

from compose import CITE_END, REFERENCE_END, SENTENCE, SENTENCE_END, Signs, is_sign

_NOTE_CALL = re.compile("[\ue100-\uf8ff]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPLIT = re.compile(r"(?<=[aeiouáéíóúäöüàè])(?=[bcdfghjklmnpqrstvwxyz][aeiouáéíóúäöüàè])")


@dataclass(frozen=True)
class Style:
    """How the text is laid out. `width` and `page` are 0 for none; `call` is how a note's mark
    stands in the text, `start` how the note begins; `notes` where: bottom, end."""

    markdown: bool = False
    width: int = 0
    page: int = 0
    feed: bool = False
    head: str = "none"
    parted: str = "blank"
    hyphens: bool = False
    doubled: bool = False
    hang: int = 0
    apart: bool = False
    bullet: str = ""
    call: str = "glued"
    start: str = "{} "
    notes: str = "end"


@dataclass
class Block:
    """A piece of the paper: heading, para, entry or note; a note's number where it is one."""

    kind: str
    text: str
    calls: list["Block"] = field(default_factory=list)


def draw_style(dice: random.Random, kind: str) -> Style:
    markdown = dice.random() < 0.2
    width = 0 if dice.random() < (0.6 if markdown else 0.2) else dice.randint(62, 105)
    page = dice.randint(28, 48) if width and not markdown and dice.random() < 0.75 else 0
    return Style(
        markdown=markdown,
        width=width,
        page=page,
        feed=dice.random() < 0.4,
        head=dice.choice(("none", "title", "both", "both")),
        parted=dice.choice(("blank", "indent", "none"))
        if width
        else dice.choice(("blank", "none")),
        hyphens=bool(width) and dice.random() < 0.3,
        doubled=bool(width) and not markdown and dice.random() < 0.08,
        hang=dice.choice((0, 0, 4, 8)) if width else 0,
        apart=dice.random() < (0.8 if markdown else 0.3),
        bullet=dice.choice(("", "", "- ", "* ")) if markdown else dice.choice(("", "", "", "• ")),
        call=dice.choice(("[^{}]", "<sup>{}</sup>"))
        if markdown
        else dice.choice(("{}", "{}", "^")),
        start=dice.choice(("{} ", "{} ", "{}. ", "{}", "^ ")),
        notes="bottom" if page and dice.random() < 0.8 else "end",
    )


def call_of(style: Style, number: int) -> str:
    if style.call == "^":
        return str(number).translate(_RAISED)
    return style.call.format(number)


def start_of(style: Style, number: int) -> str:
    if style.markdown and style.call == "[^{}]":
        return f"[^{number}]: "
    if style.markdown:
        return f"<sup>{number}</sup> "
    return (
        str(number).translate(_RAISED) + " " if style.start == "^ " else style.start.format(number)
    )


def lay_out(blocks: list[Block], style: Style, title: str, dice: random.Random) -> str:
    """The text of a paper, signs inside."""
    pages = _Pages(style, title)
    before = ""
    for block in blocks:
        gap = _gap(style, before, block.kind)
        lines = _lines(style, block, dice)
        calls = _calls_by_line(lines, block)
        for at, line in enumerate(lines):
            notes = [n for note in calls[at] for n in _lines(style, note, dice)]
            pages.add(line, notes, gap if at == 0 else 0)
        before = block.kind
    return pages.text()


def _gap(style: Style, before: str, kind: str) -> int:
    if not before or style.doubled:
        return 0
    if kind == "heading" or before == "heading":
        return 1
    if kind == "entry" and before == "entry":
        return int(style.apart)
    if kind == "note" and before == "note":
        return int(style.markdown)
    return int(style.parted == "blank" or style.markdown or kind != before)


def _lines(style: Style, block: Block, dice: random.Random) -> list[str]:
    if block.kind == "heading":
        return [f"# {block.text}" if style.markdown else block.text]
    first = style.parted == "indent" and block.kind == "para"
    indent = "    " if first and not style.markdown else ""
    hang = " " * style.hang if block.kind == "entry" else ""
    lead = style.bullet if block.kind == "entry" and not block.text[:1].isdigit() else ""
    if not style.width:
        return [indent + _led(block.text, lead)]
    words = _led(block.text, lead).split(" ")
    return wrap(words, style.width, indent, hang, dice if style.hyphens else None)


def _led(text: str, lead: str) -> str:
    """A bullet stands after the sign that opens its reference: the first line is what counts."""
    return text[:1] + lead + text[1:] if lead and is_sign(text[0]) else lead + text


def wrap(
    words: list[str], width: int, indent: str, hang: str, dice: random.Random | None
) -> list[str]:
    lines, line, at = [], indent, indent
    for word in words:
        room = width - visible(line) - 1
        if visible(word) > room and line.strip():
            parts = _hyphenated(word, room, dice)
            if parts:
                lines.append(f"{line} {parts[0]}" if line != at else line + parts[0])
                line = at = hang
                word = parts[1]
            else:
                lines.append(line)
                line = at = hang
        line = line + word if line == at else f"{line} {word}"
    return [*lines, line]


def _hyphenated(word: str, room: int, dice: random.Random | None) -> tuple[str, str] | None:
    if dice is None or len(word) < 8 or not word.isalpha() or dice.random() < 0.3:
        return None
    for cut in reversed([m.start() for m in _SPLIT.finditer(word)]):
        if 3 <= cut <= len(word) - 3 and cut + 1 <= room:
            return word[:cut] + "-", word[cut:]
    return None


def visible(text: str) -> int:
    return sum(not is_sign(char) for char in text)


def _calls_by_line(lines: list[str], block: Block) -> list[list[Block]]:
    notes = iter(block.calls)
    return [[next(notes) for _ in _NOTE_CALL.findall(line)] for line in lines]


class _Pages:
    """Lines in pages, notes below them, heads and numbers around."""

    def __init__(self, style: Style, title: str) -> None:
        self.style, self.title = style, title
        self.out: list[str] = []
        self.body: list[str] = []
        self.notes: list[str] = []
        self.number = 1

    def add(self, line: str, notes: list[str], gap: int) -> None:
        room = self.style.page
        if room and self.body and len(self.body) + len(self.notes) + gap + 1 + len(notes) > room:
            self.turn()
        elif self.body:
            self.body += [""] * gap
        self.body.append(line)
        if self.style.doubled:
            self.body.append("")
        self.notes += notes

    def turn(self) -> None:
        style = self.style
        if style.head == "both" and style.page:
            words = (
                f"{self.title}    {self.number}"
                if self.number % 2
                else f"{self.number}    {self.title}"
            )
            self.out += [words, ""]
        elif style.head == "title" and style.page:
            self.out += [self.title, ""]
        if style.feed and self.number > 1:
            at = -2 if style.head != "none" else len(self.out)
            if style.head != "none":
                self.out[at] = "\f" + self.out[at]
            else:
                self.body[0] = "\f" + self.body[0]
        self.out += self.body
        if self.notes:
            self.out += ["", *self.notes]
        if style.page and style.head != "both":
            self.out += ["", str(self.number), ""]
        elif style.page:
            self.out += [""]
        self.body, self.notes = [], []
        self.number += 1

    def text(self) -> str:
        if self.body:
            self.turn()
        return "\n".join(self.out) + "\n"


def expand(text: str, signs: Signs) -> str:
    """The marked text: signs as `marked.py` reads them."""
    plain = {SENTENCE: "⟦", SENTENCE_END: "⟧", CITE_END: "⟩", REFERENCE_END: "⟪/⟫"}
    found = []
    for char in _NOTE_CALL.sub("", text):
        if not is_sign(char):
            found.append(char)
        elif char in plain:
            found.append(plain[char])
        else:
            spec = signs.spec(char)
            found.append(f"⟪{spec[1:]}⟫" if spec[0] == "@" else f"⟨{spec}|")
    return "".join(found)
