"""What a rule may ask: the links of the base, this year, the texts of papers, quotes compared."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kb.links import Links, fold
from kb.model import Citation, Level, Paper, Place, Problem, Quote, Reference
from kb.rules.quotes import Found, Haystack, Result
from kb.text import SourceText, Span

Reader = Callable[[Paper], SourceText | None]


def no_text(_: Paper) -> SourceText | None:
    """The reader of a base whose papers' texts are not here."""
    return None


@dataclass
class Context:
    """One run of the rules over one base; texts are read and prepared once."""

    links: Links
    year: int
    text_of: Reader = no_text
    _texts: dict[str, SourceText | None] = field(default_factory=dict)
    _haystacks: dict[str, Haystack] = field(default_factory=dict)
    _quotes: dict[Place, Result] = field(default_factory=dict)

    def text(self, paper: Paper) -> SourceText | None:
        """The text of a paper, None when it is not here or is not the text that was read."""
        if paper.id not in self._texts:
            text = self.text_of(paper)
            same = text and (not paper.sha256 or not text.sha256 or text.sha256 == paper.sha256)
            self._texts[paper.id] = text if same else None
        return self._texts[paper.id]

    def citation_place(self, paper: Paper, citation: Citation) -> Place:
        """Where a citation stands; its column is known when the paper's text is."""
        return self.span_place(paper, citation.span, citation.line)

    def span_place(self, paper: Paper, span: Span, line: int) -> Place:
        text = self.text(paper)
        if not text or not len(span) or span.end > len(text.text):
            return Place(paper.name, line)
        return Place(paper.name, *text.position(span.start), *text.position(span.end))

    def quote(self, quote: Quote) -> Result:
        """A quote compared with its source's text where that is here."""
        if quote.place not in self._quotes:
            self._quotes[quote.place] = self._compare(quote)
        return self._quotes[quote.place]

    def _compare(self, quote: Quote) -> Result:
        """Looked for in every source named; found in one of them is found. A title in quotation
        marks is no quote from within the work."""
        works = [self.links.work(citation.key) for citation in quote.citations]
        if fold(quote.text) in [fold(work.text("title")) for work in works if work]:
            return Result(Found.EXACT)
        results = [
            haystack.find(quote.text)
            for citation in quote.citations
            if (haystack := self._haystack(citation.key))
        ]
        order = list(Found)
        return min(results, key=lambda each: order.index(each.found), default=Result())

    def _haystack(self, key: str) -> Haystack | None:
        work = self.links.work(key)
        known = self.links.paper_of(work) if work else None
        text = self.text(known.paper) if known and known.sure else None
        if not known or not text:
            return None
        if known.paper.id not in self._haystacks:
            self._haystacks[known.paper.id] = Haystack(text)
        return self._haystacks[known.paper.id]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, '' when none is: only those that begin alike are tried."""
    near = [k for k in known if k[:3].casefold() == word[:3].casefold() or k[-8:] == word[-8:]]
    rated = ((SequenceMatcher(None, word, other).ratio(), other) for other in near[:300])
    best = max(rated, default=(0.0, ""))
    return best[1] if best[0] >= 0.6 else ""


def work_problem(
    ctx: Context, rule: str, level: Level, work: Reference, message: str, mend: str
) -> Problem:
    """A finding about a work, at its entry."""
    return Problem(rule, level, message, ctx.links.place(work), mend)
