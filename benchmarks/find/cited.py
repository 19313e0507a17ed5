"""Set a composed paper with pandoc's citeproc: citations and the list come back as plain text."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pypandoc
from compose import CITE_END, REFERENCE_END, Signs, opens

NOTE = 0xE100
"""A note stands in its paragraph as chr(NOTE + its index)."""
_GLUE = re.compile(r"(?<=[\U000f0000-\U0010ffff]) +|[ ,]+(?=[\ue003\ue005])|(?<=\() +")
_PLAIN = r"[^()\[\]\ue000-\uf8ff\U000f0000-\U0010ffff]{4,40}"
_INSIDE = re.compile(rf"(\({_PLAIN}|\[{_PLAIN})(\ue003)([)\]])")
"""A citation whose end stands before its own closing bracket."""
_DIGITS = re.compile(r"\d+(?:[-–—]\d+)?")


@dataclass(frozen=True)
class Look:
    """Whether emphasis and raised signs are written as Markdown; where a citation is a number, the
    signs that its numbers get (each stands for 'n:4-6')."""

    markdown: bool
    numbers: Signs | None = None


@dataclass(frozen=True)
class Set:
    """Paragraphs and notes with signs in them; the entries of the list, (key, text) each."""

    paragraphs: list[str]
    notes: list[str]
    entries: list[tuple[str, str]]


def set_paper(paragraphs, items: list[dict], style: Path, locale: str, look: "Look") -> Set:
    """Run citeproc. Raises ValueError where pandoc cannot."""
    blocks = [{"t": "Para", "c": inlines} for inlines in paragraphs]
    tree = _run(
        {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}, items, style, locale
    )
    writer = _Writer(look)
    body, entries = [], []
    for block in tree["blocks"]:
        if block["t"] == "Para":
            body.append(writer.text(block["c"]))
        elif block["t"] == "Div" and block["c"][0][0] == "refs":
            entries = [writer.entry(child["c"]) for child in block["c"][1] if child["t"] == "Div"]
    done = Set([_glued(p) for p in body], [_glued(n) for n in writer.notes], entries)
    if not all(map(_is_balanced, (*done.paragraphs, *done.notes))):
        raise ValueError(f"{style.stem} lost a sign")
    return done


def _run(tree: dict, items: list[dict], style: Path, locale: str) -> dict:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(items, file)
        file.flush()
        command = [pypandoc.get_pandoc_path(), "-f", "json", "-t", "json", "--citeproc"]
        command += ["--bibliography", file.name, "--csl", str(style), "-M", f"lang={locale}"]
        done = subprocess.run(command, input=json.dumps(tree), capture_output=True, text=True)
    if done.returncode:
        raise ValueError(done.stderr)
    return json.loads(done.stdout)


def _is_balanced(text: str) -> bool:
    """Whether each sign that opens a citation or reference is followed by the one that ends it."""
    signs = [char for char in text if opens(char) or char in (CITE_END, REFERENCE_END)]
    return len(signs) % 2 == 0 and all(
        opens(char) == (at % 2 == 0) for at, char in enumerate(signs)
    )


def _glued(text: str) -> str:
    return _INSIDE.sub(r"\1\3\2", _GLUE.sub("", text))


class _Writer:
    def __init__(self, look: Look) -> None:
        self.marks, self.signs = look.markdown, look.numbers
        self.notes: list[str] = []

    def entry(self, div: list) -> tuple[str, str]:
        name = div[0][0].removeprefix("ref-")
        return name, " ".join(" ".join(self.text(b["c"]) for b in div[1]).split())

    def text(self, inlines: list[dict]) -> str:
        return "".join(self._one(inline) for inline in inlines)

    def _one(self, inline: dict) -> str:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            return content
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind == "Note":
            return self._note(content)
        if kind == "Quoted":
            marks = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return marks[0] + self.text(content[1]) + marks[1]
        return self._formatted(kind, content)

    def _note(self, blocks: list) -> str:
        self.notes.append(" ".join(self.text(block["c"]) for block in blocks))
        return chr(NOTE + len(self.notes) - 1)

    def _formatted(self, kind: str, content: list) -> str:
        if kind in ("Emph", "Strong"):
            return self._between("*" if kind == "Emph" else "**", content)
        if kind == "Superscript":
            return f"<sup>{self.text(content)}</sup>" if self.marks else self.text(content)
        if kind == "Cite":
            return self._numbers(self.text(content[1]))
        if kind == "Link" or kind == "Span":
            blank = " " if kind == "Span" and "csl-right-inline" in content[0][1] else ""
            return blank + self.text(content[1])
        if kind in ("SmallCaps", "Subscript", "Strikeout", "Underline"):
            return self.text(content)
        return content[1] if kind in ("Math", "Code") else ""

    def _numbers(self, text: str) -> str:
        if self.signs is None:
            return text
        new = self.signs.new
        return _DIGITS.sub(lambda m: new(f"n:{m[0]}") + m[0] + CITE_END, text)

    def _between(self, mark: str, content: list) -> str:
        return mark + self.text(content) + mark if self.marks else self.text(content)
