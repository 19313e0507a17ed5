"""A citation and the entry it means disagree in both name and year.

Why: either the citation or the list is wrong, and a reader may look for the wrong work.

Passes: '(Calista, 2021)', entry 'Calista (2021)'.

Fails: '(Calista, 2021)', entry 'Callista (2020)'.

Mend: look at the work; the entry in refs/ can be corrected, the paper stays as it is.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Paper, Problem
from kb.rules.context import Context
from kb.rules.disagreement import disagreements

ID: Final = "citation-both-differ"
SCOPE: Final = "paper"
LEVEL: Final = "warning"


def check(paper: Paper, ctx: Context) -> Iterator[Problem]:
    return disagreements(paper, ctx, "both-differ", ID, LEVEL)
