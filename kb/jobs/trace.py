"""Trace a statement to its source: claim -> citation -> reference -> raw string -> line of a paper.

A trace is a tree of `Node`. What it starts from may be the id of a claim, a citation key, the id of
a raw reference (`003#12`), a place (`003:41`, `notes/x.md:7`, `thesis.tex:120`), a paper, or words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from kb.formats.thesis import Thesis
from kb.jobs.pages import page_passage
from kb.jobs.passage import sentence_words
from kb.jobs.search import Hit, search
from kb.links import Entry, Links, Rest, fold, split_line
from kb.model import OTHERS, Citation, Claim, Note, NoteCitation, Paper, Reference
from kb.rules.thesis_claim_unsettled import used
from kb.text import SourceText

Kind = Literal["claim", "citation", "reference", "raw", "paper", "passage"]
TextReader = Callable[[Paper], SourceText | None]
ThesisReader = Callable[[str], Thesis | None]
_PLACE: Final = re.compile(r"\S*[./\\]\S*:\d+|\d\S*:\d+|\d[^\s#~]*[#~]\d+(?:\.\d+)?")
LIMIT: Final = 5
"""How many claims and works a search by words shows."""


@dataclass(frozen=True)
class Node:
    """One link of a chain: what it is, its words, and where it stands (line 0: not known)."""

    kind: Kind
    id: str
    text: str
    path: str = ""
    line: int = 0
    score: float | None = None
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def as_json(node: Node) -> dict[str, object]:
    """The tree that `--format json` prints."""
    return {
        "kind": node.kind,
        "id": node.id,
        "text": node.text,
        "path": node.path,
        "line": node.line,
        "score": node.score,
        "children": [as_json(child) for child in node.children],
    }


@dataclass
class Tracer:
    """Makes the nodes of one tree; a work that stands in it already is not unfolded again."""

    links: Links
    text_of: TextReader = lambda _: None
    thesis_of: ThesisReader = lambda _: None
    hits: Sequence[Hit] | None = None
    """What a search for the words found already."""

    def __post_init__(self) -> None:
        self._texts: dict[str, SourceText | None] = {}
        self._open: list[str] = []

    def trace(self, what: str, limit: int = LIMIT) -> Node | None:
        """The tree that starts from `what`; None when nothing answers."""
        what = what.strip()
        for read in (self._claims, self._key, self._entry, self._place, self._paper):
            found = read(what)
            if found:
                return found
        return None if is_place(what, self.links) else self._words(what, limit)

    # -- where a trace starts

    def _claims(self, what: str) -> Node | None:
        name = what.rpartition("#^")[2] if "#^" in what else what
        found = self.links.claims.get(name, ())
        if not found:
            found = self._note(what)
        nodes = [self.claim(note, claim) for note, claim in found]
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        note = found[0][0]
        return Node(
            "passage", note.id or what, f"{len(nodes)} claims", note.path, 1, None, tuple(nodes)
        )

    def _note(self, what: str) -> tuple[tuple[Note, Claim], ...]:
        """The claims of the note with this id or path."""
        for note in self.links.base.notes:
            if what in (note.id, note.path):
                return tuple((note, claim) for claim in note.claims)
        return ()

    def _key(self, what: str) -> Node | None:
        work = self.links.work(what.removeprefix("@"))
        return self.reference(work) if work and "#" not in what and "~" not in what else None

    def _entry(self, what: str) -> Node | None:
        entry = self.links.entries.get(what)
        return self.entry(entry) if entry else None

    def _place(self, what: str) -> Node | None:
        name, line = split_line(what)
        if not line:
            return None
        paper = self.links.paper(name)
        if paper:
            found = self.passage(paper, line)
            return found if found.children or found.text else None
        return self._note_line(name, line) or self._thesis_line(name, line)

    def _note_line(self, path: str, line: int) -> Node | None:
        note = next((note for note in self.links.base.notes if note.path == path), None)
        if not note or not note.claims:
            return None
        cited = [c for c in note.claims if any(x.place.line == line for x in c.citations)]
        above = [c for c in note.claims if c.place.line <= line] or list(note.claims[:1])
        return self.claim(note, (cited or above[-1:])[0])

    def _thesis_line(self, path: str, line: int) -> Node | None:
        thesis = self.thesis_of(path)
        if not thesis:
            return None
        rows = thesis.text.split("\n")
        if line > len(rows):
            return None
        uses = thesis.at(line)
        below = [self.cited(use.citation) for use in uses]
        named = [name for name, place in thesis.named if place.line == line]
        stated = [pair for name in named for pair in self.links.claims.get(name, ())]
        stated = stated or [pair for use in uses for pair in used(use, self.links)]
        rests = {claim.id: (note, claim) for note, claim in stated}
        claims = [self.claim(note, claim) for note, claim in rests.values()]
        words = uses[0].sentence if uses else " ".join(rows[line - 1].split())
        if not words:
            return None
        return Node("passage", f"{path}:{line}", words, path, line, None, (*below, *claims))

    def _paper(self, what: str) -> Node | None:
        paper = self.links.paper(what)
        if not paper:
            return None
        works = [each.work for each in self.links.identities if each.paper is paper and each.sure]
        return replace(self.paper(paper, 1), children=tuple(self.reference(work) for work in works))

    def _words(self, what: str, limit: int) -> Node | None:
        hits = search(self.links, what, limit) if self.hits is None else self.hits
        nodes = [self._hit(hit) for hit in hits]
        return Node("passage", "", what, "", 0, None, tuple(nodes)) if nodes else None

    def _hit(self, hit: Hit) -> Node:
        if hit.claim and hit.note:
            node = self.claim(hit.note, hit.claim)
        else:
            assert hit.work
            node = self.reference(hit.work)
        return replace(node, score=round(hit.score, 3))

    # -- the links of the chain

    def claim(self, note: Note, claim: Claim) -> Node:
        """A claim, what it rests on, and the places in papers where it stands."""
        below = [self.cited(citation) for citation in once(claim.citations)]
        seen = [self.passage(paper, line, claim) for paper, line in self.links.seen(claim)]
        place = claim.place
        words = claim.text if claim.status == "supported" else f"{claim.text} [{claim.status}]"
        return Node("claim", claim.id, words, place.path, place.line, None, (*below, *seen))

    def cited(self, citation: NoteCitation) -> Node:
        """A citation of a note or thesis, and the work it cites."""
        place = citation.place
        words = " ".join(filter(None, (f"@{citation.key}", locator_words(citation))))
        work = self.links.work(citation.key)
        page = citation.locator if citation.label == "page" else ""
        below = self.reference(work, page) if work else None
        return Node(
            "citation",
            citation.key,
            words if work else f"{words} (no reference has this key)",
            place.path,
            place.line,
            None,
            (below,) if below else (),
        )

    def reference(self, work: Reference, locator: str = "", first: str = "") -> Node:
        """A work, its raw strings (those of the paper `first` before the others), and the paper
        that it is."""
        place = self.links.place(work)
        node = Node("reference", work.key, describe(work), place.path, place.line)
        if work.key in self._open:
            return node
        self._open.append(work.key)
        entries = sorted(self.links.origins(work), key=lambda entry: entry.paper.id != first)
        below = [self.raw(entry) for entry in entries]
        self._open.pop()
        return replace(node, children=(*below, *self._onward(work, locator)))

    def raw(self, entry: Entry) -> Node:
        """A raw string at its line, and the paper it stands in."""
        place = entry.place
        below = [self.paper(entry.paper, place.line)]
        meant = self.links.meant(entry.id)
        if meant != entry.id and meant in self.links.entries:
            below.append(self.raw(self.links.entries[meant]))
        words = " ".join(entry.text.split())
        return Node("raw", entry.id, words, place.path, place.line, None, tuple(below))

    def entry(self, entry: Entry) -> Node:
        """A raw string and the work that it is."""
        node = self.raw(entry)
        work = self.links.work_of(entry.id)
        locator = entry.raw.locator if entry.raw else None
        below = [self.reference(work, locator or "")] if work else []
        return replace(node, children=(*node.children, *below))

    def paper(self, paper: Paper, line: int = 0) -> Node:
        return Node("paper", paper.id, describe(paper.item) or paper.name, paper.name, line)

    def _onward(self, work: Reference, locator: str) -> Iterator[Node]:
        """The paper of the base that the work is, and the passage that the locator names."""
        known = self.links.paper_of(work)
        if not known:
            return
        node = self.paper(known.paper, 1)
        words = node.text if known.sure else f"{node.text} (perhaps: {'; '.join(known.evidence)})"
        text = self.text(known.paper) if locator and known.sure else None
        pages = known.paper.item.text("page") or work.text("page")
        found = page_passage(text, pages, locator) if text else None
        passage = (
            Node("passage", f"p. {locator}", found[1], known.paper.name, found[0])
            if found
            else None
        )
        yield replace(node, text=words, children=(passage,) if passage else ())

    def passage(self, paper: Paper, line: int, asked: Claim | None = None) -> Node:
        """A line of a paper: what it cites, which raw strings stand there, which claims note it.

        `asked` is the claim that the trace came from: then only its sources are shown, if any.
        """
        cited = [c for c in paper.citations if self._stands(paper, c, line)]
        if asked:
            keys = {work.key for c in asked.citations if (work := self.links.work(c.key))}
            own = [c for c in cited if (work := self.links.cited_work(c)) and work.key in keys]
            cited = own or cited
        below = [self.citation(paper, citation) for citation in cited]
        on_line = (raw for raw, _ in paper.entries if raw.line <= line <= raw.end_line)
        below += [self.entry(self.links.entries[raw.id]) for raw in on_line]
        if not asked:
            pairs = self.links.claims_at(paper, line)
            below += [
                Node("claim", claim.id, claim.text, claim.place.path, claim.place.line)
                for _, claim in pairs
            ]
        words = self._sentence(paper, cited, line) or "; ".join(c.text for c in cited)
        return Node("passage", f"{paper.id}:{line}", words, paper.name, line, None, tuple(below))

    def _stands(self, paper: Paper, citation: Citation, line: int) -> bool:
        """Whether the citation, or the sentence it supports, stands on the line."""
        if citation.line == line:
            return True
        text = self.text(paper) if citation.sentence and abs(citation.line - line) < 40 else None
        if not text or not citation.sentence:
            return False
        first = text.line_at(citation.sentence.start)
        return first <= line <= text.line_at(max(first, citation.sentence.end - 1))

    def _sentence(self, paper: Paper, cited: Iterable[Citation], line: int) -> str:
        """The words that stand there, when the paper's text is here."""
        text = self.text(paper)
        if not text:
            return ""
        spans = dict.fromkeys(c.sentence for c in cited if c.sentence)
        if spans:
            return " ".join(sentence_words(text, paper, span) for span in spans)
        return " ".join(text.cut(text.line_span(line)).split()) if line <= text.line_count else ""

    def citation(self, paper: Paper, citation: Citation) -> Node:
        """A citation in a paper, the work it means, and the original of a second-hand one."""
        work = self.links.cited_work(citation)
        below = [self.reference(work, citation.locator or "", paper.id)] if work else []
        if citation.secondary:
            below.append(self._original(citation.secondary))
        words = citation.text
        if citation.certainty not in ("exact", "none"):
            words += f" ({citation.why or citation.certainty})"
        target = citation.target or citation.stub or ""
        return Node("citation", target, words, paper.name, citation.line, None, tuple(below))

    def _original(self, words: str) -> Node:
        """The original of a second-hand citation: the one work with its name and year, if any."""
        wanted = set(fold(words))
        fits = [
            work
            for work in self.links.works
            if str(work.year) in wanted
            and work.names()
            and set(fold(work.names()[0].sort_name)) <= wanted
        ]
        known = self.reference(fits[0]) if len(fits) == 1 else None
        return known or Node("reference", "", f"{words} (the original; no entry)")

    def text(self, paper: Paper) -> SourceText | None:
        if paper.id not in self._texts:
            self._texts[paper.id] = self.text_of(paper)
        return self._texts[paper.id]


def once(citations: Iterable[NoteCitation]) -> list[NoteCitation]:
    """The citations, each key and locator once, where it stands first."""
    found: dict[tuple[str, str, str], NoteCitation] = {}
    for citation in citations:
        found.setdefault((citation.key, citation.label, citation.locator), citation)
    return list(found.values())


def is_place(what: str, links: Links) -> bool:
    """Whether words are meant as a place ('003:41', 'thesis.tex:9') or raw reference ('003#12')."""
    name = re.fullmatch(r"(\S+)(?::\d+|[#~]\d+(?:\.\d+)?)", what)
    return _PLACE.fullmatch(what) is not None or bool(name and links.paper(name[1]))


def locator_words(citation: NoteCitation) -> str:
    """'p. 58', 'chapter 3', '' without a locator."""
    label = {"page": "p."}.get(citation.label, citation.label)
    return f"{label} {citation.locator}" if citation.locator else ""


def describe(work: Reference) -> str:
    """Names, year and title, as far as they are known: 'Veda & Baker (2021). The title'."""
    found = work.names() or work.names("editor")
    names = [name.sort_name for name in found]
    several = len(names) > 2 or OTHERS in found
    people = f"{names[0]} et al." if several else " & ".join(names)
    issued = work.date()
    year = f"({issued.year}{issued.suffix})" if issued and issued.year else "(n.d.)"
    title = " ".join(work.text("title").split())
    head = f"{people} {year}" if people else year if issued else ""
    return ". ".join(filter(None, (head, title)))


def impact(tracer: Tracer, key: str, theses: Iterable[Thesis] = ()) -> Node | None:
    """Everything that rests on a work (its key, or a raw reference to it): claims, citations in
    papers, sentences of theses."""
    links = tracer.links
    work = links.work(key) or links.work_of(key)
    if not work:
        return None
    below = list(_resting(tracer, work))
    for entry in links.origins(work):
        below += _citing(tracer, entry)
    for thesis in theses:
        for use in thesis.uses:
            if links.work(use.citation.key) is work:
                place = use.citation.place
                below.append(Node("passage", str(place), use.sentence, place.path, place.line))
    place = links.place(work)
    return Node("reference", work.key, describe(work), place.path, place.line, None, tuple(below))


def _resting(tracer: Tracer, work: Reference) -> Iterator[Node]:
    """The claims that rest on a work, each once with the citations that say so."""
    rests: dict[str, list[Rest]] = {}
    for rest in tracer.links.rests(work.key):
        rests.setdefault(str(rest.claim.place), []).append(rest)
    for same in rests.values():
        claim = same[0].claim
        citations = once(rest.citation for rest in same)
        cited = tuple(replace(tracer.cited(each), children=()) for each in citations)
        words = f"{claim.text} [{claim.status}]"
        place = claim.place
        yield Node("claim", claim.id, words, place.path, place.line, None, cited)


def _citing(tracer: Tracer, entry: Entry) -> Iterator[Node]:
    """The sentences of a paper that cite one of its entries, and the claims taken from them."""
    ids = [entry.id]
    short = (raw.id for raw, _ in entry.paper.entries if raw.refers_to)
    ids += [name for name in short if tracer.links.meant(name) == entry.id]
    for name in ids:
        for paper, citation in tracer.links.uses(name):
            words = tracer._sentence(paper, [citation], citation.line) or citation.text
            claims = tuple(
                Node("claim", claim.id, claim.text, claim.place.path, claim.place.line)
                for _, claim in tracer.links.claims_at(paper, citation.line)
            )
            where = f"{paper.id}:{citation.line}"
            yield Node("passage", where, words, paper.name, citation.line, None, claims)
