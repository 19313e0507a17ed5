"""The entry of the paper's own list that a note means: 'Sutherland (2005), p. 12', 'Laksmi, op.
cit.', or names and a shortened title ('Laksmi, Perdagangan orang, 40')."""

from collections.abc import Collection, Iterable, Sequence

from kb.model import RawReference, Reference
from kb.parse.heads import Head, head_of
from kb.parse.kinds import JOINTS, Told, is_short_form, without_page
from kb.parse.terms import ORG_SMALL, fold


class Shelf:
    """The entries of a paper's lists, looked up by the family name of the first author."""

    def __init__(self, entries: Iterable[tuple[RawReference, Reference]]) -> None:
        self._by_family: dict[str, list[Head]] = {}
        for raw, reference in entries:
            head = head_of(raw, reference)
            if head.families and head.families[0]:
                self._by_family.setdefault(head.families[0].split()[-1], []).append(head)

    def named(self, told: Told) -> str | None:
        """The id of the one entry with the names (and the year) of a note, None if none or
        several have them."""
        return _only(self._with(told), told.persons)

    def short(self, told: Told, text: str) -> str | None:
        """The id of the one entry that a note without 'op. cit.' means: it says no more than
        names, year and page, or words of the title in place of the year."""
        if told.kind != "full" or not is_short_form(text):
            return None
        rest = _words(without_page(text), {*told.names, told.year})
        if not told.year and not rest:
            return None
        hits = [head for head in self._with(told) if rest <= set(head.title.split())]
        return _only(hits, told.persons)

    def _with(self, told: Told) -> list[Head]:
        """The entries of the year, if one is said, whose authors the names can be, the first author
        among them."""
        heads = [head for name in told.persons for head in self._by_family.get(name, ())]
        return [h for h in heads if told.year in ("", h.year) and _agrees(told.persons, h)]


def _words(text: str, known: Collection[str]) -> set[str]:
    """What a note says beside what is `known`; numbers and small words say nothing."""
    words = {word for word in fold(text).split() if len(word) > 2 and not word.isdecimal()}
    return words - ORG_SMALL - JOINTS - set(known)


def _agrees(names: Sequence[str], head: Head) -> bool:
    """Whether the first family name is among the names, and every other one is a family name, a
    given name, or may be one that the list shortens."""
    families = {word for family in head.families for word in family.split()}
    given = {word for words in head.words for word in words}
    first = set(head.families[0].split()) <= set(names)
    return first and all(n in families or n in given or n[0] in given for n in names)


def _only(hits: Sequence[Head], names: Sequence[str]) -> str | None:
    """The one entry, by preference one with no other authors than the names."""
    whole = [head for head in hits if {w for f in head.families for w in f.split()} <= set(names)]
    ids = {head.id for head in whole or hits}
    return ids.pop() if len(ids) == 1 else None
