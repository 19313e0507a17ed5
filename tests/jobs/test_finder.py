"""The finder of `kb cite`, from tests/cases/cite/queries.yml."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.disk.index import Index, Sources, open_index
from kb.jobs.cite import as_json
from kb.jobs.finder import clear_best, search

CASES = Path(__file__).parent.parent / "cases/cite"
QUERIES = yaml.safe_load((CASES / "queries.yml").read_text(encoding="utf-8"))
LIBRARY = str(CASES / "library.json")


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    made = open_index(":memory:", Sources([LIBRARY]))
    yield made
    made.close()


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case["query"])
def test_first_place(index: Index, case: dict[str, Any]) -> None:
    found = search(index, case["query"])
    assert (found[0].key if found else None) == case["want"]
    if case.get("clear"):
        assert clear_best(found), found[:3]


def test_recently_cited_comes_first_on_ties(index: Index) -> None:
    assert [f.key for f in search(index, "muller grenzen")][:1] == ["muller2013b"]
    tied = search(index, "badan statistik")
    assert tied[0].score == tied[1].score
    for key in ("bps2021statistik", "bps2022statistik"):
        assert search(index, "badan statistik", [key])[0].key == key


def test_not_clear_when_two_fit(index: Index) -> None:
    assert not clear_best(search(index, "muller 2013"))


def test_json(index: Index) -> None:
    rows = as_json(index, search(index, "albayumi 2022"))
    assert rows[0] == {
        "key": "albayumi2022kerja",
        "score": rows[0]["score"],
        "csl": json.loads(Path(LIBRARY).read_text(encoding="utf-8"))[0],
        "claims": [],
    }
    assert 0.5 < rows[0]["score"] <= 1


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_query_is_answered(query: str) -> None:
    index = _shared()
    found = search(index, query)
    assert all(0 <= one.score <= 1 for one in found)
    assert len({one.key for one in found}) == len(found)


def _shared() -> Index:
    if not _OPEN:
        _OPEN.append(open_index(":memory:", Sources([LIBRARY])))
    return _OPEN[0]


_OPEN: list[Index] = []
