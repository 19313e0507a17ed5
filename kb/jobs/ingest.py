"""Read papers into the knowledge base."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kb.disk.documents import read_document
from kb.disk.store import LIBRARY, Store
from kb.links import Identity, Links, paper_id
from kb.model import Paper, Problem
from kb.parse.paper import read_paper
from kb.text import SourceText


@dataclass(frozen=True)
class Ingested:
    """A paper that was read, the files that changed, and what there is to tell about it."""

    paper: Paper
    source: SourceText
    changed: tuple[Path, ...]
    problems: tuple[Problem, ...]


def ingest(
    store: Store, path: Path, read: Callable[[SourceText, str], Paper] = read_paper
) -> Ingested:
    """Reads the paper at `path` into `refs/`; again is safe.

    An entry that a person edited is kept, and the difference is a problem of the result.
    Raises KbError when the paper cannot be read or `refs/` cannot be written.
    """
    source = read_document(path)
    with store.locked():
        id_ = _id(store, source)
        paper = read(source, id_)
        paper = replace(paper, item=paper.item.with_key(id_))
        changed, problems = store.save_paper(paper)
    return Ingested(paper, source, changed, (*paper.problems, *problems))


def cited_here(store: Store, read: Iterable[Ingested]) -> tuple[Identity, ...]:
    """Which of the papers that were read are works that others here cite, or may be."""
    links = Links(store.load_refs())
    texts = {one.paper.id: one.source.text for one in read}
    known = [one for one in links.identities if one.paper.id in texts]
    papers = (paper for paper in links.base.papers if paper.id in texts)
    return (*known, *(one for paper in papers for one in links.at_head(paper, texts[paper.id])))


def _id(store: Store, source: SourceText) -> str:
    """The paper's short id; a longer one where another paper has the short one."""
    whole = re.sub(r"[^\w-]+", "-", source.name).strip("-")
    for id_ in (paper_id(source.name), whole):
        if id_ == LIBRARY:
            continue
        if id_ not in store.paper_ids() or store.is_of(id_, source.name):
            return id_
    return f"{whole}-{source.sha256[:8]}"
