"""Citing sentences of a paper as candidates for claims, grouped by the work they cite."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from kb.errors import USAGE, KbError
from kb.jobs.opened import Opened
from kb.jobs.passage import sentence_words
from kb.jobs.trace import describe
from kb.links import Links
from kb.model import Citation, Paper, Reference
from kb.text import SourceText


@dataclass(frozen=True)
class Candidate:
    """A citing sentence: where it stands, its words ('' without the text), the notes it has."""

    seen: str
    citation: str
    sentence: str
    locator: str
    secondary: str
    claims: tuple[str, ...]
    command: str


@dataclass(frozen=True)
class Group:
    """A cited work (key '' when no entry answers) and the sentences that cite it."""

    key: str
    text: str
    candidates: tuple[Candidate, ...]


def suggest(opened: Opened, name: str, fresh: bool = False) -> tuple[Group, ...]:
    """The citing sentences of a paper by source, in the order of the paper; `fresh` leaves out
    those that a note names already. Raises KbError (usage) for a paper that is not here."""
    links = Links(opened.base)
    paper = links.paper(name)
    if not paper:
        known = ", ".join(each.id for each in opened.base.papers) or "none; kb ingest PAPER"
        raise KbError(f"there is no paper {name!r}", "", f"there are: {known}", USAGE)
    text = opened.text_of(paper)
    groups: dict[str, list[Candidate]] = {}
    works: dict[str, Reference | None] = {}
    for citation in paper.citations:
        work = links.cited_work(citation)
        mark = work.key if work else f"? {citation.text}"
        works[mark] = work
        found = _candidate(links, paper, citation, work, text)
        if not (fresh and found.claims):
            groups.setdefault(mark, []).append(found)
    return tuple(_group(works[mark], mark, found) for mark, found in groups.items())


def _group(work: Reference | None, mark: str, found: list[Candidate]) -> Group:
    if work:
        return Group(work.key, describe(work), tuple(found))
    return Group("", f"{mark[2:]} (no entry answers)", tuple(found))


def _candidate(
    links: Links, paper: Paper, citation: Citation, work: Reference | None, text: SourceText | None
) -> Candidate:
    seen = f"{paper.id}:{citation.line}"
    cited = citation.sentence
    sentence = sentence_words(text, paper, cited) if text and cited else ""
    claims = tuple(dict.fromkeys(c.id for _, c in links.claims_at(paper, citation.line)))
    return Candidate(
        seen,
        " ".join(citation.text.split()),
        sentence,
        citation.locator or "",
        citation.secondary or "",
        claims,
        shlex.join(_command(seen, citation, work)),
    )


def _command(seen: str, citation: Citation, work: Reference | None) -> Iterator[str]:
    yield from ("kb", "note", "new", "--seen", seen)
    if work:
        yield from ("--source", work.key)
    if citation.locator:
        yield from ("--page", citation.locator)
    yield from ("--claim", "...")


def as_json(groups: tuple[Group, ...]) -> list[dict[str, object]]:
    return [
        {
            "key": group.key or None,
            "text": group.text,
            "candidates": [
                {
                    "seen": each.seen,
                    "citation": each.citation,
                    "sentence": each.sentence or None,
                    "locator": each.locator or None,
                    "secondary": each.secondary or None,
                    "claims": list(each.claims),
                    "command": each.command,
                }
                for each in group.candidates
            ],
        }
        for group in groups
    ]
