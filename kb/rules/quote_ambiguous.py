"""A quote stands in its source more than once.

Why: nobody can say which passage is meant.

Passes: a quote long enough to stand there once.

Fails: a quote of three words.

Mend: quote a few more words.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Quote
from kb.rules.context import Context
from kb.rules.quotes import Found

ID: Final = "quote-ambiguous"
SCOPE: Final = "quote"
LEVEL: Final = "info"


def check(quote: Quote, ctx: Context) -> Iterator[Problem]:
    result = ctx.quote(quote)
    if result.found is Found.AMBIGUOUS:
        lines = ", ".join(map(str, result.lines))
        what = f"the quote stands {len(result.lines)} times in {result.source}: lines {lines}"
        yield Problem(ID, LEVEL, what, quote.place, "quote a few more words")
