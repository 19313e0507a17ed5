"""Train the reader's model: `PYTHONPATH=. python benchmarks/parse/train.py`."""

import argparse
import os
import random
import time
import zlib
from pathlib import Path

import pycrfsuite

from benchmarks.parse import corpora, make, noise
from kb.parse.features import featurize, tokenize
from kb.parse.label import MODEL, encode

SHARED = Path(os.environ.get("KB_SHARED", Path(__file__).parents[3] / "shared"))


def held_out(entry: corpora.Labelled) -> bool:
    """Whether a reference belongs to the development split: one in eight, by work."""
    work = (
        entry.id.split("-")[0]
        if entry.source not in ("anystyle-core", "anystyle-good", "grobid-citations")
        else entry.id
    )
    return zlib.crc32(work.encode()) % 8 == 0


def training(entries: list[corpora.Labelled], count: int, seed: int = 7) -> list[corpora.Labelled]:
    """The corpora, noisy copies of what was rendered, and `count` made references."""
    r = random.Random(seed)
    found = list(entries)
    found += [
        noise.noisy(e, r) for e in entries if r.random() < (0.8 if e.source == "rendered" else 0.15)
    ]
    for entry in make.made(count, seed, entries):
        found.append(noise.noisy(entry, r) if r.random() < 0.35 else entry)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default=str(MODEL))
    parser.add_argument("--iterations", type=int, default=55)
    parser.add_argument("--all", action="store_true", help="train on the held-out part too")
    parser.add_argument("--made", type=int, default=16000)
    parser.add_argument("--c1", type=float, default=0.3)
    parser.add_argument("--c2", type=float, default=0.02)
    options = parser.parse_args()
    started = time.monotonic()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    entries = [e for e in corpora.load(SHARED / "training") if options.all or not held_out(e)]
    for entry in training(entries, options.made):
        tokens = tokenize(entry.text)
        trainer.append(featurize(tokens.texts), encode(tokens, entry.spans))
    print(len(entries), "references", round(time.monotonic() - started, 1), "s")
    trainer.set_params(
        {
            "c1": options.c1,
            "c2": options.c2,
            "max_iterations": options.iterations,
            "feature.minfreq": 2,
            "feature.possible_transitions": True,
        }
    )
    trainer.train(options.out)
    print(round(time.monotonic() - started), "s", Path(options.out).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
