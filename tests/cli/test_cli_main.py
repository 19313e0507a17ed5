"""The command line as a whole: exit codes when an output takes no more, hints, `-C`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.main import cli

ROOT = Path(__file__).parent.parent.parent
FULL = Path("/dev/full")


def kb(*args: str, out: int | None = None, redirect: str = "") -> tuple[int, str]:
    """Exit code and stderr of the program in a process of its own."""
    line = [sys.executable, "-m", "kb", *args]
    if redirect:
        line = ["sh", "-c", f'exec "$@" {redirect}', "sh", *line]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, stdout=out, stderr=subprocess.PIPE, env=env, check=False)
    return done.returncode, done.stderr.decode()


@pytest.fixture
def paper(tmp_path: Path) -> str:
    path = tmp_path / "paper.txt"
    path.write_text("Trade grew (Veda, 2021).\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("options", [(), ("--annotate",), ("-f", "json")])
def test_a_pipe_closed_early_is_no_failure(paper: str, options: tuple[str, ...]) -> None:
    end, out = os.pipe()
    os.close(end)
    try:
        assert kb("extract", paper, *options, out=out) == (0, "")
    finally:
        os.close(out)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(paper: str) -> None:
    with FULL.open("w") as full:
        code, said = kb("extract", paper, out=full.fileno())
    wanted = (
        "kb: the output cannot be written: No space left on device\n    mend: free some space\n"
    )
    assert (code, said) == (3, wanted)


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_without_an_output_there_is_no_traceback(paper: str) -> None:
    assert kb("extract", paper, redirect=">&-") == (0, "")


def test_a_mistyped_command_is_guessed() -> None:
    result = CliRunner().invoke(cli, ["statsu"])
    assert result.exit_code == 2
    assert "Error: No such command 'statsu'. Did you mean 'status'?" in result.stderr


def test_init_starts_where_the_base_option_says(tmp_path: Path) -> None:
    made = CliRunner().invoke(cli, ["-C", str(tmp_path / "a"), "init"], catch_exceptions=False)
    assert made.stdout == (
        f"knowledge base in {tmp_path / 'a'}\n"
        "    made refs, notes, kb.toml, .gitignore, refs/decisions.txt\n"
        "next: kb ingest PAPER..., or kb add library.bib\n"
    )
    again = CliRunner().invoke(cli, ["init", str(tmp_path / "a")], catch_exceptions=False)
    assert "\n    all is there already\n" in again.stdout


def test_ingest_names_every_file_that_it_wrote(tmp_path: Path, paper: str) -> None:
    base = str(tmp_path / "a")
    CliRunner().invoke(cli, ["-C", base, "init"], catch_exceptions=False)
    found = [
        CliRunner().invoke(cli, ["-C", base, "ingest", paper], catch_exceptions=False).stdout
        for _ in range(2)
    ]
    head = "paper.txt: 0 references, 1 citation, 1 work cited without a list\n"
    files = "refs/paper.bib, refs/paper.jsonl, refs/library.bib, refs/library.jsonl"
    assert found == [
        f"{head}written: {files}\n",
        f"{head}written: nothing, all is as it was\n",
    ]


def test_dedupe_explains_a_work_as_json(tmp_path: Path, paper: str) -> None:
    base = str(tmp_path / "a")
    for line in (["init"], ["ingest", paper]):
        CliRunner().invoke(cli, ["-C", base, *line], catch_exceptions=False)
    options = ["-C", base, "dedupe", "--explain", "paper~1", "-f", "json"]
    found = json.loads(CliRunner().invoke(cli, options, catch_exceptions=False).stdout)
    assert found == {
        "key": "veda2021",
        "aliases": [],
        "entries": [{"id": "paper~1", "place": "paper.txt:1", "text": "Veda, 2021"}],
        "links": [],
        "not_taken": {},
    }


def test_an_empty_knowledge_base_says_what_to_do(tmp_path: Path) -> None:
    base = str(tmp_path / "a")
    CliRunner().invoke(cli, ["-C", base, "init"], catch_exceptions=False)
    printed = CliRunner().invoke(cli, ["-C", base, "status"], catch_exceptions=False).stdout
    assert printed == (
        "There is no paper here yet: kb ingest PAPER...\n"
        "papers    0, 0 references, 0 citations\n"
        "works     0\n"
        "overlaps  0 works in two papers or more\n"
        "claims    0, 0 linked to sources\n"
        "problems  0\n"
    )


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    base = tmp_path / "a"
    CliRunner().invoke(cli, ["-C", str(base), "init"], catch_exceptions=False)
    (base / ".kb").touch()
    said = kb("-C", str(base), "build")
    assert said == (
        3,
        f"kb: {base}/.kb/lock: the file cannot be written: File exists\n"
        f"    mend: a file stands where a folder is needed: move {base}/.kb away\n",
    )
