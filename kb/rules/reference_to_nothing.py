"""An 'Ibid', 'Op. cit.' or short form refers to no reference before it.

Why: the source of the statement cannot be found.

Passes: a full note, then 'Ibid., 58'.

Fails: 'Ibid., 58' in the first note.

Mend: look at the notes before it; if the full one was not found, that is a bug of the reader.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Paper, Problem
from kb.rules.context import Context

ID: Final = "reference-to-nothing"
SCOPE: Final = "paper"
LEVEL: Final = "warning"


def check(paper: Paper, ctx: Context) -> Iterator[Problem]:
    known = {raw.id for raw, _ in paper.entries}
    for raw, _ in paper.entries:
        if raw.kind != "full" and raw.refers_to not in known:
            what = f"{' '.join(raw.text.split())!r} ({raw.id}) refers to nothing before it"
            place = ctx.span_place(paper, raw.spans[0], raw.line) if raw.spans else None
            yield Problem(
                ID,
                LEVEL,
                what,
                place or ctx.links.entries[raw.id].place,
                "compare the notes before it",
            )
