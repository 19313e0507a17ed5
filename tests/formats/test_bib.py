"""BibTeX: bytes kept, references read, entries written; broken pieces never hide the rest."""

import re
import sys
from dataclasses import replace as changed
from pathlib import Path

import pytest
import yaml
from format_strategies import references
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kb.formats import bibscan, latex
from kb.formats.bib import digest, iter_plain, iter_references, read_bib, remove, replace, write_bib
from kb.formats.bibwrite import Style, write_entry
from kb.formats.csljson import from_csl, to_csl
from kb.model import Date, Field, Name, Reference

CASES = Path(__file__).parent.parent / "cases" / "formats" / "bibtex.yml"
FRAGMENTS = [
    "@article{a, title = {A}, year = 2020}", "@book(b, title = \"B\" # { c})", "@string{s = {S}}",
    "@comment{x {y} z}", "@preamble{\"\\relax\"}", "% note\n", "junk @ nothing\n", "\r\n", "{", "}",
    "@misc{", "@misc{c, title = {open", "\n@misc{d,\n  note = {d},\n}\n", "@", ",", '"', "=", "#",
]  # fmt: skip


def plain(reference: Reference) -> dict[str, object]:
    return {**to_csl(reference), "aliases": reference.aliases, "origins": reference.origins}


@pytest.mark.parametrize("case", yaml.safe_load(CASES.read_text("utf-8")), ids=lambda c: c["what"])
def test_reading(case: dict) -> None:
    file = read_bib(case["bib"], "x.bib")
    assert [to_csl(reference) for reference in file.references] == case["csl"]
    assert [f"{p.place}: {p.message}" for p in file.problems] == case.get("problems", [])


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@settings(max_examples=100)
def test_blocks_hold_every_byte(text: str) -> None:
    file = read_bib(text)
    assert "".join(map(file.cut, file.blocks)) == text
    assert len(file.references) == sum(block.kind == "entry" for block in file.blocks)
    assert replace(text, {}) == text
    assert remove(text, []) == text


@given(st.lists(references, max_size=4, unique_by=lambda r: r.key))
@settings(max_examples=60, deadline=None)
def test_round_trip(items: list[Reference]) -> None:
    file = read_bib(write_bib(items))
    assert not file.problems
    assert [plain(r) for r in file.references] == [plain(r) for r in items]
    assert list(iter_references(file.text)) == list(file.references)
    assert write_bib(file.references) == file.text


@given(references, st.sampled_from(["bibtex", "biblatex"]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_export_round_trip(item: Reference, dialect: str, ascii_only: bool) -> None:
    style = Style(dialect, ascii_only, own=False)  # type: ignore[arg-type]
    assume(item.type not in ("book", "chapter", "paper-conference") or not item.text("number"))
    written = write_entry(item, style)
    (read,) = read_bib(written).references
    assert write_entry(read, style) == written
    assert not ascii_only or written.isascii()


@given(st.lists(references, max_size=3, unique_by=lambda r: r.key), st.booleans())
@settings(max_examples=60, deadline=None)
def test_plain_entries_are_what_would_be_written(items: list[Reference], own: bool) -> None:
    marked = [changed(r, origins=("003#1",) if own else ()) for r in items]
    style = Style("bibtex", own=False)
    pieces = list(iter_plain(write_bib(marked)))
    written = [p if isinstance(p, str) else write_entry(p, style) for p in pieces]
    assert written == [write_entry(read, style) for read in read_bib(write_bib(marked)).references]


def test_plain_entries_are_not_read() -> None:
    entry = (
        "@misc{a,\n  author = {{World Bank}},\n  title = {Peran {ASEAN} \\& Łódź},\n"
        "  month = mar,\n  pages = {1--9},\n  url = {https://x.y/%20},\n"
    )
    hostile = "@misc{b,\n  title = {\\input{x}},\n}\n"
    pieces = list(iter_plain(f"% x\n{entry}  kb-origin = {{003#1}},\n}}\n\n{hostile}"))
    assert pieces[0] == entry + "}"
    assert isinstance(pieces[1], Reference)


def test_what_the_knowledge_base_adds() -> None:
    reference = Reference(
        "veda2021",
        "book",
        {"author": Field((Name("Veda"),)), "issued": Field(Date(2021, suffix="a"))},
        origins=("003#12", "001~4"),
        unread=("dan {lain}", "hlm."),
        extra={"file": "a.pdf", "x-y": "a%b"},
        aliases=("old1", "old2"),
        incomplete=True,
    )
    written = write_entry(reference)
    assert written == (
        "@book{veda2021,\n"
        "  author = {Veda},\n"
        "  year = {2021},\n"
        "  file = {a.pdf},\n"
        "  x-y = {a\\%b},\n"
        "  ids = {old1, old2},\n"
        "  kb-origin = {003#12, 001~4},\n"
        "  kb-status = {incomplete},\n"
        "  kb-suffix = {a},\n"
        "  kb-unread = {{dan {\\textbraceleft}lain{\\textbraceright}}{hlm.}},\n"
        "}"
    )
    assert read_bib(written).references == (reference,)


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ({"type": "thesis", "genre": "Skripsi"}, "@mastersthesis{k,"),
        ({"type": "thesis", "genre": "Disertasi"}, "@phdthesis{k,"),
        ({"type": "legislation"}, "@misc{k,"),
        ({"type": "legislation"}, "  entrysubtype = {legislation},"),
        ({"type": "report"}, "  type = {Report},"),
        ({"title": "Peran ASEAN dalam iPhone"}, "  title = {Peran {ASEAN} dalam {iPhone}},"),
        ({"title": "Laut antara Jawa dan"}, "  title = {Laut antara {Jawa} dan},"),
        ({"title": "KERJA SAMA ASEAN"}, "  title = {KERJA SAMA ASEAN},"),
        ({"title": "On <i>E. coli</i>"}, "  title = {On {{\\textit{E. coli}}}},"),
        ({"author": [{"literal": "World Bank"}]}, "  author = {{World Bank}},"),
        ({"page": "1-10"}, "  pages = {1--10},"),
        ({"issued": {"date-parts": [[2020, 3, 4]]}}, "  month = mar,"),
        ({"language": "id"}, "  langid = {indonesian},"),
        ({"URL": "http://x.y/a b{c}%20ü"}, "  url = {http://x.y/a%20b%7Bc%7D%20%C3%BC},"),
    ],
)  # fmt: skip
def test_lines(item: dict, line: str) -> None:
    assert line in write_entry(from_csl({"id": "k", **item})).split("\n")


def test_biblatex() -> None:
    item = {
        "id": "k",
        "type": "webpage",
        "container-title": "Kompas",
        "title": "T",
        "issued": {"date-parts": [[2020, 3, 4]]},
        "accessed": {"date-parts": [[2021, 1]]},
        "publisher-place": "Jakarta",
    }
    reference = changed(from_csl(item), aliases=("old",))
    assert write_entry(reference, Style("biblatex", own=False)) == (
        "@online{k,\n"
        "  title = {T},\n"
        "  titleaddon = {Kompas},\n"
        "  date = {2020-03-04},\n"
        "  location = {Jakarta},\n"
        "  urldate = {2021-01},\n"
        "  ids = {old},\n"
        "}"
    )


def test_only_the_entry_concerned_changes() -> None:
    text = "% a\n@misc{a,\n  note={x}\n}\n\n@misc{b, note={y}}  % b\n\n@misc{c,note={z}}\n"
    new = "@misc{b,\n  note = {new},\n}"
    changed_text = replace(text, {"b": new, "d": "@misc{d,\n}"})
    assert changed_text == (
        "% a\n@misc{a,\n  note={x}\n}\n\n@misc{b,\n  note = {new},\n}  % b\n\n"
        "@misc{d,\n}\n\n@misc{c,note={z}}\n"
    )
    assert read_bib(changed_text).entry("b") == new
    assert digest(new) != digest(read_bib(text).entry("b"))
    assert remove(changed_text, ["a", "d"]).startswith("% a\n@misc{b")


def test_places() -> None:
    file = read_bib("\n\n  @misc{a,\n}\n@misc{b}", "x.bib")
    assert [str(place) for place in file.places.values()] == ["x.bib:3:3", "x.bib:5:1"]


LONG = [
    *("@comment{ a\n", "@comment( a\n", '@misc{a, b = "c\n', "@misc{a, b = {{{{{c\n"),
    "@comment{ a\n@misc{a, b = {c}}\n",
]
FIELDS = "".join(f'f{number} = "x",\n' for number in range(3000))


class Looked:
    """Counts the characters that are looked through for an end, or for the next entry."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.characters = 0
        self.head = bibscan._NEXT_HEAD
        monkeypatch.setattr(bibscan, "_NEXT_HEAD", self)
        monkeypatch.setattr(bibscan, "closing_brace", self.closing_brace)

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        found = self.head.search(text, at)
        self.characters += (found.start() if found else len(text)) - at
        return found

    def closing_brace(self, text: str, start: int, limit: int = sys.maxsize) -> int:
        end = latex.closing_brace(text, start, limit)
        self.characters += (end if end >= 0 else min(limit, len(text))) - start
        return end


@pytest.mark.parametrize("text", [*(piece * 3000 for piece in LONG), f"@misc{{a,\n{FIELDS}}}"])
def test_a_file_is_looked_through_a_few_times_only(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many blocks of it are never closed, or values a block has."""
    looked = Looked(monkeypatch)
    file = read_bib(text)
    assert len(file.problems) >= 3000 or len(file.references[0].extra) == 3000
    assert looked.characters < 4 * len(text)


def test_comments_that_are_not_closed_hide_no_others() -> None:
    file = read_bib("@comment{a\n@comment{b {c}}\n@comment(d\n@comment(e)\n@comment(f\n")
    kinds = [(block.kind, file.cut(block).strip()) for block in file.blocks]
    assert [kind for kind in kinds if kind[1]] == [
        ("broken", "@comment{a"),
        ("comment", "@comment{b {c}}"),
        ("comment", "@comment(d\n@comment(e)"),
        ("broken", "@comment(f"),
    ]


def test_addresses_in_two_pairs_of_braces() -> None:
    text = "@misc{a, doi = {{10.1000/x_1}}, url = {{{http://x.org/{a}}}}}"
    read = read_bib(text).references[0]
    assert (read.text("DOI"), read.text("URL")) == ("10.1000/x_1", "http://x.org/{a}")


def test_line_ends_of_old_macs() -> None:
    text = "% note\r@misc{a, % here\r title = {A}}\r@misc{b, title = {open\r@misc{c, title = {C}}"
    file = read_bib(text)
    assert [reference.key for reference in file.references] == ["a", "c"]
    assert [(p.place.line, p.rule) for p in file.problems] == [(4, "bib-broken")]


def test_crossref() -> None:
    text = (
        "@inproceedings{a, title={A}, crossref={p}}\n@proceedings{p, title={P}, year=2020}\n"
        "@inbook{q, title={Q}, crossref={none}}\n"
    )
    file = read_bib(text, "x.bib")
    assert to_csl(file.references[0]) == {
        "id": "a",
        "type": "paper-conference",
        "title": "A",
        "container-title": "P",
        "issued": {"date-parts": [[2020]]},
        "custom": {"crossref": "p"},
    }
    assert [p.message for p in file.problems] == ["q takes fields from none, which is not here"]
