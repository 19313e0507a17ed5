"""Where the names of a citation begin, as the paper's own list tells.

Words of the sentence may look like names: 'the Scale of Williamson (2003)', 'der Lesart von Zeller
(2009)', 'in Grimsworth, Edge and Roundtree (2014)'. Where the words as they stand are no entry's
names, but those after the first few are exactly an entry's, the citation begins there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.parse.flow import Flow
from kb.parse.found import YEAR, Found
from kb.parse.names import are_names, has_others, split_names
from kb.parse.resolve import Resolver
from kb.parse.terms import CONNECTORS, fold
from kb.text import Span

_WORD = re.compile(r"(?<=[\s(’'])(?=[^\W\d_])")
_MOST = 12
_PREPOSITIONS = frozenset(
    [
        "von",
        "vom",
        "of",
        "by",
        "de",
        "del",
        "di",
        "da",
        "do",
        "dari",
        "oleh",
        "van",
        "aus",
        "bei",
        "par",
    ]
)


def fitted(found: Sequence[Found], flow: Flow, resolver: Resolver) -> tuple[Found, ...]:
    """The citations, those shortened whose last names alone are an entry's."""
    return tuple(_fitted(cite, flow.text, resolver) for cite in found)


def _fitted(cite: Found, text: str, resolver: Resolver) -> Found:
    if not cite.authors or cite.secondary is not None or cite.within:
        return cite
    shorter = list(_shorter(cite, text))
    if resolver.is_exact(cite):
        after = [short for short in shorter[:1] if _is_preposition(text, cite, short, resolver)]
        return next(iter(after), cite)
    exact = (short for short in shorter if _is_entry(text, cite, short, resolver))
    return next(exact, None) or _after_preposition(cite, shorter, text, resolver)


def _is_entry(text: str, cite: Found, short: Found, resolver: Resolver) -> bool:
    """Whether an entry has these names and no word of those before: 'Jasmine' of 'Jasmine Putri'
    may be a given name."""
    dropped = set(fold(text[cite.span.start : short.span.start]).split())
    head = resolver.entry_of(short)
    return head is not None and dropped.isdisjoint(head.lead.split())


def _after_preposition(
    cite: Found, shorter: Sequence[Found], text: str, resolver: Resolver
) -> Found:
    """'Beobachtungen von Köhler (2012)': the list has a Köhler, whatever the year."""
    if resolver.knows(cite.authors[0]):
        return cite
    for short in shorter:
        before = text[cite.span.start : short.span.start].split()
        if fold(before[-1]) in _PREPOSITIONS and resolver.knows(short.authors[0]):
            return short
    return cite


def _is_preposition(text: str, cite: Found, short: Found, resolver: Resolver) -> bool:
    """'von Watzlawek (1969)' where the list files him under W, without the word."""
    first = text[cite.span.start : short.span.start].strip()
    bare = resolver.is_exact(short) and resolver.knows(short.authors[0])
    return first in _PREPOSITIONS and bare and not resolver.knows(cite.authors[0])


def _may_cut(cite: Found, dropped: Sequence[str], names: str) -> bool:
    """Whether the words before may be no names: an author is not dropped ('Sawitri & Callista'),
    but a place may stand before two ('in Grimsworth, Edge and Roundtree')."""
    if not names or fold(dropped[-1]) in CONNECTORS or dropped[-1] in "&+":
        return False
    if dropped[-1][-1] in ",;":
        return cite.style == "narrative" and len(dropped) == 1 and len(split_names(names)) > 1
    return True


def _shorter(cite: Found, text: str) -> Iterator[Found]:
    year = YEAR.search(text, cite.span.start, cite.span.end)
    stop = year.start() if year else cite.span.start
    for word in list(_WORD.finditer(text, cite.span.start + 1, stop))[:_MOST]:
        names = text[word.start() : stop].strip(" ,:(\"“”'")
        if _may_cut(cite, text[cite.span.start : word.start()].split(), names) and are_names(names):
            span = Span(word.start(), cite.span.end)
            others = has_others(names)
            yield replace(cite, span=span, authors=split_names(names), others=others)
