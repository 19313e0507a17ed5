"""Measures `kb dedupe`: made bibliographies of given sizes, or any .bib with known works.

    PYTHONPATH=. python benchmarks/dedupe/run.py 10000 100000
    PYTHONPATH=. python benchmarks/dedupe/run.py --bib my.bib --truth my.json

The truth is JSON: key -> [work, the work it looks like or -1]. Prints pairwise precision, recall
and F1 after transitive closure, B-cubed figures, look-alikes merged, seconds, peak memory.
"""

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import write
from measure import measure


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


def peer(bib: Path, truth: Path) -> str:
    """The same of bib-dedupe, when it is installed; '' otherwise."""
    if importlib.util.find_spec("bib_dedupe") is None:
        return ""
    from peers import bib_dedupe

    labels = json.loads(truth.read_text(encoding="utf-8"))
    start = time.monotonic()
    clusters = bib_dedupe(bib)
    return f"bib-dedupe: {measure(clusters, labels)}  {time.monotonic() - start:.1f} s"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=[1000, 10000])
    options.add_argument("--bib", type=Path)
    options.add_argument("--truth", type=Path)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    if given.bib:
        print(run(given.bib, given.truth))
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            bib, truth = write(size, Path(folder), given.seed)
            print(run(bib, truth), flush=True)
            print(peer(bib, truth), end="", flush=True)


if __name__ == "__main__":
    main()
