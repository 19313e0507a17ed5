"""Reference lists are cut into the entries that they hold (tests/cases/find/lists.yaml)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.parse.paper import read_paper
from kb.text import SourceText

CASES = Path(__file__).parent.parent / "cases" / "find" / "lists.yaml"
BODY = "It is so.[^1] It is not.[^2]\n\n"


@pytest.mark.parametrize("case", yaml.safe_load(CASES.read_text("utf-8")), ids=lambda c: c["note"])
def test_list(case: dict[str, Any]) -> None:
    entries = [entry.rstrip("\n") for entry in case["entries"]]
    end = "\n".join(entries)
    text = f"{BODY}{case['heading']}\n\n{end}\n{case.get('after', '')}"
    paper = read_paper(SourceText("p.txt", text), "p")
    wanted = ["\n".join(line.strip() for line in entry.split("\n")) for entry in entries]
    notes = {"p#1", "p#2"} if "after" in case else set()
    assert [raw.text for raw, _ in paper.entries if raw.id not in notes] == wanted
