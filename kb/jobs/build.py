"""Everything from what is here: raw strings and decisions -> entries -> library -> checks."""

from dataclasses import dataclass, field
from pathlib import Path

from kb.disk.store import Store
from kb.jobs.check import Report, check, read_settings
from kb.jobs.library import Library, build_library
from kb.jobs.status import Status, status
from kb.model import Base, Link, Problem
from kb.parse.again import read_again


@dataclass(frozen=True)
class Merged:
    """The library after a merge: the files that changed, what was kept, what is likely."""

    library: Library
    changed: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def proposals(self) -> tuple[Link, ...]:
        return self.library.proposals


@dataclass(frozen=True)
class Built:
    """A knowledge base as built: its values, its numbers, what changed on disk, what to tell."""

    base: Base
    status: Status
    report: Report
    merged: Merged
    changed: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def build(store: Store) -> Built:
    """Makes `refs/` anew from raw strings and decisions, and checks everything.

    Needs no paper's text; doing it again changes nothing. Raises KbError when `refs/` cannot be
    read or written.
    """
    with store.locked():
        changed, problems = _read_again(store)
        merged = _merge(store)
    base = store.load()
    report = checked(store, base)
    return Built(
        base, status(base, report.problems), report, merged, (*changed, *merged.changed), problems
    )


def merge(store: Store) -> Merged:
    """Makes `refs/library.bib` anew: one entry a work, from the entries of all papers."""
    with store.locked():
        return _merge(store)


def checked(store: Store, base: Base) -> Report:
    """The findings in `base`, with the settings of its kb.toml."""
    return check(base, read_settings(store.settings.get("check", {})), text_of=store.text_of)


def _read_again(store: Store) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    changed: list[Path] = []
    problems: list[Problem] = []
    for id_ in store.paper_ids():
        paper = store.raw_paper(id_)
        if paper:
            paths, kept = store.save_paper(read_again(paper))
            changed += paths
            problems += kept
    return tuple(changed), tuple(problems)


def _merge(store: Store) -> Merged:
    base = store.load()
    library = build_library(base, store.key_pattern)
    changed, problems = store.save_library(library.works)
    broken = (problem for problem in base.problems if problem.level == "error")
    return Merged(library, changed, (*broken, *library.problems, *problems))
