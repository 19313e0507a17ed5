"""Trace in the knowledge base on disk, with the theses that are named."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from kb.disk.files import read_snapshot
from kb.disk.partial import Part, is_large
from kb.errors import USAGE, KbError
from kb.formats.thesis import Thesis
from kb.jobs.opened import Opened, open_base
from kb.jobs.search import Hit
from kb.jobs.trace import Node, Tracer, impact, is_place
from kb.jobs.tracepart import part_above, part_for
from kb.links import Links, paper_of_id

NOTHING: Final = 1
"""Exit code: nothing answers."""


def trace_here(
    start: str | None, what: str, up: bool, theses: Iterable[str], limit: int
) -> Node | None:
    """The trace of `what`, or (up) what rests on the work `what`; None when words find nothing.

    Raises KbError, also for a place, a raw reference or a work that is not here.
    """
    what = what.strip()
    if not what:
        raise KbError("no statement is given", "", "kb trace --help shows examples", USAGE)
    if theses and not up:
        mend = "add --impact, or trace a line: kb trace thesis.tex:120"
        raise KbError("--in goes with --impact", "", mend, USAGE)
    what = what.removeprefix("@") if up else what
    opened, hits = _open_for(start, what, up, limit)
    tracer = Tracer(Links(opened.base), opened.text_of, opened.thesis_of, hits)
    if up:
        found = impact(tracer, what, list(_theses(opened, theses)))
        missing = None if found else _no_work(tracer.links, what)
    else:
        found = tracer.trace(what, limit)
        place = not found and is_place(what, tracer.links)
        missing = _no_place(opened, tracer.links, what) if place else None
    if missing:
        raise missing
    return found


def _no_work(links: Links, what: str) -> KbError:
    """Why nothing can rest on `what`."""
    claims = links.claims.get(what, ())
    if claims:
        keys = sorted({c.key for _, claim in claims for c in claim.citations})
        mend = f"name a work that it rests on: {', '.join(keys) or 'it has none'}"
        return KbError("is a claim, not a work", what, mend, NOTHING)
    near = get_close_matches(what, [work.key for work in links.works], 1)
    mend = f"did you mean {near[0]}?" if near else "look for the key: kb cite WORDS"
    return KbError(f"no work has the key {what!r}", "", mend, NOTHING)


def _no_place(opened: Opened, links: Links, what: str) -> KbError:
    """Why nothing is found at a place."""
    name, colon, line = what.rpartition(":")
    if not colon:
        return _no_raw(opened, links, what)
    paper = links.paper(name)
    text = opened.text_of(paper) if paper else None
    count = text.line_count if text else _lines(opened, name)
    if not paper and not count:
        return KbError("there is no such paper, note or thesis", name, "check the path")
    if int(line) < 1 or (count and int(line) > count):
        mend = f"it has {count} lines" if count else "lines are counted from 1"
        return KbError(f"there is no line {line}", name, mend, NOTHING)
    mend = (
        f"kb claims suggest {paper.id} lists the lines that cite" if paper else "try another line"
    )
    return KbError("no citation, reference or claim stands on this line", what, mend, NOTHING)


def _no_raw(opened: Opened, links: Links, what: str) -> KbError:
    paper = links.paper(paper_of_id(what))
    if not paper:
        known = ", ".join(opened.store.paper_ids()) or "none; kb ingest PAPER"
        return KbError(f"there is no paper for {what!r}", "", f"there are: {known}", NOTHING)
    ids = [raw.id for raw, _ in paper.entries] + [stub.id for stub in paper.stubs]
    mend = f"it has {ids[0]} to {ids[-1]}" if ids else "it has none"
    return KbError(f"{paper.name} has no reference {what!r}", "", mend, NOTHING)


def _lines(opened: Opened, name: str) -> int:
    """How many lines a note or a thesis has, 0 when there is no such file."""
    file = next((f for f in (opened.root / name, Path(name)) if f.is_file()), None)
    return len(read_snapshot(file).text.splitlines()) or 1 if file else 0


def _open_for(
    start: str | None, what: str, up: bool, limit: int
) -> tuple[Opened, Sequence[Hit] | None]:
    """The knowledge base, or of a large one the part that the trace of `what` needs."""
    opened = open_base(start)
    if not is_large(opened.store):
        return opened, None
    part = Part(opened.store)
    if up:
        return Opened(opened.store, part_above(part, what)), None
    needed = part_for(part, what, opened.thesis_of, limit)
    return Opened(opened.store, needed.base), needed.hits


def _theses(opened: Opened, named: Iterable[str]) -> Iterable[Thesis]:
    """The theses named, and those of the setting `theses`."""
    settings = opened.settings.get("check", {})
    listed = settings.get("theses", []) if isinstance(settings, dict) else []
    for path in (*named, *(str(opened.root / each) for each in listed)):
        thesis = opened.thesis_of(path)
        if not thesis:
            where = str(Path(path))
            raise KbError("there is no such file", where, "check the path after --in")
        yield thesis
