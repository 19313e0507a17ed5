"""What a citation is compared with: the names and the year of a reference, folded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.model import OTHERS, Field, Name, RawReference, Reference
from kb.parse.names import is_organisation, split_names
from kb.parse.signs import NO_DATE, YEAR
from kb.parse.terms import ORG_SMALL, PARTICLES, fold

_FIRST_YEAR = re.compile(rf"(?<![\d/-])({YEAR})([a-z]?)(?![\d])")
DASH = re.compile(r"(?:_{2,}|[—–―⸺⸻]{1,}|-{2,}|(?:Ders|Dies|Idem|Id)\b\.?)[\s,.]*")
_MORE_NAMES = re.compile(r"(?:&|dan|and|und|et|y|e|en|,)\s*[A-ZÀ-Þ]")
_SHORT_FORM = re.compile(r"\s?[(\[][A-Z][\w.&/-]{1,12}[)\]]?")
_IN_BRACKETS = re.compile(r"[(\[]([A-Z][A-Za-z]{1,9})[)\]]")
_CAPITALS = re.compile(r"\b[A-Z]{2,}[A-Za-z]{0,3}[A-Z]?\b")
_ACCESS = re.compile(
    r"https?://\S+|\b(?:accessed|retrieved|diakses|abgerufen|zugriff|consult[ée]|acesso|accedido|"
    r"consultato|geraadpleegd|zugegriffen)\b[^()\[\]]{0,40}",
    re.IGNORECASE,
)
_LEAD = 260
_SURE = 0.9
_CUT = re.compile(rf"[(\[]?\s*(?<!\d){YEAR}|[“\"«„*]|https?:")


@dataclass(frozen=True, slots=True)
class Head:
    """The names of one reference: for each author the family name and all words, folded; the
    acronym of an organisation; year and suffix; the journal and the title; `opening` is what stands
    before the first comma of the raw string, `lead` its first words, `place` where the reference
    stands in the paper, `years` others that it prints where its own year is not sure."""

    id: str
    families: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    acronyms: frozenset[str]
    year: str
    suffix: str
    container: str
    title: str
    opening: str
    place: int
    lead: str = ""
    years: frozenset[str] = frozenset()


def head_of(raw: RawReference, reference: Reference) -> Head:
    """The head of a reference, from its fields; where those lack names, from its first words."""
    names = [name for name in _names(reference) if name != OTHERS]
    words = [frozenset(fold(_SHORT_FORM.sub("", name.display)).split()) for name in names]
    families = [fold(_SHORT_FORM.sub("", name.sort_name)) for name in names]
    if not names:
        printed = _printed_names(raw.text)
        families = [fold(name) for name in printed]
        words = [frozenset(fold(name).split()) for name in printed]
    year, suffix = _year(raw, reference)
    acronyms = _bracketed(raw.text)
    for name in [n.display for n in names if n.literal or is_organisation(n.display)]:
        acronyms |= {acronym(name), *_shorter_forms(name, raw.text)}
    return Head(
        raw.id,
        tuple(families),
        tuple(words),
        frozenset(acronyms - {""}),
        year,
        suffix,
        fold(reference.text("container-title")),
        fold(reference.text("title")),
        _opening(raw.text),
        raw.spans[0].start,
        fold(raw.text[:_LEAD]),
        _other_years(raw, reference),
    )


def same_authors(
    entries: Sequence[tuple[RawReference, Reference]],
) -> list[tuple[RawReference, Reference]]:
    """Entries that begin with a dash ('______. 2011.') get the authors of the entry above: all of
    them, or, where names follow the dash, the first."""
    done: list[tuple[RawReference, Reference]] = []
    above: Field | None = None
    for raw, reference in entries:
        dash = DASH.match(raw.text)
        if dash and above is not None:
            reference = _with_authors(raw.text[dash.end() :], reference, above)
        above = reference.fields.get("author", None if not dash else above)
        done.append((raw, reference))
    return done


def inverted_first(
    entries: Sequence[tuple[RawReference, Reference]],
) -> list[tuple[RawReference, Reference]]:
    """Where a list prints its first authors as 'Arafah, Rasya, & Irwan Triadi', three single names
    ('Saragih, Eriston, & Alfajri') are two authors, the first of them inverted."""
    usual = sum(_is_inverted(raw, reference) for raw, reference in entries)
    if usual < 3 or usual * 3 < len(entries):
        return list(entries)
    return [(raw, _first_of_three_inverted(raw, reference)) for raw, reference in entries]


def _is_inverted(raw: RawReference, reference: Reference) -> bool:
    """Whether the first author is printed inverted, the given name in full."""
    first = next(iter(reference.names("author")), Name())
    whole = len(first.given.split(" ")[0].rstrip(".")) > 2
    return whole and raw.text.startswith(f"{first.family}, {first.given}")


def _first_of_three_inverted(raw: RawReference, reference: Reference) -> Reference:
    names = reference.names("author")
    bare = all(name == Name(family=name.family) for name in names)
    if len(names) != 3 or not bare or not _SINGLE_NAMES.match(raw.text):
        return reference
    field = reference.fields["author"]
    two = (Name(names[0].family, names[1].family), names[2])
    sure = min(field.confidence, 0.8)
    author = replace(field, value=two, confidence=sure)
    return replace(reference, fields={**reference.fields, "author": author})


_SINGLE_NAMES = re.compile(r"[^\W\d_]+, [^\W\d_]+,? (?:&|and|dan) [^\W\d_]+[.,]? \(")


def _with_authors(rest: str, reference: Reference, above: Field) -> Reference:
    names = above.value if isinstance(above.value, tuple) else ()
    more = _MORE_NAMES.match(rest)
    own = (
        tuple(n for n in reference.names("author") if n.display.strip("_—–―⸺⸻- .,")) if more else ()
    )
    authors = (names[:1] + own) if own else names
    field = Field(authors, "", None, min(above.confidence, 0.8))
    return replace(reference, fields={**reference.fields, "author": field})


def _names(reference: Reference) -> tuple[Name, ...]:
    return reference.names("author") or reference.names("editor")


def _printed_names(text: str) -> tuple[str, ...]:
    cut = _CUT.search(text)
    lead = text[: cut.start() if cut else 120]
    first = lead.split(". ")[0] if not cut else lead
    return split_names(first[:200])[:12]


def _other_years(raw: RawReference, reference: Reference) -> frozenset[str]:
    """The years of a raw string whose own year was not read for sure; days of access are none."""
    issued = reference.fields.get("issued")
    if issued is not None and issued.confidence >= _SURE:
        return frozenset()
    return frozenset(match[1] for match in _FIRST_YEAR.finditer(_ACCESS.sub(" ", raw.text)))


def _opening(text: str) -> str:
    lead = re.split(r"[,.(:]", text[:120], maxsplit=1)[0]
    return fold(lead) if len(lead.split()) <= 4 else ""


def _year(raw: RawReference, reference: Reference) -> tuple[str, str]:
    issued = reference.date("issued")
    if issued and issued.year:
        return str(issued.year), issued.suffix
    if NO_DATE.search(raw.text[:300]):
        return "", ""
    match = _FIRST_YEAR.search(_ACCESS.sub(" ", raw.text)) or _FIRST_YEAR.search(raw.text)
    return (match[1], match[2]) if match else ("", "")


def acronym(name: str) -> str:
    """The initials of an organisation's name: 'Walk Free Foundation' -> 'wff'."""
    words = [w for w in fold(name).split() if w not in ORG_SMALL and w not in PARTICLES]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _shorter_forms(name: str, text: str) -> set[str]:
    """Words in capitals of a reference whose letters stand in this order in the organisation's
    name: 'UNICEF' in "United Nations Children's Fund. ... New York: UNICEF."."""
    letters = fold(name).replace(" ", "")
    found = {fold(word) for word in _CAPITALS.findall(text[:1000])}
    return {word for word in found if letters[:1] == word[:1] and _stands_in(word, letters)}


def _stands_in(word: str, letters: str) -> bool:
    rest = iter(letters)
    return all(letter in rest for letter in word)


def _bracketed(text: str) -> set[str]:
    return {fold(found) for found in _IN_BRACKETS.findall(text[:300])}
