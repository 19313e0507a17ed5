"""How a citation that disagrees with its entry is told."""

from collections.abc import Iterator

from kb.model import Certainty, Level, Paper, Problem
from kb.rules.context import Context


def disagreements(
    paper: Paper, ctx: Context, certainty: Certainty, rule: str, level: Level
) -> Iterator[Problem]:
    """The citations of `paper` whose certainty is `certainty`, each with both sides in words."""
    for citation in paper.citations:
        if citation.certainty != certainty or not citation.target:
            continue
        entry = ctx.links.entries.get(citation.target)
        listed = f" has {called(ctx, entry.id)}" if entry else ""
        why = f": {citation.why}" if citation.why else ""
        line = f", line {entry.place.line}" if entry else ""
        what = f"{citation.text!r}, but the list ({citation.target}{line}){listed}{why}"
        mend = f"compare: kb trace '{citation.target}'"
        yield Problem(rule, level, what, ctx.citation_place(paper, citation), mend)


def called(ctx: Context, entry_id: str) -> str:
    """Names and year of an entry, as the list has them."""
    entry = ctx.links.entries[entry_id]
    names = " & ".join(name.sort_name for name in entry.reference.names()[:3])
    issued = entry.reference.date()
    year = f"{issued.year}{issued.suffix}" if issued and issued.year else "n.d."
    return f"'{names or entry.reference.text('title')} ({year})'"
