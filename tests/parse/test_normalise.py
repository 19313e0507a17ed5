"""Normalisers of single fields, case by case (tests/cases/parse)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.model import OTHERS, Date, Name
from kb.parse.normalise import dates, identifiers, names, numbers, titles

CASES = Path(__file__).parent.parent / "cases" / "parse"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=str(case["text"])[:60])
        for case in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    ]


def shown_name(name: Name) -> str:
    if name == OTHERS:
        return "+"
    if name.literal:
        return f"#{name.literal}"
    particle = f"{name.particle}~" if name.particle else ""
    return particle + ", ".join(filter(None, (name.family, name.given, name.suffix)))


def shown_date(date: Date | None) -> str | None:
    if date is None:
        return None
    if date.literal:
        return f"!{date.literal}"
    parts = [str(date.year), *(f"{n:02}" for n in (date.month, date.day) if n)]
    end = "".join(f"/{n}" for n in date.end)
    return ("~" if date.circa else "") + "-".join(parts) + end + date.suffix


@pytest.mark.parametrize("case", cases("names"))
def test_names(case: dict[str, Any]) -> None:
    assert [shown_name(name) for name in names.read_names(case["text"])] == case["want"]


@pytest.mark.parametrize("case", cases("dates"))
def test_dates(case: dict[str, Any]) -> None:
    assert shown_date(dates.read_date(case["text"])) == case["want"]


@pytest.mark.parametrize("case", cases("numbers"))
def test_numbers(case: dict[str, Any]) -> None:
    if case["field"] == "edition":
        assert numbers.read_edition(case["text"]) == case["want"]
    else:
        assert numbers.read_number(case["field"], case["text"]) == case["want"]


@pytest.mark.parametrize("case", cases("identifiers"))
def test_identifiers(case: dict[str, Any]) -> None:
    assert getattr(identifiers, f"read_{case['kind']}")(case["text"]) == case["want"]


@pytest.mark.parametrize("case", cases("words"))
def test_words(case: dict[str, Any]) -> None:
    assert titles.read_words(case["text"]) == case["want"]
