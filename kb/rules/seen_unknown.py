"""A note says that its statement stands at a place that the knowledge base does not have.

Why: the chain from the statement to the paper is broken there.

Passes:
    seen: [003:41]

Fails:
    seen: [033:41]   (there is no paper 033)

Mend: write the paper's id and the line: 003:41.
"""

from collections.abc import Iterator
from typing import Final

from kb.links import split_line
from kb.model import Claim, Problem
from kb.rules.context import Context, nearest

ID: Final = "seen-unknown"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    for where in claim.seen:
        name, line = split_line(where)
        paper = ctx.links.paper(name)
        text = ctx.text(paper) if paper else None
        if paper and line and (not text or line <= text.line_count):
            continue
        what = (
            f"there is no paper {name!r}"
            if not paper
            else f"{where!r} names no line of {paper.name}"
        )
        near = nearest(name, ctx.links.papers) if not paper else ""
        mend = f"did you mean {near}:{line}?" if near else "write the paper's id and line: 003:41"
        yield Problem(ID, LEVEL, what, claim.place, mend)
