"""Imports: taken over byte for byte, merged with what is there, safe to repeat."""

import json
from pathlib import Path

import pytest

from kb.disk.store import Store
from kb.errors import KbError
from kb.jobs.add import add

BIB = """% mine
@string{jih = "Jurnal Ilmu Hukum"}
@article{a, author = {Veda, Siti}, title = {Perlindungan Hukum Bagi Anak Korban Perdagangan},
  journal = jih, year = 2021, volume = 3, pages = {1--20}}   % remark
@book{broken, title = {x
@book{b, author={Putri, Dewi}, title={Hukum Laut Internasional}, year=2019, publisher={UI Press}}
"""
RIS = """TY  - JOUR
AU  - Veda, Siti
TI  - Perlindungan hukum bagi anak korban perdagangan
T2  - Jurnal Ilmu Hukum
VL  - 3
SP  - 1
EP  - 20
PY  - 2021
ER  -
"""
ITEM = {
    "id": "http://zotero.org/users/1/items/X",
    "type": "book",
    "title": "Hukum Adat",
    "author": [{"family": "Sari", "given": "D."}],
    "issued": {"date-parts": [[2001]]},
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.init(tmp_path / "base")[0]


def put(store: Store, name: str, text: str) -> Path:
    path = store.root.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def test_three_formats_and_an_overlap(store: Store) -> None:
    items = json.dumps([ITEM])
    paths = [put(store, "z.bib", BIB), put(store, "e.ris", RIS), put(store, "i.json", items)]
    done = add(store, paths)
    assert [(entry.id, entry.key, entry.same_as) for entry in done.entries] == [
        ("z#a", "a", ("e#veda2021perlindungan",)),
        ("z#b", "b", ()),
        ("e#veda2021perlindungan", "a", ("z#a",)),
        ("i#sari2001hukum", "sari2001hukum", ()),
    ]
    assert (store.refs / "z.bib").read_text() == BIB
    assert [p.rule for p in done.problems] == ["bib-broken"]
    library = {work.key: work.aliases for work in store.load().library}
    assert library == {"a": ("veda2021perlindungan",), "b": (), "sari2001hukum": ()}


def test_again_changes_nothing(store: Store) -> None:
    paths = [put(store, "z.bib", BIB), put(store, "e.ris", RIS)]
    add(store, paths)
    assert add(store, paths).changed == ()


def test_a_newer_file_adds_what_is_new_and_keeps_what_is_here(store: Store) -> None:
    path = put(store, "z.bib", BIB)
    add(store, [path])
    newer = BIB.replace("UI Press", "Gramedia") + "@misc{c, title={Adat}, year=2000}\n"
    path.write_text(newer)
    done = add(store, [path])
    kept = [p.message for p in done.problems if p.rule == "entry-edited"]
    assert kept == [
        "b was edited here and is kept: publisher is 'UI Press', was read as 'Gramedia'"
    ]
    text = (store.refs / "z.bib").read_text()
    assert text.startswith(BIB.rstrip("\n"))
    assert "@misc{c,\n" in text


def test_names_that_are_taken(store: Store) -> None:
    done = add(store, [put(store, "library.bib", BIB)])
    assert done.entries[0].id == "library-added#a"


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.json", "{", "this is no CSL-JSON: Expecting property name"),
        ("a.json", "[]", "there is no entry in this file"),
        ("a.json", '{"a": 1}', "there is no entry in this file: item 1 has no title and no names"),
        ("a.txt", "hello", "this is no .bib, .ris or CSL-JSON file"),
        ("a.bib", "@book{x", "there is no entry in this file: @book{x cannot be read"),
        ("a.ris", "hello", "there is no entry in this file: this line belongs to no record"),
    ],
)
def test_unreadable(store: Store, name: str, text: str, what: str) -> None:
    with pytest.raises(KbError) as caught:
        add(store, [put(store, name, text)])
    assert caught.value.what.startswith(what)
    assert caught.value.code == 3
    assert not list(store.refs.glob("*.bib"))


def test_the_address_of_a_resolver_is_no_part_of_a_doi(store: Store) -> None:
    title = "Hukum Laut Internasional"
    head = f"@article{{a, author={{Veda, S.}}, title={{{title}}}, year=2001"
    bib = f"{head}, doi={{https://doi.org/10.1/AbC}}}}"
    ris = f"TY  - JOUR\nAU  - Veda, S.\nTI  - {title}\nPY  - 2001\nDO  - doi: 10.1/abc\nER  -\n"
    json_ = json.dumps([ITEM | {"DOI": "http://dx.doi.org/10.1/d"}, {"type": "book"}])
    paths = [put(store, "z.bib", bib), put(store, "e.ris", ris), put(store, "i.json", json_)]
    done = add(store, paths)
    assert [str(p.message) for p in done.problems] == [
        "item 2 has no title and no names, and was left out"
    ]
    base = store.load()
    assert {work.text("DOI").lower() for work in base.library} == {"10.1/abc", "10.1/d"}
    assert (store.refs / "z.bib").read_text() == bib


@pytest.mark.parametrize("name", ["own.ris", "own.json"])
def test_the_knowledge_base_says_how_keys_are_made(store: Store, tmp_path: Path, name: str) -> None:
    (store.root / "kb.toml").write_text("[keys]\npattern = '[auth:upper]_[year]'\n")
    (tmp_path / name).write_text(RIS if name.endswith("ris") else json.dumps([ITEM]))
    (entry,) = add(store, [tmp_path / name]).entries
    assert entry.key == {"own.ris": "VEDA_2021", "own.json": "SARI_2001"}[name]


def test_a_pattern_that_cannot_be_read(store: Store, tmp_path: Path) -> None:
    (store.root / "kb.toml").write_text("[keys]\npattern = 'auth.lower('\n")
    (tmp_path / "own.ris").write_text(RIS)
    with pytest.raises(KbError) as caught:
        add(store, [tmp_path / "own.ris"])
    assert (caught.value.what, caught.value.mend) == (
        "key pattern 'auth.lower(': 'auth.lower(' cannot be read",
        'as in Better BibTeX or JabRef: pattern = "auth.lower + year + shorttitle(1)"',
    )
