"""Train the reader's model: `PYTHONPATH=. python benchmarks/parse/train.py`."""

import argparse
import json
import os
import random
import time
import zlib
from pathlib import Path

import pycrfsuite

from benchmarks.parse import corpora, make, noise, styles, templates
from kb.parse.features import featurize, tokenize
from kb.parse.label import MODEL, encode

SHARED = Path(os.environ.get("KB_SHARED", Path(__file__).parents[3] / "shared"))


def is_held_out(work: str) -> bool:
    """Whether a work belongs to the development split: one in eight."""
    return zlib.crc32(work.encode()) % 8 == 0


def held_out(entry: corpora.Labelled) -> bool:
    """Whether a reference belongs to the development split; a work is there in all its styles."""
    return is_held_out(entry.id.split("-")[0] if entry.source == "rendered" else entry.id)


def left_out(entry: corpora.Labelled, names: list[str]) -> bool:
    """Whether a reference is of a corpus, or rendered in a style, that `names` has."""
    return entry.source in names or entry.id.partition("-")[2] in names


def works() -> list[dict]:
    """The works of the training folder that the development split does not have."""
    items = json.loads((SHARED / "training" / "items.csl.json").read_text(encoding="utf-8"))
    return [item for item in items if not is_held_out(item["id"])]


def training(
    entries: list[corpora.Labelled], made: int, runs: int, seed: int = 7
) -> list[corpora.Labelled]:
    """The corpora, noisy copies of some, references made (`made`), filled into forms (half as many)
    and rendered in `runs` citation styles."""
    r = random.Random(seed)
    typed = [entry for entry in entries if entry.source != "rendered"]
    found = entries + [entry for entry in typed if r.random() < 0.5]  # what people wrote
    found += [noise.noisy(e, r) for e in entries if r.random() < (0.7 if e.lang else 0.3)]
    composed = make.composed(10_000 if runs else 0, seed, entries)
    facts = [styles.as_item(each, number) for number, each in enumerate(composed)]
    own = make.made(made, seed, entries) + templates.filled(made // 2, seed, entries)
    own += styles.styled(works(), facts, runs, 40, seed)
    found += [noise.noisy(entry, r) if r.random() < 0.35 else entry for entry in own]
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default=str(MODEL))
    parser.add_argument("--iterations", type=int, default=75)
    parser.add_argument("--all", action="store_true", help="train on the held-out part too")
    parser.add_argument("--made", type=int, default=14_000, help="references to compose")
    parser.add_argument("--styles", type=int, default=450, help="citation styles to draw")
    parser.add_argument("--leave", default="", help="corpora and styles to leave out: a,b")
    parser.add_argument("--c1", type=float, default=0.3)
    parser.add_argument("--c2", type=float, default=0.02)
    options = parser.parse_args()
    started = time.monotonic()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    left = options.leave.split(",")
    entries = [
        entry
        for entry in corpora.load(SHARED / "training")
        if (options.all or not held_out(entry)) and not left_out(entry, left)
    ]
    for entry in training(entries, options.made, options.styles):
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
