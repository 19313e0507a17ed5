"""The references of a paper: entries of lists and notes, read, with what short notes lead to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.model import RawReference, Reference, ReferenceKind
from kb.parse import kinds
from kb.parse.heads import inverted_first, same_authors
from kb.parse.layout import Layout
from kb.parse.noteparts import cut_note, cut_spans, names_a_work
from kb.parse.notes import Note, looks_like_note
from kb.parse.reader import read_references
from kb.parse.shelf import Shelf
from kb.parse.signs import is_full_reference
from kb.parse.terms import fold
from kb.text import SourceText, Span


@dataclass(frozen=True)
class Listed:
    """The references of a paper with what was read from each; notes by their place."""

    entries: tuple[tuple[RawReference, Reference], ...]
    by_note: dict[int, tuple[RawReference, ...]]
    in_lists: tuple[tuple[RawReference, Reference], ...]
    numbers: dict[int, list[RawReference]]
    labels: dict[str, str]
    printed: bool = False


def read_listed(source: SourceText, layout: Layout, paper_id: str, explains: bool) -> Listed:
    """The references of a paper. `explains` says that it cites by names and year: then its notes
    explain, and only what is plainly a reference in them is one."""
    notes = _note_references(source, layout, paper_id, explains)
    prefix = "L" if notes else ""
    listed: list[RawReference] = []
    printed: dict[int, list[int]] = {}
    labels: dict[str, str] = {}
    for entry in (entry for entries in layout.lists for entry in entries):
        raw = RawReference(
            f"{paper_id}#{prefix}{len(listed) + 1}",
            entry.text,
            entry.spans,
            entry.first,
            entry.last,
        )
        number = entry.number if entry.number is not None else len(listed) + 1
        printed.setdefault(number, []).append(len(listed))
        if entry.label:
            labels[entry.label] = raw.id
        listed.append(raw)
    raws = [raw for group in notes.values() for raw in group]
    read = read_references([raw.text for raw in (*raws, *listed)])
    entries = [_pinpointed(raw, ref) for raw, ref in zip((*raws, *listed), read, strict=True)]
    entries = entries[: len(raws)] + inverted_first(same_authors(entries[len(raws) :]))
    told = _led(entries[: len(raws)], Shelf(entries[len(raws) :]))
    by_id = {raw.id: raw for raw, _ in told}
    kept = tuple(entries[len(raws) :])
    return Listed(
        entries=(*told, *kept),
        by_note={at: tuple(by_id[raw.id] for raw in group) for at, group in notes.items()},
        in_lists=kept,
        numbers={n: [listed[i] for i in group] for n, group in printed.items()},
        labels=labels,
        printed=any(entry.number is not None for entries in layout.lists for entry in entries),
    )


def _note_references(
    source: SourceText, layout: Layout, paper_id: str, explains: bool
) -> dict[int, tuple[RawReference, ...]]:
    """The references in each note, by the note's index; notes that only explain have none."""
    found: dict[int, tuple[RawReference, ...]] = {}
    leads: set[str] = set()
    for at, note in enumerate(layout.notes):
        raws = _note_parts(source, note, note.spans(layout.lines), paper_id, explains, leads)
        if raws:
            found[at] = raws
            leads |= {lead for raw in raws for lead in _leads(raw.text)}
    return found


def _note_parts(
    source: SourceText,
    note: Note,
    spans: Sequence[Span],
    paper_id: str,
    explains: bool,
    leads: set[str],
) -> tuple[RawReference, ...]:
    text = source.rebuild(spans)
    part = f"{note.part}-" if note.part > 1 else ""
    name = f"{paper_id}#{part}{note.number}"
    found: list[RawReference] = []
    for start, end in cut_note(text):
        own = cut_spans(spans, start, end)
        if own and _is_reference(text[start:end], explains, leads):
            number = f"{name}.{len(found) + 1}" if found else name
            first, last = source.line_at(own[0].start), source.line_at(own[-1].start)
            found.append(RawReference(number, source.rebuild(own), own, first, last))
    return tuple(found)


def _is_reference(text: str, explains: bool, leads: set[str]) -> bool:
    if explains:
        return is_full_reference(text)
    if looks_like_note(text) or kinds.tell(text).kind != "full" or names_a_work(text):
        return True
    return "," in text and kinds.is_short_form(text) and not leads.isdisjoint(_leads(text))


def _leads(text: str) -> list[str]:
    """The words that name the author of a note: those before its first comma."""
    words = fold(text[:120].split(",")[0]).split()
    return [word for word in words if len(word) > 2][:4]


def _pinpointed(raw: RawReference, reference: Reference) -> tuple[RawReference, Reference]:
    """The pinpoint page moves from the reference's fields to the raw reference."""
    pinpoint = reference.text("locator")
    if not pinpoint:
        return raw, reference
    fields = {name: field for name, field in reference.fields.items() if name != "locator"}
    return replace(raw, locator=pinpoint), replace(reference, fields=fields)


def _led(
    entries: Sequence[tuple[RawReference, Reference]], shelf: Shelf
) -> list[tuple[RawReference, Reference]]:
    """Notes with their kinds, and what ibid., op. cit. and short forms lead to: an earlier note,
    or an entry of the list."""
    past = kinds.Past()
    full: set[str] = set()
    by_lead: list[tuple[RawReference, Reference]] = []
    for raw, reference in entries:
        told = kinds.tell(raw.text)
        kind, target = kinds.lead_to(told, raw.text, past)
        if target not in full:
            kind, target = _in_list(told, raw.text, shelf) or (kind, target)
        raw, reference = _with_page(raw, reference, kind)
        raw = replace(raw, kind=kind, refers_to=target)
        if kind == "full":
            full.add(raw.id)
        past.add(_earlier(raw, reference, told.year))
        by_lead.append((raw, reference))
    return by_lead


def _in_list(told: kinds.Told, text: str, shelf: Shelf) -> tuple[ReferenceKind, str] | None:
    """The kind of a note that leads to no full note, and the entry of the list that it means."""
    listed = shelf.short(told, text)
    if listed:
        return "short", listed
    listed = shelf.named(told) if told.kind in ("op-cit", "loc-cit") and not told.note else None
    return (told.kind, listed) if listed else None


def _with_page(
    raw: RawReference, reference: Reference, kind: str
) -> tuple[RawReference, Reference]:
    """A note's last page is its pinpoint, never the pages of the article."""
    page = kinds.pinpoint_of(raw.text) if kind == "full" else kinds.page_of(raw.text)
    page = raw.locator or page
    if kind == "full" and raw.locator is None and kinds.is_extent(raw.text, reference.type):
        return raw, reference
    if page and kinds.digits(reference.text("page")) == kinds.digits(page):
        fields = {name: field for name, field in reference.fields.items() if name != "page"}
        reference = replace(reference, fields=fields)
    return replace(raw, locator=page), kinds.without_word(reference, page)


def _earlier(raw: RawReference, reference: Reference, year: str) -> kinds.Earlier:
    printed = raw.id.split("#")[1].split("-")[-1].split(".")[0]
    names = " ".join(name.display for name in reference.names("author"))
    words = frozenset(fold(f"{names} {raw.text[:160]}").split())
    number = int(printed) if printed.isdecimal() else 0
    return kinds.Earlier(raw.id, number, words, year, raw.refers_to or raw.id)
