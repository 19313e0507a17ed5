"""Citations with their places in the paper and the sentences that they support."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.parse import marks
from kb.parse.cites import find_citations
from kb.parse.flow import Flow, lay
from kb.parse.found import Found
from kb.parse.layout import Layout
from kb.parse.lines import Line
from kb.parse.listed import Listed
from kb.parse.notes import Note
from kb.parse.resolve import Answer
from kb.parse.sentences import Sentences, find_sentences
from kb.parse.terms import SAYS, fold
from kb.text import SourceText, Span

_FEW = 100
"""So many characters tell whether anything stands before or after a citation."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation found, with its span in the paper and the sentence it supports."""

    found: Found
    span: Span
    sentence: Span | None
    answer: Answer | None = None


@dataclass(frozen=True)
class Body:
    """The running text laid end to end, and the citations by names or keys in it."""

    flow: Flow
    found: tuple[Found, ...]

    def names_authors(self, layout: Layout) -> bool:
        """Whether the paper has a list and cites by names and year."""
        sure = [f for f in self.found if f.authors and not f.shaky]
        listed = sum(len(entries) for entries in layout.lists)
        return listed >= 3 and len(sure) >= max(3, len(layout.notes) // 2)


def read_body(layout: Layout) -> Body:
    flow = lay(layout.body)
    return Body(flow, (*find_citations(flow), *marks.find_keys(flow)))


def place_citations(source: SourceText, layout: Layout, listed: Listed, body: Body) -> list[Cited]:
    """All citations of a paper, in order: in its running text, in notes that explain, and the
    marks that call notes with references."""
    flow, found = body.flow, list(body.found)
    calls = [flow.find(note.call.start) for note in layout.notes if note.call]
    numbered = _numbered(flow, listed, found)
    sentences = find_sentences(flow.text, [*calls, *(cite.span.start for cite in numbered)])
    cited = [
        _placed(source, flow, sentences, cite) for cite in _without_overlaps([*found, *numbered])
    ]
    cited += _note_citations(layout, listed, flow, sentences)
    for at, note in enumerate(layout.notes):
        if at not in listed.by_note:
            cited += _in_note(source, layout, note)
    return sorted(cited, key=lambda c: (c.span.start, c.span.end))


def _in_note(source: SourceText, layout: Layout, note: Note) -> list[Cited]:
    """The citations in the words of a note that explains."""
    lines: list[Line] = []
    for at, (index, span) in enumerate(zip(note.lines, note.spans(layout.lines), strict=False)):
        line = layout.lines[index]
        lines.append(replace(line, span=span, text=source.cut(span)) if at == 0 else line)
    flow = lay([line for line in lines if line.text])
    found = find_citations(flow)
    sentences = find_sentences(flow.text) if found else None
    return [_placed(source, flow, sentences, cite) for cite in found] if sentences else []


def _numbered(flow: Flow, listed: Listed, named: Sequence[Found]) -> list[Found]:
    """Citations by number, where the paper does not cite by notes or names instead."""
    numbers = frozenset(listed.numbers)
    sure = {cite.authors[0] for cite in named if cite.authors and not cite.shaky}
    by_names = len(sure) > max(3, len(listed.in_lists) // 4)
    found = marks.find_numbers(flow, numbers, listed.printed and not by_names)
    named_numbers = {cite.year for cite in found}
    if listed.by_note and len(named_numbers) * 2 < len(numbers):
        return []
    return found


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for cite in sorted(found, key=lambda c: (c.span.start, -c.span.end)):
        if kept and cite.span.start < kept[-1].span.end and cite.style != kept[-1].style:
            continue
        kept.append(cite)
    return kept


def _placed(source: SourceText, flow: Flow, sentences: Sentences, cite: Found) -> Cited:
    sentence = _supported(flow, sentences, cite)
    span = _with_stars(source.text, flow.source(cite.span))
    return Cited(cite, span, flow.source(sentence) if sentence else None)


def _with_stars(text: str, span: Span) -> Span:
    """A citation that begins inside emphasis begins with its stars."""
    if text.count("*", span.start, span.end) % 2 == 0:
        return span
    start = span.start
    while start and text[start - 1] == "*":
        start -= 1
    return Span(start, span.end)


def _supported(flow: Flow, sentences: Sentences, cite: Found) -> Span | None:
    """The sentence a citation supports: the one it stands in, or, where a bracket stands right
    after a full stop, the one before."""
    sentence = sentences.around(cite.span.start)
    if sentence is None:
        return None
    if cite.style == "narrative":
        return _gone_on(flow, sentences, sentence, cite)
    opening = cite.group.start - (cite.style == "parenthetical")
    lead = _few(flow.text, sentence.start, opening).strip()
    rest = _few(flow.text, cite.group.end + 1, sentence.end).strip(" .;,")
    before = sentences.before(sentence)
    if lead or rest or before is None or "\n" in flow.text[before.end : sentence.start]:
        return sentence
    return Span(before.start, sentence.end)


def _few(text: str, start: int, end: int) -> str:
    return text[start : min(end, start + _FEW)] if end > start else ""


def _gone_on(flow: Flow, sentences: Sentences, sentence: Span, cite: Found) -> Span:
    """'Menurut Prasetya (2020). Kejahatan ...': a sentence that only names its source goes on."""
    said = fold(_few(flow.text, sentence.start, cite.span.start)).split()
    rest = _few(flow.text, cite.span.end, sentence.end).strip(" .,:")
    follow = sentences.after(sentence)
    if (
        rest
        or len(said) > 3
        or follow is None
        or SAYS.isdisjoint(said)
        or flow.text[sentence.end : follow.start] != " "
    ):
        return sentence
    return Span(sentence.start, follow.end)


def _note_citations(
    layout: Layout, listed: Listed, flow: Flow, sentences: Sentences
) -> list[Cited]:
    """One citation for each reference of a note, at the mark that calls the note."""
    cited = []
    for at, note in enumerate(layout.notes):
        if note.call is None:
            continue
        offset = flow.find(note.call.start)
        sentence = sentences.around(max(0, offset - 1))
        span = flow.source(sentence) if sentence else None
        place = Span(offset, offset + len(note.call))
        for raw in listed.by_note.get(at, ()):
            found = Found(place, "footnote", (), None, place, locator=raw.locator)
            answer = Answer(raw.id, "exact", f"note {note.number}")
            cited.append(Cited(found, note.call, span, answer))
    return cited
