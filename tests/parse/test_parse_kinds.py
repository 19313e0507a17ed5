"""What notes mean and lead to, read through whole papers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.parse.paper import read_paper
from kb.text import SourceText

CASES = Path(__file__).parent.parent / "cases" / "find"
KINDS = yaml.safe_load((CASES / "kinds.yaml").read_text(encoding="utf-8"))


def paper_with(notes: list[list[str | None]], listed: list[str]) -> str:
    body = " ".join(f"This is said here.{n}" for n in range(1, len(notes) + 1))
    lines = [body, "", *(f"{n} {note[0]}" for n, note in enumerate(notes, 1)), ""]
    return "\n".join([*lines, *(["References", "", *listed, ""] if listed else [])])


@pytest.mark.parametrize("case", KINDS, ids=[case["note"] for case in KINDS])
def test_kinds(case: dict[str, Any]) -> None:
    notes = case["notes"]
    text = paper_with([*notes, ["Ibid.", "ibid", None, None]], case.get("list", []))
    paper = read_paper(SourceText("x", text), "x")
    got = [[raw.kind, raw.refers_to, raw.locator] for raw, _ in paper.entries][: len(notes)]
    assert got == [[kind, to and f"x#{to}", page] for _, kind, to, page in notes]
    cited = [(c.text, c.target) for c in paper.citations][: len(notes)]
    assert cited == [(str(n), f"x#{n}") for n in range(1, len(notes) + 1)]
