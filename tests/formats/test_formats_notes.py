"""Claim notes: what is read, where it stands, and what a broken note still gives."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.formats import notes
from kb.formats.notehead import _careful, _simple, read_head
from kb.formats.notes import cited_keys, read_note
from kb.formats.pandoc import Lines, _find, _quick
from kb.model import Claim, Note, NoteCitation

CASES = Path(__file__).parent.parent / "cases" / "notes"
LOCATORS = yaml.safe_load((CASES / "citations.yaml").read_text("utf-8"))
NOTES = sorted(CASES.glob("*.md"))


def show_citation(c: NoteCitation) -> str:
    parts = [f"{c.place.line}:{c.place.column}", f"{'-' * c.suppress_author}@{c.key}"]
    parts += [f"{c.label} {c.locator}"] if c.locator else []
    parts += [f"<{c.prefix}>"] if c.prefix else []
    parts += [f"({c.suffix})"] if c.suffix else []
    return " ".join(parts)


def show_claim(c: Claim) -> list[str]:
    shown = [f"claim {c.place.line}:{c.place.column} {c.id} [{c.status}] {c.text}"]
    shown += [f"  {name} {value}" for name, value in (("tags", c.tags), ("seen", c.seen)) if value]
    shown += [f"  reason {c.reason}"] if c.reason else []
    shown += [f"  checked {key}={digest}" for key, digest in c.checked]
    shown += [f"  cites {show_citation(each)}" for each in c.citations]
    for quote in c.quotes:
        keys = ", ".join(each.key for each in quote.citations)
        shown.append(f"  quote {quote.place.line}:{quote.place.column} {quote.text} <- {keys}")
    return shown


def show(note: Note) -> str:
    lines = [line for claim in note.claims for line in show_claim(claim)]
    lines += [f"loose {show_citation(each)}" for each in note.loose]
    lines += [f"stray {quote.place.line} {quote.text}" for quote in note.stray]
    lines += [f"ignore {s.rule} {s.lines} {s.reason}" for s in note.suppressions]
    lines += [f"{p.level} {p.place} {p.message} ({p.rule})" for p in note.problems]
    return "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_notes_of_the_cases(path: Path) -> None:
    """A case is a note, a line `=====`, and what is read from it."""
    source, _, wanted = path.read_text("utf-8").partition("\n=====\n")
    assert show(read_note(source + "\n", "notes/n.md")) == wanted.strip()


@pytest.mark.parametrize("case", LOCATORS, ids=lambda c: c["text"])
def test_citations_of_the_cases(case: dict[str, str]) -> None:
    note = read_note(case["text"], "n.md")
    assert [show_citation(c).split(" ", 1)[1] for c in cited_keys(note)] == case["cites"]


def test_line_ends_change_no_place() -> None:
    source = NOTES[0].read_text("utf-8").partition("\n=====\n")[0]
    wanted = show(read_note(source, "n.md"))
    assert show(read_note(source.replace("\n", "\r\n"), "n.md")) == wanted
    assert show(read_note("\ufeff" + source.replace("\n", "\r"), "n.md")) == wanted


def test_a_note_of_ten_megabytes_is_read_and_complained_about() -> None:
    text = (
        "---\nclaim: It is so\n---\n"
        + "Words and words and many more words of it and then some still more [@key, p. 3].\n\n"
        * 150_000
    )
    note = read_note(text, "notes/huge.md")
    assert note.claims[0].id == "huge"
    assert len(note.claims[0].citations) == 150_000
    assert [p.rule for p in note.problems] == ["note-too-large"]


PIECES = st.sampled_from(
    [
        "Plain words",
        "words [@a, p. 3]",
        "- an item",
        "* [ ] a task ^task",
        "1. first",
        "2. second",
        "  indented on",
        "    deep",
        "> quoted",
        ">tight",
        "> - odd",
        ">",
        "# Heading",
        "#none",
        "---",
        "===",
        "",
        "",
        "```",
        "<!-- no -->",
        "[@b; @c]",
        "| a | b |",
        "-",
        "+ x ^y",
    ]
)


@given(st.lists(PIECES, max_size=9).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_the_quick_reader_sees_what_the_markdown_parser_sees(body: str) -> None:
    if not notes._is_easy(body):
        return
    quick = list(notes._plain_blocks(body, 1))
    assert quick == list(notes._parsed_blocks(body, 1))


VALUES = st.one_of(
    st.sampled_from(["open", "[a, b]", "[003:41, 2:3]", "a: b", "x #c", "'q'", "", "~", "3", "[]"]),
    st.text(st.sampled_from("ab1 :#-'\",[]{}&*!|>%@.?"), max_size=8),
)


@given(st.lists(st.tuples(st.sampled_from(["id", "claim", "seen"]), VALUES), max_size=3))
@settings(max_examples=150, deadline=None)
def test_the_quick_head_is_what_yaml_reads(pairs: list[tuple[str, str]]) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in pairs)
    quick = _simple(head, "n.md")
    if quick is not None:
        problems: list = []
        assert quick == _careful(head, "n.md", problems)
        assert not problems


@given(st.text(st.sampled_from("-@[];: \n#>`~<!*^{}p.3abk'\"|&\t"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_nothing_makes_the_reader_fall_over(text: str) -> None:
    for note in (read_note(text, "n.md"), read_note(f"---\n{text}\n---\n{text}", "n.md")):
        rows = f"---\n{text}\n---\n{text}".split("\n")
        assert all(0 < c.place.line <= len(rows) for c in cited_keys(note))


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_keys_stand_where_the_reader_says(text: str) -> None:
    text = notes.unify(f"{text}\nsaid [@key, p. 3] {text}")
    rows = text.split("\n")
    for each in cited_keys(read_note(text, "n.md")):
        start = each.place.column - 1
        assert rows[each.place.line - 1][start : start + len(each.key)] == each.key


def test_head_of_a_broken_note_is_rescued() -> None:
    head = read_head("---\nid: x\nclaim: It says: this\nseen: [003:1]\n---\n", "n.md")
    assert (head.text("id"), head.text("claim")) == ("x", "It says: this")
    assert head.values("seen") == ("003:1",)
    (problem,) = head.problems
    assert str(problem.place) == "n.md:3:15"
    assert problem.message == "the head is no YAML: mapping values are not allowed in this context"


@given(st.text(st.sampled_from("[[]]@@;; -.,ab3p\n{(\\"), max_size=30))
@settings(max_examples=300, deadline=None)
def test_citations_read_quickly_are_those_read_with_care(text: str) -> None:
    lines = Lines.of([(1, 1, row) for row in text.split("\n")])
    quick = _quick(lines, "n.md")
    if quick is not None:
        assert quick == _find(lines, "n.md")


HOSTILE = {
    "deep lists in the head": "---\na: " + "[" * 50_000 + "\n---\n",
    "deep mappings in the head": "---\n" + "".join(" " * n + "a:\n" for n in range(500)) + "---\n",
    "a head that holds itself": "---\nclaim: &a [*a]\n---\n",
    "many unclosed brackets": "[" * 50_000 + "@a",
    "many unclosed citations": "[@a" * 20_000,
    "many unclosed code spans": " ".join("`" * n for n in range(1, 300)) + " @a",
    "many quotes in quotes": ">" * 100_000 + " x",
    "many unclosed comments": "<!-- " * 20_000 + " @a",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_notes_are_read_in_little_time(name: str) -> None:
    start = time.process_time()
    read_note(HOSTILE[name], "n.md")
    assert time.process_time() - start < 3
