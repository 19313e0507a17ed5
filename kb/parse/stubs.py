"""Works that a paper cites but does not list: one stub each, from the citations alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.model import OTHERS, Date, Field, Name, Reference, Stub
from kb.parse.found import Found
from kb.parse.names import is_journal, is_organisation
from kb.parse.resolve import likeness
from kb.parse.terms import ORG_SMALL, fold

_YEAR = re.compile(r"(\d{4})([a-z]?)")
_ACRONYM = re.compile(r"(?:[A-Z]{1,5}\s?)?[A-Z][A-Za-z]{0,3}[A-Z]{1,8}|[A-Z]{2,8}")
_PHRASE = re.compile(
    r"(?:The\s)?[A-ZÀ-Þ][\w’'-]*(?:\s(?:(?:of|for|on|the|and|in|to|against|dan|untuk|de|des|et|für|"
    r"der|und)\s){0,2}[A-ZÀ-Þ][\w’'-]*){1,9}"
)
_EXPLAINED = re.compile(
    r"((?:[A-ZÀ-Þ][\w’'&.-]*\s(?:(?:of|for|on|the|and|in|dan|untuk|de|des|für|der|und|van)\s){0,2}){2,10})"
    r"[(\[]([A-Z][A-Za-z0-9&-]{1,11})(?:,\s\d{4}[a-z]?)?[)\]]"
)
_ALIKE = 92


@dataclass
class _Work:
    names: tuple[str, ...]
    others: bool
    year: str
    first: int
    members: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LongForms:
    """What acronyms of a paper stand for: 'WFF' -> 'Walk Free Foundation'."""

    forms: dict[str, str]

    def __getitem__(self, name: str) -> str | None:
        return self.forms.get(name.replace(" ", "").casefold())


def learn_long_forms(text: str) -> LongForms:
    """Long forms in a text: 'Walk Free Foundation (WFF)', 'WFF (Walk ...)', 'X atau WFF'; and
    capitalised phrases whose initials spell an acronym."""
    forms: dict[str, str] = {}
    for match in _PHRASE.finditer(text):
        phrase = " ".join(match[0].split())
        for candidate in _tails(phrase):
            for short in _initials(candidate):
                forms.setdefault(short, candidate)
    return LongForms(forms)


def explicit_forms(text: str) -> dict[str, str]:
    """Folded acronyms that a text explains in brackets, 'US Library Council [USLC]'."""
    forms: dict[str, str] = {}
    for match in _EXPLAINED.finditer(text):
        short = fold(match[2])
        words = match[1].split()
        starts = [i for i, w in enumerate(words) if fold(w)[:1] == short[:1] and w[0].isupper()]
        close = [i for i in starts if abs(len(words) - i - len(short)) <= 3]
        if close:
            best = min(close, key=lambda i: abs(len(words) - i - len(short)))
            forms.setdefault(short, fold(" ".join(words[best:])))
    return forms


def _tails(phrase: str) -> list[str]:
    """A phrase and its ends: a sentence's first word may stand before the name."""
    words = phrase.split(" ")
    return [" ".join(words[i:]) for i in range(min(3, max(1, len(words) - 1)))]


def _initials(phrase: str) -> set[str]:
    words = [word for word in re.split(r"[\s-]", phrase) if word]
    large = [w[0] for w in words if w[0].isupper()]
    whole = [w[0] for w in words]
    found = {"".join(large).casefold(), "".join(whole).casefold()}
    return {short for short in found if len(short) >= 3 or (len(words) == 2 and len(short) == 2)}


def group_works(cites: Sequence[Found]) -> list[tuple[int, ...]]:
    """The citations of each distinct work, as indexes; spellings are merged with care: same year,
    same names but for 'et al.', or nearly the same letters."""
    works: list[_Work] = []
    by_year: dict[str, list[_Work]] = {}
    for at, cite in enumerate(cites):
        year = cite.year or ""
        known = by_year.setdefault(year, [])
        work = next((w for w in known if _is_same(w, cite)), None)
        if work is None:
            work = _Work(cite.authors, cite.others, year, at)
            works.append(work)
            known.append(work)
        work.members.append(at)
        if len(cite.authors) > len(work.names):
            work.names, work.others = cite.authors, cite.others
    return [tuple(work.members) for work in works]


def _is_same(work: _Work, cite: Found) -> bool:
    mine, theirs = work.names, cite.authors
    if not mine or not theirs or not _is_alike(mine[0], theirs[0]):
        return False
    if len(mine) != len(theirs):
        return work.others or cite.others
    return work.others == cite.others and all(
        _is_alike(a, b) for a, b in zip(mine, theirs, strict=True)
    )


def _is_alike(left: str, right: str) -> bool:
    a, b = fold(left), fold(right)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    if min(len(a), len(b)) < 6 or left.isupper() or right.isupper():
        return a.split()[-1:] == b.split()[-1:] and _adds_given(a, b)
    return likeness(a, b) >= _ALIKE or (a.split()[-1:] == b.split()[-1:] and _adds_given(a, b))


def _adds_given(a: str, b: str) -> bool:
    """'Kevin Bales' and 'Bales': one is the other with a given name before it."""
    return (a.endswith(f" {b}") or b.endswith(f" {a}")) and not is_organisation(f"{a} {b}")


def make_stub(stub_id: str, cites: Sequence[Found], text: str, line: int, long: LongForms) -> Stub:
    """A stub from all citations of one work: the fullest names, the year, the long form."""
    best = max(cites, key=lambda cite: (len(cite.authors), sum(map(len, cite.authors))))
    names: tuple[Name, ...] = tuple(_name(name, long) for name in best.authors)
    if any(cite.others for cite in cites) and len(names) < 2:
        names += (OTHERS,)
    fields = {}
    if names:
        fields["author"] = Field(names, ", ".join(best.authors), confidence=0.6)
    if best.year:
        fields["issued"] = Field(_date(best.year), best.year, confidence=0.9)
    if best.within and is_journal(best.within):
        fields["container-title"] = Field(best.within, best.within, confidence=0.5)
    return Stub(stub_id, Reference("", "document", fields, (stub_id,), incomplete=True), text, line)


def _date(year: str) -> Date:
    match = _YEAR.match(year)
    return Date(year=int(match[1]), suffix=match[2]) if match else Date(literal=year)


def _name(name: str, long: LongForms) -> Name:
    plain = " ".join(name.split())
    form = long[plain] if _ACRONYM.fullmatch(plain) else None
    if form:
        return Name(literal=form)
    if _is_literal(plain):
        return Name(literal=plain)
    words = plain.split(" ")
    return Name(family=plain) if len(words) == 1 else _person(words)


def _is_literal(name: str) -> bool:
    small = any(word in ORG_SMALL for word in name.split()[1:-1])
    return (
        is_organisation(name) or is_journal(name) or small or (_ACRONYM.fullmatch(name) is not None)
    )


def _person(words: Sequence[str]) -> Name:
    """Two words or more, given names first as a sentence has them."""
    at = next((i for i, w in enumerate(words) if w[:1].islower() and i > 0), len(words) - 1)
    given, family = " ".join(words[:at]), " ".join(words[at:])
    return Name(family=family, given=given)
