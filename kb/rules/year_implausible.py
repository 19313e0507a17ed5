"""An entry's year is in the future, before printing, or later than the date it was looked up.

Why: it is nearly always a misread volume, page or access date.

Passes:
    year = {2021}

Fails:
    year = {2201}

Mend: look at the raw string (`kb trace KEY`) and correct the year in the entry.
"""

from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Reference
from kb.rules.context import Context, work_problem

ID: Final = "year-implausible"
SCOPE: Final = "work"
LEVEL: Final = "warning"
FIRST: Final = 1450
"""Gutenberg."""


def check(work: Reference, ctx: Context) -> Iterator[Problem]:
    year = work.year
    if year is None:
        return
    accessed = work.date("accessed")
    looked = accessed.year if accessed else None
    if year > ctx.year + 1:
        what = f"{work.key!r} is of {year}, which is in the future"
    elif 0 <= year < FIRST and "original-date" not in work.fields:
        what = f"{work.key!r} is of {year}, before there was print"
    elif looked and year > looked:
        what = f"{work.key!r} is of {year} but was looked up in {looked}"
    else:
        return
    yield work_problem(ctx, ID, LEVEL, work, what, f"compare the raw string: kb trace {work.key}")
