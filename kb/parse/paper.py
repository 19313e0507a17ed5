"""Read a paper: from its text to its references, its citations, and where each points.

The stages, in order: lines -> page furniture -> reference lists -> notes -> running text ->
references read -> citations found -> citations resolved -> stubs for what no list names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.model import Citation, Paper, Place, Problem, RawReference, Reference, Stub
from kb.parse import kinds, marks, stubs
from kb.parse.cites import Found, find_citations
from kb.parse.find import Section, find_sections, note_regions
from kb.parse.flow import Flow, lay
from kb.parse.furniture import furniture, is_rule
from kb.parse.heads import head_of, same_authors
from kb.parse.item import read_item
from kb.parse.lines import Line, read_lines
from kb.parse.noteparts import cut_note, cut_spans
from kb.parse.notes import Note, find_notes, looks_like_note
from kb.parse.reader import read_references
from kb.parse.resolve import Answer, Resolver
from kb.parse.sentences import Sentences, find_sentences
from kb.parse.split import Entry, references_only, split, without_tail
from kb.parse.terms import fold
from kb.text import SourceText, Span

_NEAR = 8
"""So many citations before and after one are looked at for hints."""
_FEW = 100
"""So many characters tell whether anything stands before or after a citation."""


@dataclass(frozen=True)
class _Layout:
    """Which lines are what: lists (each with its entries), notes, the running text."""

    lines: tuple[Line, ...]
    heads: tuple[Line, ...]
    lists: tuple[tuple[Entry, ...], ...]
    notes: tuple[Note, ...]
    body: tuple[Line, ...]


@dataclass(frozen=True)
class _Listed:
    """The references of a paper with what was read from each; notes by their place."""

    entries: tuple[tuple[RawReference, Reference], ...]
    by_note: dict[int, tuple[RawReference, ...]]
    in_lists: tuple[tuple[RawReference, Reference], ...]
    numbers: dict[int, list[RawReference]]
    labels: dict[str, str]
    printed: bool = False


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation found, with its span in the paper and the sentence it supports."""

    found: Found
    span: Span
    sentence: Span | None
    answer: Answer | None = None


def read_paper(source: SourceText, paper_id: str) -> Paper:
    """Everything a paper's text says of its sources. Never fails: a text without references and
    citations is a `Paper` with a `Problem`."""
    layout = _arrange(source)
    listed = _references(source, layout, paper_id)
    cited = _citations(source, layout, listed)
    cited = _resolved(cited, listed, stubs.explicit_forms(_plain_text(layout)))
    citations, made = _finish(source, cited, paper_id, layout)
    item = read_item(layout.body, layout.heads, paper_id)
    problems = _problems(source, listed.entries, citations)
    return Paper(
        paper_id, source.name, source.sha256, item, listed.entries, citations, made, problems
    )


# Layout


def _arrange(source: SourceText) -> _Layout:
    lines = read_lines(source)
    page = furniture(lines)
    sections = find_sections(lines, page)
    lists, taken = _entries(lines, sections)
    regions = note_regions(lines, page | taken)
    notes = find_notes(lines, page, taken, regions)
    inside = {i for note in notes.notes for i in note.lines} | notes.leftovers
    out = page | taken | inside
    return _Layout(
        lines=tuple(lines),
        heads=tuple(lines[i] for i in sorted(page) if not is_rule(lines[i].text)),
        lists=lists,
        notes=notes.notes,
        body=tuple(line for i, line in enumerate(lines) if i not in out),
    )


def _entries(
    lines: Sequence[Line], sections: Iterable[Section]
) -> tuple[tuple[tuple[Entry, ...], ...], frozenset[int]]:
    """The entries of each section, and the lines that they and the headings take."""
    lists: list[tuple[Entry, ...]] = []
    taken: set[int] = set()
    for section in sections:
        own = [lines[i] for i in section.lines]
        anew = frozenset(at for at, i in enumerate(section.lines) if i in section.anew)
        entries = without_tail(references_only(split(own, anew)), own)
        if not entries:
            continue
        lists.append(tuple(entries))
        end = entries[-1].spans[-1].end
        own_lines = {*section.lines, *section.subheadings}
        taken |= {i for i in own_lines if lines[i].span.end <= end} | {section.heading}
    return tuple(lists), frozenset(taken)


# References


def _references(source: SourceText, layout: _Layout, paper_id: str) -> _Listed:
    notes = _note_references(source, layout, paper_id)
    prefix = "L" if notes else ""
    listed: list[RawReference] = []
    printed: dict[int, list[int]] = {}
    labels: dict[str, str] = {}
    for entry in (entry for entries in layout.lists for entry in entries):
        raw = RawReference(
            f"{paper_id}#{prefix}{len(listed) + 1}",
            entry.text,
            entry.spans,
            entry.first,
            entry.last,
        )
        number = entry.number if entry.number is not None else len(listed) + 1
        printed.setdefault(number, []).append(len(listed))
        if entry.label:
            labels[entry.label] = raw.id
        listed.append(raw)
    raws = [raw for group in notes.values() for raw in group]
    read = read_references([raw.text for raw in (*raws, *listed)])
    entries = [_pinpointed(raw, ref) for raw, ref in zip((*raws, *listed), read, strict=True)]
    entries = entries[: len(raws)] + same_authors(entries[len(raws) :])
    told = _led(entries[: len(raws)])
    by_id = {raw.id: raw for raw, _ in told}
    kept = tuple(entries[len(raws) :])
    return _Listed(
        entries=(*told, *kept),
        by_note={at: tuple(by_id[raw.id] for raw in group) for at, group in notes.items()},
        in_lists=kept,
        numbers={n: [listed[i] for i in group] for n, group in printed.items()},
        labels=labels,
        printed=any(entry.number is not None for entries in layout.lists for entry in entries),
    )


def _note_references(
    source: SourceText, layout: _Layout, paper_id: str
) -> dict[int, tuple[RawReference, ...]]:
    """The references in each note, by the note's index; notes that only explain have none."""
    found: dict[int, tuple[RawReference, ...]] = {}
    for at, note in enumerate(layout.notes):
        spans = note.spans(layout.lines)
        raws = _note_parts(source, note, spans, paper_id)
        if raws:
            found[at] = raws
    return found


def _note_parts(
    source: SourceText, note: Note, spans: Sequence[Span], paper_id: str
) -> tuple[RawReference, ...]:
    text = source.rebuild(spans)
    part = f"{note.part}-" if note.part > 1 else ""
    name = f"{paper_id}#{part}{note.number}"
    found: list[RawReference] = []
    for start, end in cut_note(text):
        bare = text[start:end]
        own = cut_spans(spans, start, end)
        if own and (looks_like_note(bare) or kinds.tell(bare).kind != "full"):
            number = f"{name}.{len(found) + 1}" if found else name
            first, last = source.line_at(own[0].start), source.line_at(own[-1].start)
            found.append(RawReference(number, source.rebuild(own), own, first, last))
    return tuple(found)


def _pinpointed(raw: RawReference, reference: Reference) -> tuple[RawReference, Reference]:
    """The pinpoint page moves from the reference's fields to the raw reference."""
    pinpoint = reference.text("locator")
    if not pinpoint:
        return raw, reference
    fields = {name: field for name, field in reference.fields.items() if name != "locator"}
    return replace(raw, locator=pinpoint), replace(reference, fields=fields)


def _led(
    entries: Sequence[tuple[RawReference, Reference]],
) -> list[tuple[RawReference, Reference]]:
    """Notes with their kinds, and what ibid., op. cit. and short forms lead to."""
    past = kinds.Past()
    by_lead: list[tuple[RawReference, Reference]] = []
    for raw, reference in entries:
        told = kinds.tell(raw.text)
        kind, target = kinds.lead_to(told, raw.text, past)
        raw, reference = _with_page(raw, reference, kind)
        raw = replace(raw, kind=kind, refers_to=target)
        past.add(_earlier(raw, reference, told.year))
        by_lead.append((raw, reference))
    return by_lead


def _with_page(
    raw: RawReference, reference: Reference, kind: str
) -> tuple[RawReference, Reference]:
    """A note's last page is its pinpoint, never the pages of the article."""
    page = kinds.pinpoint_of(raw.text) if kind == "full" else kinds.page_of(raw.text)
    page = raw.locator or page
    if page and _digits(reference.text("page")) == _digits(page):
        fields = {name: field for name, field in reference.fields.items() if name != "page"}
        reference = replace(reference, fields=fields)
    return replace(raw, locator=page), reference


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _earlier(raw: RawReference, reference: Reference, year: str) -> kinds.Earlier:
    digits = raw.id.split("#")[1].split("-")[-1].split(".")[0]
    names = " ".join(name.display for name in reference.names("author"))
    words = frozenset(fold(f"{names} {raw.text[:160]}").split())
    number = int(digits) if digits.isdigit() else 0
    return kinds.Earlier(raw.id, number, words, year, raw.refers_to or raw.id)


# Citations


def _citations(source: SourceText, layout: _Layout, listed: _Listed) -> list[_Cited]:
    flow = lay(layout.body)
    calls = [flow.find(note.call.start) for note in layout.notes if note.call]
    found = find_citations(flow) + marks.find_keys(flow)
    numbered = _numbered(flow, listed, found)
    calls += [cite.span.start for cite in numbered]
    found += numbered
    sentences = find_sentences(flow.text, calls)
    cited = [_placed(source, flow, sentences, cite) for cite in _without_overlaps(found)]
    cited += _note_citations(layout, listed, flow, sentences)
    return sorted(cited, key=lambda c: (c.span.start, c.span.end))


def _numbered(flow: Flow, listed: _Listed, named: Sequence[Found]) -> list[Found]:
    """Citations by number, where the list is numbered and the paper has no notes."""
    if not listed.numbers or listed.by_note:
        return []
    found = marks.find_numbers(flow, frozenset(listed.numbers))
    if found or not listed.printed or len(named) > len(listed.in_lists) // 4:
        return found
    return marks.find_superscripts(flow, frozenset(listed.numbers))


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for cite in sorted(found, key=lambda c: (c.span.start, -c.span.end)):
        if kept and cite.span.start < kept[-1].span.end and cite.style != kept[-1].style:
            continue
        kept.append(cite)
    return kept


def _placed(source: SourceText, flow: Flow, sentences: Sentences, cite: Found) -> _Cited:
    sentence = _supported(flow, sentences, cite)
    span = _with_stars(source.text, flow.source(cite.span))
    return _Cited(cite, span, flow.source(sentence) if sentence else None)


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
    said = len(_few(flow.text, sentence.start, cite.span.start).split())
    rest = _few(flow.text, cite.span.end, sentence.end).strip(" .,:")
    follow = sentences.after(sentence)
    if rest or said > 3 or follow is None or flow.text[sentence.end : follow.start] != " ":
        return sentence
    return Span(sentence.start, follow.end)


def _note_citations(
    layout: _Layout, listed: _Listed, flow: Flow, sentences: Sentences
) -> list[_Cited]:
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
            cited.append(_Cited(found, note.call, span, answer))
    return cited


# Where each points


def _resolved(cited: Sequence[_Cited], listed: _Listed, forms: Mapping[str, str]) -> list[_Cited]:
    """Every citation with its answer; what only looked like one and leads nowhere is left out."""
    named = [c for c in cited if c.answer is None and c.found.style != "key"]
    entries = listed.in_lists or _full_notes(listed)
    resolver = Resolver([head_of(raw, reference) for raw, reference in entries], forms)
    numeric = {id(c): _by_number(c, listed) for c in named if c.found.style == "numeric"}
    by_name = [c for c in named if id(c) not in numeric]
    answers = resolver.resolve(
        [c.found for c in by_name], [c.span.start for c in by_name], _same_sentence(by_name)
    )
    known = {id(c): answer for c, answer in zip(by_name, answers, strict=True)} | numeric
    settled = [replace(c, answer=known.get(id(c)) or c.answer or _by_key(c, listed)) for c in cited]
    believed = _believed_names(settled)
    return [c for c in settled if _is_citation(c, believed)]


def _full_notes(listed: _Listed) -> list[tuple[RawReference, Reference]]:
    return [(raw, reference) for raw, reference in listed.entries if raw.kind == "full"]


def _same_sentence(cited: Sequence[_Cited]) -> list[list[int]]:
    """For each citation those near it in its sentence."""
    return [
        [
            i
            for i in range(max(0, at - _NEAR), at + _NEAR)
            if i < len(cited) and _beside(cite, cited[i])
        ]
        for at, cite in enumerate(cited)
    ]


def _beside(cite: _Cited, other: _Cited) -> bool:
    return cite.sentence is not None and cite.sentence == other.sentence


def _by_number(cite: _Cited, listed: _Listed) -> Answer:
    """The entry with that number in the list that follows the citation, else in the last list."""
    entries = listed.numbers.get(int(cite.found.year or 0), [])
    later = [raw for raw in entries if raw.spans[0].start > cite.span.start]
    raw = next(iter(later or entries[-1:]), None)
    number = cite.found.year
    if raw is None:
        return Answer(None, "none", f"the list has no number {number}")
    return Answer(raw.id, "exact", f"number {number} of the list")


def _by_key(cite: _Cited, listed: _Listed) -> Answer:
    target = listed.labels.get(cite.found.year or "")
    why = "the list has this key" if target else "cited by its key"
    return Answer(target, "exact" if target else "none", why)


def _believed_names(cited: Sequence[_Cited]) -> frozenset[str]:
    return frozenset(
        fold(c.found.authors[0]) for c in cited if c.found.authors and not c.found.shaky
    )


def _is_citation(cite: _Cited, believed: frozenset[str]) -> bool:
    """Whether what looks little like a citation is one: an entry answers, or the name is cited."""
    if not cite.found.shaky:
        return True
    if cite.answer and cite.answer.certainty in ("exact", "year-differs"):
        return True
    return bool(cite.found.authors) and fold(cite.found.authors[0]) in believed


# Stubs and values


def _finish(
    source: SourceText, cited: Sequence[_Cited], paper_id: str, layout: _Layout
) -> tuple[tuple[Citation, ...], tuple[Stub, ...]]:
    lost = [c for c in cited if c.found.authors and (c.answer is None or c.answer.target is None)]
    works = stubs.group_works([c.found for c in lost])
    long = stubs.learn_long_forms(_plain_text(layout)) if works else stubs.LongForms({})
    made: list[Stub] = []
    stub_of: dict[int, str] = {}
    for number, members in enumerate(works, 1):
        group = [lost[i] for i in members]
        first = group[0]
        stub_id = f"{paper_id}~{number}"
        line = source.line_at(first.span.start)
        found = [c.found for c in group]
        made.append(
            stubs.make_stub(stub_id, found, " ".join(source.cut(first.span).split()), line, long)
        )
        stub_of |= {id(c): stub_id for c in group}
    listless = not any(c.answer and c.answer.target for c in cited)
    return tuple(_citation(source, c, stub_of.get(id(c)), listless) for c in cited), tuple(made)


def _plain_text(layout: _Layout) -> str:
    return " ".join(line.text.replace("*", "") for line in layout.body)


def _citation(source: SourceText, cite: _Cited, stub: str | None, listless: bool) -> Citation:
    found, answer = cite.found, cite.answer or Answer(None, "none", "")
    why = answer.why
    if listless and answer.target is None and found.style != "key":
        why = "the paper has no list of references"
    named = found.style in ("parenthetical", "narrative")
    return Citation(
        span=cite.span,
        line=source.line_at(cite.span.start),
        text=source.cut(cite.span),
        style=found.style,  # type: ignore[arg-type]
        authors=found.authors,
        year=found.year if named else None,
        locator=found.locator or None,
        secondary=found.secondary,
        sentence=cite.sentence,
        target=answer.target,
        certainty=answer.certainty,
        why=why,
        stub=stub,
    )


def _problems(
    source: SourceText,
    entries: Sequence[tuple[RawReference, Reference]],
    citations: Sequence[Citation],
) -> tuple[Problem, ...]:
    if entries or citations:
        return ()
    mend = "check that the file holds the paper's text and not only its pictures"
    words = "no reference and no citation was found"
    return (Problem("paper-empty", "warning", words, Place(source.name, 1), mend),)
