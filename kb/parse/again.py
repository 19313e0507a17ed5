"""Read the raw strings of a paper again, without the paper's text."""

from dataclasses import replace

from kb.model import Paper, RawReference, Reference
from kb.parse import kinds
from kb.parse.heads import inverted_first, same_authors
from kb.parse.reader import read_references


def read_again(paper: Paper) -> Paper:
    """The paper with the fields of its references read anew from their raw strings.

    The result is what `read_paper` reads from the paper's text, as far as raw strings tell.
    """
    read = read_references([raw.text for raw, _ in paper.entries])
    raws = (raw for raw, _ in paper.entries)
    entries = [(raw, _bare(raw, ref)) for raw, ref in zip(raws, read, strict=True)]
    return replace(paper, entries=tuple(inverted_first(same_authors(entries))))


def _bare(raw: RawReference, reference: Reference) -> Reference:
    """The reference without its pinpoint page, which belongs to the raw reference."""
    page = kinds.digits(reference.text("page"))
    pinpoint = kinds.digits(raw.locator or "")
    drop = {"locator", "page"} if pinpoint and page == pinpoint else {"locator"}
    fields = {name: field for name, field in reference.fields.items() if name not in drop}
    return kinds.without_word(replace(reference, fields=fields), raw.locator)
