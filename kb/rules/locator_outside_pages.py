"""A locator names a page that the cited work does not have.

Why: the page or the source is wrong, and the statement cannot be found.

Passes:
    [@veda2021, p. 5], and the article has the pages 1-13

Fails:
    [@veda2021, p. 58], and the article has the pages 1-13

Mend: look the page up; a page of the file counts from the article's first page.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context
from kb.rules.pages import numbers, page_range

ID: Final = "locator-outside-pages"
SCOPE: Final = "claim"
LEVEL: Final = "warning"


def check(claim: Claim, ctx: Context) -> Iterator[Problem]:
    for citation in claim.citations:
        work = ctx.links.work(citation.key)
        if not work or citation.label != "page" or not citation.locator:
            continue
        pages = page_range(work.text("page"))
        wrong = [n for n in numbers(citation.locator) if pages and not pages[0] <= n <= pages[1]]
        if pages and wrong:
            what = f"page {wrong[0]} is outside {work.key!r} (pages {pages[0]}-{pages[1]})"
            yield Problem(ID, LEVEL, what, citation.place, "look the page up")
