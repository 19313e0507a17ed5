"""A paper of the knowledge base looks like a work that others cite, but it is not sure.

Why: when it is that work, a claim can be followed into its text and quotes can be checked.

Passes: the paper's title, an author and the year are those of the entry (then they are linked).

Fails: only names and year agree.

Mend: give the entry of the work its title or DOI.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Place, Problem
from kb.rules.context import Context

ID: Final = "paper-may-be-work"
SCOPE: Final = "library"
LEVEL: Final = "info"


def check(ctx: Context) -> Iterator[Problem]:
    for found in ctx.links.identities:
        if not found.sure:
            evidence = "; ".join(found.evidence)
            what = f"this paper may be {found.work.key!r}, which others cite: {evidence}"
            mend = f"if it is, give the entry {found.work.key} its title or DOI"
            yield Problem(ID, LEVEL, what, Place(found.paper.name, 1), mend)
