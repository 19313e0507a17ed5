"""A trace in a part of the base is the trace in the whole base."""

import shutil
from pathlib import Path

import pytest

from kb.disk.partial import Part
from kb.disk.store import Store
from kb.jobs.trace import Tracer, as_json, impact
from kb.jobs.tracepart import Needed, part_above, part_for
from kb.links import Links

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's knowledge base."""
    copy = tmp_path_factory.mktemp("base")
    for folder in ("refs", "notes"):
        shutil.copytree(ROOT / folder, copy / folder)
    return copy


def both(root: Path, what: str) -> tuple[object, object]:
    store = Store(root)
    trees = []
    for needed in (Needed(store.load()), part_for(Part(store), what, lambda _: None, 5)):
        found = Tracer(Links(needed.base), hits=needed.hits).trace(what)
        trees.append(as_json(found) if found else None)
    return trees[0], trees[1]


def test_traces_of_claims_keys_ids_and_lines(root: Path) -> None:
    base = Store(root).load()
    asked = [claim.id for note in base.notes[::30] for claim in note.claims]
    asked += [work.key for work in base.library[::40]]
    for paper in base.papers:
        asked += [raw.id for raw, _ in paper.entries[::9]]
        asked += [stub.id for stub in paper.stubs[::15]]
        asked += [f"{paper.id}:{citation.line}" for citation in paper.citations[::20]]
    assert len(asked) > 20
    for what in asked:
        whole, part = both(root, what)
        assert whole == part, what
        assert whole


def test_what_rests_on_a_work(root: Path) -> None:
    store = Store(root)
    base = store.load()
    for work in base.library[::7]:
        for name in (work.key, *work.aliases[:1], *work.origins[:1]):
            trees = (
                impact(Tracer(Links(each)), name) for each in (base, part_above(Part(store), name))
            )
            whole, part = (as_json(tree) if tree else None for tree in trees)
            assert whole == part, name
            assert whole


def test_words_find_the_same_claim_first(root: Path) -> None:
    for note in Store(root).load().notes[::40]:
        for claim in note.claims:
            whole, part = both(root, claim.text)
            assert whole["children"][0]["id"] == part["children"][0]["id"] == claim.id


def test_a_part_follows_the_notes(root: Path) -> None:
    added = root / "notes" / "added.md"
    for words in ("Walruses sing", "Otters hum"):
        added.write_text(f"---\nclaim: {words}\n---\n[@k]\n", "utf-8")
        for what in ("added", f"{words} at night", f"the {words[:-2]}ggs"):
            base = part_for(Part(Store(root)), what, lambda _: None, 5).base
            assert words in [claim.text for note in base.notes for claim in note.claims]
    added.unlink()
    base = part_for(Part(Store(root)), "Otters hum", lambda _: None, 5).base
    assert not [note for note in base.notes if note.path == "notes/added.md"]
