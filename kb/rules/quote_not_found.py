"""A quote does not stand in the source it names.

Why: words between quotation marks are a promise.

Passes: every word of the quote stands in the source, in order.

Fails: the source has nothing like it.

Mend: copy the words from the source, or take the quote away. A source whose text is not here
is not checked; the summary counts it as unchecked.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Note, Problem
from kb.rules.context import Context
from kb.rules.quotes import Found

ID: Final = "quote-not-found"
SCOPE: Final = "note"
LEVEL: Final = "error"


def check(note: Note, ctx: Context) -> Iterator[Problem]:
    for quote, result in ctx.quotes(note):
        if result.found is Found.MISSING:
            what = f"the quote does not stand in {result.source}"
            yield Problem(ID, LEVEL, what, quote.place, "copy the words from the source")
