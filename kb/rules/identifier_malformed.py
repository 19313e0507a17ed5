"""A DOI, ISBN, ISSN or web address is not written as one.

Why: the identifier leads nowhere, and works are not recognised by it.

Passes:
    doi = {10.1000/182}

Fails:
    doi = {10.1000 182}, isbn = {978-0-306-40615-8}

Mend: copy the identifier from the work itself; a wrong check digit means a wrong digit.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.model import Problem, Reference
from kb.rules.context import Context, work_problem

ID: Final = "identifier-malformed"
SCOPE: Final = "work"
LEVEL: Final = "warning"

DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+\Z")
RESOLVER: Final = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
URL: Final = re.compile(r"(?:https?|ftp)://[^\s/?#.]+\.[^\s]+\Z", re.IGNORECASE)


def check(work: Reference, ctx: Context) -> Iterator[Problem]:
    for what in (*_doi(work.text("DOI")), *_numbers(work), *_url(work.text("URL"))):
        yield work_problem(ctx, ID, LEVEL, work, f"{work.key!r}: {what}", "correct it in the entry")


def _doi(doi: str) -> Iterator[str]:
    bare = RESOLVER.sub("", doi.strip())
    if doi and not DOI.match(bare) and "/" in bare.rstrip("/"):
        yield f"{doi!r} is no DOI (10.1234/name)"


def _numbers(work: Reference) -> Iterator[str]:
    for isbn in re.split(r"[;,]|\s(?=\d{9})", work.text("ISBN")):
        digits = re.sub(r"[^0-9X]", "", isbn.upper())
        if digits and not (isbn10(digits) or isbn13(digits)):
            yield f"{isbn.strip()!r} is no ISBN (its check digit is wrong)"
    for issn in re.findall(r"[0-9]{4}-?[0-9]{3}[0-9Xx]", work.text("ISSN")):
        if not issn_right(issn.replace("-", "").upper()):
            yield f"{issn!r} is no ISSN (its check digit is wrong)"


def _url(url: str) -> Iterator[str]:
    if url and not URL.match(url.strip()):
        yield f"{url!r} is no web address"


def isbn10(digits: str) -> bool:
    """ISO 2108:1992: the sum of the digits times 10..1 is divisible by 11."""
    return bool(re.fullmatch(r"\d{9}[\dX]", digits)) and _weighted(digits, 10) % 11 == 0


def isbn13(digits: str) -> bool:
    """ISO 2108:2017: the sum of the digits times 1, 3, 1, 3... is divisible by 10."""
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return False
    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0


def issn_right(digits: str) -> bool:
    """ISO 3297: the sum of the digits times 8..1 is divisible by 11."""
    return _weighted(digits, 8) % 11 == 0


def _weighted(digits: str, first: int) -> int:
    return sum((10 if d == "X" else int(d)) * (first - i) for i, d in enumerate(digits))
