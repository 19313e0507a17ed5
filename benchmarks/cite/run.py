"""Measures `kb cite`: first places, CPU, memory, index; and other finders on the same in one run.

    python benchmarks/cite/run.py [--sizes 1000,10000,100000] [--peers papis,fzf,rg]

Every command is a process of its own, as a person starts it, with a warm index; CPU is user +
system, the least of several runs, memory the peak. `click` is Python with nothing but click
imported: what a command costs before it does anything. Peers are measured when they are installed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import library

sys.path.insert(0, str(Path(__file__).parents[2]))
Finder = Callable[[str], list[str]]
OWN = Path(__file__).parents[2] / "refs" / "library.bib"
"""The project's own library."""
RUNS = 7
QUERIES = ("vaswani 2017", "goodfelow deep learning", "analysis law 2019", "kerja sama malaysia")


def cpu(command: Sequence[str], runs: int = RUNS) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of a command, the least of `runs`."""
    once = [sys.executable, "-S", str(Path(__file__).parent / "once.py"), *command]
    found = [tuple(map(float, said(once).split())) for _ in range(runs)]
    return min(seconds for seconds, _ in found), min(memory for _, memory in found)


def said(command: Sequence[str], text: str = "") -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return done.stdout


def kb(path: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "kb", "cite", "-b", str(path), *words]


def row(*cells: object) -> None:
    print("\t".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells), flush=True)


# ---------------------------------------------------------------------------------------------
# What is measured


def measure_kb(path: Path) -> None:
    """CPU and memory of queries with a warm index."""
    said(kb(path, "-1", "warm"))
    for query in QUERIES:
        row("kb cite", path.stem, query, *cpu(kb(path, "-1", *query.split())))


def measure_index(path: Path) -> None:
    """The index made from nothing, and with one entry changed: CPU above that of a warm query."""
    warm, _ = cpu(kb(path, "-1", "vaswani"))
    cache = Path(os.environ["XDG_CACHE_HOME"])
    shutil.rmtree(cache)
    made, memory = cpu(kb(path, "-1", "vaswani"), 1)
    row("index made", path.stem, "", made - warm, memory)
    data = path.read_bytes()
    at = data.index(b"volume = {3}", len(data) // 2)
    path.write_bytes(data[:at] + b"volume = {4}" + data[at + 12 :])
    changed, memory = cpu(kb(path, "-1", "vaswani"), 1)
    row("one entry changed", path.stem, "", changed - warm, memory)
    path.write_bytes(data)


def measure_export(size: int, folder: Path) -> None:
    """CPU and memory of the export of a whole library in each format."""
    base = folder / f"base-{size}"
    (base / "refs").mkdir(parents=True)
    (base / "refs" / "library.bib").write_text("".join(library.full_entries(size)), "utf-8")
    command = [sys.executable, "-m", "kb", "-C", str(base), "export", "-o", str(base / "out")]
    for name in ("bibtex", "biblatex", "csl-json", "ris", "hayagriva"):
        row("export", str(size), name, *cpu([*command, "-f", name], 1))


Queries = list[tuple[str, str]]


def first_places(name: str, path: Path, find: Finder, queries: Queries) -> None:
    """How many queries find the wanted work in the first place."""
    started = time.monotonic()
    missed = [(query, key) for query, key in queries if find(query)[:1] != [key]]
    each = (time.monotonic() - started) / len(queries)
    row("first place", name, path.stem, f"{len(queries) - len(missed)}/{len(queries)}", each)
    if name == "kb":
        for query, key in missed:
            row("  missed", query, key)


def kb_finder(path: Path) -> Finder:
    from kb.disk.index import Sources, open_index
    from kb.jobs.finder import search

    index = open_index(":memory:", Sources([str(path)]))
    return lambda query: [one.key for one in search(index, query)]


def lines_of(path: Path) -> str:
    """One line an entry, as people feed fzf and ripgrep: key, authors, year, title, journal."""
    from kb.formats.bib import iter_references
    from kb.formats.card import card_of_item, line
    from kb.formats.csljson import to_csl

    items = map(to_csl, iter_references(path.read_text(encoding="utf-8")))
    return "".join(f"{item['id']}\t{line(card_of_item(item))}\n" for item in items)


def fzf_finder(path: Path) -> Finder:
    lines = lines_of(path)

    def find(query: str) -> list[str]:
        found = said(["fzf", "--filter", query], lines)
        return [line.split("\t")[0] for line in found.splitlines()[:1]]

    return find


def rg_finder(path: Path) -> Finder:
    """All words, in any order, without case: the first line that has them."""
    lines = lines_of(path)

    def find(query: str) -> list[str]:
        left = lines
        for word in query.split():
            left = said(["rg", "-i", "-F", "--", word], left)
        return [line.split("\t")[0] for line in left.splitlines()[:1]]

    return find


def papis(path: Path, folder: Path, *words: str) -> list[str]:
    """papis on the same entries, imported into a library of its own once."""
    home = folder / f"papis-{path.stem}"
    environment = ["env", f"XDG_CONFIG_HOME={home}", f"XDG_CACHE_HOME={home}/cache", f"HOME={home}"]
    if not home.exists():
        (home / "papis").mkdir(parents=True)
        (home / "docs").mkdir()
        settings = f"[settings]\ndefault-library = l\ndatabase-backend = {BACKEND}\n"
        config = settings + f"[l]\ndir = {home}/docs\n"
        (home / "papis" / "config").write_text(config, encoding="utf-8")
        _papis_documents(path, home / "docs")
        said([*environment, "papis", "cache", "reset"])
    return [*environment, "papis", *words]


BACKEND = "papis"


def _papis_documents(path: Path, folder: Path) -> None:
    from kb.formats.bib import iter_references
    from kb.formats.csljson import to_csl

    for item in map(to_csl, iter_references(path.read_text(encoding="utf-8"))):
        names = [
            f"{n.get('family') or n.get('literal')}, {n.get('given', '')}" for n in _list(item)
        ]
        found = {
            "ref": item["id"],
            "papis_id": item["id"],
            "title": item.get("title", ""),
            "author": " and ".join(names),
            "year": json.loads(json.dumps(item.get("issued", {}))).get("date-parts", [[0]])[0][0],
            "journal": item.get("container-title", ""),
            "type": "article",
        }
        (folder / str(item["id"])).mkdir(exist_ok=True)
        text = json.dumps(found, ensure_ascii=False)  # JSON is YAML
        (folder / str(item["id"]) / "info.yaml").write_text(text, encoding="utf-8")


def _list(item: dict[str, object]) -> list[dict[str, str]]:
    found = item.get("author", [])
    return found if isinstance(found, list) else []


def measure_papis(path: Path, folder: Path) -> None:
    for query in QUERIES:
        command = papis(path, folder, "list", "--format", "{doc[ref]}", query)
        row(f"papis ({BACKEND})", path.stem, query, *cpu(command, 3))


# ---------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--peers", default="papis,fzf,rg")
    parser.add_argument("--papis-backend", default="sqlite", choices=["papis", "sqlite", "whoosh"])
    options = parser.parse_args()
    peers = [name for name in options.peers.split(",") if shutil.which(name)]
    globals()["BACKEND"] = options.papis_backend
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"XDG_CACHE_HOME": f"{name}/cache", "XDG_STATE_HOME": f"{name}/state"}
        # As after an installation: compiled once, not at every start.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"PYTHONPYCACHEPREFIX": f"{name}/pyc", "PYTHONPATH": sys.path[0]}
        said([sys.executable, "-c", "import click"])
        row("what", "size", "query", "CPU s", "MB")
        row("click", "", "", *cpu([sys.executable, "-c", "import click"]))
        for size in map(int, options.sizes.split(",")):
            path = folder / f"{size}.bib"
            path.write_text("".join(library.entries(size)), encoding="utf-8")
            measure_kb(path)
            measure_index(path)
            if "papis" in peers and size <= 10_000:
                measure_papis(path, folder)
            if size <= 10_000:
                first_places("kb", path, kb_finder(path), library.queries())
                first_places("kb", path, kb_finder(path), library.unseen("works"))
            if size == 1000:
                finders = {"fzf": fzf_finder, "rg": rg_finder}
                for peer in finders.keys() & peers:
                    first_places(peer, path, finders[peer](path), library.queries())
                    first_places(peer, path, finders[peer](path), library.unseen("works"))
                    first_places(peer, OWN, finders[peer](OWN), library.unseen("library"))
            measure_export(size, folder)
        first_places("kb", OWN, kb_finder(OWN), library.unseen("library"))


if __name__ == "__main__":
    main()
