"""kb check, trace, note and claims on a small knowledge base on disk."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from kb.cli.main import cli
from kb.errors import KbError

CASES = Path(__file__).parent.parent / "cases" / "trace"
BIB = """@article{veda2021rights,
  author = {Veda, Jenny},
  title = {The right to move},
  journal = {Law Review},
  year = {2021},
  pages = {1--13},
  ids = {veda2021},
}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "refs").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "refs" / "library.bib").write_text(BIB, "utf-8")
    note = (CASES / "move.md").read_text("utf-8")
    (tmp_path / "notes" / "move.md").write_text(note, "utf-8")
    return tmp_path


def kb(base: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(base), *words], standalone_mode=False)


def error(base: Path, *words: str) -> KbError:
    found = kb(base, *words).exception
    assert isinstance(found, KbError), found
    return found


def test_check_prints_the_line_and_a_caret(base: Path) -> None:
    found = kb(base, "check", "--select", "citation-unknown")
    assert found.return_value == 1
    assert found.output == (
        "notes/move.md:11:3: error: no reference has the key 'albay2022norms' (citation-unknown)\n"
        "    [@albay2022norms, p. 58]\n"
        "      ~~~~~~~~~~~~~~\n"
        "    mend: add it with: kb ingest PAPER\n"
        "1 error; quotes: 1 unchecked\n"
    )


def test_check_as_json_github_and_sarif(base: Path) -> None:
    found = json.loads(kb(base, "check", "-f", "json", "--select", "citation-old-key").output)
    assert found == {
        "problems": [
            {
                "rule": "citation-old-key",
                "level": "info",
                "path": "notes/move.md",
                "line": 7,
                "column": 11,
                "message": "the key of 'veda2021' is 'veda2021rights' today",
                "mend": "kb note rename-key veda2021 veda2021rights",
            }
        ]
    }
    annotated = kb(base, "check", "-f", "github", "--select", "citation-unknown").stdout
    assert annotated == (
        "::error file=notes/move.md,line=11,col=3,endLine=11,endColumn=17,title=citation-unknown"
        "::no reference has the key 'albay2022norms' (mend: add it with: kb ingest PAPER)\n"
    )
    run = json.loads(kb(base, "check", "-f", "sarif").output)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1


def test_check_leaves_with_zero_when_only_information_is_left(base: Path) -> None:
    assert kb(base, "check", "--select", "citation-old-key").return_value == 0
    assert kb(base, "check", "--select", "citation-old-key", "--strict").return_value == 1


def test_check_of_a_thesis_tells_of_the_thesis_only(base: Path) -> None:
    thesis = base / "thesis.tex"
    thesis.write_text("So \\cite{veda2021rigths}.\n", "utf-8")
    found = json.loads(kb(base, "check", str(thesis), "-f", "json").output)["problems"]
    assert [(p["rule"], p["path"], p["line"], p["mend"]) for p in found] == [
        (
            "thesis-citation-unknown",
            str(thesis),
            1,
            "did you mean veda2021rights? (refs/library.bib:1)",
        )
    ]


def test_check_of_one_note(base: Path) -> None:
    (base / "notes" / "other.md").write_text("No head.\n", "utf-8")
    found = json.loads(kb(base, "check", str(base / "notes/other.md"), "-f", "json").output)
    assert [(p["rule"], p["path"]) for p in found["problems"]] == [
        ("note-head-missing", "notes/other.md")
    ]


def test_quotes_are_counted_where_they_were_asked_for(base: Path) -> None:
    (base / "notes" / "other.md").write_text("---\nclaim: So [@veda2021rights]\n---\n", "utf-8")
    assert kb(base, "check", str(base / "notes/other.md")).output == "no findings\n"


def test_what_rests_on_a_work_is_told_once_a_claim(base: Path) -> None:
    twice = "---\nclaim: So\n---\n[@veda2021, p. 2]\n\nAgain [@veda2021, p. 3].\n"
    (base / "notes" / "twice.md").write_text(twice, "utf-8")
    tree = json.loads(kb(base, "trace", "--impact", "veda2021rights", "-f", "json").output)
    told = {child["id"]: [each["text"] for each in child["children"]] for child in tree["children"]}
    assert told["twice"] == ["@veda2021 p. 2", "@veda2021 p. 3"]
    assert len(tree["children"]) == len(told)


def test_a_line_of_a_thesis_shows_the_claims_it_may_state(base: Path) -> None:
    other = "---\nclaim: Law is slow\n---\n[@veda2021rights, p. 9]\n"
    (base / "notes" / "other.md").write_text(other, "utf-8")
    thesis = base / "t.tex"
    thesis.write_text(
        "People have a right to leave a country \\cite[5]{veda2021rights}.\n", "utf-8"
    )
    tree = json.loads(kb(base, "trace", f"{thesis}:1", "-f", "json").output)
    claims = [child["id"] for child in tree["children"] if child["kind"] == "claim"]
    assert claims == ["free-to-move"]


def test_a_note_of_a_line_keeps_its_page_and_a_quote_is_looked_for(tmp_path: Path) -> None:
    paper = tmp_path / "boats.txt"
    entry = "Ode, B. (2020). The speed of boats. A Journal of Boats, 1(2), 3-14.\n"
    paper.write_text(f"Boats\n\nThey are fast (Ode, 2020, p. 9).\n\nReferences\n\n{entry}", "utf-8")
    base = tmp_path / "base"
    (base / "refs").mkdir(parents=True)
    kb(base, "ingest", str(paper))
    kb(base, "note", "new", "--seen", "boats:3", "--claim", "Boats go quickly")
    written = (base / "notes" / "boats-go-quickly.md").read_text("utf-8")
    assert written.endswith('seen: ["boats:3"]\n---\n[@ode2020speed, p. 9]\n')
    (base / "papers").mkdir()
    (base / "papers" / "speed.txt").write_text(
        "# The speed of boats\n\nBen Ode\n\nA boat is fast.\n", "utf-8"
    )
    kb(base, "ingest", str(base / "papers" / "speed.txt"))
    decided = "same ode2020speed speed  # its title\n"
    (base / "refs" / "decisions.txt").write_text(decided, "utf-8")
    quoted = ("note", "new", "--source", "ode2020speed", "--claim", "Fast", "--id")
    assert kb(base, *quoted, "good", "--quote", "A boat is fast.").output == "notes/good.md\n"
    assert "notes/bad.md:6:3: error: the quote does not stand in speed.txt" in (
        kb(base, *quoted, "bad", "--quote", "Ships never sink at all.").output
    )
    assert error(base, "trace", "boats:99").where == "boats:99"
    assert error(base, "trace", "boats#9").mend == "it has boats#1 to boats#1"


def test_check_of_a_folder(base: Path) -> None:
    (base / "notes" / "deep").mkdir()
    (base / "notes" / "deep" / "other.md").write_text("No head.\n", "utf-8")
    found = json.loads(kb(base, "check", str(base / "notes" / "deep"), "-f", "json").output)
    assert [p["path"] for p in found["problems"]] == ["notes/deep/other.md"]
    every = json.loads(kb(base, "check", str(base / "notes"), "-f", "json").output)["problems"]
    assert {p["path"] for p in every} == {"notes/move.md", "notes/deep/other.md"}
    assert error(base, "check", str(base)).code == 2


def test_old_findings_stay_in_the_baseline(base: Path) -> None:
    old = str(base / "old.txt")
    assert error(base, "check", "--baseline", old).mend == "make it with --update-baseline"
    assert kb(base, "check", "--baseline", old, "--update-baseline").return_value == 0
    found = kb(base, "check", "--baseline", old)
    assert found.output == "no findings; 3 known from the baseline; quotes: 1 unchecked\n"
    (base / "notes" / "other.md").write_text("No head.\n", "utf-8")
    assert "note-head-missing" in kb(base, "check", "--baseline", old).output


@pytest.mark.parametrize(
    ("settings", "what", "mend"),
    [
        ('selct = ["a"]', "there is no setting 'selct'", "did you mean select?"),
        ('select = ["nope"]', "there is no rule 'nope'", "kb check --explain all lists them"),
        (
            'levels = {field-missing = "loud"}',
            "'loud' is no level",
            "use one of: error, warning, info",
        ),
        ('ignore = "field-missing"', "ignore is not a list", 'write it as: ignore = ["..."]'),
    ],
)
def test_settings_that_are_wrong_are_refused(
    base: Path, settings: str, what: str, mend: str
) -> None:
    (base / "kb.toml").write_text(f"[check]\n{settings}\n", "utf-8")
    found = error(base, "check")
    assert (found.what, found.mend, found.code) == (what, mend, 2)


def test_settings_suppress_and_change_levels(base: Path) -> None:
    (base / "kb.toml").write_text(
        '[check]\nignore = ["seen-unknown"]\nlevels = {citation-old-key = "error"}\n'
        '[[check.suppress]]\nrule = "citation-unknown"\npath = "notes/*"\nreason = "later"\n'
        '[[check.suppress]]\nrule = "field-missing"\nreason = "no"\n',
        "utf-8",
    )
    found = kb(base, "check")
    assert "error: the key of 'veda2021'" in found.output
    assert (
        "kb.toml: warning: nothing here breaks 'field-missing' (suppression-stale)" in found.output
    )
    assert "1 suppressed" in found.output
    assert "citation-unknown" not in found.output


def test_explain(base: Path) -> None:
    found = kb(base, "check", "--explain", "quote-altered").output
    assert found.startswith("quote-altered (error)\nA quote stands in its source with other words.")
    assert kb(base, "check", "--explain", "all").output.count("\n") > 30
    assert error(base, "check", "--explain", "quote-alterd").mend == "did you mean quote-altered?"


def test_trace_as_text_json_and_pictures(base: Path) -> None:
    found = kb(base, "trace", "free-to-move")
    assert found.output.splitlines()[:2] == [
        "claim  free-to-move  People have a right to leave their country  (notes/move.md:3)",
        "  citation  veda2021  @veda2021 p. 5  (notes/move.md:7)",
    ]
    tree = json.loads(kb(base, "trace", "-f", "json", "leaving", "ones", "country").output)
    assert tree["children"][0]["id"] == "free-to-move"
    assert kb(base, "trace", "-f", "dot", "free-to-move").output.startswith("digraph trace {")
    assert kb(base, "trace", "-f", "mermaid", "free-to-move").output.startswith("flowchart LR")


def test_trace_of_nothing(base: Path) -> None:
    found = kb(base, "trace", "xyzzy")
    assert (found.return_value, found.stdout) == (1, "")
    assert "nothing found for 'xyzzy'" in found.stderr


@pytest.mark.parametrize(
    ("words", "code", "said", "mend"),
    [
        (("thesis.tex:12",), 3, "thesis.tex: there is no such paper, note or thesis", "check the"),
        (("3:4",), 3, "3: there is no such paper, note or thesis", "check the path"),
        (("010:0",), 1, "010: there is no line 0", "it has 2 lines"),
        (("010:9",), 1, "010: there is no line 9", "it has 2 lines"),
        (
            ("010:1",),
            1,
            "010:1: no citation, reference or claim stands on",
            "kb claims suggest 010",
        ),
        (("010#7",), 1, "010.txt has no reference '010#7'", "it has 010~1 to 010~1"),
        (("999#7",), 1, "there is no paper for '999#7'", "there are: 010"),
        ((" ",), 2, "no statement is given", "kb trace --help shows examples"),
        (("--in", "x.tex", "move"), 2, "--in goes with --impact", "add --impact, or trace a line"),
        (
            ("--impact", "veda2021right"),
            1,
            "no work has the key 'veda2021right'",
            "did you mean veda",
        ),
        (
            ("--impact", "free-to-move"),
            1,
            "free-to-move: is a claim, not a work",
            "name a work that",
        ),
    ],
)
def test_a_place_that_is_not_there_is_said(
    base: Path, words: tuple[str, ...], code: int, said: str, mend: str
) -> None:
    (base / "papers").mkdir()
    (base / "papers" / "010.txt").write_text("\nMoving\n", "utf-8")
    (base / "kb.toml").write_text('[papers]\nfolders = ["papers"]\n', "utf-8")
    sha = hashlib.sha256(b"\nMoving\n").hexdigest()
    head = f'{{"paper": "010.txt", "id": "010", "sha256": "{sha}", "item": {{}}}}'
    stub = '{"stub": "010~1", "text": "Veda, 2021", "line": 3, "key": "veda2021"}'
    (base / "refs" / "010.jsonl").write_text(f"{head}\n{stub}\n", "utf-8")
    found = error(base, "trace", *words)
    assert (found.code, str(found)[: len(said)], found.mend[: len(mend)]) == (code, said, mend)


def test_a_hostile_claim_cannot_steer_the_terminal(base: Path) -> None:
    note = '---\nid: bad\nclaim: "[red]\\e[31m \\u202e evil"\n---\n[@veda2021].\n'
    (base / "notes" / "bad.md").write_text(note, "utf-8")
    for words in (("trace", "bad"), ("note", "list"), ("note", "show", "bad"), ("check",)):
        out = kb(base, *words).output
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert "\x1b" not in kb(base, "trace", "-f", "mermaid", "bad").output


def test_a_note_is_written_listed_and_changed(base: Path) -> None:
    words = ("--claim", "Nobody may be kept: in a country", "--source", "veda2021", "--page", "5")
    assert kb(base, "note", "new", *words).output == "notes/nobody-kept-country.md\n"
    assert (base / "notes/nobody-kept-country.md").read_text("utf-8") == (
        '---\nid: nobody-kept-country\nclaim: "Nobody may be kept: in a country"\nstatus: open\n'
        "---\n[@veda2021rights, p. 5]\n"
    )
    kb(base, "note", "status", "nobody-kept-country", "supported")
    listed = kb(base, "note", "list", "--status", "supported", "-f", "json").output
    assert json.loads(listed)["claims"][1] == {
        "id": "nobody-kept-country",
        "claim": "Nobody may be kept: in a country",
        "status": "supported",
        "path": "notes/nobody-kept-country.md",
        "line": 3,
        "sources": [{"key": "veda2021rights", "locator": "5"}],
    }
    kb(base, "note", "rename", "nobody-kept-country", "free")
    assert not (base / "notes/nobody-kept-country.md").exists()
    shown = json.loads(kb(base, "note", "show", "free", "-f", "json").output)
    assert shown["sources"][0]["claims"] == ["free-to-move"]
    assert error(base, "note", "new", *words[:4], "--id", "free").what == "the id 'free' is taken"


def test_places_that_a_note_cannot_name_are_refused(base: Path) -> None:
    (base / "papers").mkdir()
    (base / "papers" / "010.txt").write_text("Moving\n", "utf-8")
    (base / "kb.toml").write_text('[papers]\nfolders = ["papers"]\n', "utf-8")
    sha = hashlib.sha256(b"Moving\n").hexdigest()
    head = f'{{"paper": "010.txt", "id": "010", "sha256": "{sha}", "item": {{}}}}\n'
    (base / "refs" / "010.jsonl").write_text(head, "utf-8")
    far = error(base, "note", "new", "--claim", "Far", "--seen", "010:9")
    assert (far.what, far.mend) == ("'010:9' is no line of a paper", "010.txt has 1 lines")
    odd = error(base, "note", "new", "--claim", "Odd", "--source", "veda2021", "--page", "9]; x")
    assert (odd.what, odd.code) == ("'9]; x' is no page", 2)
    assert kb(base, "note", "new", "--claim", "Near", "--seen", "010:1").return_value is None
    assert 'seen: ["010:1"]' in (base / "notes" / "near.md").read_text("utf-8")


def test_claims_on_a_terminal_stand_below_their_ids(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    there = SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("kb.cli.note.sys", there)
    lines = kb(base, "note", "list").stdout.splitlines()
    assert lines[:3] == [
        "free-to-move [supported]",
        "  People have a right to leave their",
        "  country",
    ]
    assert all(len(line) < 40 for line in lines)


def test_keys_are_brought_up_to_date_on_request(base: Path) -> None:
    before = (base / "notes/move.md").read_text("utf-8")
    found = kb(base, "note", "link")
    assert found.stdout == "veda2021 is veda2021rights today\nnotes/move.md would change\n"
    assert (base / "notes/move.md").read_text("utf-8") == before
    kb(base, "note", "link", "--write")
    after = (base / "notes/move.md").read_text("utf-8")
    assert after == before.replace("@veda2021,", "@veda2021rights,")
    assert kb(base, "note", "link", "--write").stderr == "nothing to change\n"


def test_a_checked_claim_tells_when_its_source_changes(base: Path) -> None:
    kb(base, "note", "checked", "free-to-move")
    assert "source-changed" not in kb(base, "check").output
    (base / "refs/library.bib").write_text(BIB.replace("{2021}", "{2022}"), "utf-8")
    found = kb(base, "check", "--select", "source-changed").output
    assert "'veda2021' has changed since the claim 'free-to-move' was checked" in found


def test_mistakes_are_told_with_a_way_out(base: Path) -> None:
    assert error(base, "note", "show", "free-to-mov").mend == "did you mean free-to-move?"
    assert error(base, "note", "list", "--source", "veda2021right").mend == (
        "did you mean veda2021rights?"
    )
    assert error(base, "note", "new", "--claim", "x", "--source", "nobody").code == 2
    assert error(base, "claims", "suggest", "003").code == 2
    assert error(base, "check", str(base / "no.tex")).code == 3
