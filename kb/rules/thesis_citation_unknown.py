"""A thesis cites a key that the knowledge base does not have.

Why: BibTeX will print a question mark there.

Passes:
    \\cite{baker2021recall}

Fails:
    \\cite{bakker2021recall}

Mend: write the key as the message proposes, or read the paper in with kb ingest PAPER.
"""

from collections.abc import Iterator
from typing import Final

from kb.formats.thesis import Thesis
from kb.model import Problem
from kb.rules.citation_unknown import unknown
from kb.rules.context import Context

ID: Final = "thesis-citation-unknown"
SCOPE: Final = "thesis"
LEVEL: Final = "error"
WILD: Final = "*"
"""`\\nocite{*}`."""


def check(thesis: Thesis, ctx: Context) -> Iterator[Problem]:
    cited = (use.citation for use in thesis.uses if use.citation.key != WILD)
    for problem in unknown(cited, ctx):
        yield Problem(ID, LEVEL, problem.message, problem.place, problem.mend)
