"""The README tells the truth: its commands exist, its examples print what they say."""

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

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
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


def test_links_and_pictures_of_the_readme_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
