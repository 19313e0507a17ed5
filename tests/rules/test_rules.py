"""Every rule: its documentation, and its cases in tests/cases/rules/.

A case is `## title`, a base (```yaml), notes or theses (```text PATH) and paper texts
(```paper NAME), and what the rule finds (```wanted). Every rule has a case that it passes.
"""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from smallbase import small_base

from kb.formats.thesis import read_thesis
from kb.jobs.check import Settings, check
from kb.model import Base, Problem
from kb.rules import registry
from kb.text import SourceText

CASES = Path(__file__).parent.parent / "cases" / "rules"
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(CASES.glob("*.md")):
        for part in path.read_text("utf-8").split("\n## ")[1:]:
            title, _, body = part.partition("\n")
            found.append((path.stem, title, body))
    return found


def line(problem: Problem) -> str:
    return f"{problem.place}: {problem.level}: {problem.message} | {problem.mend}"


def run(rule: str, body: str) -> list[str]:
    """What one rule finds in one case."""
    files: dict[str, dict[str, str]] = {"text": {}, "paper": {}}
    base_text = ""
    for kind, name, text in BLOCK.findall(body):
        if kind == "yaml":
            base_text = text
        elif kind in files:
            files[kind][name] = text
    notes = {path: text for path, text in files["text"].items() if path.startswith("notes/")}
    theses = [read_thesis(t, p) for p, t in files["text"].items() if p not in notes]
    base: Base = small_base(base_text, notes)
    report = check(
        base,
        Settings(select=(rule,)),
        theses,
        lambda paper: source(paper.name, files["paper"]),
    )
    return [line(problem) for problem in report.problems if problem.rule == rule]


def source(name: str, texts: dict[str, str]) -> SourceText | None:
    return SourceText(name, texts[name]) if name in texts else None


def wanted(body: str) -> list[str]:
    return next(text for kind, _, text in BLOCK.findall(body) if kind == "wanted").splitlines()


@pytest.mark.parametrize(("rule", "title", "body"), cases(), ids=lambda v: v[:40])
def test_rules_find_what_their_cases_say(rule: str, title: str, body: str) -> None:
    assert run(rule, body) == wanted(body)


@pytest.mark.parametrize("rule", registry())
def test_every_rule_has_a_case_it_passes_and_one_it_fails(rule: str) -> None:
    if rule in ("note-too-large", "note-unreadable"):
        pytest.skip("see tests/formats/test_formats_notes.py and tests/disk/test_notefiles.py")
    answers = [bool(wanted(body)) for name, _, body in cases() if name == rule]
    assert set(answers) == {True, False}


@pytest.mark.parametrize("rule", registry().values(), ids=lambda rule: rule.id)
def test_every_rule_says_what_why_and_how_to_mend(rule) -> None:
    assert rule.what.endswith(".")
    for part in ("\nWhy: ", "\nPasses:", "\nFails:", "\nMend: "):
        assert part in rule.doc
    assert (rule.check is None) == (rule.scope == "reader")


def test_case_files_are_named_after_rules() -> None:
    assert {name for name, _, _ in cases()} == set(registry())


def test_checking_twice_finds_the_same() -> None:
    for rule, _, body in cases():
        assert run(rule, body) == run(rule, body), rule


def test_a_text_that_changed_is_not_looked_into() -> None:
    texts = SourceText("012.txt", "other words", sha256(b"other").hexdigest())
    base = small_base("papers: [{name: 012.txt, sha256: abc, item: {title: T}}]")
    report = check(base, text_of=lambda _: texts)
    assert report.problems == ()
