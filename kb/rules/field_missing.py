"""An entry lacks what its type needs.

Why: a bibliography style prints a gap or a warning there, and nobody finds the work again.

Passes:
    @article{veda2021, author = {Veda}, title = {T}, journal = {J}, year = 2021}

Fails:
    @article{veda2021, author = {Veda}, title = {T}}

Mend: add the fields to the entry in refs/; stubs (names and year only) are not asked.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Reference
from kb.rules.context import Context, work_problem

ID: Final = "field-missing"
SCOPE: Final = "work"
LEVEL: Final = "warning"

PEOPLE: Final = "author|editor|translator|director|collection-editor"
NEEDS: Final = {
    "article-journal": (PEOPLE, "title", "container-title", "issued"),
    "article-magazine": ("title", "container-title", "issued"),
    "article-newspaper": ("title", "container-title", "issued"),
    "book": (PEOPLE, "title", "publisher", "issued"),
    "chapter": (PEOPLE, "title", "container-title", "issued"),
    "paper-conference": (PEOPLE, "title", "container-title|event-title|event", "issued"),
    "report": (f"{PEOPLE}|publisher", "title", "issued"),
    "thesis": ("author", "title", "publisher", "issued"),
    "webpage": ("title", "URL|DOI"),
}
"""What each CSL type needs; one of the names between bars is enough."""
WORDS: Final = {PEOPLE: "author or editor", "URL|DOI": "URL", f"{PEOPLE}|publisher": "author"}


def check(work: Reference, ctx: Context) -> Iterator[Problem]:
    if work.incomplete:
        return
    needs = NEEDS.get(work.type, ("title",))
    missing = [each for each in needs if not any(name in work.fields for name in each.split("|"))]
    if missing:
        names = ", ".join(WORDS.get(each, each.split("|")[0]) for each in missing)
        what = f"{work.key!r} ({work.type}) has no {names}"
        yield work_problem(ctx, ID, LEVEL, work, what, "add it to the entry")
