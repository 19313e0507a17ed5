"""Which part of a large knowledge base a trace needs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from math import log
from typing import Final, Literal

from kb.disk.index import Index
from kb.disk.partial import Part
from kb.formats.terms import alike, stems, terms, tokens
from kb.formats.thesis import Thesis
from kb.formats.words import variants
from kb.jobs.search import near
from kb.links import Links, paper_id, split_line
from kb.model import Base

MOST: Final = 50
"""Claims, and entries, that a search by words looks at closely."""
ThesisReader = Callable[[str], Thesis | None]
Table = Literal["said", "word"]


def part_for(part: Part, what: str, thesis_of: ThesisReader) -> Base:
    """A base with all that the trace of `what` shows."""
    what = what.strip()
    name = what.rpartition("#^")[2]
    notes = part.paths(part.index.claims_called(name, str(part.store.root / name)))
    if notes:
        return _around(part, notes, set(), set())
    name, line = split_line(what)
    if line:
        return _at_line(part, name, line, thesis_of)
    numbers = part.entries_of([what.removeprefix("@")]) if " " not in what else set()
    paper = paper_id(re.split("[#~]", what)[0])
    if numbers or paper in part.store.paper_ids():
        return _around(part, set(), numbers, {paper} & set(part.store.paper_ids()))
    return _around(part, *_by_words(part, what), set())


def _at_line(part: Part, name: str, line: int, thesis_of: ThesisReader) -> Base:
    paper = paper_id(name)
    if paper in part.store.paper_ids():
        notes = part.paths(part.index.claims(f"{paper}:{line}"))
        return _around(part, notes, set(), {paper}, [(paper, line)])
    notes = part.paths(part.index.claims_called("", str(part.store.root / name)))
    thesis = thesis_of(name) if not notes else None
    uses = [u for u in thesis.uses if u.citation.place.line == line] if thesis else []
    keys = {use.citation.key for use in uses}
    notes |= part.paths(part.index.claims(*(f"@{key}" for key in keys)))
    return _around(part, notes, part.entries_of(keys), set())


def _around(
    part: Part,
    paths: Iterable[str],
    numbers: set[int],
    whole: set[str],
    lines: Iterable[tuple[str, int]] = (),
) -> Base:
    """The notes at `paths` and the works `numbers`, with what they rest on and where they stand."""
    notes = [part.note(path) for path in paths]
    claims = [claim for note in notes for claim in note.claims]
    seen = (split_line(where) for claim in claims for where in claim.seen)
    places = {*((paper_id(name), line) for name, line in seen), *lines}
    whole = whole | {paper for paper, _ in places}
    targets = list(_targets(part, whole, places))
    keys = {citation.key for claim in claims for citation in claim.citations}
    return part.base(numbers | part.entries_of({*keys, *targets}), notes, whole)


def _targets(part: Part, whole: set[str], places: set[tuple[str, int]]) -> Iterator[str]:
    """The raw references and stubs that stand or are cited at these lines of papers."""
    papers = tuple(paper for paper in part.papers(tuple(whole), ()) if paper.id in whole)
    links = Links(Base(papers))
    for paper in papers:
        lines = {line for id_, line in places if id_ == paper.id}
        near = {line + step for line in lines for step in range(-40, 41)}
        every = not lines
        for raw, _ in paper.entries:
            if every or raw.line in near:
                yield links.meant(raw.id)
        for citation in paper.citations:
            target = citation.target or citation.stub
            if target and (every or citation.line in near):
                yield links.meant(target)


def _by_words(part: Part, query: str) -> tuple[set[str], set[int]]:
    """The notes and entries that share most with the query, by a look at their words only."""
    index = part.index
    notes = part.paths(index.claims_at(_likeliest(index, "said", query)))
    hits = index.hits(_likeliest(index, "word", query))
    return notes, part.entries_of([hit.key for hit in hits])


def _likeliest(index: Index, table: Table, query: str) -> list[int]:
    """The row numbers of what has most of the query's words, rare ones before frequent ones."""
    scores: defaultdict[int, float] = defaultdict(float)
    for word in dict.fromkeys(tokens(query)):
        found = index.rows(table, _expression(index, table, word))
        weight = log(1 + index.size(table) / (1 + len(found)))
        for number in found:
            scores[number] += weight
    return sorted(scores, key=lambda number: (-scores[number], number))[:MOST]


def _expression(index: Index, table: Table, word: str) -> str:
    """What finds a word in any of its forms, its like in meaning, or (neither there) in letters."""
    forms = _forms(table, word)
    if not index.rows(table, forms):
        forms = " OR ".join(f'"{term}"' for term in near(word, index.terms(table)))
    return forms or '""'


def _forms(table: Table, word: str) -> str:
    """Claims are filed under stems and concepts; entries under their words and variants."""
    if table == "said":
        return " OR ".join(f'"{term}"' for term in terms(word))
    forms = {word, *stems(word), *variants(word)}
    starts = {other[: max(5, len(other) - 3)] for other in alike(word)}
    every = chain((f'"{form}"' for form in forms), (f'"{start}"*' for start in starts))
    return " OR ".join(sorted(every))
