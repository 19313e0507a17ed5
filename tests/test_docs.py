"""README and docs/ tell the truth: commands exist, examples print and hold what they say."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kb.cli.main import COMMANDS, cli
from kb.disk.settings import TABLES, read_settings
from kb.formats.keys import FILTERS, FUNCTIONS
from kb.jobs.check import SETTINGS
from kb.jobs.check import read_settings as read_check
from kb.render.citation import SLOTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {p.stem: p.read_text(encoding="utf-8") for p in sorted((ROOT / "docs").glob("*.md"))}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


def blocks(language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(README) if name == language]


def shell_commands() -> Iterator[list[str]]:
    for body in blocks("sh"):
        for line in body.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["kb"]:
                yield words[1:]


def console_examples() -> Iterator[tuple[str, str]]:
    for body in blocks("console"):
        for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's knowledge base, so that no example can change it."""
    copy = tmp_path_factory.mktemp("kb")
    for name in ("refs", "notes"):
        shutil.copytree(ROOT / name, copy / name)
    if (ROOT / "kb.toml").exists():
        shutil.copy(ROOT / "kb.toml", copy)
    return copy


@pytest.mark.parametrize("words", [*shell_commands()], ids=" ".join)
def test_the_commands_of_the_readme_exist(words: list[str]) -> None:
    with click.Context(cli) as context:
        command = cli.get_command(context, words[0])
        assert command, words
        command.make_context(words[0], words[1:], parent=context, resilient_parsing=True)
        known = {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
    if not isinstance(command, click.Group):
        assert {word for word in words[1:] if word.startswith("-")} <= known


@pytest.mark.parametrize(("command", "output"), [*console_examples()])
def test_the_examples_of_the_readme_print_what_it_says(
    command: str, output: str, here: Path
) -> None:
    words = shlex.split(command)
    assert words[0] == "kb"
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *words[1:]],
        cwd=here,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == output, done.stderr


def test_the_library_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "A claim (Ode, 2020).\n\nReferences\n\nOde, B. (2020). A title. A Journal, 1(2), 3-4.\n"
    Path("paper.txt").write_text(text, encoding="utf-8")
    (body,) = blocks("python")
    exec(compile(body, "README.md", "exec"), {})


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), name, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Examples:" in done.stdout
    assert f"kb {name}" in done.stdout


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])
def test_links_and_pictures_are_there(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("http") or (path.parent / target).exists(), target


SHAPE = re.compile(r"^<!-- (kb [^\n]+) -->\n```json\n(.*?)^```", re.M | re.S)
PAPER = "Recall improves (Ode, 2020). So does speed (Uma, 2001).\n\nReferences\n\n{}\n".format(
    "Ode, B. (2020). On recall. A Journal, 1(2), 3-4."
)
NOTE = "---\nid: n\nclaim: Recall improves.\nstatus: open\n---\nSaid [@ode2020recall; @zzz].\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of one paper and one note, and two files of one reference each."""
    base = tmp_path_factory.mktemp("small")
    (base / "paper.txt").write_text(PAPER, encoding="utf-8")
    run(base, "kb init", "kb ingest paper.txt")
    (base / "notes" / "n.md").write_text(NOTE, encoding="utf-8")
    for name in ("one.bib", "two.bib"):
        shutil.copy(base / "refs" / "paper.bib", base / name)
    return base


def run(base: Path, *commands: str) -> str:
    """What the last of the commands prints."""
    done = [
        subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *shlex.split(command)[1:]],
            cwd=base,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        for command in commands
    ]
    assert all(each.returncode < 2 for each in done), done
    return done[-1].stdout


def shape(said: object, printed: object, where: str = "") -> Iterator[str]:
    """Where what is `said` of a value is not so: other names, another kind of value."""
    if isinstance(said, dict) and isinstance(printed, dict):
        if not where.endswith((".csl", ".item", ".confidence")) and said.keys() != printed.keys():
            yield f"{where}: {sorted(said.keys() ^ printed.keys())}"
        for name in said.keys() & printed.keys():
            yield from shape(said[name], printed[name], f"{where}.{name}")
    elif isinstance(said, list) and isinstance(printed, list):
        for each in printed if said and said[0] != "..." else ():
            yield from shape(said[0], each, where + "[]")
    elif None not in (said, printed) and isinstance(said, list | dict) != isinstance(
        printed, list | dict
    ):
        yield f"{where}: {type(printed).__name__}"


@pytest.mark.parametrize(("command", "said"), SHAPE.findall(DOCS["files"]))
def test_json_has_the_shape_that_the_docs_say(command: str, said: str, small: Path) -> None:
    printed = run(small, f"{command} --format json")
    assert not [*shape(json.loads(said), json.loads(printed))]


def test_the_settings_of_the_docs_are_those_of_the_program(tmp_path: Path) -> None:
    told = re.findall(r"^\| `\[(\w+)\]` \| (.*?) \|", DOCS["settings"], re.M)
    found = {(table, name) for table, names in told for name in re.findall(r"`(\w+)`", names)}
    known = {(table, name) for table, names in TABLES.items() for name in names or ()}
    assert found == known | {("check", name) for name in SETTINGS}


def test_the_settings_example_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCS["settings"], re.S)
    (tmp_path / "kb.toml").write_text(example, encoding="utf-8")
    settings = read_settings(str(tmp_path))
    assert settings.keys() == TABLES.keys()
    assert read_check(settings["check"]).suppress[0].path == "003*"


def test_key_patterns_and_templates_of_the_docs_are_those_of_the_program() -> None:
    def listed(title: str) -> set[str]:
        (line,) = re.findall(rf"^(?:- )?{title}: (.*)$", DOCS["settings"], re.M)
        return set(re.findall(r"`\{?(\w+)(?:\(n\))?\}?`", line))

    assert listed("Functions") == set(FUNCTIONS)
    assert listed("Filters") == set(FILTERS)
    assert listed("Slots") == set(SLOTS)
