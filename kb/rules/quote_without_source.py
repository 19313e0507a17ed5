"""A block quote has no citation.

Why: somebody else's words stand in the note without their name.

Passes:
    > Words of the source [@veda2021, p. 5]

Fails:
    > Words of the source

Mend: put the citation at the end of the quote or at the start of the next paragraph.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Quote
from kb.rules.context import Context

ID: Final = "quote-without-source"
SCOPE: Final = "quote"
LEVEL: Final = "warning"


def check(quote: Quote, ctx: Context) -> Iterator[Problem]:
    if not quote.citations:
        what = "the quote has no citation"
        yield Problem(ID, LEVEL, what, quote.place, "put its citation behind it: [@key, p. 5]")
