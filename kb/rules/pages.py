"""What page ranges and locators say: which pages they name."""

import re
from functools import lru_cache


@lru_cache(maxsize=50_000)
def page_range(pages: str) -> tuple[int, int] | None:
    """'105-28' -> (105, 128); None for what is no one range ('e12', '17', '1-3, 9')."""
    found = re.fullmatch(r"\s*(\d+)\s*[-–—]+\s*(\d+)\s*", pages)
    if not found:
        return None
    first, last = found[1], found[2]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return (int(first), int(last)) if int(first) <= int(last) else None


def numbers(locator: str) -> list[int]:
    """The pages that a locator names; the end of '105-28' is 128."""
    found: list[int] = []
    for part in re.split(r"[,;&]|\band\b|\bdan\b|\bund\b", locator):
        span = page_range(part)
        one = re.fullmatch(r"\s*(\d+)\s*(?:ff?\.?)?\s*", part)
        found += span or ([int(one[1])] if one else [])
    return found
