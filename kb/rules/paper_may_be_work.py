"""A paper of the knowledge base looks like a work that others cite, but it is not sure.

Why: when it is that work, a claim can be followed into its text and quotes can be checked.

Passes: the paper's title, an author and the year are those of the entry (then they are linked).

Fails: only names and year agree, or the title stands at the head of a text whose parts could not
be told apart.

Mend: write `same KEY PAPER  # why` (or `differ KEY PAPER`) into refs/decisions.txt, with the work's
citation key and the paper's id.
"""

from collections.abc import Iterator
from typing import Final

from kb.links import Identity, fold
from kb.model import Place, Problem
from kb.rules.context import Context

ID: Final = "paper-may-be-work"
SCOPE: Final = "library"
LEVEL: Final = "info"


def check(ctx: Context) -> Iterator[Problem]:
    for found in ctx.links.identities:
        if not found.sure:
            yield _problem(found, (*found.evidence, *_in_text(found, ctx)))
    for paper in ctx.links.base.papers:
        text = ctx.text(paper)
        for found in ctx.links.at_head(paper, text.text) if text else ():
            yield _problem(found, found.evidence)


def _problem(found: Identity, evidence: tuple[str, ...]) -> Problem:
    what = f"this paper may be {found.work.key!r}, which others cite: {'; '.join(evidence)}"
    line = f"same {found.work.key} {found.paper.id}  # why"
    mend = f"if it is, write into refs/decisions.txt: {line}; if not: differ ..."
    return Problem(ID, LEVEL, what, Place(found.paper.name, 1), mend)


def _in_text(found: Identity, ctx: Context) -> Iterator[str]:
    """How much of the work's title stands as a phrase in the paper's text, when that is here."""
    text = ctx.text(found.paper)
    title = fold(found.work.text("title"))
    if not text or len(title) < 4:
        return
    words = f" {' '.join(fold(text.text))} "
    threes = [" ".join(title[n : n + 3]) for n in range(len(title) - 2)]
    share = sum(f" {three} " in words for three in threes) / len(threes)
    yield f"{share:.0%} of its title's phrases stand in the text"
