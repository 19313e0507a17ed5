"""An entry of a paper's list is cited nowhere in its text.

Why: it supports nothing, or a citation of it was misspelt.

Passes: entry 'Veda (2021)' and '(Veda, 2021)' in the text.

Fails: entry 'Veda (2021)' and no citation of it.

Mend: look whether a citation without an entry means it. Footnotes are their own citations.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Paper, Problem
from kb.rules.context import Context

ID: Final = "entry-never-cited"
SCOPE: Final = "paper"
LEVEL: Final = "warning"


def check(paper: Paper, ctx: Context) -> Iterator[Problem]:
    targets = {c.target for c in paper.citations if c.style != "footnote"}
    if not targets - {None}:
        return
    targets |= {c.target for c in paper.citations}
    targets |= {raw.refers_to for raw, _ in paper.entries}
    for raw, reference in paper.entries:
        if raw.kind == "full" and raw.id not in targets:
            what = f"the text never cites {raw.id} ({reference.key})"
            yield Problem(
                ID, LEVEL, what, ctx.span_place(paper, raw.spans[0], raw.line), _mend(raw.id)
            )


def _mend(entry: str) -> str:
    return f"look whether a citation was misspelt: kb trace '{entry}'"
