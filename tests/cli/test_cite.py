"""kb cite from the outside: what is printed where, and the exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kb.cli.main import cli
from kb.disk.library import MARKS, find_library
from kb.disk.store import MARKS as STORE_MARKS
from kb.disk.store import Store
from kb.errors import KbError

LIBRARY = Path(__file__).parent.parent / "cases/cite/library.json"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for variable in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))

    def one(*words: str, base: Sequence[str] = ("-b", str(LIBRARY))) -> Result:
        result = CliRunner().invoke(cli, ["cite", *base, *words], standalone_mode=False)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return one


def test_key_alone_in_a_pipe(run: Run) -> None:
    result = run("albayumi", "2022")
    assert (result.stdout, result.stderr, result.return_value) == ("albayumi2022kerja\n", "", 0)


def test_several_that_fit(run: Run) -> None:
    result = run("statistik", "indonesia")
    assert result.stdout == "bps2021statistik\n"
    assert result.stderr == (
        "kb: 2 references fit; the best of them:\n"
        "    bps2021statistik\tBadan Pusat Statistik 2021 · Statistik Indonesia 2021\n"
        "    bps2022statistik\tBadan Pusat Statistik 2022 · Statistik Indonesia 2022\n"
    )
    assert result.return_value == 1


def test_first_takes_the_best_without_a_word(run: Run) -> None:
    result = run("-1", "statistik", "indonesia")
    assert (result.stdout, result.stderr, result.return_value) == ("bps2021statistik\n", "", 0)


def test_recently_cited_comes_first(run: Run) -> None:
    run("bps2022statistik")
    assert run("-1", "statistik", "indonesia").stdout == "bps2022statistik\n"


def test_nothing_found(run: Run) -> None:
    result = run("klinsmann")
    assert result.stdout == ""
    assert result.stderr == (
        "kb: no reference answers that\n"
        "    mend: fewer or other words; kb status shows what is here\n"
    )
    assert result.return_value == 1


def test_several_works_in_one_citation(run: Run) -> None:
    words = ("-a", "pandoc", "-l", "58", "-l", "ch. 2", "--prefix", "see")
    result = run(*words, "albayumi", "2022", "+", "shelley")
    assert result.stdout == "[see @albayumi2022kerja, p. 58; @shelley2010, ch. 2]\n"


def test_several_keys(run: Run) -> None:
    assert run("-a", "latex", "@who2020", "shelley2010").stdout == "\\cite{who2020,shelley2010}\n"


def test_more_locators_than_works(run: Run) -> None:
    with pytest.raises(KbError) as caught:
        run("-a", "latex", "-l", "1", "-l", "2", "shelley")
    assert str(caught.value) == "more locators, prefixes or suffixes than works"


def test_unknown_form(run: Run) -> None:
    with pytest.raises(KbError) as caught:
        run("-a", "latx", "shelley")
    assert str(caught.value) == "--as: there is no form 'latx'"
    assert caught.value.mend.startswith("one of key, latex, cite, citep, citet, biblatex, pandoc")
    assert caught.value.code == 2


def test_no_words_and_no_terminal(run: Run) -> None:
    with pytest.raises(click.UsageError) as caught:
        run()
    assert caught.value.message == (
        "Missing words to look for; without any, kb cite asks on a terminal."
    )


def test_json(run: Run) -> None:
    rows = json.loads(run("-f", "json", "-n", "2", "statistik", "indonesia").stdout)
    assert [row["key"] for row in rows] == ["bps2021statistik", "bps2022statistik"]
    assert list(rows[0]) == ["key", "score", "csl", "claims"]
    assert run("-f", "json", "klinsmann").stdout == "[]\n"


def test_hostile_text_is_shown_not_obeyed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "l.json"
    title = "Evil \x1b[2J[red]title\u202e"
    path.write_text(json.dumps([{"id": "evil1", "type": "book", "title": title}]))
    base = ("-b", str(path))
    assert run("-a", "pandoc", "evil", base=base).stdout == "[@evil1]\n"
    text = run("-f", "json", "evil", base=base).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text


def knowledge_base(folder: Path) -> Path:
    (folder / "refs").mkdir()
    (folder / "notes").mkdir()
    (folder / "refs" / "library.bib").write_text(
        "@book{shelley2010,\n  author = {Shelley, Louise},\n  title = {Human Trafficking},\n"
        "  year = {2010},\n  ids = {oldkey},\n}\n",
        encoding="utf-8",
    )
    (folder / "notes" / "a.md").write_text(
        "---\nid: women\nclaim: Most are women [@shelley2010, p. 58].\nstatus: open\n---\n",
        encoding="utf-8",
    )
    (folder / "kb.toml").write_text(
        '[cite.templates]\nwiki = "[[{key}|{author} {year}]]"\n', encoding="utf-8"
    )
    return folder


def in_base(folder: Path, *words: str) -> str:
    made = CliRunner().invoke(cli, ["-C", str(folder), "cite", *words], standalone_mode=False)
    if made.exception:
        raise made.exception
    return made.stdout


def test_knowledge_base(run: Run, tmp_path: Path) -> None:
    base = knowledge_base(tmp_path)
    assert in_base(base, "sheley", "trafficing") == "shelley2010\n"
    assert in_base(base, "oldkey") == "shelley2010\n"
    assert in_base(base, "-a", "wiki", "shelley") == "[[shelley2010|Shelley 2010]]\n"
    assert json.loads(in_base(base, "-f", "json", "shelley"))[0]["claims"] == ["women"]
    assert (base / ".kb" / "index.sqlite").is_file()


def test_no_knowledge_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words as from any other command."""
    monkeypatch.chdir(tmp_path)
    for start in (None, str(tmp_path), str(tmp_path / "none")):
        with pytest.raises(KbError) as ours:
            find_library(start)
        with pytest.raises(KbError) as theirs:
            Store.find(start)
        assert (str(ours.value), ours.value.code) == (str(theirs.value), theirs.value.code)
        assert ours.value.mend == theirs.value.mend + "; kb cite --bib FILE searches a file"


@pytest.mark.parametrize("mark", MARKS)
def test_every_knowledge_base_is_found(mark: str, tmp_path: Path) -> None:
    assert MARKS == STORE_MARKS
    (tmp_path / mark).mkdir()
    assert find_library(str(tmp_path)).base == str(Store.find(tmp_path).root)


def test_an_empty_knowledge_base_says_what_to_do(tmp_path: Path) -> None:
    runner = CliRunner()
    runner.invoke(cli, ["init", str(tmp_path)], standalone_mode=False)
    result = runner.invoke(cli, ["-C", str(tmp_path), "cite", "albayumi"], standalone_mode=False)
    assert result.return_value == 1
    assert result.stderr == (
        "kb: there is no reference here yet\n    mend: kb ingest PAPER, or kb add library.bib\n"
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell], standalone_mode=False)
    assert "_KB_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (f"kb cite -b {LIBRARY} who", ["who2020"]),
        (f"kb cite -b {LIBRARY} @who", ["@who2020"]),
        ("kb -C {base} export ve", ["veda2021hukum"]),
        ("kb -C {base} cite -a b", ["biblatex", "bibliography", "bold"]),
        ("kb cite --lo", ["--locator", "--locale"]),
    ],
)
def test_completion(words: str, wanted: list[str], tmp_path: Path) -> None:
    base = tmp_path / "base"
    runner = CliRunner()
    runner.invoke(cli, ["init", str(base)], standalone_mode=False)
    (base / "refs" / "library.bib").write_text("@misc{veda2021hukum, title = {Hukum}}\n")
    (base / "kb.toml").write_text('[cite.templates]\nbold = "**{key}**"\n')
    words = words.format(base=base)
    environment = {
        **os.environ,
        "_KB_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kb"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == [f"plain,{word}" for word in wanted]


def test_the_hot_path_stays_light(tmp_path: Path) -> None:
    """What `kb cite` must not import: each of these costs more than finding a reference."""
    code = (
        "import sys; from kb.cli.main import run; sys.argv = ['kb', 'cite', '-b', sys.argv[1],"
        " 'albayumi', '2022']; run(); print(sorted(set(sys.modules) & set(sys.argv[0].split())))"
    )
    heavy = "dataclasses json pathlib rich rapidfuzz pybtex yaml kb.model prompt_toolkit tomllib"
    code = code.replace("sys.argv[0]", repr(heavy))
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, str(LIBRARY)]
    for _ in range(2):  # the first makes the index
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "albayumi2022kerja\n[]\n", done.stderr
