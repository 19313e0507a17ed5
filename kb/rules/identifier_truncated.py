"""A DOI or web address ends in the middle.

Why: a line end or a page end of the paper cut it off; it leads nowhere.

Passes:
    doi = {10.35447/jph.v2i1.1}

Fails:
    doi = {10.35447/}, url = {https://journal.example.org/index-}

Mend: look at the raw string (`kb trace KEY`): does the next line go on with it?
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Reference
from kb.rules.context import Context, work_problem

ID: Final = "identifier-truncated"
SCOPE: Final = "work"
LEVEL: Final = "warning"
BARE: Final = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/?)?(?:10\.?\d*)?/?\Z", re.IGNORECASE)
CUT: Final = re.compile(r"[-_.,:(/]\Z|%[0-9A-Fa-f]?\Z")
CUT_URL: Final = re.compile(r"[-_,(%=&?]\Z|%[0-9A-Fa-f]\Z|\A\w+://[^/]*\.\Z")


def check(work: Reference, ctx: Context) -> Iterator[Problem]:
    for name, cut in (("DOI", CUT), ("URL", CUT_URL)):
        value = work.text(name).strip()
        if value and (cut.search(value) or (name == "DOI" and BARE.match(value))):
            what = f"{work.key!r}: {value!r} ends in the middle of a {name}"
            mend = f"compare the raw string: kb trace {work.key}"
            yield work_problem(ctx, ID, LEVEL, work, what, mend)
