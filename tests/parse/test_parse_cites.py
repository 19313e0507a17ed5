"""Citations in running text, case by case."""

from pathlib import Path

import pytest
import yaml

from kb.parse.cites import find_citations
from kb.parse.flow import lay
from kb.parse.lines import read_lines
from kb.text import SourceText

CASES = Path(__file__).parent.parent / "cases" / "find"
CITATIONS = yaml.safe_load((CASES / "citations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CITATIONS, ids=[case["note"] for case in CITATIONS])
def test_citations(case: dict[str, object]) -> None:
    source = SourceText("x", str(case["text"]))
    flow = lay(read_lines(source))
    found = [cite for cite in find_citations(flow) if not cite.shaky]
    got = [
        [
            flow.text[cite.span.start : cite.span.end],
            list(cite.authors),
            cite.year,
            cite.locator or None,
            cite.secondary,
        ]
        for cite in found
    ]
    assert got == case["want"]


@pytest.mark.parametrize(
    "text",
    [
        "dalam Operation Libertia (2021) dan Operation Storm II (2023), begitu.",
        "meratifikasi Protokol Palermo UN (2007) dan Law on Suppression (2008), begitu.",
        "bersumber dari Constitution of the International Organization (1953) itu.",
        "Das Vogelschutzgesetz (1902) half wenig.",
        "The war (World War, 1914) came.",
    ],
)
def test_laws_and_events_are_shaky(text: str) -> None:
    flow = lay(read_lines(SourceText("x", text)))
    assert all(cite.shaky for cite in find_citations(flow))
