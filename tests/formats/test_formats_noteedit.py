"""Editing notes: only what is meant changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.formats.noteedit import (
    Draft,
    cite,
    rename_id,
    rename_key,
    scalar,
    set_checked,
    set_status,
    write_note,
)
from kb.formats.notes import cited_keys, read_note

NOTE = """---
id: n   # my name
claim: "It is: so"
status:   open   # for now
seen: [003:41]
---
Said [@old2020, p. 3; @other] and @old2020, not `[@old2020]`.

- A part of it [-@{old2020}] ^part
"""


def claim(text: str, name: str):
    return next(c for c in read_note(text, "n.md").claims if c.id == name)


def changed(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [(a, b) for a, b in pairs if a != b]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_status_of_the_head(newline: str, mark: str) -> None:
    text = mark + NOTE.replace("\n", newline)
    after = set_status(text, "n.md", claim(text, "n"), "disputed")
    assert changed(text, after) == [
        ("status:   open   # for now", "status:   disputed   # for now")
    ]
    assert after.count(newline) == text.count(newline)


def test_status_with_a_reason_adds_a_line() -> None:
    after = set_status(NOTE, "n.md", claim(NOTE, "n"), "disputed", 'he said: "no" #1')
    assert after == NOTE.replace("   open ", "   disputed ").replace(
        "seen: [003:41]\n", 'seen: [003:41]\nreason: "he said: \\"no\\" #1"\n'
    )
    assert claim(after, "n").reason == 'he said: "no" #1'
    again = set_status(after, "n.md", claim(after, "n"), "partly", "because")
    assert claim(again, "n").reason == "because"


def test_status_of_a_claim_in_the_body() -> None:
    after = set_status(NOTE, "n.md", claim(NOTE, "part"), "partly", "half of {it}")
    assert changed(NOTE, after) == [
        (
            "- A part of it [-@{old2020}] ^part",
            '- A part of it [-@{old2020}] {status=partly reason="half of (it)"} ^part',
        )
    ]
    assert (claim(after, "part").status, claim(after, "n").status) == ("partly", "open")
    again = set_status(after, "n.md", claim(after, "part"), "supported")
    assert '{reason="half of (it)" status=supported} ^part' in again


def test_a_folded_status_and_an_empty_one() -> None:
    for value in (" >\n  open\n", "\n", " 'open'\n"):
        text = f"---\nclaim: C\nstatus:{value}id: x\n---\n"
        after = set_status(text, "n.md", claim(text, "x"), "supported")
        assert after == "---\nclaim: C\nstatus: supported\nid: x\n---\n"


def test_a_key_is_renamed_where_it_is_cited_and_nowhere_else() -> None:
    after = rename_key(NOTE, "n.md", "old2020", "new2020")
    assert changed(NOTE, after) == [
        (
            "Said [@old2020, p. 3; @other] and @old2020, not `[@old2020]`.",
            "Said [@new2020, p. 3; @other] and @new2020, not `[@old2020]`.",
        ),
        ("- A part of it [-@{old2020}] ^part", "- A part of it [-@{new2020}] ^part"),
    ]
    assert rename_key(after, "n.md", "new2020", "old2020") == NOTE


def test_a_strange_key_is_put_into_braces() -> None:
    after = rename_key("Said [@old2020].", "n.md", "old2020", "a/b/")
    assert after == "Said [@{a/b/}]."
    assert [c.key for c in cited_keys(read_note(after, "n.md"))] == ["a/b/"]


def test_what_was_checked_is_renamed_too() -> None:
    for name in ("n", "part"):
        digests = {"old2020": "01ab", "other": "02cd"}
        text = set_checked(NOTE, "n.md", claim(NOTE, name), digests)
        assert claim(text, name).checked == (("old2020", "01ab"), ("other", "02cd"))
        after = rename_key(text, "n.md", "old2020", "new2020")
        assert claim(after, name).checked == (("new2020", "01ab"), ("other", "02cd"))


def test_a_claim_of_its_own_says_itself_what_it_was_compared_with() -> None:
    text = set_checked(NOTE, "n.md", claim(NOTE, "part"), {"old2020": "01ab"})
    again = set_checked(text, "n.md", claim(text, "part"), {"old2020": "02cd"})
    assert claim(again, "part").checked == (("old2020", "02cd"),)
    assert claim(again, "n").checked == ()


def test_ids_are_renamed() -> None:
    after = rename_id(NOTE, "n.md", claim(NOTE, "n"), "m")
    assert changed(NOTE, after) == [("id: n   # my name", "id: m   # my name")]
    after = rename_id(NOTE, "n.md", claim(NOTE, "part"), "piece")
    assert changed(NOTE, after)[0][1].endswith(" ^piece")
    assert rename_id("---\nclaim: C\n---\n", "n.md", claim("---\nclaim: C\n---\n", "n"), "m") == (
        "---\nclaim: C\nid: m\n---\n"
    )


@pytest.mark.parametrize(
    ("key", "locator", "label", "wanted"),
    [
        ("k", "", "", "@k"),
        ("k", "58", "", "@k, p. 58"),
        ("k", "58-60", "", "@k, pp. 58-60"),
        ("k", "3", "ch.", "@k, ch. 3"),
        ("003#1", "", "", "@003#1"),
        ("odd/", "4", "", "@{odd/}, p. 4"),
    ],
)
def test_citations_are_written_as_pandoc_reads_them(key, locator, label, wanted) -> None:
    assert cite(key, locator, label) == wanted
    (read,) = cited_keys(read_note(f"[{wanted}]", "n.md"))
    assert (read.key, read.locator) == (key, locator)


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)


@given(TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_yaml_value(text: str) -> None:
    note = read_note(f"---\nclaim: {scalar(text)}\n---\n", "n.md")
    assert not [p for p in note.problems if p.rule == "note-head-broken"]
    assert [c.text for c in note.claims] == [" ".join(text.split())]


@given(TEXT.filter(str.strip), TEXT, st.lists(TEXT.filter(str.strip), max_size=2))
@settings(max_examples=100, deadline=None)
def test_a_new_note_reads_as_it_was_meant(said: str, reason: str, tags: list[str]) -> None:
    draft = Draft("x1", said, ["@k, p. 3"], "partly", tags, ["003:41"], "A quote", reason)
    note = read_note(write_note(draft), "n.md")
    (read,) = note.claims
    assert (read.id, read.text, read.status) == ("x1", " ".join(said.split()), "partly")
    assert read.reason == " ".join(reason.split())
    assert read.seen == ("003:41",)
    assert read.quotes[0].citations == read.citations[-1:]
    assert not note.problems
