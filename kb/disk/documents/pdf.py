"""PDF: the text of each page as PDFium reads it (pypdfium2, extra `kb[pdf]`), and its layout.

What the bare text loses is kept as characters: where lines begin, as blanks before them (a hanging
indent shows where an entry of a reference list begins), and raised numbers as `¹²³` (a note's
number is no part of the word before it).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
    """A page's text with hyphens, line ends, indents and raised numbers as in a plain text file."""
    text: str = page.get_text_range()
    blanks: list[int] = []
    if len(text) == page.count_chars():  # else characters cannot be told apart by their numbers
        box = partial(page.get_charbox, loose=True)
        text = raise_numbers(text, box)
        blanks = indents([box(line.start())[0] for line in _lines(text)])
    lines = [line[1] + ("-" if line[2] else "") for line in _lines(text)]
    if blanks:
        lines = [" " * n + line for n, line in zip(blanks, lines, strict=True)]
    return "\n".join(lines).replace("\f", "\n").rstrip()


def _lines(text: str) -> list[re.Match[str]]:
    return [match for match in _LINE.finditer(text) if match[0]]


Box = tuple[float, float, float, float]
"""Left, bottom, right, top of a character on its page, in points."""
_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,3})(?!\d)((?:\r\n)?)")
_VISIBLE: Final = re.compile(r"\S")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raise_numbers(text: str, box: Callable[[int], Box]) -> str:
    """`text` with raised numbers as `¹²³`, as long as before; `box` gives the place of a character.

    A raised number that PDFium put on a line of its own goes before the line that follows.
    """

    def one(match: re.Match[str]) -> str:
        beside = _beside(text, match)
        if beside is None or not _is_raised(box(match.start()), box(beside)):
            return match[0]
        alone = match.start() == 0 or text[match.start() - 1] == "\n"
        return match[1].translate(_RAISED) + ("  " if alone and match[2] else match[2])

    return _NUMBER.sub(one, text)


def _beside(text: str, number: re.Match[str]) -> int | None:
    """The character that a number clings to: the one before it, else the next one that is seen."""
    if number.start() and not text[number.start() - 1].isspace():
        return number.start() - 1
    found = _VISIBLE.search(text, number.end())
    return found.start() if found else None


def _is_raised(box: Box, other: Box) -> bool:
    """Whether a character is smaller than another of its line, and stands higher."""
    bottom, top = other[1], other[3]
    small = box[3] - box[1] < 0.85 * (top - bottom)
    return small and bottom + 0.15 * (top - bottom) < box[1] < top


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
