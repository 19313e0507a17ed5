"""The physical lines of a text as values: where each begins, how it stands on its page."""

from dataclasses import dataclass

from kb.text import SourceText, Span

MAX_LINE = 20_000
"""A longer line is cut into pieces of this size, so that no pattern runs over megabytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `span` is without blanks at its ends, `indent` counts those before
    it, `gap` the blank lines above, `page` says that a page break stands right above."""

    number: int
    span: Span
    text: str
    indent: int
    gap: int
    page: bool = False


def read_lines(source: SourceText) -> list[Line]:
    """Every line of `source` that is not blank, in order."""
    found: list[Line] = []
    gap = 0
    page = False
    pages = iter(sorted(source.page_starts))
    next_page = next(pages, None)
    for number in range(1, source.line_count + 1):
        span = source.line_span(number)
        while next_page is not None and next_page <= span.start:
            page, next_page = True, next(pages, None)
        raw = source.cut(span)
        page = page or "\f" in raw
        text = raw.strip()
        if not text:
            gap += 1
            continue
        found += _pieces(number, span.start, raw, gap, page)
        gap, page = 0, False
    return found


def _pieces(number: int, start: int, raw: str, gap: int, page: bool) -> list[Line]:
    body = raw.strip()
    before = raw[: len(raw) - len(raw.lstrip())]
    indent = len(before) - before.count("\f")
    first = start + len(before)
    parts = []
    for at in range(0, len(body), MAX_LINE):
        text = body[at : at + MAX_LINE]
        kept = text.strip()
        if kept:
            begin = first + at + text.index(kept[0])
            span = Span(begin, begin + len(kept))
            parts.append(Line(number, span, kept, indent, gap, page and at == 0))
    return parts
