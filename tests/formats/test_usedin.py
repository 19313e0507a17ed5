"""What documents cite: real commands, and what only looks like one."""

from pathlib import Path

import pytest
import yaml

from kb.formats.usedin import used_in

CASES = Path(__file__).parent.parent / "cases" / "formats" / "usedin.yml"


@pytest.mark.parametrize("case", yaml.safe_load(CASES.read_text("utf-8")), ids=lambda c: c["what"])
def test_used_in(case: dict) -> None:
    used = used_in(case["text"], case["file"])
    assert [key for key, _ in used.keys] == case["keys"]
    assert list(used.files) == case.get("files", [])


def test_places() -> None:
    used = used_in("x\n\\cite{a,\n  b}\n", "t.tex")
    assert [str(place) for _, place in used.keys] == ["t.tex:2:7", "t.tex:3:3"]
