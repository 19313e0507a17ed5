"""A paper cites a work that its list does not hold.

Why: the reader cannot find the source of the statement.

Passes: '(Veda, 2021)' and an entry 'Veda (2021) ...' in the list.

Fails: '(Veda, 2021)' and no such entry.

Mend: look for the work in other papers (`kb cite veda 2021`), or add it with kb add.
"""

from collections.abc import Iterator
from typing import Final

from kb.links import fold
from kb.model import Citation, Paper, Problem
from kb.rules.context import Context

ID: Final = "citation-without-entry"
SCOPE: Final = "paper"
LEVEL: Final = "warning"


def check(paper: Paper, ctx: Context) -> Iterator[Problem]:
    if not paper.entries:
        return
    groups: dict[object, list[Citation]] = {}
    for citation in paper.citations:
        if citation.target is None:
            name = " ".join(fold(" ".join(citation.authors) or citation.text))
            groups.setdefault(citation.stub or (name, citation.year), []).append(citation)
    for group in groups.values():
        first = group[0]
        also = sorted({each.line for each in group[1:]} - {first.line})
        more = f", cited at line {', '.join(map(str, also))} too" if also else ""
        what = f"no entry of the list answers {first.text!r}{more}"
        place = ctx.citation_place(paper, first)
        yield Problem(ID, LEVEL, what, place, mend(ctx, first))


def mend(ctx: Context, citation: Citation) -> str:
    """Where the work is known from, if another paper lists it."""
    work = ctx.links.work_of(citation.stub) if citation.stub else None
    if work and not work.incomplete:
        listed = ", ".join(origin for origin in work.origins if "#" in origin)
        return f"the library knows it as {work.key}" + (f", listed as {listed}" if listed else "")
    return "add the work with kb add, or look for it: kb cite " + " ".join(
        filter(None, (*citation.authors[:1], citation.year))
    )
