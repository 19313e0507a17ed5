"""A paper's text cut into pieces: what stands between citations, and each citation's target."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model import Citation, Paper
from kb.text import SourceText, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paper's text; `citation` is the one that stands there, if any."""

    text: str
    citation: Citation | None = None


def annotate(source: SourceText, paper: Paper) -> Iterator[Piece]:
    """Cuts the text of `source` at the citations of `paper`; the pieces joined are the text."""
    done = 0
    for citation in sorted(paper.citations, key=lambda c: (c.span.start, c.span.end)):
        start, end = max(done, citation.span.start), citation.span.end
        if start >= end:
            continue
        yield Piece(source.cut(Span(done, start)))
        yield Piece(source.cut(Span(start, end)), citation)
        done = end
    yield Piece(source.text[done:])


def mark(citation: Citation) -> str:
    """What stands beside a citation: its target, and how sure that is when it is not exact."""
    target = citation.target or citation.stub or "no entry"
    sure = "" if citation.certainty in ("exact", "none") else f" {citation.certainty}"
    return f"-> {target}{sure}"
