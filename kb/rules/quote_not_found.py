"""A quote does not stand in the source it names.

Why: words between quotation marks are a promise.

Passes: every word of the quote stands in the source, in order.

Fails: the source has nothing like it.

Mend: copy the words from the source, or take the quote away. A source whose text is not here
is not checked; the summary counts it as unchecked.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Quote
from kb.rules.context import Context
from kb.rules.quotes import Found

ID: Final = "quote-not-found"
SCOPE: Final = "quote"
LEVEL: Final = "error"


def check(quote: Quote, ctx: Context) -> Iterator[Problem]:
    result = ctx.quote(quote)
    if result.found is Found.MISSING:
        what = f"the quote does not stand in {result.source}"
        yield Problem(ID, LEVEL, what, quote.place, "copy the words from the source")
