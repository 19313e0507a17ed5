"""A paper cites works but has no list of them.

Why: each cited work is only names and a year, until another paper or a person names it in full.

Passes: a paper that ends in a list of references, or cites in footnotes.

Fails: a paper with '(Albayumi, 2022)' in its text and no list.

Mend: nothing to mend in the paper; add the works you need with kb add.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Paper, Place, Problem
from kb.rules.context import Context

ID: Final = "paper-without-list"
SCOPE: Final = "paper"
LEVEL: Final = "info"


def check(paper: Paper, ctx: Context) -> Iterator[Problem]:
    if paper.entries or not paper.citations:
        return
    full = sum(1 for stub in paper.stubs if (w := ctx.links.work_of(stub.id)) and not w.incomplete)
    what = f"no list of references: {len(paper.citations)} citations of {len(paper.stubs)} works"
    known = f", {full} of them known in full from elsewhere" if full else ""
    mend = "add the works you need with kb add"
    yield Problem(ID, LEVEL, what + known, Place(paper.name, 1), mend)
