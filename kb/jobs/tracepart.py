"""Which part of a large knowledge base a trace needs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import log
from typing import Final, Literal

from kb.disk.index import Index
from kb.disk.partial import Part
from kb.formats.terms import alike, concept_words, stems, terms, tokens
from kb.formats.thesis import Thesis
from kb.formats.words import variants
from kb.jobs.search import Hit, near, search
from kb.links import Links, paper_id, paper_of_id, split_line
from kb.model import Base

MOST: Final = 50
"""Claims, and entries, that a search by words looks at closely."""
ThesisReader = Callable[[str], Thesis | None]
Table = Literal["said", "word"]


@dataclass(frozen=True)
class Needed:
    """A base with all that a trace shows, and what a search for its words found there."""

    base: Base
    hits: tuple[Hit, ...] | None = None


def part_for(part: Part, what: str, thesis_of: ThesisReader, limit: int) -> Needed:
    """What the trace of `what` needs."""
    what = what.strip()
    name = what.rpartition("#^")[2]
    notes = part.paths(part.index.claims_called(name, str(part.store.root / name)))
    if notes:
        return Needed(_around(part, notes, set(), set()))
    name, line = split_line(what)
    if line:
        return Needed(_at_line(part, name, line, thesis_of))
    numbers = part.entries_of([what.removeprefix("@")]) if " " not in what else set()
    paper = paper_id(paper_of_id(what))
    if numbers or paper in part.store.paper_ids():
        return Needed(_around(part, set(), numbers, {paper} & set(part.store.paper_ids())))
    return _by_words(part, what, limit)


def part_above(part: Part, name: str) -> Base:
    """A base with all that rests on the work `name`: a key, or a raw reference to it."""
    numbers = part.entries_of([name])
    works, _ = part.works(numbers)
    keys = {key for work in works for key in (work.key, *work.aliases, *work.origins)}
    papers = {paper_of_id(origin) for work in works for origin in work.origins}
    papers &= set(part.store.paper_ids())
    notes = part.paths(
        part.index.claims(*(f"@{key}" for key in keys), *_citing(part, papers, keys))
    )
    return _around(part, notes, numbers, papers)


def _citing(part: Part, papers: set[str], ids: set[str]) -> Iterator[str]:
    """The lines of papers (`003:41`) that cite the raw references or stubs `ids`."""
    read = part.whole(papers)
    links = Links(Base(read))
    for paper in read:
        for citation in paper.citations:
            target = citation.target or citation.stub
            if target and links.meant(target) in ids:
                yield f"{paper.id}:{citation.line}"


def _at_line(part: Part, name: str, line: int, thesis_of: ThesisReader) -> Base:
    paper = paper_id(name)
    if paper in part.store.paper_ids():
        notes = part.paths(part.index.claims(f"{paper}:{line}"))
        return _around(part, notes, set(), {paper}, [(paper, line)])
    notes = part.paths(part.index.claims_called("", str(part.store.root / name)))
    thesis = thesis_of(name) if not notes else None
    keys = {use.citation.key for use in thesis.at(line)} if thesis else set()
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
    papers = part.whole(whole)
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


def _by_words(part: Part, query: str, limit: int) -> Needed:
    """The best of the claims and works that share most words with the query."""
    index = part.index
    paths = part.paths(index.claims_at(_likeliest(index, "said", query)))
    notes = tuple(part.note(path) for path in sorted(paths))
    keys = {hit.key for hit in index.hits(_likeliest(index, "word", query))}
    keys |= {c.key for note in notes for claim in note.claims for c in claim.citations}
    works, _ = part.works(part.entries_of(keys))
    hits = tuple(search(Links(Base(library=works, notes=notes)), query, limit))
    best = {hit.note.path for hit in hits if hit.note}
    numbers = part.entries_of([hit.work.key for hit in hits if hit.work])
    return Needed(_around(part, best, numbers, set()), hits)


def _likeliest(index: Index, table: Table, query: str) -> list[int]:
    """The row numbers of what has most of the query's words, rare ones before frequent ones."""
    scores: defaultdict[int, float] = defaultdict(float)
    vocabulary = cache(lambda: index.terms(table))
    for word in dict.fromkeys(tokens(query)):
        found = _rows(index, table, word, vocabulary)
        weight = log(1 + index.size(table) / (1 + len(found)))
        for number in found:
            scores[number] += weight
    return sorted(scores, key=lambda number: (-scores[number], number))[:MOST]


def _rows(index: Index, table: Table, word: str, vocabulary: Callable[[], list[str]]) -> list[int]:
    """What has a word in any of its forms, its like in meaning, or (neither there) in letters."""
    found = index.rows(table, _forms(table, word))
    close = () if found else near(word, (*vocabulary(), *concept_words()))
    forms = " OR ".join(_forms(table, each) for each in close)
    return index.rows(table, forms) if forms else found


def _forms(table: Table, word: str) -> str:
    """Claims are filed under stems and concepts; entries under their words and variants."""
    if table == "said":
        return " OR ".join(f'"{term}"' for term in terms(word))
    forms = {word, *stems(word), *variants(word)}
    starts = {other[: max(5, len(other) - 3)] for other in alike(word)}
    every = chain((f'"{form}"' for form in forms), (f'"{start}"*' for start in starts))
    return " OR ".join(sorted(every))
