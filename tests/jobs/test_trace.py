"""Traces: chains from every kind of beginning, as trees; see tests/cases/trace/."""

from pathlib import Path

import pytest
import yaml
from smallbase import small_base

from kb.formats.thesis import read_thesis
from kb.jobs.trace import Node, Tracer, as_json, impact
from kb.links import Links
from kb.text import SourceText

CASES = Path(__file__).parent.parent / "cases" / "trace"
TRACES = yaml.safe_load((CASES / "traces.yaml").read_text("utf-8"))
THESIS = "Intro.\n\nPeople leave \\cite[5]{veda2021}. Debts \\cite{baker2008}.\n"


def tracer(texts: dict[str, str] | None = None) -> Tracer:
    notes = {f"notes/{p.name}": p.read_text("utf-8") for p in sorted(CASES.glob("*.md"))}
    base = small_base((CASES / "base.yaml").read_text("utf-8"), notes)
    thesis = read_thesis(THESIS, "thesis.tex")
    return Tracer(
        Links(base),
        lambda p: SourceText(p.name, texts[p.name]) if texts and p.name in texts else None,
        lambda path: thesis if path == "thesis.tex" else None,
    )


def drawn(node: Node | None, depth: int = 0) -> str:
    if node is None:
        return "nothing\n"
    score = f" {node.score:.1f}" if node.score is not None else ""
    where = f" ({node.path}:{node.line})" if node.path else ""
    head = f"{'  ' * depth}{node.kind} {node.id}{score}: {node.text}{where}\n"
    return head + "".join(drawn(child, depth + 1) for child in node.children)


@pytest.mark.parametrize("case", TRACES, ids=lambda case: case["what"])
def test_traces_of_the_cases(case: dict[str, str]) -> None:
    assert drawn(tracer().trace(case["what"])) == case["tree"]


def test_what_rests_on_a_work() -> None:
    found = tracer()
    thesis = read_thesis(THESIS, "thesis.tex")
    assert drawn(impact(found, "veda2021", [thesis])) == (CASES / "impact.txt").read_text("utf-8")
    assert impact(found, "nobody2020") is None


def test_json_has_every_key_of_the_format() -> None:
    found = tracer().trace("free-to-move")
    assert found
    for node in found.walk():
        value = as_json(node)
        assert list(value) == ["kind", "id", "text", "path", "line", "score", "children"]
        assert value["kind"] in {"claim", "citation", "reference", "raw", "paper", "passage"}


def test_every_claim_reaches_a_raw_string_and_its_line() -> None:
    found = tracer()
    for name in found.links.claims:
        node = found.trace(name)
        assert node
        raws = [each for each in node.walk() if each.kind == "raw"]
        assert raws
        assert all(each.line and each.path.endswith(".txt") for each in raws)


def test_a_locator_leads_to_the_page_of_a_paper_that_is_here() -> None:
    pages = [f"Page {n} begins here.\n\n{n}\n" for n in range(51, 64)]
    node = tracer({"012.txt": "".join(pages)}).trace("free-to-move")
    assert node
    passage = next(each for each in node.walk() if each.kind == "passage" and "p. 58" in each.id)
    assert (passage.text[:21], passage.line) == ("Page 58 begins here. ", 22)
    fed = "\f".join(f"Sheet {n}." for n in range(51, 64))
    node = tracer({"012.txt": fed}).trace("free-to-move")
    assert node
    assert any(each.text.startswith("Sheet 58.") for each in node.walk())


def test_a_line_within_a_citing_sentence_is_that_sentence() -> None:
    base = """
    papers:
      - name: 010.txt
        references: [{id: 010#1, line: 9, text: Veda, csl: {id: v, author: Veda, issued: 2021}}]
        citations: [{line: 2, span: [16, 26], sentence: [0, 38], text: "Veda, 2021", target: 010#1}]
    """
    text = "It is said\nthat (Veda, 2021) people\nmove.\n"
    found = Tracer(Links(small_base(base)), lambda p: SourceText(p.name, text))
    for line in (1, 2):
        node = found.trace(f"010.txt:{line}")
        assert node
        assert [child.text for child in node.children] == ["Veda, 2021"]
        assert node.text == "It is said that (Veda, 2021) people mo"
