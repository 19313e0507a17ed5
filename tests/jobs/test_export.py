"""Exports: what a document cites, in every format, harmless and stable."""

import json
from pathlib import Path

import pytest

from kb.disk.store import Store
from kb.errors import KbError
from kb.formats.bib import read_bib
from kb.jobs.export import WRITERS, Request, export, format_of, save

LIBRARY = r"""@article{veda2021hukum,
  author = {Veda, Siti},
  title = {Hukum {ASEAN}},
  journal = {Jurnal},
  year = {2021},
  month = mar,
  ids = {veda2021},
  kb-origin = {003#12},
  kb-suffix = {a},
}

@misc{uu2007,
  title = {{Undang-Undang Nomor 21}},
  year = {2007},
  entrysubtype = {legislation},
  kb-origin = {003#13},
}

@book{adat1999,
  author = {{Lembaga Adat}},
  title = {Adat},
}
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.init(tmp_path / "base")[0]
    (made.refs / "library.bib").write_text(LIBRARY)
    return made


def text_of(store: Store, **options: object) -> str:
    return "".join(export(store, Request(**options)).pieces)  # type: ignore[arg-type]


def test_bibtex_leaves_out_what_only_kb_reads(store: Store) -> None:
    assert text_of(store) == (
        "@article{veda2021hukum,\n"
        "  author = {Veda, Siti},\n"
        "  title = {Hukum {ASEAN}},\n"
        "  journal = {Jurnal},\n"
        "  year = {2021},\n"
        "  month = mar,\n"
        "}\n"
        "\n"
        "@misc{uu2007,\n"
        "  key = {Undang-Undang Nomor 21},\n"
        "  title = {{Undang-Undang Nomor 21}},\n"
        "  year = {2007},\n"
        "  entrysubtype = {legislation},\n"
        "}\n"
        "\n"
        "@book{adat1999,\n"
        "  author = {{Lembaga Adat}},\n"
        "  title = {Adat},\n"
        "  year = {n.d.},\n"
        "}\n"
    )


def test_biblatex(store: Store) -> None:
    text = text_of(store, format="biblatex")
    assert "  date = {2021-03},\n  ids = {veda2021},\n}" in text
    assert "@legislation{uu2007," in text
    assert text.endswith(
        '@preamble{"\\ifcsundef{blx@bbx@legislation}'
        '{\\csdef{blx@bbx@legislation}{\\csuse{blx@bbx@misc}}}{}"}\n'
    )


def test_used_in_latex(store: Store, tmp_path: Path) -> None:
    (tmp_path / "ch").mkdir()
    (tmp_path / "ch" / "one.tex").write_text(r"\parencites[1]{adat1999}[2]{nope}")
    main = tmp_path / "thesis.tex"
    main.write_text("% \\cite{uu2007}\n\\cite[p.~3]{veda2021}\n\\input{ch/one}\n\\include{gone}\n")
    done = export(store, Request(used_in=(main,)))
    text = "".join(done.pieces)
    assert [line for line in text.split("\n") if line.startswith("@")] == [
        "@article{veda2021,", "@book{adat1999,",
    ]  # fmt: skip
    assert [p.message for p in done.problems] == [
        "gone is taken in here but is not there; what it cites is not exported",
        "no reference has the key 'nope'",
    ]
    assert str(done.problems[1].place) == f"{tmp_path}/ch/one.tex:1:29"


def test_a_work_cited_by_two_keys(store: Store, tmp_path: Path) -> None:
    main = tmp_path / "t.md"
    main.write_text("[@veda2021; @veda2021hukum]")
    done = export(store, Request(used_in=(main,), format="bibtex"))
    assert "".join(done.pieces).count("@article") == 2
    assert [p.message for p in done.problems] == [
        "veda2021hukum and veda2021 are one work; it will be listed 2 times"
    ]
    done = export(store, Request(used_in=(main,), format="biblatex"))
    assert "".join(done.pieces).count("@article") == 1
    assert done.problems == []


def test_strict(store: Store) -> None:
    with pytest.raises(KbError) as caught:
        export(store, Request(strict=True, keys=("adat1999", "x")))
    assert caught.value.what == (
        "nothing exported: adat1999 has no publisher, issued; no reference has the key 'x'"
    )
    assert caught.value.code == 1


@pytest.mark.parametrize("format_", WRITERS)
def test_every_format_says_the_same_twice(store: Store, format_: str) -> None:
    text = text_of(store, format=format_)
    assert text == text_of(store, format=format_)
    assert "kb-" not in text
    assert "003#12" not in text


@pytest.mark.parametrize("format_", WRITERS)
def test_nothing_to_export(store: Store, format_: str) -> None:
    (store.refs / "library.bib").write_text("")
    assert text_of(store, format=format_).strip() in ("", "[]")


def test_too_long_for_tex(store: Store) -> None:
    (store.refs / "library.bib").write_text("@misc{a, title = {" + "x" * 300_000 + "}}")
    done = export(store, Request())
    assert len("".join(done.pieces)) < 20_200
    assert [p.message for p in done.problems] == ["a: title is too long for TeX and was cut"]


def test_format_of_the_output() -> None:
    assert format_of(None, Path("a.json")) == "csl-json"
    assert format_of(None, Path("a.bib")) == "bibtex"
    assert format_of("ris", Path("a.json")) == "ris"
    assert format_of(None, None) == "bibtex"


def test_the_format_follows_the_document_that_is_read() -> None:
    bib = Path("x.bib")
    assert format_of(None, bib, [Path("thesis.bcf")]) == "biblatex"
    assert format_of(None, bib, [Path("thesis.typ")]) == "biblatex"
    assert format_of(None, bib, [Path("thesis.tex")]) == "bibtex"
    assert format_of("bibtex", bib, [Path("thesis.typ")]) == "bibtex"
    assert format_of(None, Path("x.yml"), [Path("thesis.typ")]) == "hayagriva"


def test_a_key_comes_once(store: Store) -> None:
    (store.refs / "library.bib").write_text("@misc{a, title = {One}}\n@misc{a, title = {Two}}\n")
    done = export(store, Request())
    assert "".join(done.pieces).count("@misc{a,") == 1
    told = [(problem.level, problem.message) for problem in done.problems]
    assert told == [("error", "the key 'a' stands twice; the second entry is not exported")]


def test_the_preamble_is_one_that_typst_reads(store: Store) -> None:
    (store.refs / "library.bib").write_text("@legislation{a, title = {One}, year = {2007}}\n")
    text = text_of(store, format="biblatex")
    assert '@preamble{"\\ifcsundef{blx@bbx@legislation}{' in text
    assert "n.d." not in text


def test_no_hole_is_left_in_print(store: Store) -> None:
    entries = "@article{a, title = {One}, year = {2007}}\n@phdthesis{b, title = {Two}}\n"
    (store.refs / "library.bib").write_text(entries)
    for text in (text_of(store), text_of(store, keys=("a", "b"))):
        assert text.count("@misc{") == 2, "plain.bst warns of an empty journal, an empty school"
        assert [each.type for each in read_bib(text).references] == ["article-journal", "thesis"]
    plain = "@article{a,\n  author = {Veda, Siti},\n  title = {One},\n  year = {2007},\n}\n"
    (store.refs / "library.bib").write_text(plain)
    assert text_of(store).startswith("@misc{a,\n")
    assert text_of(store, format="biblatex").startswith("@article{a,\n")


def test_the_number_of_a_law_is_printed_once(store: Store) -> None:
    law = "@misc{uu, title = {{Undang-Undang Nomor 21 Tahun 2007}}, number = {21}, year = 2007,\n"
    (store.refs / "library.bib").write_text(law + "  entrysubtype = {legislation}}\n")
    (item,) = json.loads(text_of(store, format="csl-json"))
    assert item == {
        "id": "uu",
        "type": "legislation",
        "title": "Undang-Undang Nomor 21 Tahun 2007",
        "issued": {"date-parts": [[2007]]},
    }


def test_a_library_written_before_gets_its_braces(store: Store) -> None:
    """An entry that needs no reading is read when its title could lose a capital."""
    plain = "@book{a,\n  author = {A},\n  title = {Hukum Di Indonesia},\n  year = {2001},\n}\n"
    (store.refs / "library.bib").write_text(plain)
    assert text_of(store) == plain.replace("Indonesia", "{Indonesia}")


def test_works_known_by_name_and_year_are_named(store: Store) -> None:
    """A reference list of 'Bales, 2014.' should not come as a surprise."""
    (store.refs / "library.bib").write_text("@misc{a, author={A}, year=1}@book{b, title={B}}\n")
    done = export(store, Request(keys=("a", "b")))
    assert [(p.rule, p.level, p.message) for p in done.problems] == [
        ("field-missing", "warning", "1 of 2 works have no title: a")
    ]
    assert not export(store, Request(keys=("b",))).problems


def test_an_export_does_not_replace_the_library(store: Store, tmp_path: Path) -> None:
    library = store.refs / "library.bib"
    before = library.read_bytes()
    with pytest.raises(KbError) as caught:
        save(store, export(store, Request()), library)
    assert caught.value.what == "this is a file of the knowledge base"
    assert library.read_bytes() == before
    assert save(store, export(store, Request()), tmp_path / "mine.bib")
    assert not save(store, export(store, Request()), tmp_path / "mine.bib")
