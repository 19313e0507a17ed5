"""Who means whom: keys, aliases and ids resolved, and every link of the base walked backwards."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from kb.model import (
    OTHERS,
    Base,
    Citation,
    Claim,
    Date,
    Decision,
    Note,
    NoteCitation,
    Paper,
    Place,
    RawReference,
    Reference,
    Stub,
    Value,
)

_DIGEST: Final = re.compile(r"_[0-9a-fA-F]{8,}$")
_WORDS: Final = re.compile(r"[^\W_]+")
_MARK: Final = re.compile("[#~]")
HEAD: Final = 1500
"""Characters of a paper's text in which its title and authors stand."""
_OPENING: Final = 4
"""Words that a title must have to be looked for in a text."""


class Entry(NamedTuple):
    """A raw reference or a stub, with what was read from it and the paper it stands in."""

    id: str
    paper: Paper
    reference: Reference
    raw: RawReference | None
    stub: Stub | None

    @property
    def text(self) -> str:
        return self.raw.text if self.raw else self.stub.text if self.stub else ""

    @property
    def place(self) -> Place:
        """Where it stands in its paper."""
        line = self.raw.line if self.raw else self.stub.line if self.stub else 0
        end = self.raw.end_line if self.raw else line
        return Place(self.paper.name, line, 0, end)


class Use(NamedTuple):
    """A citation of a work in a paper."""

    paper: Paper
    citation: Citation


class Rest(NamedTuple):
    """A claim that rests on a work, and the citation that says so."""

    note: Note
    claim: Claim
    citation: NoteCitation


@dataclass(frozen=True)
class Identity:
    """A paper of the base that is a work others cite: sure or proposed; `evidence` in words."""

    paper: Paper
    work: Reference
    score: float
    sure: bool
    evidence: tuple[str, ...]


def paper_id(name: str) -> str:
    """The id of a paper: its file's stem without a digest at the end
    (`003_d6ad0c5425588bd7.txt` -> `003`), in letters that an id and a file name may have."""
    stem = PurePosixPath(name.replace("\\", "/")).stem or name
    short = _DIGEST.sub("", stem) or stem
    return re.sub(r"[^\w.-]+", "-", short).strip("-.") or "paper"


def paper_of_id(id_: str) -> str:
    """The id of the paper that a raw reference or stub stands in: `003#12`, `003~4` -> `003`."""
    return _MARK.split(id_, maxsplit=1)[0]


class Links:
    """The links of one knowledge base; each table is made when it is first asked for."""

    def __init__(self, base: Base) -> None:
        self.base = base

    @cached_property
    def works(self) -> tuple[Reference, ...]:
        """One reference a work: the library, or (before it is made) what the papers' lists say."""
        if self.base.library:
            return self.base.library
        return tuple(e.reference for e in self.entries.values() if e.stub or _full(e))

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every raw reference and stub by its id."""
        found: dict[str, Entry] = {}
        for paper in self.base.papers:
            for raw, reference in paper.entries:
                found[raw.id] = Entry(raw.id, paper, reference, raw, None)
            for stub in paper.stubs:
                found[stub.id] = Entry(stub.id, paper, stub.reference, None, stub)
        return found

    @cached_property
    def _by_key(self) -> Mapping[str, Reference]:
        return {work.key: work for work in reversed(self.works)}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[Reference, ...]]:
        """Older keys -> the works that claim them (more than one is a mistake)."""
        found: defaultdict[str, list[Reference]] = defaultdict(list)
        for work in self.works:
            for alias in work.aliases:
                if alias != work.key:
                    found[alias].append(work)
        return {alias: tuple(works) for alias, works in found.items()}

    @cached_property
    def _by_origin(self) -> Mapping[str, Reference]:
        found = {origin: work for work in self.works for origin in work.origins}
        for entry in self.entries.values():
            if entry.id not in found and self.base.library and entry.reference.key in self._by_key:
                found[entry.id] = self._by_key[entry.reference.key]
            found.setdefault(entry.id, entry.reference)
        return found

    @cached_property
    def _by_own_key(self) -> Mapping[str, Reference]:
        """Keys of the papers' own entries -> the works that they are."""
        return {
            entry.reference.key: self._by_origin[entry.id]
            for entry in reversed(list(self.entries.values()))
            if entry.stub or _full(entry)
        }

    def work(self, name: str) -> Reference | None:
        """The work that a key, an older key, or the id of a raw reference or stub means."""
        found = self._by_key.get(name)
        if found:
            return found
        if name in self.aliases:
            return self.aliases[name][0]
        if "#" in name or "~" in name:
            return self.work_of(name)
        return self._by_own_key.get(name)

    def work_of(self, entry_id: str) -> Reference | None:
        """The work that a raw reference is; an ibid, op. cit. or short form is what it means."""
        return self._by_origin.get(self.meant(entry_id))

    def meant(self, entry_id: str) -> str:
        """The id at the end of the chain of an ibid (`entry_id` itself when it is full)."""
        seen: set[str] = set()
        while entry_id not in seen:
            seen.add(entry_id)
            entry = self.entries.get(entry_id)
            if not entry or not entry.raw or not entry.raw.refers_to:
                break
            entry_id = entry.raw.refers_to
        return entry_id

    def keys(self) -> Iterator[str]:
        """Every key that means a work, older ones too."""
        yield from self._by_key
        yield from self.aliases

    def place(self, work: Reference) -> Place:
        """Where the entry of a work stands in `refs/`."""
        places = self.base.places
        return next((places[n] for n in (work.key, *work.origins) if n in places), Place())

    def origins(self, work: Reference) -> tuple[Entry, ...]:
        """The raw references and stubs that a work was read from, papers in order."""
        ids = work.origins or tuple(i for i, e in self.entries.items() if e.reference is work)
        return tuple(self.entries[i] for i in ids if i in self.entries)

    @cached_property
    def _uses(self) -> Mapping[str, tuple[Use, ...]]:
        found: defaultdict[str, list[Use]] = defaultdict(list)
        for paper in self.base.papers:
            for citation in paper.citations:
                target = citation.target or citation.stub
                if target:
                    found[target].append(Use(paper, citation))
        return {target: tuple(uses) for target, uses in found.items()}

    def uses(self, entry_id: str) -> tuple[Use, ...]:
        """The citations that point to a raw reference or stub."""
        return self._uses.get(entry_id, ())

    def cited_work(self, citation: Citation) -> Reference | None:
        """The work that a citation in a paper means."""
        target = citation.target or citation.stub
        return self.work_of(target) if target else None

    @cached_property
    def claims(self) -> Mapping[str, tuple[tuple[Note, Claim], ...]]:
        """Claims by id (more than one is a mistake)."""
        found: defaultdict[str, list[tuple[Note, Claim]]] = defaultdict(list)
        for note in self.base.notes:
            for claim in note.claims:
                found[claim.id].append((note, claim))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def _rests(self) -> Mapping[str, tuple[Rest, ...]]:
        found: defaultdict[str, list[Rest]] = defaultdict(list)
        for note in self.base.notes:
            for claim in note.claims:
                for citation in claim.citations:
                    work = self.work(citation.key)
                    found[work.key if work else citation.key].append(Rest(note, claim, citation))
        return {key: tuple(rests) for key, rests in found.items()}

    def rests(self, key: str) -> tuple[Rest, ...]:
        """The claims that rest on a work, whatever key they call it by."""
        work = self.work(key)
        return self._rests.get(work.key if work else key, ())

    @cached_property
    def papers(self) -> Mapping[str, Paper]:
        """Papers by id and by file name."""
        by_id = {paper.id: paper for paper in self.base.papers}
        return {**{paper.name: paper for paper in self.base.papers}, **by_id}

    def paper(self, name: str) -> Paper | None:
        """The paper with an id, a file name, or a path that ends in its file name."""
        if name in self.papers:
            return self.papers[name]
        last = name.replace("\\", "/").rsplit("/", 1)[-1]
        return self.papers.get(last) or (self.papers.get(paper_id(last)) if last else None)

    def seen(self, claim: Claim) -> Iterator[tuple[Paper, int]]:
        """The places in papers where a claim stands, as far as they exist."""
        for where in claim.seen:
            name, line = split_line(where)
            paper = self.paper(name)
            if paper and line:
                yield paper, line

    @cached_property
    def _seen_at(self) -> Mapping[tuple[str, int], tuple[tuple[Note, Claim], ...]]:
        found: defaultdict[tuple[str, int], list[tuple[Note, Claim]]] = defaultdict(list)
        for note in self.base.notes:
            for claim in note.claims:
                for paper, line in self.seen(claim):
                    found[paper.id, line].append((note, claim))
        return {where: tuple(pairs) for where, pairs in found.items()}

    def claims_at(self, paper: Paper, line: int) -> tuple[tuple[Note, Claim], ...]:
        """The claims whose notes name this line of a paper."""
        return self._seen_at.get((paper.id, line), ())

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """Papers of the base that are works others cite, the surest first."""
        found = (each for each in works_that_are_papers(self.base) if not self.settled(each))
        free = (each for each in found if each.work.key not in self._decided)
        return (*self._decided.values(), *free)

    def paper_of(self, work: Reference) -> Identity | None:
        """The paper that a work is, when the base has it: decided, or recognised."""
        if work.key in self._decided:
            return self._decided[work.key]
        found = (identify(paper, work) for paper in _sharing(self._marked, work))
        free = (each for each in found if each and not self.settled(each))
        return max(free, key=lambda each: each.score, default=None)

    def at_head(self, paper: Paper, text: str) -> Iterator[Identity]:
        """Works whose title, and an author, stand at the head of a paper's text: proposals, for a
        paper of which nothing better is known."""
        if any(each.paper is paper for each in self.identities):
            return
        head = fold(text[:HEAD])
        for at in range(len(head) - _OPENING + 1):
            for work in self._opened.get(tuple(head[at : at + _OPENING]), ()):
                identity = _by_head(paper, work, head, at)
                if identity and not self.settled(identity):
                    yield identity

    @cached_property
    def _opened(self) -> Mapping[tuple[str, ...], list[Reference]]:
        """Works by the first words of their titles."""
        found: defaultdict[tuple[str, ...], list[Reference]] = defaultdict(list)
        for work in self.works:
            found[tuple(fold(work.text("title"))[:_OPENING])].append(work)
        return found

    @cached_property
    def _marked(self) -> Mapping[str, list[Paper]]:
        return _by_mark(self.base.papers)

    @cached_property
    def _decided(self) -> Mapping[str, Identity]:
        """Works by key that a decision `same KEY PAPER` says are a paper."""
        found = {}
        for paper, work, decision in self._paper_decisions():
            if decision.kind == "same":
                words = f"decided: {decision.why}" if decision.why else "decided"
                found[work.key] = Identity(paper, work, 1.0, True, (words,))
        return found

    def _paper_decisions(self) -> Iterator[tuple[Paper, Reference, Decision]]:
        for decision in self.base.decisions:
            for name, other in permutations((decision.left, decision.right)):
                paper, work = self.papers.get(name), self.work(other)
                if paper and work and decision.kind != "field":
                    yield paper, work, decision

    def settled(self, identity: Identity) -> bool:
        """Whether decisions say something else about the paper or the work."""
        decided = self._decided.get(identity.work.key)
        if decided:
            return decided.paper is not identity.paper
        return any(
            paper is identity.paper and (decision.kind == "same" or work is identity.work)
            for paper, work, decision in self._paper_decisions()
        )


def _full(entry: Entry) -> bool:
    return entry.raw is not None and entry.raw.refers_to is None


def split_line(where: str) -> tuple[str, int]:
    """`003:41` -> ('003', 41); without a line the number is 0."""
    name, colon, line = where.rpartition(":")
    return (name, int(line)) if colon and line.isdecimal() and line.isascii() else (where, 0)


def fingerprint(work: Reference) -> str:
    """Eight hex digits that change when what a reference says changes (not its key or origins)."""
    said = [work.type]
    said += (f"{name}={_plain(found.value)}" for name, found in sorted(work.fields.items()))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return "; ".join(f"{name.sort_name}, {name.given}, {name.suffix}" for name in value)
    return value if isinstance(value, str) else repr(value)


def works_that_are_papers(base: Base) -> tuple[Identity, ...]:
    """Every paper of the base that is (or may be) a work of the library, the surest first."""
    marked = _by_mark(base.papers)
    works = Links(base).works if marked else ()
    found = (identify(paper, work) for work in works for paper in _sharing(marked, work))
    kept = [each for each in found if each]
    return tuple(sorted(kept, key=lambda each: (-each.score, each.paper.id, each.work.key)))


def _by_mark(papers: Iterable[Paper]) -> Mapping[str, list[Paper]]:
    found: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        for mark in _marks(paper.item):
            found[mark].append(paper)
    return found


def _sharing(marked: Mapping[str, list[Paper]], work: Reference) -> Iterable[Paper]:
    """The papers that share a mark with a work."""
    if not marked:
        return ()
    return {paper.id: paper for mark in _marks(work) for paper in marked.get(mark, ())}.values()


def _marks(item: Reference) -> set[str]:
    """What two items that are one work must share at least one of."""
    long = (word for word in fold(item.text("title")) if len(word) > 3)
    journal = " ".join(fold(item.text("container-title"))[:3])
    return {_doi(item), *_families(item), *long, journal} - {""}


def identify(paper: Paper, work: Reference) -> Identity | None:
    """Whether `paper` is `work`: DOI, else title with a name or the year; None when it is not.

    Names and year alone (a stub has no more), or the journal alone where the paper's text tells
    neither title nor names, are a proposal, never sure.
    """
    item = paper.item
    if _cites(paper, work):
        return None
    dois = _doi(item), _doi(work)
    if all(dois):
        same = dois[0] == dois[1]
        return Identity(paper, work, 1.0, True, (f"the same DOI {dois[0]}",)) if same else None
    names = _families(item) & _families(work)
    if _families(item) and _families(work) and not names:
        return None
    year = _year_words(item.date(), work.date())
    alike = title_likeness(item.text("title"), work.text("title"))
    return _weigh(paper, work, names, year, alike)


def _by_head(paper: Paper, work: Reference, head: list[str], at: int) -> Identity | None:
    """Whether the title of `work` stands at word `at` of a paper's head, and an author near it."""
    title = fold(work.text("title"))
    if _cites(paper, work) or head[at : at + len(title)] != title:
        return None
    words = f" {' '.join(head)} "
    names = sorted(name for name in _families(work) if f" {name} " in words)
    if not names:
        return None
    year = f"the year {work.year} too" if str(work.year) in head else ""
    evidence = ("its title stands at the head of the text", f"authors there: {', '.join(names)}")
    return Identity(paper, work, 0.6, False, tuple(filter(None, (*evidence, year))))


def _cites(paper: Paper, work: Reference) -> bool:
    """Whether the work was read from the paper: then it is another."""
    return any(paper_of_id(origin) == paper.id for origin in work.origins)


def _weigh(
    paper: Paper, work: Reference, names: set[str], year: str, alike: float
) -> Identity | None:
    people = f"authors in common: {', '.join(sorted(names))}" if names else ""
    if alike >= 0.6:
        title = f"titles alike ({alike:.2f}): {work.text('title')}"
        score = alike * (0.6 + 0.25 * bool(names) + 0.15 * bool(year))
        evidence = tuple(filter(None, (title, people, year)))
        return Identity(paper, work, round(score, 3), score >= 0.72, evidence)
    if work.text("title") and paper.item.text("title"):
        return None
    if names >= _families(work) and names and year:
        return Identity(paper, work, 0.5, False, (people, year, "no title to compare"))
    if _same_journal(paper.item, work):
        journal = f"the same journal: {paper.item.text('container-title')}"
        return Identity(paper, work, 0.4, False, (journal, "no title to compare"))
    return None


def _same_journal(item: Reference, work: Reference) -> bool:
    """Whether all that is known of the paper is its journal, and it is that of the work."""
    mine, theirs = (fold(each.text("container-title")) for each in (item, work))
    nameless = not item.text("title") and not item.names()
    return nameless and len(mine) > 2 and theirs[: len(mine)] == mine


def _doi(item: Reference) -> str:
    found = re.search(r"10\.\d{4,9}/\S+", item.text("DOI") or item.text("URL"))
    return found[0].rstrip(".,;)").lower() if found else ""


def _families(item: Reference) -> set[str]:
    names = (*item.names(), *item.names("editor"))
    return {" ".join(fold(name.sort_name)) for name in names if name != OTHERS}


def _year_words(left: Date | None, right: Date | None) -> str:
    if not left or not right or not left.year or not right.year:
        return ""
    if left.year == right.year:
        return f"the same year {left.year}"
    return f"years {left.year} and {right.year}" if abs(left.year - right.year) == 1 else ""


def fold(text: str) -> list[str]:
    """The words of `text` in lower case without accents."""
    if text.isascii():
        return _WORDS.findall(text.lower())
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _WORDS.findall("".join(c for c in plain if not unicodedata.combining(c)))


def title_likeness(left: str, right: str) -> float:
    """How alike two titles are, 0-1: shared words of all words, letters apart where one is cut."""
    one, two = set(fold(left)), set(fold(right))
    if not one or not two:
        return 0.0
    shared = sum(1.0 for word in one if word in two or _near(word, two))
    return min(1.0, 2 * shared / (len(one) + len(two)))


def _near(word: str, words: Iterable[str]) -> bool:
    """Whether one of the words is this one but for its last letter or two ('analisi(s)')."""
    return len(word) > 5 and any(
        other.startswith(word[:-1]) or word.startswith(other[:-1])
        for other in words
        if abs(len(other) - len(word)) <= 1 and len(other) > 5
    )
