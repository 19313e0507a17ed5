"""A quote stands in its source with other words.

Why: a changed word may change the meaning.

Passes: 'He walks [...] home' for 'He walks slowly home'.

Fails: 'He runs home' for 'He walks home'.

Mend: correct the words; mark omissions with [...] and changes with [brackets].
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Quote
from kb.rules.context import Context
from kb.rules.quotes import Found

ID: Final = "quote-altered"
SCOPE: Final = "quote"
LEVEL: Final = "error"


def check(quote: Quote, ctx: Context) -> Iterator[Problem]:
    result = ctx.quote(quote)
    if result.found is Found.ALTERED:
        what = f"the quote differs from {result.source}:{result.lines[0]}: {result.difference}"
        yield Problem(
            ID,
            LEVEL,
            what,
            quote.place,
            "correct it, or mark changes: [...] for words left out, [words] for words put in",
        )
