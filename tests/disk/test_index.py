"""The search index: fresh whatever happens, deletable at will."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.disk import index as index_module
from kb.disk.index import Index, Sources, open_index
from kb.errors import KbError

Open = Callable[[], Index]


def item(
    key: str, family: str = "Smith", title: str = "A title", year: int = 2001
) -> dict[str, Any]:
    issued = {"date-parts": [[year]]}
    author = [{"family": family}]
    return {"id": key, "type": "book", "author": author, "title": title, "issued": issued}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library.json"
    put(path, item("a"), item("b", "Jones"))
    return path


@pytest.fixture
def opened(tmp_path: Path, library: Path) -> Open:
    return lambda: open_index(str(tmp_path / ".kb" / "index.sqlite"), Sources([str(library)]))


def put(path: Path, *items: dict[str, Any]) -> None:
    path.write_text(json.dumps(items), encoding="utf-8")


def keys(index: Index, expression: str) -> list[str]:
    found = [hit.key for hit in index.match(expression, 50)]
    index.close()
    return sorted(found)


def test_made_when_there_is_none(opened: Open, tmp_path: Path) -> None:
    assert keys(opened(), "author : smith") == ["a"]
    assert [p.name for p in (tmp_path / ".kb").iterdir()] == ["index.sqlite"]


def test_a_changed_entry_is_read_again_the_others_stay(opened: Open, library: Path) -> None:
    first = opened()
    rows = {hit.key: hit.id for hit in first.match("title : title", 9)}
    first.close()
    put(library, item("a", "Smithers"), item("b", "Jones"), item("c", "Smith"))
    second = opened()
    assert [hit.key for hit in second.match("author : smith", 9)] == ["c"]
    assert [hit.key for hit in second.match("author : smithers", 9)] == ["a"]
    assert [hit.id for hit in second.match("author : jones", 9)] == [rows["b"]]
    assert len(second) == 3


def test_an_entry_that_went_is_forgotten(opened: Open, library: Path) -> None:
    opened().close()
    put(library, item("b", "Jones"))
    assert keys(opened(), "title : title") == ["b"]


def test_same_size_and_same_time(opened: Open, library: Path) -> None:
    opened().close()
    before = library.stat()
    put(library, item("a", "Smyth"), item("b", "Jones"))
    assert library.stat().st_size == before.st_size
    os.utime(library, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert keys(opened(), "author : smyth") == ["a"]


def test_touched_but_the_same_is_not_read_again(
    opened: Open, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened().close()
    os.utime(library, (time.time() - 100, time.time() - 100))
    monkeypatch.setattr("kb.disk.reindex._read_whole", lambda *_: 1 / 0)
    assert keys(opened(), "author : smith") == ["a"]


def test_fresh_files_are_not_opened(
    opened: Open, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(library, (1, 1))
    opened().close()
    monkeypatch.setattr("kb.disk.reindex.read_bytes", lambda *_: 1 / 0)
    assert keys(opened(), "author : smith") == ["a"]


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + bytes(99)])
def test_a_broken_index_is_made_anew(opened: Open, tmp_path: Path, damage: bytes) -> None:
    opened().close()
    (tmp_path / ".kb" / "index.sqlite").write_bytes(damage)
    assert keys(opened(), "author : smith") == ["a"]
    assert keys(opened(), "author : smith") == ["a"]


def test_another_version_is_made_anew(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened().close()
    monkeypatch.setattr(index_module, "VERSION", 999)
    assert keys(opened(), "author : smith") == ["a"]


def test_in_memory_where_nothing_can_be_written(tmp_path: Path, library: Path) -> None:
    (tmp_path / "file").write_text("")
    index = open_index(str(tmp_path / "file" / "index.sqlite"), Sources([str(library)]))
    assert keys(index, "author : smith") == ["a"]


def test_a_file_that_went_and_one_that_came(tmp_path: Path, library: Path) -> None:
    path = str(tmp_path / "index.sqlite")
    open_index(path, Sources([str(library)])).close()
    other = tmp_path / "other.json"
    put(other, item("z", "Smith"))
    assert keys(open_index(path, Sources([str(other)])), "author : smith") == ["z"]


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "no.bib"
    with pytest.raises(KbError) as caught:
        open_index(str(tmp_path / "index.sqlite"), Sources([str(path)]))
    assert str(caught.value) == f"{path}: there is no such file"
    assert not (tmp_path / "index.sqlite").exists()


def test_claims_of_notes(tmp_path: Path, library: Path) -> None:
    note = tmp_path / "n.md"
    note.write_text(
        "---\nid: victims\nclaim: Most victims are women [@a, p. 58].\nstatus: open\n---\n\n"
        "As shown [@b].\n",
        encoding="utf-8",
    )
    path = str(tmp_path / "index.sqlite")
    index = open_index(path, Sources([str(library)], [str(note)]))
    assert [claim.id for claim in index.claims("@b")] == ["victims"]
    index.close()
    note.unlink()
    index = open_index(path, Sources([str(library)], []))
    assert index.claims("@b") == []


def test_keys_by_prefix(opened: Open, library: Path) -> None:
    put(library, *(item(key) for key in ("smith2", "smith1", "Smith", "jones", "smith%")))
    assert opened().keys("smith") == ["smith%", "smith1", "smith2"]
    assert opened().keys("%") == []


@given(st.lists(st.text(min_size=1, max_size=20), max_size=4), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_an_index_made_step_by_step_is_that_made_at_once(titles: list[str], changed: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.json"
        put(path, *(item(f"k{n}", title=title) for n, title in enumerate(titles)))
        open_index(f"{folder}/i.sqlite", Sources([str(path)])).close()
        put(path, *(item(f"k{n}", title=changed if n % 2 else t) for n, t in enumerate(titles)))
        stepwise = open_index(f"{folder}/i.sqlite", Sources([str(path)]))
        at_once = open_index(":memory:", Sources([str(path)]))
        found = [[hit[1:] for hit in i.match("year : 2001", 9)] for i in (stepwise, at_once)]
        assert found[0] == found[1]
        stepwise.close()
        at_once.close()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[{"id": 1', "is no CSL-JSON: Expecting ',' delimiter: line 1 column 10 (char 9)"),
        ('{"items": [5]}', "is no CSL-JSON: not a CSL-JSON item: 5"),
    ],
)
def test_broken_json(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KbError) as caught:
        open_index(":memory:", Sources([str(path)]))
    assert str(caught.value) == f"{path}: {what}"


def test_a_file_in_an_old_encoding(tmp_path: Path) -> None:
    path = tmp_path / "old.bib"
    path.write_bytes("@book{a, author={René, José}, title={Été ☃}}".encode("cp1252", "ignore"))
    index = open_index(":memory:", Sources([str(path)]))
    assert index.line(index.by_key("a")[0]) == "René · Été"


def test_a_note_that_cannot_be_read_has_no_claims(tmp_path: Path, library: Path) -> None:
    (tmp_path / "n.md").write_bytes(b"---\nid: x\nclaim: y [@a]\n---\n\xff\xfe")
    (tmp_path / "folder.md").mkdir()
    notes = [str(tmp_path / "n.md"), str(tmp_path / "folder.md")]
    assert open_index(":memory:", Sources([str(library)], notes)).claims("@a") == []
