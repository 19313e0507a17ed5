"""Reading notes/: what cannot be read is a problem with its place, and the rest is read."""

from pathlib import Path

import pytest

from kb.disk.notefiles import read_notes


def test_notes_in_folders_by_the_order_of_their_paths(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / "deep").mkdir(parents=True)
    (notes / ".hidden").mkdir()
    for name in ("b.md", "a.md", "deep/c.md", ".hidden/d.md", "e.txt"):
        (notes / name).write_text("---\nclaim: x\n---\n", "utf-8")
    assert [n.path for n in read_notes(tmp_path)] == ["notes/a.md", "notes/b.md", "notes/deep/c.md"]
    assert read_notes(tmp_path / "nowhere") == ()


def test_what_cannot_be_read_does_not_keep_the_rest(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "good.md").write_bytes(b"---\nclaim: x\n---\n")
    (notes / "latin.md").write_bytes(b"---\nclaim: x\n---\nGr\xf6\xdfe\n")
    (notes / "folder.md").mkdir()
    (tmp_path / "outside.md").write_text("secret", "utf-8")
    try:
        (notes / "link.md").symlink_to(tmp_path / "outside.md")
        (notes / "loop.md").symlink_to(notes / "loop.md")
    except OSError:
        pytest.skip("no links here")
    found = {note.path: note for note in read_notes(tmp_path)}
    told = {path: (str(p.place), p.message) for path, note in found.items() for p in note.problems}
    assert told["notes/latin.md"] == ("notes/latin.md:4", "the note is not UTF-8")
    assert told["notes/link.md"] == ("notes/link.md:1", "a link leads out of the folder")
    assert told["notes/folder.md"][1].startswith("the note cannot be read: ")
    assert told["notes/loop.md"][1].startswith("the note cannot be read: ")
    assert not found["notes/good.md"].problems
