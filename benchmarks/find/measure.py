"""How well references, citations, targets and sentences are found in marked papers, and how fast.

python benchmarks/find/measure.py            accuracy over the papers of the folders papers, blind
python benchmarks/find/measure.py -v         with every miss
python benchmarks/find/measure.py --speed    seconds and memory for 50 to 400 pages
"""

import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

from marked import Wanted, read_marked  # noqa: E402

from kb.model import Paper  # noqa: E402
from kb.parse.paper import read_paper  # noqa: E402
from kb.text import SourceText  # noqa: E402

CLOSERS = re.compile(
    r"(?:[\s.;,!?)”\"’»\d–-]|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|\[\^?[\d, –-]+\]|<sup>[\d, –-]+</sup>|\^\d+\^)+$"
)
"""What may end a sentence and is no part of it: marks that close it, calls of notes."""


def compare(wanted: Wanted, paper: Paper, say) -> Counter[str]:
    counts: Counter[str] = Counter()
    _references(wanted, paper, counts, say)
    _citations(wanted, paper, counts, say)
    return counts


def _references(wanted: Wanted, paper: Paper, counts: Counter[str], say) -> None:
    mine = Counter((raw.line, raw.end_line) for raw, _ in paper.entries)
    right = Counter((first, last) for _, first, last, _, _ in wanted.references)
    counts["references found"] += (mine & right).total()
    counts["references wanted"] += right.total()
    counts["references given"] += mine.total()
    for lines in right - mine:
        say(f"reference missed at {lines}: {_lines(wanted.text, lines)}")
    for lines in mine - right:
        say(f"reference wrong at {lines}: {_lines(wanted.text, lines)}")
    raws = {raw.id.split("#")[1]: raw for raw, _ in paper.entries}
    for name, _, _, kind, to in wanted.references:
        raw = raws.get(name)
        counts["kinds wanted"] += 1
        good = raw and raw.kind == kind and raw.refers_to == (to and f"{paper.id}#{to}")
        counts["kinds right"] += bool(good)
        if not good:
            say(f"kind of {name}: {raw and raw.kind} {raw and raw.refers_to}, wanted {kind} {to}")


def _lines(text: str, lines: tuple[int, int]) -> str:
    """The words of some lines, to look at."""
    return " ".join(text.split("\n")[lines[0] - 1 : lines[1]])[:200]


def _citations(wanted: Wanted, paper: Paper, counts: Counter[str], say) -> None:
    names = _names(wanted, paper)
    answers = {(c.span.start, c.span.end, names.get(c.target)): c for c in paper.citations}
    by_place: dict[tuple[int, int], list] = {}
    for c in paper.citations:
        by_place.setdefault((c.span.start, c.span.end), []).append(c)
    used: set[int] = set()
    for start, end, target, certainty, sentence in wanted.citations:
        counts["citations wanted"] += 1
        mine = answers.get((start, end, target)) or next(
            (c for c in by_place.get((start, end), []) if id(c) not in used), None
        )
        words = repr(wanted.text[start:end])
        if mine is None or id(mine) in used:
            say(f"citation missed: {words}")
            continue
        used.add(id(mine))
        counts["citations found"] += 1
        given = names.get(mine.target), mine.certainty
        counts["targets right"] += given == (target, certainty)
        if given != (target, certainty):
            say(f"target of {words}: {mine.target} {mine.certainty}, wanted {target} {certainty}")
        _sentence(wanted, mine, sentence, counts, say)
    for c in paper.citations:
        counts["citations given"] += 1
        if id(c) not in used:
            say(f"no citation: {c.text!r} {c.target}")


def _names(wanted: Wanted, paper: Paper) -> dict[str | None, str | None]:
    """The right name of each reference that was given, by the line where both begin."""
    at: dict[int, list[str]] = {}
    for name, first, _, _, _ in wanted.references:
        at.setdefault(first, []).append(name)
    given = {raw.id: at.get(raw.line) for raw, _ in paper.entries}
    return {None: None} | {id_: left.pop(0) if left else id_ for id_, left in given.items()}


def _sentence(wanted: Wanted, mine, sentence, counts: Counter[str], say) -> None:
    def trimmed(start: int, end: int) -> tuple[int, int]:
        return start, start + len(CLOSERS.sub("", wanted.text[start:end]))

    if sentence is None:
        return
    counts["sentences wanted"] += 1
    given = (mine.sentence.start, mine.sentence.end) if mine.sentence else (0, 0)
    good = trimmed(*given) == trimmed(*sentence)
    counts["sentences right"] += good
    if not good:
        say(f"sentence of {mine.text!r}: {wanted.text[slice(*given)]!r}")


def accuracy(folder: Path, verbose: bool) -> Counter[str]:
    total: Counter[str] = Counter()
    for path in [path for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md")]:
        wanted = read_marked(path.read_text(encoding="utf-8"))
        paper = read_paper(SourceText(path.name, wanted.text), path.stem)
        misses: list[str] = []
        total += compare(wanted, paper, misses.append)
        print(f"{path.name}: {len(misses)} misses")
        for miss in misses if verbose else ():
            print("   ", miss)
    return total


def show(total: Counter[str]) -> None:
    for what in ("references", "citations"):
        found = total[f"{what} found"]
        recall = found / max(1, total[f"{what} wanted"])
        precision = found / max(1, total[f"{what} given"])
        print(
            f"{what}: recall {recall:.3f}, precision {precision:.3f} of {total[f'{what} wanted']}"
        )
    for what in ("kinds", "sentences"):
        share = total[f"{what} right"] / max(1, total[f"{what} wanted"])
        print(f"{what}: {share:.3f} of {total[f'{what} wanted']}")
    share = total["targets right"] / max(1, total["citations found"])
    print(f"targets: {share:.3f} of those found")


def thesis(pages: int) -> str:
    """A thesis of so many pages: chapters of 25 pages, each with its list, notes and heads."""
    from thesis import make

    return make(pages)


def speed() -> None:
    for pages in (50, 100, 200, 400):
        text = thesis(pages)
        start, spent = time.perf_counter(), time.process_time()
        paper = read_paper(SourceText("thesis.txt", text), "thesis")
        seconds = time.perf_counter() - start
        spent = time.process_time() - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{pages} pages, {len(text)} characters: {seconds:.2f} s ({spent:.2f} s of one core), "
            f"peak {peak} MB, {len(paper.entries)} references, {len(paper.citations)} citations"
        )


if __name__ == "__main__":
    if "--speed" in sys.argv:
        speed()
    else:
        for folder in (path for path in (HERE / "papers", HERE / "blind") if path.is_dir()):
            print(f"== {folder.name}")
            show(accuracy(folder, "-v" in sys.argv))
