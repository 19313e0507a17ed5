"""Cards: from CSL-JSON and from BibTeX fields, what is searched and what is shown."""

import pytest

from kb.formats.card import COLUMNS, Person, card_of_fields, card_of_item, columns, line
from kb.formats.words import stem, variants, without_latex, words

ITEM = {
    "id": "muller2013_a",
    "author": [{"family": "Müller", "given": "Jürgen"}, {"literal": "World Health Organization"}],
    "editor": [{"family": "Shelley"}],
    "title": "Über die Putusan",
    "container-title": "Journal of Law",
    "volume": "3",
    "issue": "1",
    "issued": {"date-parts": [[2013, 5]]},
    "year-suffix": "a",
    "DOI": "10.1/x",
}
FIELDS = {
    "author": '{M{\\"u}ller, J{\\"u}rgen} and {World Health Organization}',
    "editor": "Shelley",
    "title": '{\\"U}ber die {Putusan}',
    "journal": "Journal of Law",
    "volume": "3",
    "number": "1",
    "year": "2013",
    "kb-suffix": "a",
    "doi": "10.1/x",
}


def test_columns_of_an_item() -> None:
    found = dict(zip(COLUMNS, columns(card_of_item(ITEM, ["old2012"])), strict=True))
    assert found == {
        "author": "muller, jurgen; world health organization",
        "title": "uber die putusan",
        "journal": "journal of law",
        "key": "muller2013 a old2012",
        "year": "2013 2013a 13",
        "acronym": "dp jl jol udp who",
        "other": "10 1 x shelley",
        "variant": "utus",
    }


def test_an_entry_as_a_line() -> None:
    wanted = "Müller & World Health Organization 2013a · Über die Putusan · Journal of Law 3(1)"
    assert line(card_of_item(ITEM)) == wanted


@pytest.mark.parametrize(
    ("author", "people"),
    [
        ("Albayumi, Fuat and Wahyuni, Sri", [("Albayumi", "Fuat"), ("Wahyuni", "Sri")]),
        ("Teun A. van Dijk", [("van Dijk", "Teun A.")]),
        ("Farhana", [("Farhana", "")]),
        ("{Badan Pusat Statistik}", [("Badan Pusat Statistik", "")]),
        ('M{\\"u}ller, J.', [("Müller", "J.")]),
        ("King, Jr., Martin Luther", [("King", "Martin Luther")]),
        ("", []),
    ],
)
def test_names_of_fields(author: str, people: list[tuple[str, str]]) -> None:
    assert card_of_fields("k", {"author": author}).authors == [Person(*p) for p in people]


def test_and_others() -> None:
    card = card_of_fields("k", {"author": "Vaswani, Ashish and others", "date": "2017-06-12"})
    assert line(card) == "Vaswani et al. 2017"


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"year": "2013", "kb-suffix": "a"}, "2013a"),
        ({"year": "2013a"}, "2013a"),
        ({"date": "2013-05-01/2014"}, "2013"),
        ({"year": "t.t."}, "t.t."),
        ({"kb-issued": "2013a", "year": "2013"}, "2013a"),
        ({}, ""),
    ],
)
def test_year_of_fields(fields: dict[str, str], year: str) -> None:
    assert card_of_fields("k", fields).year == year


FAMILIES = [
    ("putusan", "memutuskan", "keputusan", "pemutusan"),
    ("perdagangan", "dagang", "memperdagangkan"),
    ("perlindungan", "melindungi", "dilindungi"),
    ("menulis", "tulisan", "penulisan"),
    ("pemberdayaan", "berdaya"),
    ("analisis", "analisi"),
    ("model", "models"),
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_forms_of_a_word_meet(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


def test_spellings_of_a_name_meet() -> None:
    assert "sukarno" in variants("soekarno")
    assert "muller" in variants("mueller")


def test_words() -> None:
    assert words("Qur’an, O'Brien & Søren: 法律") == ["quran", "obrien", "soren", "法", "律"]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"M{\"u}ller \& Erd\H{o}s", "Muller & Erdos"),
        (r"{\'E}tude de l'\^ile", "Etude de l'ile"),
        (r"\textit{Homo} {\ss}", "Homo ss"),
        (r"\'{\i}", "i"),
    ],
)
def test_without_latex(latex: str, plain: str) -> None:
    assert without_latex(latex) == plain
