"""The store: what is saved is loaded, what people edited stays, nothing is lost when it fails."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.disk.files import Snapshot, locked, read_snapshot, write_text
from kb.disk.store import Store, Work
from kb.errors import KbError
from kb.formats.csljson import from_csl
from kb.model import Citation, Decision, Paper, RawReference, Reference, Stub
from kb.text import Span


def reference(title: str, year: int = 2020, **more: object) -> Reference:
    item = {"id": "x", "type": "book", "title": title, "issued": {"date-parts": [[year]]}, **more}
    return from_csl(item)


def raw(number: int, text: str, kind: str = "full", to: str | None = None) -> RawReference:
    span = (Span(0, len(text)),)
    return RawReference(f"003#{number}", text, span, number, number, kind, to)  # type: ignore[arg-type]


AUTHOR = {"author": [{"family": "Veda"}]}
PAPER = Paper(
    "003",
    "003_d6ad0c5425588bd7.txt",
    "00ff",
    from_csl({"id": "003", "type": "article-journal", "title": "Perlindungan"}),
    (
        (raw(1, "Veda. Hukum. 2020."), reference("Hukum", **AUTHOR)),
        (raw(2, "Ibid.", "ibid", "003#1"), Reference("003#2", origins=("003#2",))),
        (raw(3, "Veda. Hukum lain. 2020."), reference("Hukum lain", **AUTHOR)),
    ),
    (Citation(Span(3, 9), 1, "(Veda)", "parenthetical", ("Veda",), "2020", target="003#1"),),
    (Stub("003~1", reference("", **AUTHOR), "(Veda, 2020)", 4),),
)
PAPER = replace(
    PAPER,
    entries=(
        PAPER.entries[0],
        (
            replace(PAPER.entries[1][0], kind="ibid", refers_to="003#1"),
            Reference("003#2", origins=("003#2",)),
        ),
        PAPER.entries[2],
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.init(tmp_path / "base")[0]


def bib(store: Store, name: str = "003") -> Path:
    return store.refs / f"{name}.bib"


def snapshot(store: Store) -> dict[str, bytes]:
    files = sorted(path for path in store.root.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files}


def test_init_twice_and_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, made = Store.init(tmp_path)
    assert [store.name(path) for path in made] == [
        "refs", "notes", "kb.toml", ".gitignore", "refs/decisions.txt",
    ]  # fmt: skip
    assert Store.init(tmp_path)[1] == ()
    assert Store.find(tmp_path) == store
    monkeypatch.chdir(store.refs)
    assert Store.find() == store
    assert store.load().problems == ()


def test_no_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KbError) as caught:
        Store.find()
    assert (caught.value.what, caught.value.mend) == (
        "there is no knowledge base (no folder refs/) here or above",
        "kb init starts one; kb -C DIR names one",
    )
    with pytest.raises(KbError, match="this folder is no knowledge base"):
        Store.find(tmp_path)
    with pytest.raises(KbError, match="there is no such folder"):
        Store.find(tmp_path / "no")


def test_saved_paper_is_loaded(store: Store) -> None:
    written, problems = store.save_paper(PAPER)
    assert [store.name(path) for path in written] == ["refs/003.bib", "refs/003.jsonl"]
    assert problems == ()
    base = store.load()
    assert base.problems == ()
    (paper,) = base.papers
    assert (paper.id, paper.name, paper.item) == (PAPER.id, PAPER.name, PAPER.item)
    assert [r for r, _ in paper.entries] == [r for r, _ in PAPER.entries]
    assert [(ref.key, ref.origins) for _, ref in paper.entries] == [
        ("veda2020hukum", ("003#1",)), ("003#2", ("003#2",)), ("veda2020hukuma", ("003#3",)),
    ]  # fmt: skip
    assert paper.citations == PAPER.citations
    assert (paper.stubs[0].reference.key, paper.stubs[0].reference.incomplete) == ("veda2020", True)
    assert str(base.places["003#3"]) == "refs/003.bib:8:1"


def test_saving_again_changes_nothing(store: Store) -> None:
    store.save_paper(PAPER)
    before = snapshot(store)
    assert store.save_paper(PAPER) == ((), ())
    assert store.save_paper(store.load_paper("003")) == ((), ())
    assert snapshot(store) == before


def test_an_edited_entry_is_kept(store: Store) -> None:
    store.save_paper(PAPER)
    text = bib(store).read_text().replace("title = {Hukum},", "title = {Hukum!}, % mine")
    bib(store).write_text("% my file\n" + text)
    written, problems = store.save_paper(PAPER)
    assert written == ()
    assert [(p.level, str(p.place), p.message) for p in problems] == [
        (
            "info",
            "refs/003.bib:2:1",
            "veda2020hukum was edited here and is kept: title is 'Hukum!', was read as 'Hukum'",
        )
    ]
    assert bib(store).read_text() == "% my file\n" + text
    assert store.load_paper("003").entries[0][1].text("title") == "Hukum!"


def test_other_entries_of_an_edited_file_follow_the_paper(store: Store) -> None:
    store.save_paper(PAPER)
    bib(store).write_text(bib(store).read_text().replace("{Hukum}", "{Hukum!}"))
    third = (PAPER.entries[2][0], reference("Hukum adat", **AUTHOR))
    store.save_paper(replace(PAPER, entries=(*PAPER.entries[:2], third)))
    paper = store.load_paper("003")
    assert [ref.text("title") for _, ref in paper.entries] == ["Hukum!", "", "Hukum adat"]
    assert [ref.key for _, ref in paper.entries][2] == "veda2020hukuma", "a key given once stays"


def test_missing_entries_are_made_again_in_their_place(store: Store) -> None:
    store.save_paper(PAPER)
    before = bib(store).read_text()
    first = before.index("@book{veda2020hukum,")
    second = before.index("@book{veda2020hukuma,")
    bib(store).write_text(before[:first] + before[second:])
    store.save_paper(PAPER)
    assert bib(store).read_text() == before


def test_an_entry_that_nothing_refers_to_goes_unless_it_was_edited(store: Store) -> None:
    store.save_paper(PAPER)
    less = replace(PAPER, entries=PAPER.entries[:2])
    store.save_paper(less)
    assert "hukuma" not in bib(store).read_text()
    store.save_paper(PAPER)
    bib(store).write_text(bib(store).read_text().replace("{Hukum lain}", "{Hukum lain!}"))
    _, problems = store.save_paper(less)
    assert [p.message for p in problems] == [
        "veda2020hukuma was edited here and is kept, though nothing refers to it any more"
    ]
    assert "{Hukum lain!}" in bib(store).read_text()


def test_a_broken_entry_is_kept(store: Store) -> None:
    store.save_paper(PAPER)
    bib(store).write_text(bib(store).read_text().replace("{Hukum},", "{Hukum,"))
    broken = bib(store).read_text()
    _, problems = store.save_paper(PAPER)
    assert [p.message for p in problems] == ["veda2020hukum is broken here and is kept as it is"]
    assert bib(store).read_text() == broken
    assert [p.rule for p in store.load().problems] == ["bib-broken"]


def test_lines_ended_by_git_otherwise_are_no_edit(store: Store) -> None:
    store.save_paper(PAPER)
    bib(store).write_bytes(bib(store).read_bytes().replace(b"\n", b"\r\n"))
    assert store.save_paper(PAPER) == ((), ())


def test_library(store: Store) -> None:
    work = replace(reference("Hukum"), key="veda2020hukum", origins=("003#1", "002#7"))
    losing = {"title": (("Hukum Anak", "002#7"),)}
    other = replace(reference("Adat"), key="adat2020", origins=("003#2",))
    store.save_library([Work(work, losing)])
    assert store.save_library([Work(work, losing)]) == ((), ())
    store.save_library([Work(other, {}), Work(work, losing)])
    base = store.load()
    assert [w.key for w in base.library] == ["adat2020", "veda2020hukum"]
    assert base.library[1].origins == ("003#1", "002#7")
    assert base.losing == {"veda2020hukum": losing}
    assert str(base.places["veda2020hukum"]) == "refs/library.bib:8:1"


def test_an_edited_work_keeps_its_words_and_gains_origins(store: Store) -> None:
    work = replace(reference("Hukum"), key="k", origins=("003#1",))
    store.save_library([Work(work, {})])
    path = bib(store, "library")
    path.write_text(path.read_text().replace("{Hukum}", "{Hukum!}"))
    more = replace(work, origins=("003#1", "002#7"), aliases=("old",))
    _, problems = store.save_library([Work(more, {})])
    assert len(problems) == 1
    (read,) = store.load().library
    assert (read.text("title"), read.origins, read.aliases) == ("Hukum!", more.origins, ("old",))
    assert store.save_library([Work(more, {})])[0] == ()


def test_imported_file(store: Store) -> None:
    bib(store, "zotero").write_text("\n@book{a,\n  title = {A}}\n")
    base = store.load()
    (paper,) = base.papers
    ((raw_, read),) = paper.entries
    assert (paper.id, paper.name) == ("zotero", "zotero.bib")
    assert (raw_.id, raw_.line, raw_.text) == ("zotero#a", 2, "@book{a,\n  title = {A}}")
    assert (read.key, read.origins) == ("a", ("zotero#a",))
    assert str(base.places["zotero#a"]) == "refs/zotero.bib:2:1"


def test_decisions_are_appended(store: Store) -> None:
    path = store.refs / "decisions.txt"
    path.write_text("same a b")
    store.append_decision(Decision("differ", "a", "c", why="two editions"))
    assert path.read_text() == "same a b\ndiffer a c  # two editions\n"
    assert [d.kind for d in store.load().decisions] == ["same", "differ"]


# Files


def test_refused_when_the_file_changed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    before = read_snapshot(path)
    path.write_text("two")
    with pytest.raises(KbError, match="the file changed while it was being worked on"):
        write_text(path, "three", before)
    assert path.read_text() == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_mode_is_kept_and_same_text_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    path.chmod(0o640)
    assert write_text(path, "two", read_snapshot(path))
    assert path.stat().st_mode & 0o777 == 0o640
    stamp = path.stat().st_mtime_ns
    assert not write_text(path, "two", read_snapshot(path))
    assert path.stat().st_mtime_ns == stamp


def test_links_within_are_followed_and_links_out_are_refused(tmp_path: Path) -> None:
    root, out = tmp_path / "root", tmp_path / "out"
    root.mkdir()
    out.write_text("mine")
    (root / "in").write_text("x")
    (root / "good").symlink_to("in")
    (root / "bad").symlink_to(out)
    write_text(root / "good", "new", None, root)
    assert (root / "in").read_text() == "new"
    assert (root / "good").is_symlink()
    with pytest.raises(KbError, match="a link leads out of the knowledge base"):
        write_text(root / "bad", "new", None, root)
    assert out.read_text() == "mine"


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    tmp_path.chmod(0o555)
    yield tmp_path
    tmp_path.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_read_only_folder(read_only: Path) -> None:
    with pytest.raises(KbError) as caught:
        write_text(read_only / "a", "x", Snapshot("", ""))
    assert caught.value.mend == f"allow writing: chmod u+w {read_only}"


def test_failed_rename_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KbError) as caught:
        write_text(path, "new", None)
    assert caught.value.mend == "the disk is full: free some space; the old file is untouched"
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_two_writers(store: Store) -> None:
    with store.locked(), pytest.raises(KbError) as caught, locked(store.root / ".kb" / "lock"):
        pass
    assert (caught.value.what, caught.value.where) == (
        "another kb is writing here",
        str(store.root),
    )
    with store.locked():
        pass


def test_not_utf8(store: Store) -> None:
    bib(store).write_bytes(b"@book{a,\n title = {\xff}}")
    with pytest.raises(KbError) as caught:
        store.load()
    assert str(caught.value) == f"{bib(store)}:2: the file is not UTF-8"


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("[key]\n", "there is no table [key]", "did you mean keys?"),
        ("x = 1\n", "there is no table [x]", "there are: keys, papers, cite, check"),
        (
            "[keys]\npatern = ''\n",
            "there is no setting 'patern' in [keys]",
            "did you mean pattern?",
        ),
    ],
)
def test_unknown_settings(store: Store, text: str, what: str, mend: str) -> None:
    (store.root / "kb.toml").write_text(text)
    with pytest.raises(KbError) as caught:
        store.settings  # noqa: B018
    assert (caught.value.what, caught.value.mend, caught.value.code) == (what, mend, 2)


def test_key_pattern(store: Store) -> None:
    (store.root / "kb.toml").write_text('[keys]\npattern = "auth + year"\n')
    store.save_paper(PAPER)
    assert [ref.key for _, ref in store.load_paper("003").entries] == [
        "Veda2020", "003#2", "Veda2020a",
    ]  # fmt: skip


def test_text_of_a_paper(store: Store) -> None:
    assert store.text_of(PAPER) is None
    (store.root / "papers").mkdir()
    (store.root / "papers" / PAPER.name).write_text("text")
    found = store.text_of(PAPER)
    assert found
    assert found.text == "text"
