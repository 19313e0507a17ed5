"""Word, OpenDocument, RTF, HTML, EPUB and others: Markdown as pandoc makes it (kb[office])."""

from functools import partial
from pathlib import Path
from typing import Final

from kb.disk.files import digest_of
from kb.disk.pandoc import find_engine, run
from kb.errors import KbError
from kb.text import SourceText

FORMATS: Final = {
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".typ": "typst",
    ".ipynb": "ipynb",
    ".jats": "jats",
}
"""The suffixes that pandoc reads, with its names for them."""

_TEMPLATE: Final = Path(__file__).with_name("paper.markdown")
_OPTIONS: Final = ("--standalone", f"--template={_TEMPLATE}", "--wrap=none", "--sandbox")


def read_converted(kind: str, name: str, data: bytes) -> SourceText:
    """The text of a document in pandoc's format `kind`: one line a paragraph, notes as `[^1]:`.

    Raises KbError without pandoc, and for what pandoc cannot read.
    """
    try:
        engine = find_engine(f"reading .{kind}", "office")
        options = (f"--from={kind}", "--to=gfm-raw_html", *_OPTIONS)
        made = run(engine, options, data, "is the file whole? save it again")
    except KbError as error:
        raise KbError(error.what, name, error.mend) from error
    return SourceText(name, made.decode("utf-8", "replace"), digest_of(data))


READERS: Final = {suffix: partial(read_converted, kind) for suffix, kind in FORMATS.items()}
