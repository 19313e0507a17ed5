"""The page that a locator names, where printed numbers count pages."""

import pytest

from kb.jobs.pages import page_passage
from kb.text import SourceText

WORDS = "Many plain words stand on this page of the paper and fill it.\n" * 5


def paper(first: int, last: int, head: bool, printed: range) -> SourceText:
    """A paper with a page number at the head or foot of the pages `printed`."""
    pages = []
    for page in range(first, last + 1):
        number = f"\n{page}\n\n" if page in printed else "\n"
        body = f"Page{page} begins here.\n{WORDS}"
        pages.append(number + body if head else body + number)
    return SourceText("p.txt", "".join(pages))


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("pages", ["51-60", "51"])
@pytest.mark.parametrize("first", [51, 54])
def test_numbers_at_head_or_foot(head: bool, pages: str, first: int) -> None:
    text = paper(51, 60, head, range(first, 61))
    for page in (56, 58):
        found = page_passage(text, pages, str(page))
        assert found
        assert found[1].startswith(f"Page{page} begins here.")


def test_pages_that_bear_no_number_are_reckoned() -> None:
    text = paper(38, 60, True, range(43, 61, 4))
    found = page_passage(text, "38", "45")
    assert found
    at = text.text.index("Page45 begins")
    assert abs(found[0] - text.line_at(at)) < 4
    assert found[1].startswith("about here: ")


def test_what_no_number_tells() -> None:
    assert page_passage(SourceText("p.txt", WORDS), "", "5") is None
    assert page_passage(paper(1, 9, True, range(1, 10)), "", "iv") is None
