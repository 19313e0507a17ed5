"""Every marked paper of benchmarks/find is read without a miss, however its lines end."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kb.parse.paper import read_paper
from kb.text import SourceText

FIND = Path(__file__).parents[2] / "benchmarks" / "find"
PAPERS = sorted((FIND / "papers").iterdir())


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
    wanted = MARKED.read_marked(text if change == "as it is" else text.replace("\n", "\r\n"))
    misses: list[str] = []
    paper = read_paper(SourceText(path.name, wanted.text), path.stem)
    MEASURE.compare(wanted, paper, misses.append)
    assert misses == []
