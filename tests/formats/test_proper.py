"""Which words of a title keep their capital in the bibliographies of BibTeX."""

import pytest

from kb.formats.bib import read_bib, write_entry
from kb.formats.bibwrite import is_protected
from kb.model import Field, Reference


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Hukum Internasional Di Indonesia", "Hukum Internasional Di {Indonesia}"),
        ("The Law of Indonesia’s Neighbours", "The Law of {Indonesia’s} Neighbours"),
        ("Perbatasan Thailand-Myanmar", "Perbatasan {Thailand-Myanmar}"),
        ("Buruh Asal Asia Tenggara", "Buruh Asal {Asia} {Tenggara}"),
        ("Angin Tenggara", "Angin Tenggara"),
        (
            "Peran International Organization for Migration (IOM) Dalam Kasus Baru",
            "Peran {International} {Organization} for {Migration} ({IOM}) Dalam Kasus Baru",
        ),
        ("Upaya ABC (Asosiasi Buruh Cilik) Baru", "Upaya {ABC} ({Asosiasi} {Buruh} {Cilik}) Baru"),
        ("A Report on Courts and Judges (IOM)", "A Report on Courts and Judges ({IOM})"),
        ("Peran polisi di Medan dan Jakarta", "Peran polisi di {Medan} dan {Jakarta}"),
        ("Bantuan hukum Dalam Penyidikan kejahatan", "Bantuan hukum Dalam Penyidikan kejahatan"),
        (
            "Bantuan hukum dari Kamboja: Dalam perspektif baru",
            "Bantuan hukum dari {Kamboja}: {Dalam} perspektif baru",
        ),
        ("HUKUM DI INDONESIA", "HUKUM DI INDONESIA"),
        ("Using an iPhone", "Using an {iPhone}"),
    ],
)
def test_names_in_titles(title: str, written: str) -> None:
    entry = write_entry(Reference("k", "book", {"title": Field(title)}))
    assert f"  title = {{{written}}},\n" in entry
    assert read_bib(entry).references[0].text("title") == title
    assert is_protected(written)
    assert is_protected(title) is (written == title)


@pytest.mark.parametrize("kind", ["legislation", "treaty", "legal_case", "bill", "regulation"])
def test_the_name_of_a_law_is_one(kind: str) -> None:
    entry = write_entry(Reference("k", kind, {"title": Field("Undang-Undang Nomor 1 tentang X")}))
    assert "  title = {{Undang-Undang Nomor 1 tentang X}},\n" in entry
    assert write_entry(read_bib(entry).references[0]) == entry
