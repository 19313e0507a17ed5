"""A paper as blocks: chapters with paragraphs, notes, lists, appendices, each with its answers."""

import re

from cited import NOTE, Set
from compose import CITE_END, REFERENCE_END, Plan, opens
from lay import Block, Style, call_of, start_of
from slips import SIGNED, dated

_NUMBER = re.compile(r"^\W{0,2}(\d{1,3})(?=\D)")
_CALL = re.compile("([\ue100-\uf8ff])")
_REFERENCE = re.compile("([\U000f0000-\U000fffff])([^\ue005]*)\ue005")
_DIGITS = re.compile(r"\d+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


class Document:
    """The blocks of a paper as they come, with ids for its references and notes."""

    def __init__(self, plan: Plan, style: Style, chapters: int) -> None:
        self.plan, self.style, self.chapters = plan, style, chapters
        self.restarts = plan.dice.random() < 0.5
        self.has_lists = plan.dice.random() < 0.6 or plan.kind != "note"
        self.blocks: list[Block] = []
        self.note, self.part, self.listed = 0, 1, 0
        self.first: dict[str, str] = {}
        self.lengths: dict[str, int] = {}

    def add(self, chapter: int, done: Set) -> None:
        """A chapter: its heading, paragraphs, endnotes, list; an appendix after the last."""
        if self.chapters > 1:
            self.begin(chapter)
        ids = self.list_ids(done)
        endnotes = self.body(done, ids)
        if endnotes and not self.style.markdown:
            self.head(self.plan.words["notes"][0])
        self.blocks += endnotes
        if self.has_lists:
            self.add_list(done, ids)
        if chapter == self.chapters and self.plan.dice.random() < 0.4:
            self.appendix()

    def begin(self, chapter: int) -> None:
        self.head(self.plan.dice.choice(self.plan.words["chapter"]).format(chapter))
        if chapter > 1 and self.restarts and self.note:
            self.note, self.part = 0, self.part + 1

    def body(self, done: Set, ids: dict[str, str]) -> list[Block]:
        """Adds the paragraphs; gives the notes that stand at the chapter's end."""
        endnotes: list[Block] = []
        shown = dict(done.entries)
        for at, text in enumerate(done.paragraphs):
            if at % 4 == 0:
                self.head(self.plan.dice.choice(self.plan.words["section"]))
            endnotes += self.paragraph(text, done, ids, shown)
        return endnotes

    def appendix(self) -> None:
        dice, words = self.plan.dice, self.plan.words
        self.head(dice.choice(words["appendix"]))
        plain = " ".join(dice.choice(words["plain"]) for _ in range(6))
        self.blocks += [Block("para", plain), Block("para", plain)]

    def head(self, text: str) -> None:
        self.blocks.append(Block("heading", text))

    def list_ids(self, done: Set) -> dict[str, str]:
        ids = {}
        prefix = "L" if self.plan.kind == "note" else ""
        for key, text in done.entries:
            self.listed += 1
            ids[key] = f"{prefix}{self.listed}"
            number = _NUMBER.match(text)
            if number:
                ids[f"n:{number[1]}"] = ids[key]
        return ids

    def add_list(self, done: Set, ids: dict[str, str]) -> None:
        self.head(self.plan.dice.choice(self.plan.words["lists"]))
        for key, text in done.entries:
            sign = self.plan.signs.new(f"@{ids[key]}")
            self.blocks.append(Block("entry", sign + text + REFERENCE_END))

    def paragraph(
        self, text: str, done: Set, ids: dict[str, str], shown: dict[str, str]
    ) -> list[Block]:
        """Adds a paragraph; gives its notes where they stand at the end."""
        text = SIGNED.sub(lambda m: dated(self.plan.signs, m, shown), text)
        text = "".join(self.answer(char, ids) for char in text)
        notes: list[Block] = []
        parts = _CALL.split(text)
        for at in range(1, len(parts), 2):
            call, note = self.noted(done.notes[ord(parts[at]) - NOTE])
            parts[at] = parts[at] + call
            notes.append(note)
        bottom = self.style.notes == "bottom"
        self.blocks.append(Block("para", "".join(parts), notes if bottom else []))
        if not bottom:
            self.blocks[-1].text = _CALL.sub("", self.blocks[-1].text)
        return [] if bottom else notes

    def answer(self, char: str, ids: dict[str, str]) -> str:
        """A sign with the id of its entry in place of the key."""
        if not opens(char):
            return char
        spec = self.plan.signs.spec(char)
        if spec.startswith("n:"):
            first, *last = re.split("[-–—]", spec[2:])
            numbers = range(int(first), int(last[0]) + 1 if last else int(first) + 1)
            return self.plan.signs.new("+".join(ids.get(f"n:{n}", "-") for n in numbers))
        key, mark, differs = spec.partition("?")
        return self.plan.signs.new(ids.get(key, "-") + mark + differs)

    def noted(self, text: str) -> tuple[str, Block]:
        self.note += 1
        part = f"{self.part}-" if self.part > 1 else ""
        names: list[str] = []

        def one(match: re.Match[str]) -> str:
            name = f"{part}{self.note}" + (f".{len(names) + 1}" if names else "")
            names.append(name)
            sign = self.plan.signs.new(f"@{name}{self.kind(match, name)}")
            return sign + match[2] + REFERENCE_END

        text = _REFERENCE.sub(one, whole(text))
        mark = call_of(self.style, self.note)
        sign = self.plan.signs.new("+".join(names))
        shown = _DIGITS.sub(lambda m: sign + m[0] + CITE_END, mark)
        note = Block("note", start_of(self.style, self.note) + text)
        return shown if names else mark, note

    def kind(self, match: re.Match[str], name: str) -> str:
        key, text = self.plan.signs.spec(match[1]), match[2].strip().lower()
        if key not in self.first:
            self.first[key], self.lengths[key] = name, len(text)
            return ""
        if text.startswith(("ibid", "ebd", "ivi", "id.")):
            return f"=ibid>{self.first[key]}"
        if len(text) > 0.8 * self.lengths[key]:
            return ""
        kind = "op-cit" if "cit." in text else "short"
        return f"={kind}>{self.first[key]}"


def whole(note: str) -> str:
    """A note whose references end with what a style prints after the page: a link, a date."""
    parts = re.split("([\U000f0000-\U000fffff])", note)
    for at in range(2, len(parts), 2):
        body, _, rest = parts[at].partition(REFERENCE_END)
        cut = rest.rfind(";") if at + 1 < len(parts) else len(rest.rstrip(" ."))
        if cut > 0:
            parts[at] = (body + rest[:cut]).rstrip() + REFERENCE_END + rest[cut:]
    return "".join(parts)
