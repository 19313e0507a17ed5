"""Which part of a large knowledge base a trace needs."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import log
from typing import Final

from kb.disk.partial import ClaimRow, Part
from kb.formats.thesis import Thesis
from kb.jobs.concepts import CONCEPTS
from kb.jobs.words import concepts, stems, tokens
from kb.links import Links, paper_id, split_line
from kb.model import Base

MOST: Final = 50
"""Claims, and entries, that a search by words looks at closely."""
ThesisReader = Callable[[str], Thesis | None]


def part_for(part: Part, what: str, thesis_of: ThesisReader) -> Base:
    """A base with all that the trace of `what` shows."""
    what = what.strip()
    rows = [row for row in part.claims if what in (row.id, row.note, row.path)]
    if rows:
        return _around(part, rows, set(), set())
    name, line = split_line(what)
    if line:
        return _at_line(part, name, line, thesis_of)
    numbers = part.entries_of([what.removeprefix("@")]) if " " not in what else set()
    paper = paper_id(re.split("[#~]", what)[0])
    if numbers or paper in part.store.paper_ids():
        return _around(part, [], numbers, {paper} & set(part.store.paper_ids()))
    rows, numbers = _by_words(part, what)
    return _around(part, rows, numbers, set())


def _at_line(part: Part, name: str, line: int, thesis_of: ThesisReader) -> Base:
    paper = paper_id(name)
    if paper in part.store.paper_ids():
        rows = [row for row in part.claims if f"{paper}:{line}" in row.seen]
        return _around(part, rows, set(), {paper}, [(paper, line)])
    rows = [row for row in part.claims if row.path == name]
    thesis = thesis_of(name) if not rows else None
    uses = [u for u in thesis.uses if u.citation.place.line == line] if thesis else []
    keys = {use.citation.key for use in uses}
    rows += [row for row in part.claims if keys & set(row.keys)]
    return _around(part, rows, part.entries_of(keys), set())


def _around(
    part: Part,
    rows: Iterable[ClaimRow],
    numbers: set[int],
    whole: set[str],
    lines: Iterable[tuple[str, int]] = (),
) -> Base:
    """The claims of `rows` and the works `numbers`, with what they rest on and where they stand."""
    rows = list(rows)
    seen = [(paper_id(name), line) for row in rows for name, line in map(split_line, row.seen)]
    places = {*seen, *lines}
    whole = whole | {paper for paper, _ in places}
    targets = list(_targets(part, whole, places))
    keys = {key for row in rows for key in row.keys}
    numbers = numbers | part.entries_of({*keys, *targets})
    return part.base(numbers, {row.path for row in rows}, whole)


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


def _by_words(part: Part, query: str) -> tuple[list[ClaimRow], set[int]]:
    """The claims and entries that share most with the query, by a look at their words only."""
    claims = "\n".join(" ".join((row.text, row.id)).lower() for row in part.claims)
    starts = [0, *(match.end() for match in re.finditer("\n", claims))]
    best = _likeliest(query, claims, lambda at: bisect_right(starts, at) - 1, len(starts))
    works = _likeliest(query, part.bib.lower(), part.entry_at, 1 + part.bib.count("\n@"))
    return [part.claims[number] for number in best], set(works) - {-1}


def _likeliest(query: str, text: str, of: Callable[[int], int], whole: int) -> list[int]:
    scores: defaultdict[int, float] = defaultdict(float)
    for word in dict.fromkeys(tokens(query)):
        found = Counter(of(match.start()) for match in _pattern(word, text).finditer(text))
        weight = log(1 + whole / (1 + len(found)))
        for number in found:
            scores[number] += weight
    return sorted(scores, key=lambda number: (-scores[number], number))[:MOST]


def _pattern(word: str, text: str) -> re.Pattern[str]:
    """What finds a word in any of its forms, its like in meaning, or (neither there) in letters."""
    forms = {word, *stems(word)}
    lines = CONCEPTS.strip().replace("\n ", "").splitlines()
    alike = {other for number in concepts(word) for other in lines[number].split()}
    forms |= {other[: max(5, len(other) - 3)] for other in alike}
    found = re.compile("|".join(sorted(map(re.escape, forms))))
    return found if found.search(text) else re.compile("|".join(_near(word, text)) or "(?!)")


def _near(word: str, text: str) -> list[str]:
    from rapidfuzz import fuzz, process

    known = list(set(re.findall(r"[^\W\d_]{4,}", text)))
    close = process.extract(word, known, scorer=fuzz.ratio, limit=6, score_cutoff=78)
    return [re.escape(term) for term, _, _ in close]
