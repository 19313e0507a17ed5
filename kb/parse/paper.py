"""Read a paper: from its text to its references, its citations, and where each points.

The stages, in order: lines -> page furniture -> reference lists -> notes -> running text ->
references read -> citations found -> citations resolved -> stubs for what no list names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.model import Citation, Paper, Place, Problem, RawReference, Reference, Stub
from kb.parse import stubs
from kb.parse.fit import fitted
from kb.parse.heads import head_of
from kb.parse.item import read_item
from kb.parse.layout import Layout, arrange
from kb.parse.listed import Listed, read_listed
from kb.parse.placed import Cited, place_citations, read_body
from kb.parse.resolve import Answer, Resolver
from kb.parse.terms import fold
from kb.text import SourceText

_NEAR = 8
"""So many citations before and after one are looked at for hints."""


def read_paper(source: SourceText, paper_id: str) -> Paper:
    """Everything a paper's text says of its sources. Never fails: a text without references and
    citations is a `Paper` with a `Problem`."""
    layout = arrange(source)
    body = read_body(layout)
    listed = read_listed(source, layout, paper_id, body.names_authors(layout))
    resolver = _resolver(listed, stubs.explicit_forms(_plain_text(layout)))
    body = replace(body, found=fitted(body.found, body.flow, resolver))
    cited = _resolved(place_citations(source, layout, listed, body), listed, resolver)
    citations, made = _finish(source, cited, paper_id, layout)
    item = read_item(layout.body, layout.heads, paper_id)
    problems = _problems(source, listed.entries, citations)
    return Paper(
        paper_id, source.name, source.sha256, item, listed.entries, citations, made, problems
    )


# Where each points


def _resolver(listed: Listed, forms: Mapping[str, str]) -> Resolver:
    entries = listed.in_lists or _full_notes(listed)
    return Resolver([head_of(raw, reference) for raw, reference in entries], forms)


def _resolved(cited: Sequence[Cited], listed: Listed, resolver: Resolver) -> list[Cited]:
    """Every citation with its answer; what only looked like one and leads nowhere is left out."""
    named = [c for c in cited if c.answer is None and c.found.style != "key"]
    numeric = {id(c): _by_number(c, listed) for c in named if c.found.style == "numeric"}
    by_name = [c for c in named if id(c) not in numeric]
    answers = resolver.resolve(
        [c.found for c in by_name], [c.span.start for c in by_name], _same_sentence(by_name)
    )
    known = {id(c): answer for c, answer in zip(by_name, answers, strict=True)} | numeric
    settled = [replace(c, answer=known.get(id(c)) or c.answer or _by_key(c, listed)) for c in cited]
    settled = _as_before(settled)
    believed = _believed_names(settled)
    return [c for c in settled if _is_citation(c, believed)]


def _as_before(cited: Sequence[Cited]) -> list[Cited]:
    """'(ibid., p. 5)' in running text means what the citation before it means."""
    done: list[Cited] = []
    last: Answer | None = None
    for cite in cited:
        if cite.found.same and last is not None and last.target:
            cite = replace(cite, answer=replace(last, why="the same as the citation before"))
        last = cite.answer
        done.append(cite)
    return [cite for cite in done if not cite.found.same or (cite.answer and cite.answer.target)]


def _full_notes(listed: Listed) -> list[tuple[RawReference, Reference]]:
    return [(raw, reference) for raw, reference in listed.entries if raw.kind == "full"]


def _same_sentence(cited: Sequence[Cited]) -> list[list[int]]:
    """For each citation those near it in its sentence."""
    return [
        [
            i
            for i in range(max(0, at - _NEAR), at + _NEAR)
            if i < len(cited) and _beside(cite, cited[i])
        ]
        for at, cite in enumerate(cited)
    ]


def _beside(cite: Cited, other: Cited) -> bool:
    return cite.sentence is not None and cite.sentence == other.sentence


def _by_number(cite: Cited, listed: Listed) -> Answer:
    """The entry with that number in the list that follows the citation, else in the last list."""
    entries = listed.numbers.get(int(cite.found.year or 0), [])
    later = [raw for raw in entries if raw.spans[0].start > cite.span.start]
    raw = next(iter(later or entries[-1:]), None)
    number = cite.found.year
    if raw is None:
        return Answer(None, "none", f"the list has no number {number}")
    return Answer(raw.id, "exact", f"number {number} of the list")


def _by_key(cite: Cited, listed: Listed) -> Answer:
    target = listed.labels.get(cite.found.year or "")
    why = "the list has this key" if target else "cited by its key"
    return Answer(target, "exact" if target else "none", why)


def _believed_names(cited: Sequence[Cited]) -> frozenset[str]:
    return frozenset(
        fold(c.found.authors[0]) for c in cited if c.found.authors and not c.found.shaky
    )


def _is_citation(cite: Cited, believed: frozenset[str]) -> bool:
    """Whether what looks little like a citation is one: an entry answers, or the name is cited."""
    if not cite.found.shaky:
        return True
    if cite.answer and cite.answer.certainty in ("exact", "year-differs"):
        return True
    return bool(cite.found.authors) and fold(cite.found.authors[0]) in believed


# Stubs and values


def _finish(
    source: SourceText, cited: Sequence[Cited], paper_id: str, layout: Layout
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
        words = _words(source, first, layout)
        made.append(stubs.make_stub(stub_id, found, words, line, long))
        stub_of |= {id(c): stub_id for c in group}
    listless = not any(c.answer and c.answer.target for c in cited)
    return tuple(_citation(source, c, stub_of.get(id(c)), listless) for c in cited), tuple(made)


def _words(source: SourceText, cite: Cited, layout: Layout) -> str:
    """The words of a citation on one line, page furniture between them left out."""
    heads = {head.text for head in layout.heads}
    lines = [line.strip() for line in source.cut(cite.span).splitlines()]
    return " ".join(" ".join(line for line in lines if line not in heads).split())


def _plain_text(layout: Layout) -> str:
    return " ".join(line.text.replace("*", "") for line in layout.body)


def _citation(source: SourceText, cite: Cited, stub: str | None, listless: bool) -> Citation:
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
