"""The main job: papers in, a knowledge base out; again changes nothing; what people edit stays."""

from pathlib import Path

import pytest

from kb.disk.store import Store
from kb.errors import KbError
from kb.jobs.build import build, merge
from kb.jobs.ingest import ingest

LISTED = """# On boats

Boats are fast (Ode, 2020). Some are slow (Roe, 2019).

References

Ode, B. (2020). The speed of boats. A Journal of Boats, 1(2), 3-14.
Roe, J. (2018). Slow boats of the north. A Journal of Boats, 2(1), 5-19.
"""
UNLISTED = "Boats are old (Ode, 2020). Ships are older (World Bank, 2013a; World Bank, 2013b).\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "listed.txt").write_text(LISTED, encoding="utf-8")
    (tmp_path / "unlisted.txt").write_text(UNLISTED, encoding="utf-8")
    store, _ = Store.init(tmp_path / "base")
    for name in ("listed", "unlisted"):
        ingest(store, tmp_path / f"{name}.txt")
    merge(store)
    return store


def files(store: Store) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in store.refs.iterdir()}


def test_a_stub_joins_the_full_reference_of_another_paper(store: Store) -> None:
    library = {work.key: work.origins for work in store.load().library}
    assert library["ode2020speed"] == ("listed#1", "unlisted~1")


def test_years_with_letters_stay_apart(store: Store) -> None:
    keys = {work.key for work in store.load().library}
    assert {"worldbank2013a", "worldbank2013b"} <= keys


def test_building_changes_nothing(store: Store) -> None:
    before = files(store)
    assert build(store).changed == ()
    assert files(store) == before


@pytest.mark.parametrize("lost", ["*.bib", "library.*", "listed.bib", "unlisted.bib"])
def test_what_is_lost_is_built_again(store: Store, lost: str) -> None:
    before = files(store)
    for path in store.refs.glob(lost):
        path.unlink()
    build(store)
    assert files(store) == before


def test_the_summary_counts(store: Store) -> None:
    status = build(store).status
    assert (len(status.papers), status.works, status.incomplete) == (2, 4, 2)
    assert [overlap.key for overlap in status.overlaps] == ["ode2020speed"]
    assert [(p.id, p.entries, p.stubs, p.differ) for p in status.papers] == [
        ("listed", 2, 0, 1),
        ("unlisted", 0, 3, 0),
    ]


def edit(store: Store, name: str, old: str, new: str) -> str:
    path = store.refs / name
    text = path.read_text(encoding="utf-8").replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text


def test_an_edited_entry_survives_building_and_reading_its_paper_again(
    store: Store, tmp_path: Path
) -> None:
    text = edit(store, "listed.bib", "The speed of boats", "The {Speed} of Boats")
    build(store)
    done = ingest(store, tmp_path / "listed.txt")
    assert [problem.rule for problem in done.problems] == ["entry-edited"]
    assert files(store)["listed.bib"] == text


def test_a_completed_stub_survives_too(store: Store, tmp_path: Path) -> None:
    text = edit(store, "unlisted.bib", "year = {2013},", "year = {2013}, title = {Ships},")
    build(store)
    ingest(store, tmp_path / "unlisted.txt")
    assert files(store)["unlisted.bib"] == text


def test_an_edited_library_entry_is_kept(store: Store) -> None:
    edit(store, "library.bib", "The speed of boats", "On the speed of boats")
    built = build(store)
    assert "On the speed of boats" in files(store)["library.bib"]
    assert "entry-edited" in [problem.rule for problem in built.merged.problems]


def test_a_person_decides_that_two_works_differ(store: Store) -> None:
    (store.refs / "decisions.txt").write_text("differ listed#1 unlisted~1  # no\n", "utf-8")
    build(store)
    assert len(store.load().library) == 5


def test_two_papers_of_one_name_are_two_papers(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "listed.md"
    other.write_text(LISTED, encoding="utf-8")
    assert ingest(store, other).paper.id == "listed-md"
    assert ingest(store, other).paper.id == "listed-md"


def test_a_paper_called_library_is_not_the_library(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "library.txt"
    other.write_text(UNLISTED, encoding="utf-8")
    assert ingest(store, other).paper.id == "library-txt"


def test_two_writers_do_not_meet(store: Store) -> None:
    with store.locked(), pytest.raises(KbError, match="another kb is writing here"):
        merge(store)


@pytest.mark.parametrize(
    "broken",
    ['{"id": "listed#1", "line": ', "[1]", '{"id": "listed#1"}', "<<<<<<< HEAD", "[" * 99999],
)
def test_a_broken_record_is_kept_told_and_mended_by_the_paper(
    store: Store, tmp_path: Path, broken: str
) -> None:
    before = files(store)
    path = store.refs / "listed.jsonl"
    lines = before["listed.jsonl"].splitlines()
    path.write_text("\n".join([lines[0], broken, *lines[2:]]) + "\n", encoding="utf-8")
    problems = build(store).merged.problems
    assert broken in path.read_text(encoding="utf-8")
    assert [(p.rule, p.place.line) for p in problems] == [("record-broken", 2)]
    assert ingest(store, tmp_path / "listed.txt").paper.id == "listed"
    assert merge(store).problems == ()
    assert files(store) == before


@pytest.mark.parametrize("text", [None, "", "{}\n"])
def test_a_paper_whose_raw_strings_are_lost_is_the_same_paper(
    store: Store, tmp_path: Path, text: str | None
) -> None:
    before = files(store)
    path = store.refs / "listed.jsonl"
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    ingest(store, tmp_path / "listed.txt")
    merge(store)
    assert files(store) == before


def test_a_bibliography_of_a_person_is_not_taken_for_a_paper(store: Store, tmp_path: Path) -> None:
    (store.refs / "listed2.bib").write_text("@book{ode, title = {Boats}}", encoding="utf-8")
    paper = tmp_path / "listed2.txt"
    paper.write_text(LISTED, encoding="utf-8")
    assert ingest(store, paper).paper.id == "listed2-txt"


@pytest.mark.parametrize("left", ["worldbank2013a", "unlisted~2"])
def test_a_decision_by_key_holds_when_the_key_became_an_alias(store: Store, left: str) -> None:
    (store.refs / "decisions.txt").write_text(f"same {left} worldbank2013b  # one\n", "utf-8")
    build(store)
    (work,) = (w for w in store.load().library if w.key.startswith("worldbank"))
    assert work.origins == ("unlisted~2", "unlisted~3")
    assert build(store).changed == ()


def test_field_decisions_choose_a_value(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "third.txt"
    other.write_text(LISTED.replace("3-14", "3-15"), encoding="utf-8")
    ingest(store, other)
    for origin, pages in (("listed#1", "3-14"), ("third#1", "3-15")):
        line = f"field ode2020speed pages {origin}  # seen in print\n"
        (store.refs / "decisions.txt").write_text(line, "utf-8")
        build(store)
        (work,) = (w for w in store.load().library if w.key == "ode2020speed")
        assert work.text("page").replace("–", "-") == pages
