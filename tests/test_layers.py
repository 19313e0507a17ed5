"""The floors of the package: imports only go down, and rooms on one floor keep apart."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kb"

FLOORS = [
    {"errors", "memory", "text"},
    {"model"},
    {"formats", "parse", "match", "links"},
    {"disk"},
    {"rules", "render"},
    {"jobs"},
    {"cli"},
]
NEIGHBOURS = {("model", "text")}
"""Rooms of one floor that may import each other, by name."""
ONLY_IN = {
    "click": ("kb/cli/",),
    "rich": ("kb/cli/",),
    "prompt_toolkit": ("kb/cli/picker.py",),
    "sqlite3": ("kb/disk/index.py", "kb/disk/reindex.py"),
    "rapidfuzz": (
        "kb/match/",
        "kb/parse/resolve.py",
        "kb/disk/index.py",
        "kb/jobs/search.py",
    ),
    "pybtex": ("kb/formats/",),
    "pycrfsuite": ("kb/parse/",),
    "yaml": ("kb/formats/",),
    "markdown_it": ("kb/formats/",),
    "charset_normalizer": ("kb/disk/documents/",),
    "subprocess": ("kb/disk/pandoc.py", "kb/cli/"),
    "pypdfium2": ("kb/disk/documents/pdf.py",),
}
ANYWHERE = {"__init__", "__main__"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def floor(name: str) -> int:
    return next(i for i, rooms in enumerate(FLOORS) if name in rooms)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(str(node.module))
            if node.module == "kb":
                found |= {f"kb.{alias.name}" for alias in node.names}
    return found


def allowed(mine: str, other: str) -> bool:
    if mine == other or other.startswith("__") or (mine, other) in NEIGHBOURS:
        return True
    return floor(other) < floor(mine)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    mine = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if mine in ANYWHERE:
        return
    wrong = [i for i in imports(path) if i.startswith("kb.") and not allowed(mine, room(i))]
    assert not wrong, f"{path} may not import {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_in_their_room(path: Path) -> None:
    here = path.relative_to(PACKAGE.parent).as_posix()
    top = {i.split(".")[0] for i in imports(path)}
    wrong = [lib for lib, homes in ONLY_IN.items() if lib in top and not here.startswith(homes)]
    assert not wrong, f"{here} may not import {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_first_line_says_what_the_module_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path}: no docstring"


def test_every_room_has_a_floor() -> None:
    rooms = {p.relative_to(PACKAGE).parts[0].removesuffix(".py") for p in MODULES}
    assert rooms - ANYWHERE <= set().union(*FLOORS)


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {".".join(p.with_suffix("").relative_to(PACKAGE.parent).parts): p for p in MODULES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    left = {name: imports(path) & names.keys() - {name} for name, path in names.items()}
    while free := {name for name, wanted in left.items() if not wanted & left.keys()}:
        left = {name: wanted for name, wanted in left.items() if name not in free}
    assert not left
