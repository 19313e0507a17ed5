"""The library, or what a document cites of it, in the formats of other programs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from kb.disk.files import read_bytes, write_text
from kb.disk.store import LIBRARY, Store
from kb.errors import USAGE, KbError
from kb.formats.bib import iter_plain, iter_references
from kb.formats.bibwrite import NEEDED, Style, entry_type, is_protected, write_entry
from kb.formats.csljson import LAWS, repeats_number, write_csl_json
from kb.formats.hayagriva import write_hayagriva
from kb.formats.ris import write_ris
from kb.formats.usedin import EVERYTHING, used_in
from kb.model import Date, Field, Name, Place, Problem, Reference, Value
from kb.rules.field_missing import NEEDS, WORDS

FINDINGS: Final = 1
"""Exit code: entries lack what is needed."""
FORMATS: Final = ("bibtex", "biblatex", "csl-json", "ris", "hayagriva")
_SUFFIXES: Final = {".json": "csl-json", ".ris": "ris", ".yml": "hayagriva", ".yaml": "hayagriva"}
_BIBLATEX: Final = (".bcf", ".typ")
_INCLUDED: Final = (".tex", ".ltx", ".aux", ".typ", ".qmd", ".md", "")


@dataclass(frozen=True)
class Request:
    """What to export: these keys (none: everything), what these documents cite, how."""

    keys: tuple[str, ...] = ()
    used_in: tuple[Path, ...] = ()
    format: str = "bibtex"
    ascii_only: bool = False
    strict: bool = False


@dataclass
class Export:
    """The text in pieces, and what was found; `problems` is complete when the pieces are read."""

    pieces: Iterator[str]
    problems: list[Problem] = field(default_factory=list)


def format_of(name: str | None, output: Path | None, used_in: Iterable[Path] = ()) -> str:
    """The format asked for, else the one that the output's suffix says, else biblatex for the
    programs that read it, else BibTeX."""
    if name:
        return name
    plain = "biblatex" if any(path.suffix in _BIBLATEX for path in used_in) else "bibtex"
    return _SUFFIXES.get(output.suffix.lower() if output else "", plain)


def export(store: Store, request: Request) -> Export:
    """What `request` asks for of the knowledge base, in the order of the library.

    Raises KbError when a document cannot be read, and with `strict` when an entry lacks what its
    type needs or a key is unknown.
    """
    done = Export(iter(()))
    wanted = wanted_keys(request, done.problems)
    if wanted is None and request.format == "bibtex" and not request.strict:
        done.pieces = _all_bibtex(store, request, done.problems)
        return done
    references: Iterable[Reference]
    if wanted is None:
        references = _once(references_of(store, done.problems), done.problems)
    else:
        chosen = _chosen(store, wanted, request.format, done.problems)
        references = list(_once(chosen, done.problems))
        done.problems += _untitled(references)
    if request.strict:
        whole = list(references)
        _refuse(whole, done.problems)
        references = iter(whole)
    done.pieces = WRITERS[request.format](map(published, references), request, done.problems)
    return done


def _all_bibtex(store: Store, request: Request, problems: list[Problem]) -> Iterator[str]:
    """The whole library as BibTeX; its plain entries need not be read for that."""
    path = store.refs / f"{LIBRARY}.bib"
    text = store.read(path).text
    if not text:
        yield from _bibtex(map(published, references_of(store, problems)), request, problems)
        return
    style, gap = Style("bibtex", request.ascii_only, own=False, fitting=True), ""
    seen: set[str] = set()
    for entry in iter_plain(text, store.name(path), problems):
        if isinstance(entry, Reference):
            if _is_new(entry.key, seen, problems):
                yield gap + _entry(_dated(published(entry)), style, problems) + "\n"
                gap = "\n"
            continue
        if not _is_new(entry[entry.index("{") + 1 : entry.index(",")], seen, problems):
            continue
        if _is_unfit(entry, request):
            (read,) = iter_references(entry)
            entry = _entry(_dated(read), style, problems)
        yield f"{gap}{entry}\n"
        gap = "\n"


Wanted = Callable[[str, tuple[str, ...]], bool]


def references_of(
    store: Store, problems: list[Problem], wanted: Wanted | None = None
) -> Iterator[Reference]:
    """The library's entries one after the other; those of the papers while there is no library."""
    path = store.refs / f"{LIBRARY}.bib"
    text = store.read(path).text
    if text:
        yield from iter_references(text, store.name(path), problems, wanted)
        return
    base = store.load()
    problems += base.problems
    seen: set[str] = set()
    for paper in base.papers:
        for _, reference in paper.entries:
            if reference.fields and reference.key not in seen:
                seen.add(reference.key)
                yield reference


def _is_unfit(entry: str, request: Request) -> bool:
    """Whether an entry cannot be handed on as it is written: too long, not ASCII, incomplete, or a
    name in its title could lose its capital."""
    needed, _ = NEEDED.get(entry[1 : entry.index("{")], ("year", ""))
    incomplete = "\n  year = " not in entry or f"\n  {needed} = " not in entry
    odd = len(entry) > LONGEST or (request.ascii_only and not entry.isascii())
    return incomplete or odd or not _keeps_capitals(entry)


def _keeps_capitals(entry: str) -> bool:
    title = _TITLE.search(entry)
    if not title:
        return True
    return title[1].startswith("{") if _LAW.search(entry) else is_protected(title[1])


_TITLE: Final = re.compile(r"\n  title = \{(.*)\},\n")
_LAW: Final = re.compile(rf"\n  entrysubtype = \{{(?:{'|'.join(LAWS)})\}}")


def _once(references: Iterable[Reference], problems: list[Problem]) -> Iterator[Reference]:
    """Without a second entry of the same key, which BibTeX and Typst stop at."""
    seen: set[str] = set()
    return (each for each in references if _is_new(each.key, seen, problems))


def _is_new(key: str, seen: set[str], problems: list[Problem]) -> bool:
    if key in seen:
        message = f"the key {key!r} stands twice; the second entry is not exported"
        mend = "give one of the two another key"
        problems.append(Problem("key-duplicate", "error", message, Place(), mend))
        return False
    seen.add(key)
    return True


def published(reference: Reference) -> Reference:
    """Without what belongs to one citing paper: the letter of a '2013a', the page cited."""
    issued = reference.fields.get("issued")
    lettered = issued and isinstance(issued.value, Date) and issued.value.suffix
    if not lettered and "locator" not in reference.fields:
        return reference
    fields = {name: value for name, value in reference.fields.items() if name != "locator"}
    if issued and isinstance(issued.value, Date):
        fields["issued"] = replace(issued, value=replace(issued.value, suffix=""))
    return replace(reference, fields=fields)


# Which


def wanted_keys(request: Request, problems: list[Problem]) -> dict[str, Place] | None:
    """The keys asked for with their first place, None for all."""
    if not request.keys and not request.used_in:
        return None
    wanted = dict.fromkeys(request.keys, Place())
    for path in request.used_in:
        for key, place in document_keys(path, problems):
            wanted.setdefault(key, place)
    return None if EVERYTHING in wanted else wanted


def document_keys(path: Path, problems: list[Problem]) -> Iterator[tuple[str, Place]]:
    """The keys that a document and the files it takes in cite. Raises KbError."""
    waiting, seen = [(path, path)], set()
    while waiting:
        asked, path_ = waiting.pop(0)
        if path_.resolve() in seen:
            continue
        seen.add(path_.resolve())
        used = used_in(read_bytes(path_).decode("utf-8", "replace"), str(path_))
        yield from used.keys
        for name in used.files:
            found = _included(name, path_, path)
            if found:
                waiting.append((asked, found))
            elif "\\" not in name and "#" not in name:
                problems.append(_not_found(name, path_))


def _included(name: str, by: Path, root: Path) -> Path | None:
    """The file that `\\input{name}` means: beside the main file, else beside the one it is in."""
    for folder in (root.parent, by.parent):
        for suffix in (by.suffix, *_INCLUDED):
            path = folder / (name if name.endswith(suffix) else name + suffix)
            if path.is_file():
                return path
    return None


def _not_found(name: str, by: Path) -> Problem:
    message = f"{name} is taken in here but is not there; what it cites is not exported"
    return Problem("document-missing", "warning", message, Place(str(by)), "check the path")


def _chosen(
    store: Store, wanted: dict[str, Place], format_: str, problems: list[Problem]
) -> Iterator[Reference]:
    """What is wanted. A work cited by an older key of its own comes under that key, too, except in
    biblatex, which knows the older keys."""
    known: set[str] = set()

    def is_wanted(key: str, aliases: tuple[str, ...]) -> bool:
        known.update((key, *aliases))
        return key in wanted or not wanted.keys().isdisjoint(aliases)

    for reference in references_of(store, problems, is_wanted):
        names = (reference.key, *reference.aliases)
        known.update(names)
        yield from _under_cited_keys(reference, [n for n in names if n in wanted], format_)
        cited = [name for name in names if name in wanted]
        if len(cited) > 1 and format_ != "biblatex":
            problems.append(_cited_twice(reference, cited, wanted))
    for key, place in wanted.items():
        if key not in known:
            problems.append(_unknown(key, place, sorted(known)))


def _under_cited_keys(reference: Reference, cited: list[str], format_: str) -> Iterator[Reference]:
    if format_ == "biblatex":
        yield from [reference] if cited else []
    else:
        yield from (replace(reference, key=name, aliases=()) for name in cited)


def _cited_twice(reference: Reference, cited: Sequence[str], wanted: dict[str, Place]) -> Problem:
    message = f"{' and '.join(cited)} are one work; it will be listed {len(cited)} times"
    mend = f"cite {reference.key} throughout"
    return Problem("citation-old-key", "warning", message, wanted[cited[-1]], mend)


def _unknown(key: str, place: Place, known: list[str]) -> Problem:
    near = get_close_matches(key, known, 1)
    mend = f"did you mean {near[0]}?" if near else "look for it: kb cite WORDS"
    return Problem("citation-unknown", "error", f"no reference has the key {key!r}", place, mend)


def _untitled(references: Sequence[Reference]) -> Iterator[Problem]:
    """Works of which a citing text gave no more than name and year look odd in a reference list."""
    keys = [reference.key for reference in references if "title" not in reference.fields]
    if keys:
        more = f" and {len(keys) - 5} more" if len(keys) > 5 else ""
        message = (
            f"{len(keys)} of {len(references)} works have no title: {', '.join(keys[:5])}{more}"
        )
        mend = "kb add a file that has them, or fill them in in refs/; --strict refuses them"
        yield Problem("field-missing", "warning", message, Place(), mend)


def _refuse(references: Sequence[Reference], problems: Sequence[Problem]) -> None:
    lacking = [text for text in map(_lacks, references) if text]
    unknown = [problem.message for problem in problems if problem.rule == "citation-unknown"]
    if lacking or unknown:
        what = "; ".join((lacking + unknown)[:5])
        more = len(lacking) + len(unknown) - 5
        what += f"; and {more} more" if more > 0 else ""
        raise KbError(f"nothing exported: {what}", "", "mend them, or leave out --strict", FINDINGS)


def _lacks(reference: Reference) -> str:
    needs = NEEDS.get(reference.type, ("title",))
    missing = [n for n in needs if not any(name in reference.fields for name in n.split("|"))]
    names = ", ".join(WORDS.get(each, each.split("|")[0]) for each in missing)
    return f"{reference.key} has no {names}" if missing else ""


# How


Writer = Callable[[Iterable[Reference], Request, list[Problem]], Iterator[str]]


def _bibtex(
    references: Iterable[Reference], request: Request, problems: list[Problem]
) -> Iterator[str]:
    style = Style("bibtex", request.ascii_only, own=False, fitting=True)
    return _blocks(map(_dated, references), style, problems)


def _dated(reference: Reference) -> Reference:
    """With 'n.d.' for a year that is not known: BibTeX's author-year styles label entries by it."""
    if "issued" in reference.fields:
        return reference
    undated = Field(Date(literal="n.d."))
    return replace(reference, fields={**reference.fields, "issued": undated})


def _biblatex(
    references: Iterable[Reference], request: Request, problems: list[Problem]
) -> Iterator[str]:
    types: set[str] = set()
    style = Style("biblatex", request.ascii_only, own=False)
    yield from _blocks(references, style, problems, types)
    undriven = sorted(types & _UNDRIVEN)
    if undriven:
        # In quotes: Typst's reader knows no preamble in braces.
        yield f'\n@preamble{{"{" ".join(map(_driver, undriven))}"}}\n'


_UNDRIVEN_TYPES: Final = (
    "artwork jurisdiction legal legislation letter music performance standard video"
)
_UNDRIVEN: Final = frozenset(_UNDRIVEN_TYPES.split())
"""Types that biblatex's own styles print as `misc`, with a warning; other styles know them."""


def _driver(kind: str) -> str:
    name = f"blx@bbx@{kind}"
    return f"\\ifcsundef{{{name}}}{{\\csdef{{{name}}}{{\\csuse{{blx@bbx@misc}}}}}}{{}}"


def _blocks(
    references: Iterable[Reference],
    style: Style,
    problems: list[Problem],
    types: set[str] | None = None,
) -> Iterator[str]:
    gap = ""
    for reference in references:
        if types is not None:
            types.add(entry_type(reference, style.dialect))
        yield f"{gap}{_entry(reference, style, problems)}\n"
        gap = "\n"


def _entry(reference: Reference, style: Style, problems: list[Problem]) -> str:
    """An entry that TeX can read. No value is too long while no line is: escapes only add."""
    entry = write_entry(reference, style)
    if max(map(len, entry.split("\n"))) <= LONGEST_NAME:
        return entry
    short = _cut(reference, problems)
    return entry if short is reference else write_entry(short, style)


LONGEST: Final = 10_000
"""Characters of a value that TeX is given: it reads no line above 200,000 bytes."""
LONGEST_NAME: Final = 300


def _cut(reference: Reference, problems: list[Problem]) -> Reference:
    """Without the ends of values that are too long for TeX."""
    long = {n: f for n, f in reference.fields.items() if _is_long(f.value)}
    extra = {n: v for n, v in reference.extra.items() if len(v) <= LONGEST}
    if not long and len(extra) == len(reference.extra):
        return reference
    names = ", ".join([*long, *(reference.extra.keys() - extra.keys())])
    message = f"{reference.key}: {names} is too long for TeX and was cut"
    problems.append(Problem("value-cut", "warning", message, Place(), "shorten it in refs/"))
    fields = {n: replace(f, value=_short(f.value), raw="") for n, f in long.items()}
    return replace(reference, fields={**reference.fields, **fields}, extra=extra)


def _is_long(value: Value) -> bool:
    if isinstance(value, str):
        return len(value) > LONGEST
    if isinstance(value, tuple):
        return any(len(part) > LONGEST_NAME for name in value for part in _parts(name))
    return False


def _parts(name: Name) -> tuple[str, ...]:
    return name.family, name.given, name.particle, name.suffix, name.literal


def _short(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_short_name(name) for name in value)
    return f"{value[:LONGEST]}…" if isinstance(value, str) else value


def _short_name(name: Name) -> Name:
    return Name(*(p if len(p) <= LONGEST_NAME else f"{p[:90]}…" for p in _parts(name)))


def _numbered_once(reference: Reference) -> Reference:
    """Without the number of a law that stands in its title."""
    if not repeats_number(reference.type, reference.text("title"), reference.text("number")):
        return reference
    return replace(reference, fields={n: f for n, f in reference.fields.items() if n != "number"})


WRITERS: Final[dict[str, Writer]] = {
    "bibtex": _bibtex,
    "biblatex": _biblatex,
    "csl-json": lambda references, *_: iter(write_csl_json(map(_numbered_once, references))),
    "ris": lambda references, *_: write_ris(references),
    "hayagriva": lambda references, *_: write_hayagriva(references),
}


def save(store: Store, done: Export, path: Path) -> bool:
    """Writes an export to a file; whether anything changed. Raises KbError, also for a file of the
    knowledge base itself, which an export would take its origins and older keys from."""
    if path.resolve().is_relative_to(store.refs.resolve()):
        raise KbError("this is a file of the knowledge base", str(path), "export elsewhere", USAGE)
    return write_text(path, "".join(done.pieces), None)
