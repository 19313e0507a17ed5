"""Where a knowledge base stands: papers, works, overlaps, claims, problems, in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.links import Links, paper_of_id
from kb.model import Base, Citation, Paper, Problem, Reference


@dataclass(frozen=True, slots=True)
class PaperStatus:
    """One paper: how many entries its lists have, how many citations, how many of these differ."""

    id: str
    name: str
    title: str
    entries: int
    stubs: int
    citations: int
    differ: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """A work that several papers cite."""

    key: str
    title: str
    origins: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The numbers of a knowledge base; `claims` by status, `problems` by level."""

    papers: tuple[PaperStatus, ...]
    works: int
    incomplete: int
    overlaps: tuple[Overlap, ...]
    claims: Mapping[str, int]
    claims_linked: int
    problems: Mapping[str, int]


def status(base: Base, problems: Iterable[Problem] = ()) -> Status:
    """Counts what `base` holds; `problems` are the findings of the checks."""
    claims = [claim for note in base.notes for claim in note.claims]
    known = (one for one in Links(base).identities if one.sure)
    titles = {one.paper.id: one.work.text("title") for one in known}
    return Status(
        papers=tuple(_paper(paper, titles.get(paper.id, "")) for paper in base.papers),
        works=len(base.library),
        incomplete=sum(work.incomplete for work in base.library),
        overlaps=tuple(_overlaps(base.library)),
        claims=Counter(claim.status for claim in claims),
        claims_linked=sum(bool(claim.citations) for claim in claims),
        problems=Counter(problem.level for problem in problems),
    )


def _paper(paper: Paper, title: str) -> PaperStatus:
    listed = any(raw.kind == "full" for raw, _ in paper.entries)
    return PaperStatus(
        id=paper.id,
        name=paper.name,
        title=paper.item.text("title") or title,
        entries=len(paper.entries),
        stubs=len(paper.stubs),
        citations=len(paper.citations),
        differ=sum(_differs(citation) for citation in paper.citations),
        unanswered=sum(c.certainty == "none" for c in paper.citations) if listed else 0,
    )


def _differs(citation: Citation) -> bool:
    return citation.certainty not in ("exact", "none")


def _overlaps(library: Iterable[Reference]) -> Iterable[Overlap]:
    for work in library:
        papers = tuple(sorted({paper_of_id(origin) for origin in work.origins}))
        if len(papers) > 1:
            yield Overlap(work.key, work.text("title"), work.origins, papers)
