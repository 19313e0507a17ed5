"""What of an entry a search and a list of candidates need: its card, made fast from either format.

A card is no reference: its words are for finding and showing, LaTeX is taken off but roughly.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from kb.formats.words import LITTLE, variants, without_latex, words

COLUMNS: Final = ("author", "title", "journal", "key", "year", "acronym", "other", "variant")
"""What can be searched, see `columns`."""

Item = Mapping[str, Any]
"""A CSL-JSON item."""


class Person(NamedTuple):
    """A name on a card: `family` is the whole name of an organisation or a mononym."""

    family: str
    given: str = ""


class Card(NamedTuple):
    """An entry's key and older keys, its people, the year as shown, and its texts."""

    key: str
    aliases: Sequence[str] = ()
    authors: Sequence[Person] = ()
    editors: Sequence[Person] = ()
    others: bool = False
    year: str = ""
    title: str = ""
    journal: str = ""
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    more: str = ""


# ---------------------------------------------------------------------------------------------
# From CSL-JSON


def card_of_item(item: Item, aliases: Sequence[str] = ()) -> Card:
    """The card of a CSL-JSON item."""

    def text(*variables: str) -> str:
        return without_latex(" ".join(str(item[v]) for v in variables if item.get(v)))

    authors, others = _people(item.get("author") or ())
    return Card(
        str(item.get("id", "")),
        aliases,
        authors,
        _people(item.get("editor") or ())[0],
        others,
        year_of(item),
        text("title"),
        text("container-title") or text("event-title", "collection-title"),
        text("publisher"),
        text("volume"),
        text("issue"),
        text("title-short", "container-title-short", "number", "genre", "DOI", "ISBN", "URL"),
    )


def _people(names: Iterable[Mapping[str, str]]) -> tuple[list[Person], bool]:
    some = list(names)
    kept = [_person(name) for name in some if name.get("literal") != "others"]
    return kept, len(kept) < len(some)


def _person(name: Mapping[str, str]) -> Person:
    if name.get("literal"):
        return Person(without_latex(name["literal"]))
    parts = (name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family"))
    return Person(
        without_latex(" ".join(filter(None, parts))), without_latex(name.get("given") or "")
    )


def year_of(item: Item) -> str:
    """The year of issue with its letter, or the words that stand for it ('n.d.'), or ''."""
    issued = item.get("issued") or {}
    parts = issued.get("date-parts") or ()
    year = str(parts[0][0]) if parts and parts[0] else str(issued.get("literal") or "")
    return year + str(item.get("year-suffix") or "")


# ---------------------------------------------------------------------------------------------
# From the fields of a BibTeX entry

_EASY: Final = re.compile(r"[^{}\\~]*")
_AND: Final = re.compile(r"\s+and\s+")
_YEAR_FIELD: Final = re.compile(r"-?\d{1,4}[a-z]?")
_JOURNALS: Final = ("journal", "journaltitle", "booktitle", "maintitle", "eventtitle", "series")
_PUBLISHERS: Final = ("publisher", "institution", "school", "organization", "howpublished")
_MORE: Final = ("shorttitle", "shortjournal", "number", "eid", "type", "doi", "isbn", "url")


def card_of_fields(key: str, fields: Mapping[str, str]) -> Card:
    """The card of a BibTeX or biblatex entry, from its fields as written."""

    def text(*names: str) -> str:
        return next((_plain(fields[name]) for name in names if fields.get(name)), "")

    authors, others = _names(fields.get("author", ""))
    return Card(
        key,
        [alias.strip() for alias in fields.get("ids", "").split(",") if alias.strip()],
        authors,
        _names(fields.get("editor", ""))[0],
        others,
        _year(fields),
        " ".join(filter(None, (text("title"), text("subtitle")))),
        text(*_JOURNALS),
        text(*_PUBLISHERS),
        text("volume"),
        text("number", "issue") if "journal" in fields or "journaltitle" in fields else "",
        " ".join(_plain(fields[name]) for name in _MORE if name in fields),
    )


def _plain(value: str) -> str:
    if "\n" in value or "  " in value:
        value = " ".join(value.split())
    return without_latex(value.strip())


def _names(value: str) -> tuple[list[Person], bool]:
    """The people of a field of names, and whether 'and others' ends it."""
    if not value:
        return [], False
    people = _easy_names(value) if _EASY.fullmatch(value) else _hard_names(value)
    kept = [person for person in people if person != ("others", "")]
    return kept, len(kept) < len(people)


def _easy_names(value: str) -> list[Person]:
    people = []
    for name in _AND.split(value.strip()):
        parts = name.split(",")
        if len(parts) > 1:
            people.append(Person(" ".join(parts[0].split()), " ".join(parts[-1].split())))
        else:
            *given, family = name.split() or [""]
            while given and given[-1][:1].islower():
                family = f"{given.pop()} {family}"
            people.append(Person(family, " ".join(given)))
    return people


def _hard_names(value: str) -> list[Person]:
    from kb.formats.names import read_names

    return [
        Person(name.sort_name, " ".join(filter(None, (name.given, name.suffix))))
        for name in read_names(" ".join(value.split()))
    ]


def _year(fields: Mapping[str, str]) -> str:
    value = fields.get("kb-issued") or fields.get("date") or fields.get("year") or ""
    found = _YEAR_FIELD.match(value)
    if not found:
        return _plain(value)
    suffix = fields.get("kb-suffix", "")
    return found[0] if found[0].endswith(suffix or "0") and suffix else found[0] + suffix


# ---------------------------------------------------------------------------------------------
# What is searched


def columns(card: Card) -> tuple[str, ...]:
    """The words of an entry by column, in the order of `COLUMNS`.

    author: `family, given; family, given` (editors where there is no author); year: `2013 2013a
    13`; acronym: what organisations, title and journal may be abbreviated to; other: editors,
    publisher, numbers, identifiers; variant: other forms of the words, see
    `kb.formats.words.variants`.
    """
    title, journal, publisher = words(card.title), words(card.journal), words(card.publisher)
    authors = [_spelled(person) for person in card.authors or card.editors]
    other = words(card.more) + publisher
    if card.authors:
        other += [word for person in card.editors for word in words(person.family)]
    families = [word for family, _ in authors for word in family]
    forms = {form for word in (*families, *title, *journal) for form in variants(word)}
    acronyms = _title_acronyms(title) | _acronyms(journal) | _acronyms(publisher)
    for (family, _), person in zip(authors, card.authors or card.editors, strict=True):
        if not person.given and len(family) > 1:
            acronyms |= _acronyms(family)
    return (
        "; ".join(", ".join(filter(None, map(" ".join, person))) for person in authors),
        " ".join(title),
        " ".join(journal),
        " ".join(words(" ".join((card.key, *card.aliases)))),
        _years(card.year),
        " ".join(sorted(acronyms)),
        " ".join(other),
        " ".join(sorted(forms)),
    )


def _spelled(person: Person) -> tuple[list[str], list[str]]:
    return words(person.family), words(person.given)


def _years(year: str) -> str:
    """`2013a` -> `2013 2013a 13`: with the two digits that people type for a year."""
    found = " ".join(words(year))
    number = found[:4]
    if not number.isdigit() or len(number) < 4:
        return found
    return " ".join(dict.fromkeys((number, found, number[2:])))


def _acronyms(some: Sequence[str]) -> set[str]:
    """Acronyms of a name of several words: `World Health Organization` -> `who`.

    With and without its little words, and without the first word (`Advances in`, `Proceedings of`).
    """
    if len(some) < 2:
        return set()
    big = _initials([word for word in some if word not in LITTLE])
    found = {_initials(some), big, big[1:] if len(big) > 3 else ""}
    return {acronym for acronym in found if 2 <= len(acronym) <= LONGEST_ACRONYM}


def _title_acronyms(title: Sequence[str]) -> set[str]:
    """What a title, a part of it without numbers, and the end of such a part may be shortened to.

    A beginning of an acronym finds it, so that every run of words can be asked for: `tppo` finds
    `Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana Perdagangan Orang`.
    """
    runs = [list(run) for number, run in groupby(title, str.isdigit) if not number]
    found = {_initials(some) for some in (title, *runs)}
    found = {acronym for acronym in found if 2 <= len(acronym) <= LONGEST_ACRONYM}
    for run in (title, *runs):
        big = _initials([word for word in run if word not in LITTLE])
        found |= {big[at : at + LONGEST_ACRONYM] for at in range(len(big) - 1)}
    return found


LONGEST_ACRONYM: Final = 8


def _initials(some: Sequence[str]) -> str:
    return "".join([word[0] for word in some])


# ---------------------------------------------------------------------------------------------
# What is shown


def shown_names(card: Card, most: int = 3) -> str:
    """The authors' family names (or the editors'): `Albayumi, Wahyuni & Toha`, `Vaswani et al.`"""
    shown = [person.family for person in card.authors or card.editors]
    if len(shown) > most or card.others:
        return f"{shown[0] if shown else ''} et al.".strip()
    return " & ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def line(card: Card) -> str:
    """An entry as one readable line: no citation style, and not like one.

    `Albayumi, Wahyuni & Toha 2022 · Kerjasama Indonesia · Uti Possidetis 3(1)`
    """
    head = " ".join(filter(None, (shown_names(card), card.year)))
    issue = f"({card.issue})" if card.issue else ""
    where = f"{card.journal or card.publisher} {card.volume}{issue}".strip()
    return " · ".join(filter(None, (head, card.title, where)))
