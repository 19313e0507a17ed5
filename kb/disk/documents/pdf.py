"""PDF: the text of each page as PDFium reads it (pypdfium2, extra `kb[pdf]`)."""

import re
from collections.abc import Iterator
from itertools import accumulate

from kb.disk.files import digest_of
from kb.errors import KbError
from kb.text import SourceText

_NO_READER = "pip install 'kb[pdf]'; or turn it into text first: pdftotext PAPER.pdf PAPER.txt"
_PICTURES = "have its text recognised first: ocrmypdf PAPER.pdf OUT.pdf"
_HYPHEN = re.compile("[\x02\ufffe](?:\r?\n)?")
"""What PDFium gives for a hyphen at the end of a line and the line end behind it."""


def read_pdf(name: str, data: bytes) -> SourceText:
    """The text of a PDF, a form feed between pages; `page_starts` says where each begins.

    Raises KbError without the extra, for a file that is broken, locked or has pictures only.
    """
    pages = list(_pages(name, data))
    if not any(page.strip() for page in pages):
        raise KbError("its pages hold no text, only pictures", name, _PICTURES)
    starts = accumulate((len(page) + 1 for page in pages[:-1]), initial=0)
    return SourceText(name, "\f".join(pages), digest_of(data), "", tuple(starts))


def _pages(name: str, data: bytes) -> Iterator[str]:
    try:
        import pypdfium2
    except ImportError:
        raise KbError("reading a PDF needs pypdfium2", name, _NO_READER) from None
    try:
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                yield _tidy(page.get_textpage().get_text_range())
    except pypdfium2.PdfiumError as error:
        what = "the PDF is locked" if "password" in str(error).lower() else "this is no whole PDF"
        raise KbError(what, name, "save it again from a PDF viewer") from error


def _tidy(page: str) -> str:
    """A page's text with hyphens and line ends as in a plain text file."""
    return _HYPHEN.sub("-\n", page).replace("\r\n", "\n").replace("\f", "\n").rstrip()
