"""Measures `kb dedupe`: made sets of every kind, of given sizes, or any .bib with known works.

    PYTHONPATH=. python benchmarks/dedupe/run.py                   # every kind of set
    PYTHONPATH=. python benchmarks/dedupe/run.py 10000 100000      # generated bibliographies
    PYTHONPATH=. python benchmarks/dedupe/run.py --bib my.bib --truth my.json

The truth is JSON: key -> [work, the work it looks like or -1]. Prints pairwise precision, recall
and F1 after transitive closure, B-cubed figures, look-alikes merged, seconds, peak memory; the same
of other programs where they are installed (`--peers`).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import measure
from peers import installed
from sets import KINDS, write


def run(bib: Path, truth: Path) -> str:
    """A line of figures of the program on one file."""
    labels = json.loads(truth.read_text(encoding="utf-8"))
    start = time.monotonic()
    command = [sys.executable, "-m", "kb", "dedupe", str(bib), "-f", "json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    figures = measure(json.loads(done.stdout)["clusters"], labels)
    return f"{len(labels):>8} entries  {figures}  {seconds:.1f} s  {peak} MB a process"


def peers(bib: Path, truth: Path) -> Iterator[str]:
    """The same of every other program that is installed."""
    labels = json.loads(truth.read_text(encoding="utf-8"))
    for name, program in installed().items():
        start = time.monotonic()
        figures = measure(program(bib), labels)
        yield f"{name:>16}  {figures}  {time.monotonic() - start:.1f} s"


def show(bib: Path, truth: Path, with_peers: bool) -> None:
    print(f"{bib.stem:>12} {run(bib, truth)}", flush=True)
    for line in peers(bib, truth) if with_peers else ():
        print(line, flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, help="entries of generated bibliographies")
    options.add_argument("--bib", type=Path)
    options.add_argument("--truth", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--peers", action="store_true", help="run other programs too")
    given = options.parse_args()
    if given.bib:
        show(given.bib, given.truth, given.peers)
        return
    wanted = [("generated", size) for size in given.sizes] or [(kind, 0) for kind in KINDS]
    with tempfile.TemporaryDirectory() as folder:
        for kind, size in wanted:
            show(*write(kind, Path(folder), given.seed, size), given.peers)


if __name__ == "__main__":
    main()
