"""`kb dedupe` in a knowledge base: writes the library, asks, explains, splits again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.cli.dedupe_print import (
    indented,
    link_json,
    losing_json,
    print_links,
    print_losing,
    print_open,
    print_reasons,
    summary,
)
from kb.cli.output import clean, console, show_problems, styled, write, write_json
from kb.errors import USAGE, KbError
from kb.jobs import library as job
from kb.jobs.decided import apart
from kb.model import Base

if TYPE_CHECKING:
    from kb.disk.store import Store, Work


def run(base: str | None, options: dict[str, Any]) -> int:
    """What `kb dedupe` does without files; the exit code."""
    from kb.disk.store import Store

    store = Store.find(base)
    if options["explain"]:
        return _explain(store, options["explain"], options["fmt"])
    if options["undo"]:
        _undo(store, options["undo"])
    if options["review"]:
        _review(store)
    return _merge(store, options["fmt"])


def _merge(store: "Store", fmt: str) -> int:
    from kb.jobs.build import merge

    merged = merge(store)
    if fmt == "json":
        write_json(_as_json(merged.library))
    else:
        _report(merged.library, [store.name(path) for path in merged.changed])
    show_problems(merged.problems)
    return 0


def _as_json(library: job.Library) -> dict[str, Any]:
    several = [work for work in library.works if len(work.reference.origins) > 1]
    return {
        "clusters": [list(work.reference.origins) for work in several],
        "links": [link_json(link) for work in several for link in work.links],
        "proposals": [link_json(link) for link in library.proposals],
    }


def _report(library: job.Library, changed: Sequence[str]) -> None:
    several = [work for work in library.works if len(work.reference.origins) > 1]
    for work in several:
        head = styled(work.reference.key, "bold")
        head.append("  ")
        head.append(styled("  ".join(work.reference.origins)))
        console().print(head)
        console().print(indented(work.reference.text("title"), "italic"))
        print_links(work.links)
    print_open(library.proposals)
    entries = sum(len(work.reference.origins) or 1 for work in library.works)
    write(summary(entries, len(library.works), len(several), len(library.proposals)))
    write(clean(f"written: {', '.join(changed) or 'nothing, all is as it was'}"), err=True)


def _explain(store: "Store", key: str, fmt: str) -> int:
    base = store.load()
    work = _work(job.build_library(base, store.key_pattern), key)
    told = job.told(base)
    if fmt == "json":
        write_json(_explained(work, told))
        return 0
    out = console()
    out.print(styled(work.reference.key, "bold"))
    for origin in work.reference.origins:
        line, text = told.get(origin, ("", ""))
        out.print(indented(f"{origin}  {line}  {text}"))
    print_reasons(work.links)
    print_losing(work.losing)
    if work.reference.aliases:
        out.print(indented(f"also called {', '.join(work.reference.aliases)}"))
    return 0


def _explained(work: "Work", told: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    entries = ((origin, told.get(origin, ("", ""))) for origin in work.reference.origins)
    return {
        "key": work.reference.key,
        "aliases": list(work.reference.aliases),
        "entries": [{"id": id_, "place": place, "text": text} for id_, (place, text) in entries],
        "links": [link_json(link) for link in work.links],
        "not_taken": losing_json(work.losing),
    }


def _work(library: job.Library, key: str) -> "Work":
    work = job.find_work(library, key)
    if work is None:
        raise KbError(f"there is no work {key!r}", "", "kb cite finds keys by words", USAGE)
    return work


def _undo(store: "Store", key: str) -> None:
    work = _work(job.build_library(store.load(), store.key_pattern), key)
    origins = work.reference.origins
    if len(origins) < 2:
        raise KbError("this work has one entry only", key, "there is nothing to undo", USAGE)
    for decision in apart(origins, key):
        store.append_decision(decision)
    one = f"{key} is apart from" if key in origins else "apart are"
    others = ", ".join(origin for origin in origins if origin != key)
    write(f"decided in refs/decisions.txt: {one} {others}", err=True)


def _review(store: "Store") -> None:
    from kb.cli.review import review

    base = store.load()
    proposals = job.build_library(base, store.key_pattern).proposals
    review(proposals, _entries(base), _StoreNotebook(store))


def _entries(base: Base) -> dict[str, Any]:
    return {reference.key: reference for reference in job.sources(base)}


@dataclass(frozen=True)
class _StoreNotebook:
    """Answers go to refs/decisions.txt."""

    store: "Store"

    def append(self, decision: Any) -> None:
        self.store.append_decision(decision)

    def take_back(self, decision: Any) -> None:
        from kb.jobs.decided import FileNotebook

        FileNotebook(self.store.refs / "decisions.txt").take_back(decision)
