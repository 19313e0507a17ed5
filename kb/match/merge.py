"""What the one entry of a work says when its references disagree, and what the others said.

Each variable has a policy with a name. Nothing is lost: a value that was not taken stays in
`losing` with the origin that said it. A stub never beats a full reference, an empty value never
beats a real one, and the order of the members plays no part.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.match.normal import doi, fold, isbns, numeral, pages, url, words
from kb.model import OTHERS, Date, Decision, Field, Name, Reference, Value

Losing = Mapping[str, tuple[tuple[str, str], ...]]
Candidate = tuple[Reference, Field]

VARIABLE: Final = {
    "pages": "page",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "year": "issued",
    "date": "issued",
    "number": "issue",
    "doi": "DOI",
    "url": "URL",
    "isbn": "ISBN",
    "issn": "ISSN",
    "address": "publisher-place",
}
"""BibTeX's names of variables, which a person may write in a decision."""

_SPECIFIC: Final = {"document": 0, "webpage": 1, "post": 1, "article": 1, "book": 2, "report": 3}
"""How much a type tells; every type not named here tells most."""


@dataclass(frozen=True)
class Merged:
    """The entry of a work, and what it did not take: variable -> ((value, origin), ...)."""

    reference: Reference
    losing: Losing


def value_text(value: Value) -> str:
    """A value as plain text: 'Veda, J.; Roe, K.', '2021-05', or the string itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, Date):
        return _date_text(value)
    return "; ".join(_name_text(name) for name in value)


def _date_text(date: Date) -> str:
    parts = [f"{date.year:04}" if date.year is not None else ""]
    parts += [f"{part:02}" for part in (date.month, date.day) if part]
    end = "/" + "-".join(f"{part:02}" for part in date.end) if date.end else ""
    return ("-".join(parts) + date.suffix + end).strip("-") or date.literal


def _name_text(name: Name) -> str:
    if name == OTHERS:
        return "et al."
    return ", ".join(filter(None, (name.sort_name, name.given, name.suffix)))


def merge(members: Sequence[Reference], decisions: Sequence[Decision] = ()) -> Merged:
    """One reference out of `members` (at least one), whose order plays no part.

    The key is that of the fullest member. `decisions` of kind `field` name members by key, alias
    or origin. Raises ValueError without members.
    """
    if not members:
        raise ValueError("nothing to merge")
    ordered = sorted(members, key=_rank)
    chosen: dict[str, Field] = {}
    losing: dict[str, tuple[tuple[str, str], ...]] = {}
    for variable in _variables(ordered):
        said = [(one, one.fields[variable]) for one in ordered if variable in one.fields]
        chosen[variable] = _decided(variable, said, decisions) or _cut_as_inverted(
            _choose(variable, said), said
        )
        lost = _lost(said, value_text(chosen[variable].value))
        if lost:
            losing[variable] = lost
    extra, lost_extra = _extra(ordered)
    losing.update(lost_extra)
    reference = replace(
        ordered[0],
        type=_type(ordered),
        fields=chosen,
        extra=extra,
        origins=_union(one.origins for one in ordered),
        unread=_union(one.unread for one in ordered),
        aliases=_union(one.aliases for one in ordered),
        incomplete=ordered[0].incomplete,
    )
    return Merged(reference, losing)


def _rank(reference: Reference) -> tuple[object, ...]:
    """Full references first, then those that say most; keys decide what is left."""
    length = sum(len(value_text(field.value)) for field in reference.fields.values())
    return (reference.incomplete, -len(reference.fields), -length, reference.key)


def _variables(ordered: Sequence[Reference]) -> list[str]:
    return sorted({variable for one in ordered for variable in one.fields})


def _union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({item for group in groups for item in group}, key=_natural))


def _natural(text: str) -> tuple[object, ...]:
    """Orders '002#9' before '002#10'."""
    head, mark, tail = text.rpartition("#" if "#" in text else "~")
    number = _DIGITS.match(tail)
    return (head, mark, int(number[0]) if number else 0, tail)


_DIGITS = re.compile(r"\d{1,9}")


def _type(ordered: Sequence[Reference]) -> str:
    """Policy 'specific': what most full references say, among types that tell most; of equals
    the fullest reference's."""
    full = [one for one in ordered if not one.incomplete] or list(ordered)
    best = max(_SPECIFIC.get(one.type, 4) for one in full)
    votes = Counter(one.type for one in full if _SPECIFIC.get(one.type, 4) == best)
    return max(votes, key=votes.__getitem__)


def _decided(
    variable: str, said: Sequence[Candidate], decisions: Sequence[Decision]
) -> Field | None:
    """The value that a person chose; the last such line holds."""
    found = None
    for decision in decisions:
        if decision.kind == "field" and VARIABLE.get(decision.field, decision.field) == variable:
            taken = (field for one, field in said if decision.right in _called(one))
            found = next(taken, found)
    return found


def _called(reference: Reference) -> set[str]:
    return {reference.key, *reference.origins, *reference.aliases}


def _choose(variable: str, said: Sequence[Candidate]) -> Field:
    """The value that the variable's policy likes best; of equals the fullest reference's."""
    real = [pair for pair in said if value_text(pair[1].value).strip()] or list(said)
    full = [pair for pair in real if not pair[0].incomplete] or real
    if len(full) == 1:
        return full[0][1]
    rank = POLICY.get(variable, agreed)
    forms = [_form(variable, field.value) for _, field in full]
    votes = Counter(forms)
    ranks = [
        rank(variable, field, votes[form]) for (_, field), form in zip(full, forms, strict=True)
    ]
    return full[ranks.index(max(ranks))][1]


def _cut_as_inverted(chosen: Field, said: Sequence[Candidate]) -> Field:
    """Names in full, cut into family and given where another reference cuts them.

    'Aliyah Putri' may be filed under either word; 'Aliyah, P.' elsewhere was written by somebody
    who knew.
    """
    if not isinstance(chosen.value, tuple):
        return chosen
    short = [name for _, field in said if isinstance(field.value, tuple) for name in field.value]
    known = {(fold(name.family), _initials(name.given)) for name in short if _is_short(name)}
    cut = tuple(
        replace(name, family=name.given, given=name.family)
        if (fold(name.given), _initials(name.family)) in known
        else name
        for name in chosen.value
    )
    return replace(chosen, value=cut)


def _is_short(name: Name) -> bool:
    """Whether the given names are initials: 'P.', 'A. F. Y.'"""
    return bool(name.given) and all(len(word) == 1 for word in words(name.given))


def _initials(given: str) -> str:
    return "".join(word[0] for word in words(given))


def _form(variable: str, value: Value) -> str:
    """The form in which two values of a variable are one vote."""
    text = value_text(value)
    canon = _FORMS.get(variable)
    return (canon(text) if canon else "") or "".join(words(text)) or text


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    "DOI": doi,
    "ISBN": lambda text: " ".join(isbns(text)),
    "URL": url,
    "page": lambda text: "-".join(pages(text)),
    "volume": numeral,
    "issued": lambda text: text[:4],
}

Policy = Callable[[str, Field, int], tuple[float, ...]]


def agreed(variable: str, field: Field, votes: int) -> tuple[float, ...]:
    """Policy 'agreed': what most say, then what its reader was surest of, then the longest."""
    return (votes, field.confidence, len(value_text(field.value)))


def fullest_names(variable: str, field: Field, votes: int) -> tuple[float, ...]:
    """Policy 'fullest names': no 'et al.', most names, most given names written out."""
    names = field.value if isinstance(field.value, tuple) else ()
    written = sum(len(fold(name.given)) + len(name.family) for name in names)
    return (OTHERS not in names, len(names), votes, written, field.confidence)


def best_title(variable: str, field: Field, votes: int) -> tuple[float, ...]:
    """Policy 'agreed title': what most say, not in capitals, then the longest (with subtitle), then
    the one in which somebody put capitals in braces."""
    text, cared = value_text(field.value), "{" in field.raw
    return (votes, not text.isupper(), _marks(text), len(text), cared, field.confidence)


def longest(variable: str, field: Field, votes: int) -> tuple[float, ...]:
    """Policy 'longest': a name written out beats its abbreviation, diacritics their loss."""
    text = value_text(field.value)
    return (not text.isupper(), len(words(text)), len(text), votes)


def precise(variable: str, field: Field, votes: int) -> tuple[float, ...]:
    """Policy 'precise': the year most agree on, then the one with month and day."""
    date = field.value if isinstance(field.value, Date) else Date()
    return (date.year is not None, votes, bool(date.month), bool(date.day), field.confidence)


def whole_range(variable: str, field: Field, votes: int) -> tuple[float, ...]:
    """Policy 'whole range': first and last page beat the first alone; then what most say."""
    return (bool(pages(value_text(field.value))[1]), votes, field.confidence)


def _marks(text: str) -> int:
    return sum(ord(char) > 127 for char in text)


POLICY: Final[dict[str, Policy]] = {
    "author": fullest_names,
    "editor": fullest_names,
    "translator": fullest_names,
    "title": best_title,
    "container-title": longest,
    "publisher": longest,
    "event-title": longest,
    "issued": precise,
    "page": whole_range,
}
"""The policy of each variable; every other is decided by `agreed`."""


def _lost(said: Sequence[Candidate], taken: str) -> tuple[tuple[str, str], ...]:
    """Every other value with the origin that said it, each once."""
    lost = {
        (value_text(field.value), origin)
        for one, field in said
        if value_text(field.value) != taken
        for origin in (one.origins or (one.key,))
    }
    return tuple(sorted(lost, key=lambda pair: (_natural(pair[1]), pair[0])))


def _extra(ordered: Sequence[Reference]) -> tuple[dict[str, str], Losing]:
    """Fields without a CSL variable: the first value stays, others are kept as losing."""
    taken: dict[str, str] = {}
    lost: dict[str, list[tuple[str, str]]] = {}
    for one in ordered:
        for name, value in one.extra.items():
            if taken.setdefault(name, value) != value:
                origin = one.origins[0] if one.origins else one.key
                lost.setdefault(name, []).append((value, origin))
    return taken, {name: tuple(values) for name, values in lost.items()}
