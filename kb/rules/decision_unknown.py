"""A decision names a key or id that the knowledge base does not have.

Why: it decides nothing, and whoever wrote it believes that it does.

Passes:
    same veda2021 003#12

Fails:
    same vedda2021 003#12

Mend: correct the name; decisions about entries that are gone can be deleted.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Place, Problem
from kb.rules.context import Context, nearest

ID: Final = "decision-unknown"
SCOPE: Final = "library"
LEVEL: Final = "warning"


def check(ctx: Context) -> Iterator[Problem]:
    for decision in ctx.links.base.decisions:
        for name in (decision.left, decision.right):
            if ctx.links.work(name) is None and name not in ctx.links.papers:
                near = nearest(name, ctx.links.keys())
                what = f"the decision names {name!r}, which is no key and no id"
                mend = f"did you mean {near}?" if near else "correct it or delete the line"
                yield Problem(ID, LEVEL, what, Place("refs/decisions.txt", decision.line), mend)
