"""A locator names a page that the cited work does not have.

Why: the page or the source is wrong, and the statement cannot be found.

Passes:
    [@veda2021, p. 5], and the article has the pages 1-13

Fails:
    [@veda2021, p. 58], and the article has the pages 1-13

Mend: look the page up; a page of the file counts from the article's first page.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kb.model import Claim, Problem
from kb.rules.context import Context

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


@lru_cache(maxsize=50_000)
def page_range(pages: str) -> tuple[int, int] | None:
    """'105-28' -> (105, 128); None for what is no one range ('e12', '17', '1-3, 9')."""
    found = re.fullmatch(r"\s*(\d+)\s*[-–—]+\s*(\d+)\s*", pages)
    if not found:
        return None
    first, last = found[1], found[2]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return (int(first), int(last)) if int(first) <= int(last) else None


def numbers(locator: str) -> list[int]:
    """The pages that a locator names; the end of '105-28' is 128."""
    found: list[int] = []
    for part in re.split(r"[,;&]|\band\b|\bdan\b|\bund\b", locator):
        span = page_range(part)
        one = re.fullmatch(r"\s*(\d+)\s*(?:ff?\.?)?\s*", part)
        found += span or ([int(one[1])] if one else [])
    return found
