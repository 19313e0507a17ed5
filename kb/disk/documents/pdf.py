"""PDF: the text of each page as PDFium reads it (pypdfium2, extra `kb[pdf]`), with its indents.

Where lines begin on the page is kept as blanks before them: that a hanging indent shows where an
entry of a reference list begins is lost in the bare text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Final

from kb.disk.files import digest_of
from kb.errors import KbError
from kb.text import SourceText

_NO_READER = "pip install 'kb[pdf]'; or turn it into text first: pdftotext PAPER.pdf PAPER.txt"
_PICTURES = "have its text recognised first: ocrmypdf PAPER.pdf OUT.pdf"
_LINE = re.compile("([^\x02\ufffe\r\n]*)([\x02\ufffe]?)(?:\r?\n)?")
"""A line and the sign that PDFium gives for a hyphen at its end, often in place of the line end."""


def read_pdf(name: str, data: bytes) -> SourceText:
    """The text of a PDF; `page_starts` says where each page begins, always on a line of its own.

    Raises KbError without the extra, for a file that is broken, locked or has pictures only.
    """
    pages = list(_pages(name, data))
    if not any(page.strip() for page in pages):
        raise KbError("its pages hold no text, only pictures", name, _PICTURES)
    starts = accumulate((len(page) + 1 for page in pages[:-1]), initial=0)
    return SourceText(name, "\n".join(pages), digest_of(data), "", tuple(starts))


def _pages(name: str, data: bytes) -> Iterator[str]:
    try:
        import pypdfium2
    except ImportError:
        raise KbError("reading a PDF needs pypdfium2", name, _NO_READER) from None
    try:
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                yield _page_text(page.get_textpage())
    except pypdfium2.PdfiumError as error:
        what = "the PDF is locked" if "password" in str(error).lower() else "this is no whole PDF"
        raise KbError(what, name, "save it again from a PDF viewer") from error


def _page_text(page: Any) -> str:
    """A page's text with hyphens, line ends and indents as in a plain text file."""
    text: str = page.get_text_range()
    found = [match for match in _LINE.finditer(text) if match[0]]
    blanks = [0] * len(found)
    if len(text) == page.count_chars():  # else characters cannot be told apart by their numbers
        blanks = indents([page.get_charbox(m.start(), loose=True)[0] for m in found])
    lines = (" " * n + m[1] + ("-" if m[2] else "") for n, m in zip(blanks, found, strict=True))
    return "\n".join(lines).replace("\f", "\n").rstrip()


_BLANK: Final = 5.0
"""Points that one blank stands for."""
_DEEPEST: Final = 42.0
"""Points that a line may be indented by; what stands farther in is another column, or centred."""


def indents(places: Sequence[float]) -> list[int]:
    """How many blanks stand before each line of a page, from where the lines begin (points).

    A margin is where two lines or more begin; a line is indented from the leftmost margin near it.
    """
    counts = Counter(round(place / _BLANK) for place in places)
    margins = sorted(place for place in places if counts[round(place / _BLANK)] > 1)
    return [_indent(place, margins) for place in places]


def _indent(place: float, margins: Sequence[float]) -> int:
    near = next((m for m in margins if place - _DEEPEST <= m <= place), place)
    return round((place - near) / _BLANK)
