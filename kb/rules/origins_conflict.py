"""The papers that list a work give different years, volumes, pages or identifiers for it.

Why: one of them is wrong, and the merge had to take one.

Passes: both papers say 'Vol. 2 No. 1 (2021), 1-13'; a footnote that names the page it means (7).

Fails: one says 2021, the other 2022.

Mend: look the work up, then `field KEY issued ORIGIN  # why` in refs/decisions.txt.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.model import Date, Problem, Reference, Value
from kb.rules.context import Context, work_problem
from kb.rules.pages import numbers, page_range

ID: Final = "origins-conflict"
SCOPE: Final = "work"
LEVEL: Final = "warning"
VARIABLES: Final = ("issued", "volume", "issue", "page", "DOI", "ISBN")
"""Numbers that have one right value; names and titles differ in spelling all the time."""


def check(work: Reference, ctx: Context) -> Iterator[Problem]:
    lost = ctx.links.base.losing.get(work.key, {})
    for name in VARIABLES:
        if name not in lost or name not in work.fields or _decided(ctx, work, name):
            continue
        taken = said(name, work.fields[name].value)
        others = [(value, origin) for value, origin in lost[name] if conflict(name, taken, value)]
        if others:
            says = ", ".join(f"{value} ({origin})" for value, origin in others)
            what = f"{work.key!r}: {name} is {taken}, but others say {says}"
            mend = f"decide: field {work.key} {name} ORIGIN  # why, in refs/decisions.txt"
            yield work_problem(ctx, ID, LEVEL, work, what, mend)


def _decided(ctx: Context, work: Reference, name: str) -> bool:
    mine = {work.key, *work.aliases, *work.origins}
    return any(
        d.kind == "field" and d.field == name and d.left in mine for d in ctx.links.base.decisions
    )


def said(name: str, value: Value) -> str:
    """A value in words; of a date the year."""
    if isinstance(value, Date):
        return str(value.year or value.literal)
    return value if isinstance(value, str) else ", ".join(each.sort_name for each in value)


def conflict(name: str, taken: str, other: str) -> bool:
    """Whether two values cannot both be right: neither is the beginning of the other."""
    if name == "issued":
        years = re.findall(r"\b\d{4}\b", other)
        return bool(years) and taken.isdecimal() and taken not in years
    if name == "page" and (_within(taken, other) or _within(other, taken)):
        return False
    mine, theirs = (_parts(each) for each in (taken, other))
    if name in ("DOI", "ISBN"):
        mine, theirs = ["".join(mine)[-12:]], ["".join(theirs)[-12:]]
    short, long = sorted((mine, theirs), key=len)
    return long[: len(short)] != short


def _within(whole: str, part: str) -> bool:
    """Whether `part` is a page of the range `whole`, or a range inside it, as a footnote means."""
    pages, inner = page_range(whole), numbers(part)
    if not pages or not inner:
        return False
    first, last = pages
    one = len(inner) == 1 and first <= inner[0] <= last
    return one or (first < inner[0] and inner[-1] < last)


def _parts(value: str) -> list[str]:
    """Words and numbers of a value; '01-11' is '1-11'."""
    found = re.findall(r"[^\W_]+", value.casefold())
    return [part.lstrip("0") or "0" if part.isdecimal() else part for part in found]
