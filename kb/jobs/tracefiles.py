"""Trace in the knowledge base on disk, with the theses that are named."""

from collections.abc import Iterable
from pathlib import Path

from kb.disk.partial import Part, is_large
from kb.disk.store import Store
from kb.errors import KbError
from kb.formats.thesis import Thesis
from kb.jobs.opened import Opened, open_base
from kb.jobs.trace import Node, Tracer, impact
from kb.jobs.tracepart import part_for
from kb.links import Links
from kb.model import Base


def trace_here(
    start: str | None, what: str, up: bool, theses: Iterable[str], limit: int
) -> Node | None:
    """The trace of `what`, or (up) what rests on the work `what`. Raises KbError."""
    opened = open_base(start) if up else open_for(start, what)
    tracer = Tracer(Links(opened.base), opened.text_of, opened.thesis_of)
    if up:
        return impact(tracer, what.removeprefix("@"), list(_theses(opened, theses)))
    return tracer.trace(what, limit)


def open_for(start: str | None, what: str) -> Opened:
    """The knowledge base, or of a large one the part that the trace of `what` needs."""
    store = Store.find(start)
    if not is_large(store):
        return open_base(start)
    opened = Opened(store, Base())
    return Opened(store, part_for(Part(store), what, opened.thesis_of))


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
