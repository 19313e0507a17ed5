"""Decisions about files of entries: where they stand, and what they mean there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Final

from kb.disk.files import read_snapshot, write_text
from kb.formats.decisions import read_decisions, write_decision
from kb.jobs.bibfiles import prefixes_of
from kb.model import Decision, Place, Problem


def apart(members: Sequence[str], key: str = "") -> list[Decision]:
    """Decisions that split a work: the entry `key` from the others, or all from each other."""
    if key in members:
        return [Decision("differ", key, other) for other in members if other != key]
    return [Decision("differ", left, right) for left, right in combinations(members, 2)]


def decisions_path(bib: Path) -> Path:
    """The file beside a bibliography that holds the decisions about it."""
    return bib.parent / f"{bib.stem}.decisions.txt"


@dataclass(frozen=True)
class FileNotebook:
    """Decisions in a file beside the bibliography; lines are only added or taken back."""

    path: Path

    def append(self, decision: Decision) -> None:
        before = read_snapshot(self.path)
        gap = "" if not before.text or before.text.endswith("\n") else "\n"
        write_text(self.path, f"{before.text}{gap}{write_decision(decision)}\n", before)

    def take_back(self, decision: Decision) -> None:
        """Takes the last line out again if it is this decision."""
        before = read_snapshot(self.path)
        line = write_decision(decision) + "\n"
        if before.text.endswith(line):
            write_text(self.path, before.text[: -len(line)], before)


OF_DECISIONS: Final = frozenset(["decision-unknown", "decision-void"])
"""Rules of problems that the lines of decisions have when they meet the entries."""


def placed(problems: Iterable[Problem], where: str) -> tuple[Problem, ...]:
    """Problems of decisions with the file that these stand in; '' when they stand in several."""
    return tuple(
        replace(one, place=replace(one.place, path=where) if where else Place())
        if one.rule in OF_DECISIONS
        else one
        for one in problems
    )


@dataclass(frozen=True)
class Decided:
    """Decisions about files, lines that are none, and the one file they stand in ('' if many)."""

    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    where: str


def decisions_for(paths: Sequence[Path], given: Path | None = None) -> Decided:
    """The decisions of the file `given`, else those beside each of `paths`, about entries as they
    are named here: beside a file, its entries stand under bare keys or, when it was compared with
    others, as `file:key`."""
    if given:
        return Decided(*decisions_of(given), str(given))
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for path, prefix in zip(paths, prefixes_of(paths), strict=True):
        found, unread = decisions_of(decisions_path(path))
        decisions += (_named_here(one, path, prefix) for one in found)
        problems += unread
    there = [str(path) for path in map(decisions_path, paths) if path.exists()]
    return Decided(tuple(decisions), tuple(problems), there[0] if len(there) == 1 else "")


_OF_A_FILE = re.compile(r"[^:]+\.(?:bib|bibtex|ris|json):", re.IGNORECASE)


def _named_here(decision: Decision, path: Path, prefix: str) -> Decision:
    def name(written: str) -> str:
        if written.startswith(f"{path.name}:"):
            return prefix + written.removeprefix(f"{path.name}:")
        return written if _OF_A_FILE.match(written) else prefix + written

    return replace(decision, left=name(decision.left), right=name(decision.right))


def decisions_of(path: Path) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions of a file; none when there is none."""
    return read_decisions(read_snapshot(path).text, str(path))
