"""`kb dedupe BIB...`: a report on files outside a knowledge base, and their clean text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kb.cli.dedupe_print import (
    link_json,
    losing_json,
    print_json,
    print_losing,
    print_reasons,
    print_report,
    progress_bar,
)
from kb.cli.output import console, show_problems, styled, write, write_json
from kb.errors import USAGE, KbError
from kb.jobs import clean
from kb.jobs import dedupe as job
from kb.jobs.bibfiles import distinct, references_of, refuse_pipes
from kb.jobs.decided import FileNotebook, apart, decisions_for, decisions_path, placed
from kb.jobs.settle import settle
from kb.model import Decision


def run(bibs: Sequence[Path], options: dict[str, Any]) -> int:
    """What `kb dedupe BIB...` does; the exit code."""
    output, in_place = options["output"], options["in_place"]
    if output and in_place:
        raise click.UsageError("-o writes one file and --in-place each: choose one")
    bibs, twice = distinct(bibs)
    if output or in_place or options["review"]:
        refuse_pipes(bibs)
    path = options["decisions"] or decisions_path(bibs[0])
    decided = decisions_for(bibs, options["decisions"])
    found = job.dedupe_files(bibs, decided.decisions, progress_bar())
    show_problems((*twice, *decided.problems, *placed(found.problems, decided.where)))
    if options["explain"]:
        return _explain(bibs, found, decided.decisions, options["explain"], options["fmt"])
    if options["undo"]:
        return _undo(found, options["undo"], path)
    if options["review"]:
        from kb.cli.review import review

        entries = references_of(bibs, job.linked(found.deduped).__contains__)
        review(found.deduped.proposals, entries, FileNotebook(path))
        decided = decisions_for(bibs, options["decisions"])
        found = job.dedupe_files(bibs, decided.decisions)
    return _report(bibs, found, decided.decisions, options)


def _report(
    bibs: Sequence[Path], found: job.Found, decisions: Sequence[Decision], options: dict[str, Any]
) -> int:
    writes = options["output"] or options["in_place"]
    deduped = settle(bibs, found, decisions, progress_bar()) if writes else found.deduped
    if options["fmt"] == "json":
        print_json(deduped)
    elif not options["review"]:
        print_report(deduped, found.entries)
    if writes:
        cleaned = clean.clean_files(bibs, deduped, decisions)
        for path in clean.write_clean(cleaned, options["output"]):
            write(f"written: {path}", err=True)
            show_problems(clean.clashes(path))
    return 0


def _explain(
    bibs: Sequence[Path], found: job.Found, decisions: Sequence[Decision], key: str, fmt: str
) -> int:
    work = job.work_of(found, job.name_of(found, key))
    references = references_of(bibs, frozenset(work.members).__contains__)
    losing = clean.losing_of(references, decisions)
    if fmt == "json":
        links = [link_json(link) for link in work.links]
        write_json({"members": work.members, "links": links, "not_taken": losing_json(losing)})
        return 0
    console().print(styled("  ".join(work.members), "bold"))
    print_reasons(work.links)
    print_losing(losing)
    if len(work.members) == 1:
        write("no other entry is this work")
    return 0


def _undo(found: job.Found, key: str, path: Path) -> int:
    name = job.name_of(found, key)
    members = job.work_of(found, name).members
    if len(members) == 1:
        raise KbError("this entry is merged with nothing", key, _no_undo(found, name), USAGE)
    for decision in apart(members, name):
        FileNotebook(path).append(decision)
    write(f"decided in {path}: {name} is a work of its own")
    return 0


def _no_undo(found: job.Found, name: str) -> str:
    """What to do with an entry that stands for several, which a file holds no more."""
    if name in found.names.values():
        return "its file was written so: take the former one, or write the other entry again"
    return "nothing to undo"
