"""Which lines of a paper are what: page furniture, lists and entries, notes, running text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.parse.find import Section, find_sections, find_unheaded, note_regions
from kb.parse.furniture import furniture, is_rule
from kb.parse.lines import Line, read_lines
from kb.parse.notes import Note, find_notes
from kb.parse.split import Entry, references_only, split, without_anchors, without_tail
from kb.text import SourceText


@dataclass(frozen=True)
class Layout:
    """Which lines are what: lists (each with its entries), notes, the running text."""

    lines: tuple[Line, ...]
    heads: tuple[Line, ...]
    lists: tuple[tuple[Entry, ...], ...]
    notes: tuple[Note, ...]
    body: tuple[Line, ...]


def arrange(source: SourceText) -> Layout:
    lines = read_lines(source)
    page = furniture(lines)
    lists, taken, headings = _entries(lines, find_sections(lines, page))
    regions = note_regions(lines, page | taken)
    notes = find_notes(
        lines, page, taken - _without_numbers(lines, lists), regions, taken - headings
    )
    inside = {i for note in notes.notes for i in note.lines} | notes.leftovers
    if inside & taken:
        lists, taken, _ = _entries(lines, find_sections(lines, page | inside))
    if not lists and not notes.notes:
        lists, taken, _ = _entries(lines, find_unheaded(lines, page))
    out = page | taken | inside
    return Layout(
        lines=tuple(lines),
        heads=tuple(lines[i] for i in sorted(page) if not is_rule(lines[i].text)),
        lists=lists,
        notes=notes.notes,
        body=tuple(line for i, line in enumerate(lines) if i not in out),
    )


def _without_numbers(lines: Sequence[Line], lists: Iterable[tuple[Entry, ...]]) -> frozenset[int]:
    """The lines of lists whose entries have no numbers: notes may stand between them."""
    bounds = [(e[0].first, e[-1].last) for e in lists if all(x.number is None for x in e)]
    numbers = {n for first, last in bounds for n in range(first, last + 1)}
    return frozenset(i for i, line in enumerate(lines) if line.number in numbers)


def _entries(
    lines: Sequence[Line], sections: Iterable[Section]
) -> tuple[tuple[tuple[Entry, ...], ...], frozenset[int], frozenset[int]]:
    """The entries of each section, the lines that they and the headings take, the headings."""
    lists: list[tuple[Entry, ...]] = []
    taken: set[int] = set()
    headings: set[int] = set()
    for section in sections:
        own = [without_anchors(lines[i]) for i in section.lines]
        anew = frozenset(at for at, i in enumerate(section.lines) if i in section.anew)
        entries = without_tail(references_only(split(own, anew)), own)
        if not entries:
            continue
        lists.append(tuple(entries))
        end = entries[-1].spans[-1].end
        own_lines = {*section.lines, *section.subheadings}
        taken |= {i for i in own_lines if lines[i].span.end <= end} | {section.heading}
        headings.add(section.heading)
    return tuple(lists), frozenset(taken), frozenset(headings)
