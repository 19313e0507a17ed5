"""Which entry a citation means, and how sure that is."""

from pathlib import Path

import pytest
import yaml

from kb.parse.paper import read_paper
from kb.text import SourceText

CASES = Path(__file__).parent.parent / "cases" / "find"
RESOLVE = yaml.safe_load((CASES / "resolve.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "number", "certainty"), RESOLVE["cases"])
def test_resolve(text: str, number: int | None, certainty: str) -> None:
    paper = read_paper(SourceText("x", f"It is said {text}.\n\n{RESOLVE['list']}"), "x")
    assert len(paper.entries) == 8
    (cite,) = paper.citations
    assert (cite.target, cite.certainty) == (number and f"x#{number}", certainty)
    assert cite.why
