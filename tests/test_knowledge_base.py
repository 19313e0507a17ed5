"""The knowledge base in this repository against a careful human reading of its five papers.

The reading stands in `tests/cases/papers/`: references with their lines and fields, citations with
their targets, which works are one and which only look alike. No text of a paper is needed.
"""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kb.disk.store import Store
from kb.model import Base, Citation, RawReference

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "papers"


def read_lines(name: str) -> list[dict[str, Any]]:
    text = (CASES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


REFERENCES = read_lines("references.jsonl")
CITATIONS = read_lines("citations.jsonl")
WORKS = json.loads((CASES / "works.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def base() -> Base:
    return Store.find(ROOT).load()


@pytest.fixture(scope="module")
def raws(base: Base) -> dict[str, RawReference]:
    return {raw.id: raw for paper in base.papers for raw, _ in paper.entries}


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def test_every_reference_is_found_exactly_once(base: Base) -> None:
    found = Counter(raw.id for paper in base.papers for raw, _ in paper.entries)
    assert found == Counter(want["id"] for want in REFERENCES)


@pytest.mark.parametrize("want", REFERENCES, ids=lambda want: str(want["id"]))
def test_a_reference_stands_where_a_reader_sees_it(
    want: dict[str, Any], raws: dict[str, RawReference]
) -> None:
    found = raws[want["id"]]
    seen = (found.line, found.end_line, found.kind, found.refers_to, found.locator)
    assert seen == tuple(want[k] for k in ("line", "end_line", "kind", "refers_to", "locator"))


def on_line(base: Base, paper_id: str, line: int) -> list[Citation]:
    """The citations of a paper at a line; one that a reader puts in the line before counts."""
    (paper,) = (p for p in base.papers if p.id == paper_id)
    return [c for c in paper.citations if line <= c.line <= line + 2]


def match(base: Base, want: dict[str, Any]) -> Citation | None:
    """The citation that means what the reading means: same place, year, and words in common."""
    words = folded(want["text"])
    for found in on_line(base, want["paper"], want["line"]):
        if folded(found.text) in words and (want["style"] == "footnote") == (
            found.style == "footnote"
        ):
            return found
    return None


@pytest.mark.parametrize("want", CITATIONS, ids=lambda w: f"{w['paper']}:{w['line']} {w['text']}")
def test_a_citation_is_found_and_points_where_a_reader_says(
    want: dict[str, Any], base: Base
) -> None:
    found = match(base, want)
    assert found, "not found"
    seen = (found.year, found.target, found.certainty, found.locator, bool(found.secondary))
    assert seen == (
        want["year"],
        want["target"],
        want["certainty"],
        want["locator"],
        bool(want["secondary"]),
    )


def test_nothing_else_is_taken_for_a_citation(base: Base) -> None:
    count = Counter(paper.id for paper in base.papers for _ in paper.citations)
    assert count == Counter(want["paper"] for want in CITATIONS)


def work_of(base: Base, member: str) -> str:
    """The key of the work that a raw reference, or a citation `001:277 Albayumi`, means."""
    keys = {origin: work.key for work in base.library for origin in work.origins}
    if ":" not in member:
        refers = {raw.id: raw.refers_to for paper in base.papers for raw, _ in paper.entries}
        return keys[refers.get(member) or member]
    place, _, words = member.partition(" ")
    paper, _, line = place.partition(":")
    name, year = words.split()[0], words.split()[-1].rstrip(")")
    for found in on_line(base, paper, int(line)):
        if found.year == year and (name in found.text or name in " ".join(found.authors)):
            return keys[found.target or found.stub or ""]
    raise AssertionError(f"no citation {member}")


@pytest.mark.parametrize("members", WORKS["same"], ids=lambda members: str(members[0]))
def test_no_overlap_is_missed(members: list[str], base: Base) -> None:
    assert len({work_of(base, member) for member in members}) == 1


@pytest.mark.parametrize("members", WORKS["differ"], ids=" ".join)
def test_nothing_is_merged_wrongly(members: list[str], base: Base) -> None:
    assert len({work_of(base, member) for member in members}) == len(members)


def test_every_merge_is_one_that_a_reader_makes(base: Base) -> None:
    """What stands in one entry of the library is one work to a careful reader too."""
    ids = {m for group in WORKS["same"] for m in group if ":" not in m}
    for work in base.library:
        listed = [origin for origin in work.origins if "#" in origin]
        if len(listed) > 1:
            assert set(listed) <= ids, work.key
            assert any(set(listed) <= set(group) for group in WORKS["same"]), work.key


def test_every_claim_rests_on_a_work_and_traces_to_a_line(base: Base) -> None:
    keys = {name: work for work in base.library for name in (work.key, *work.aliases)}
    claims = [claim for note in base.notes for claim in note.claims]
    assert len(claims) >= 100
    for claim in claims:
        assert claim.citations, claim.id
        for citation in claim.citations:
            assert keys[citation.key].origins, (claim.id, citation.key)
