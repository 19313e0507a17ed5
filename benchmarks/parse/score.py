"""Score the reader on the development split: `PYTHONPATH=. python benchmarks/parse/score.py`."""

import argparse
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks.parse import corpora, make, noise
from benchmarks.parse.train import SHARED, held_out, left_out
from kb.model import OTHERS, Date, Reference
from kb.parse import label, reader

FIELDS = (
    "author", "editor", "title", "container-title", "collection-title", "volume", "issue", "page",
    "issued", "publisher", "publisher-place", "genre", "edition", "DOI", "URL", "ISBN", "locator",
)  # fmt: skip
_FOLD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    return _FOLD.sub("", unicodedata.normalize("NFKC", text).casefold())


def shown(value: object) -> str:
    """A value as it is compared: family names, year, folded words."""
    if isinstance(value, tuple):
        return "|".join(fold(n.family or n.literal) for n in value if n != OTHERS)
    if isinstance(value, Date):
        return str(value.year or fold(value.literal))
    return fold(str(value))


def predicted(reference: Reference) -> dict[str, str]:
    return {k: shown(reference.fields[k].value) for k in FIELDS if k in reference.fields}


def wanted(entry: corpora.Labelled) -> dict[str, str]:
    """The gold values of an entry: facts where given, else its ranges read like the reader's."""
    found: dict[str, str] = {}
    for start, end, name in entry.spans:
        if name not in FIELDS or name in found:
            continue
        read = reader._READERS.get(name, reader.titles.read_words)
        value = read(entry.text[start:end])
        if value:
            found[name] = shown(value)
    if entry.gold:
        for name in ("author", "editor"):
            if name in entry.gold and name in found:
                found[name] = "|".join(
                    fold(n.get("family") or n.get("literal") or n.get("non-dropping-particle", ""))
                    for n in entry.gold[name]
                )
    return {k: v for k, v in found.items() if v}


def development() -> dict[str, list[corpora.Labelled]]:
    """The sets that training never saw: a part of each corpus, what is marked by hand, what is
    made with another seed, and noisy copies of what was rendered."""
    sets: dict[str, list[corpora.Labelled]] = defaultdict(list)
    for entry in corpora.load(SHARED / "training"):
        if held_out(entry):
            sets[entry.source].append(entry)
            if entry.source == "rendered":
                lang = {"id": "id", "ms": "id", "en": "en"}.get(entry.lang, "other")
                sets[f"rendered-{lang}"].append(entry)
    known = [e for entries in list(sets.values())[:4] for e in entries]
    for path in sorted((Path(__file__).parent / "dev").glob("*.txt")):
        sets[path.stem] = corpora.marked(path)
    r = random.Random(99)
    for name in ("rendered", "rendered-id", "rendered-en", "rendered-other"):
        sets[name + "-noisy"] = [noise.noisy(e, r) for e in sets[name]]
    for entry in make.made(1500, 4711, known):
        sets[entry.source].append(entry)
    return sets


def strange(names: list[str]) -> dict[str, list[corpora.Labelled]]:
    """The sets that a model trained with `--leave` never saw: whole corpora, whole styles."""
    sets: dict[str, list[corpora.Labelled]] = defaultdict(list)
    for entry in corpora.load(SHARED / "training"):
        if left_out(entry, names):
            sets[entry.source].append(entry)
    r = random.Random(99)
    return sets | {f"{name}-noisy": [noise.noisy(e, r) for e in sets[name]] for name in list(sets)}


@dataclass
class Tally:
    """Counts of one set: per field right, missed, wrong; references with all fields right."""

    size: int = 0
    right: int = 0
    seconds: float = 0.0
    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    mistakes: list[str] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, entry: corpora.Labelled, read: Reference) -> None:
        gold, ours = wanted(entry), predicted(read)
        bad = []
        for name in sorted({*gold, *ours}):
            same = gold.get(name) == ours.get(name)
            kind = "right" if same else "both" if name in gold and name in ours else ""
            kind = kind or ("missed" if name in gold else "wrong")
            self.fields[name][kind] += 1
            if not same:
                bad.append(f"{name}: {gold.get(name)} <> {ours.get(name)}")
            if name in ours:
                self.sure.append((read.fields[name].confidence, same))
        self.size += 1
        self.right += not bad
        if bad:
            self.mistakes.append("\n   ".join([entry.text, *bad]))

    def f1(self, *names: str) -> float:
        """Micro-F1 in per cent over `names`, over all fields without them."""
        total: Counter[str] = Counter()
        for name, counts in self.fields.items():
            if not names or name in names:
                total += counts
        wrong = total["missed"] + total["wrong"] + 2 * total["both"]
        return 200 * total["right"] / max(1, 2 * total["right"] + wrong)


def score(entries: list[corpora.Labelled]) -> Tally:
    tally = Tally()
    started = time.perf_counter()
    read = reader.read_references([entry.text for entry in entries])
    tally.seconds = time.perf_counter() - started
    for entry, reference in zip(entries, read, strict=True):
        tally.add(entry, reference)
    return tally


def show(name: str, tally: Tally, fields: bool, errors: int) -> None:
    for mistake in tally.mistakes[:errors]:
        print("\n" + mistake)
    print(
        f"{name:22} {tally.size:5}  F1 {tally.f1():5.1f}"
        f"  all right {100 * tally.right / max(1, tally.size):5.1f}"
        f"  {tally.size / max(tally.seconds, 1e-9):6.0f} refs/s"
    )
    if fields:
        for key, counts in sorted(tally.fields.items()):
            precision, recall = _rates(counts)
            print(f"    {key:18} P {precision:5.1f}  R {recall:5.1f}  F1 {tally.f1(key):5.1f}")


def _rates(counts: Counter[str]) -> tuple[float, float]:
    right, both = counts["right"], counts["both"]
    given, gold = right + both + counts["wrong"], right + both + counts["missed"]
    return 100 * right / max(1, given), 100 * right / max(1, gold)


def reliability(tallies: Iterable[Tally]) -> None:
    """Prints what share of fields is right where the reader says how sure it is."""
    pairs = [pair for tally in tallies for pair in tally.sure]
    print("\nsays      fields   mean said   right")
    for low, high in pairwise((0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01)):
        here = [(said, right) for said, right in pairs if low <= said < high]
        if here:
            said = sum(s for s, _ in here) / len(here)
            right = sum(r for _, r in here) / len(here)
            print(f"{low:.2f}-{min(high, 1):.2f} {len(here):7}   {said:9.3f}   {right:.3f}")


MOST = 0.998
"""The most that the reader may say: no bin is large enough to show more."""


def fit(tallies: Iterable[Tally]) -> list[tuple[float, float]]:
    """Points (said, right) that rise: pooled neighbours of forty bins (isotonic regression)."""
    pairs = sorted(pair for tally in tallies for pair in tally.sure)
    size = max(1, len(pairs) // 40)
    blocks: list[list[float]] = []
    for start in range(0, len(pairs), size):
        some = pairs[start : start + size]
        blocks.append([sum(s for s, _ in some), float(sum(r for _, r in some)), float(len(some))])
        while len(blocks) > 1 and blocks[-1][1] / blocks[-1][2] <= blocks[-2][1] / blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = [(round(said / n, 3), min(round(right / n, 3), MOST)) for said, right, n in blocks]
    inner = [point for point in points if 0 < point[0] < 1]
    return [(0.0, min(0.2, inner[0][1])), *inner, (1.0, MOST)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="another model file than the shipped one")
    parser.add_argument("--only", default="", help="sets whose name holds this")
    parser.add_argument("--fields", action="store_true", help="each field too")
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes of each set")
    parser.add_argument("--fit", action="store_true", help="print a new CALIBRATION")
    parser.add_argument("--leave", default="", help="score on what training left out: a,b")
    options = parser.parse_args()
    if options.fit:
        label.CALIBRATION = ((0.0, 0.0), (1.0, 1.0))
    if options.model:
        label.MODEL = Path(options.model)
    done: list[Tally] = []
    sets = strange(options.leave.split(",")) if options.leave else development()
    for name, entries in sets.items():
        if options.only in name and not (options.fit and name.startswith("made")):
            done.append(score(entries))
            show(name, done[-1], options.fields, options.errors)
    reliability(done)
    if options.fit:
        print("CALIBRATION =", tuple(fit(done)))


if __name__ == "__main__":
    main()
