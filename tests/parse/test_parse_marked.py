"""Every marked paper of benchmarks/find is read without a miss, however its lines end; those of
its folder `blind`, which nobody had seen, with the misses that are written down."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from kb.parse.paper import read_paper
from kb.text import SourceText

FIND = Path(__file__).parents[2] / "benchmarks" / "find"
PAPERS = sorted((FIND / "papers").iterdir())
BLIND = sorted((FIND / "blind").glob("*.txt"))
OPEN = yaml.safe_load((FIND / "blind" / "misses.yml").read_text(encoding="utf-8"))


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FIND / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


MARKED = load("marked")
MEASURE = load("measure")


@pytest.mark.parametrize("change", ["as it is", "CRLF"])
@pytest.mark.parametrize("path", PAPERS, ids=[path.stem for path in PAPERS])
def test_marked_paper(path: Path, change: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert misses_of(path, text if change == "as it is" else text.replace("\n", "\r\n")) == []


@pytest.mark.parametrize("path", BLIND, ids=[path.stem for path in BLIND])
def test_blind_paper(path: Path) -> None:
    """What is missed is written down: less is a reason to shorten the list, more is a step back."""
    assert misses_of(path, path.read_text(encoding="utf-8")) == OPEN.get(path.stem, [])


def misses_of(path: Path, text: str) -> list[str]:
    wanted = MARKED.read_marked(text)
    misses: list[str] = []
    paper = read_paper(SourceText(path.name, wanted.text), path.stem)
    MEASURE.compare(wanted, paper, misses.append)
    return misses
