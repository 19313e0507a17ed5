"""Summaries: of a paper, on one line; of a knowledge base, as `kb build` shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from kb.cli.output import console, counted, styled, table, write

if TYPE_CHECKING:
    from kb.jobs.status import Overlap, PaperStatus, Status
    from kb.model import Paper

LONGEST_LIST = 20
"""How many overlaps a summary names before it only counts."""


def as_json(status: "Status") -> dict[str, object]:
    values = asdict(status)
    return values | {"claims": dict(status.claims), "problems": dict(status.problems)}


def show(status: "Status") -> None:
    """Prints papers, overlaps, then the totals, which stay in view at the end."""
    if status.papers:
        head = ("paper", "references", "cited", "differ", "no entry", "title")
        table(head, (_paper_row(paper) for paper in status.papers), "Papers")
        write("")
    else:
        write("There is no paper here yet: kb ingest PAPER...")
    if status.overlaps:
        _overlaps(status.overlaps)
    for label, text in _totals(status):
        gap = " " * (10 - len(label))
        console().print(styled(label, "bold"), styled(text), sep=gap)


def _overlaps(overlaps: "Sequence[Overlap]") -> None:
    shown = overlaps[:LONGEST_LIST]
    table(("work", "papers", "stands in", "title"), map(_overlap_row, shown), "Overlaps")
    if len(overlaps) > len(shown):
        write(f"... and {len(overlaps) - len(shown)} more: kb status -f json")
    write("")


def summary(paper: "Paper") -> str:
    """What was found in a paper, on one line."""
    differ = sum(c.certainty not in ("exact", "none") for c in paper.citations)
    listed = any(raw.kind == "full" for raw, _ in paper.entries)
    unlisted = sum(c.certainty == "none" for c in paper.citations) if listed else 0
    counts = (
        f"{counted(len(paper.entries), 'reference')}, {counted(len(paper.citations), 'citation')}",
        f"{counted(len(paper.stubs), 'work')} cited without a list" if paper.stubs else "",
        f"{differ} disagree with the list" if differ else "",
        f"{unlisted} without an entry" if unlisted else "",
    )
    return ", ".join(filter(None, counts))


def _paper_row(paper: "PaperStatus") -> tuple[str, ...]:
    references = str(paper.entries) if paper.entries else f"{paper.stubs} unlisted"
    counts = (paper.citations, paper.differ, paper.unanswered)
    return (
        paper.id,
        references,
        *(str(count or "-") for count in counts),
        paper.title or paper.name,
    )


def _overlap_row(overlap: "Overlap") -> tuple[str, ...]:
    return overlap.key, str(len(overlap.papers)), " ".join(overlap.origins), overlap.title


def _totals(status: "Status") -> list[tuple[str, str]]:
    entries = sum(paper.entries for paper in status.papers)
    citations = sum(paper.citations for paper in status.papers)
    claims = sum(status.claims.values())
    by_status = _counts(status.claims, ("supported", "partly", "disputed", "open"))
    by_level = _counts(status.problems, ("error", "warning", "info"))
    stubs = f", {status.incomplete} known by name and year only" if status.incomplete else ""
    found = f"{counted(entries, 'reference')}, {counted(citations, 'citation')}"
    overlaps = len(status.overlaps)
    problems = sum(status.problems.values())
    return [
        ("papers", f"{len(status.papers)}, {found}"),
        ("works", f"{status.works}{stubs}"),
        ("overlaps", f"{counted(overlaps, 'work')} in two papers or more"),
        ("claims", f"{claims}, {status.claims_linked} linked to sources{by_status}"),
        ("problems", f"{problems}{by_level}" + ("; see kb check" if problems else "")),
    ]


def _counts(counts: Mapping[str, int], order: tuple[str, ...]) -> str:
    parts = [f"{counts[name]} {name}" for name in order if counts.get(name)]
    return f" ({', '.join(parts)})" if parts else ""
