"""BibTeX's names, with pybtex as the second reader."""

import pytest
from format_strategies import name_lists, words
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Person

from kb.formats.latex import decode, encode
from kb.formats.names import read_name, read_names, write_names
from kb.model import OTHERS, Name


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Berg, Jan and Veda and others", [Name("Berg", "Jan"), Name("Veda"), OTHERS]),
        ("de la Cruz, Jr, Juan", [Name("Cruz", "Juan", "de la", "Jr")]),
        ("Jan van der Berg", [Name("Berg", "Jan", "van der")]),
        ("{Barnes and Noble} and A", [Name(literal="Barnes and Noble"), Name("A")]),
        (r"G{\"o}del, Kurt and {\'E}cole", [Name("Gödel", "Kurt"), Name("École")]),
        (r"Mu\~noz~Roca, Jos\'e", [Name("Muñoz Roca", "José")]),
        (r"S\o ren, Bo", [Name("Søren", "Bo")]),
        (r"Fran\c{c}ois, Ab{\^\i}me~J.", [Name("François", "Abîme J.")]),
        ("{Siti{ }Nurhaliza}", [Name("Siti Nurhaliza")]),
        ("family=Berg, given=Jan, prefix=van", [Name("Berg", "Jan", "van")]),
        ("a, b, c, d", [Name(literal="a, b, c, d")]),
        ("A and  and B,", [Name("A"), Name("B")]),
        ("", []),
        (" and ", []),
    ],
)  # fmt: skip
def test_read(raw: str, names: list[Name]) -> None:
    assert read_names(raw) == tuple(names)


@given(name_lists)
@settings(max_examples=150, deadline=None)
def test_round_trip(names: tuple[Name, ...]) -> None:
    assert read_names(write_names(names, encode)) == names


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("van der Meer", "P."), "{van der Meer}, P."),
        (Name("Meer", "P.", "van der"), "van der Meer, P."),
        (Name("Smith and Sons", "P."), "{Smith and Sons}, P."),
        (Name("Berg", "jan"), "Berg, jan"),
        (Name("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
    ],
)
def test_write_with_few_braces(name: Name, written: str) -> None:
    assert write_names([name], encode) == written


ACCENTED = [
    *("{Van Dam}", r"{\"O}zal", r"\"Ozal", r"Mu\~noz", r"Mu{\~n}oz", r"{\'E}c{\^o}le", r"{\aa}s"),
    *(r"Erd{\H o}s", r"Erd\H{o}s", r"S{\o}ren", r"S\o{}ren", r"Fran\c{c}ois", r"\'{e}c"),
    r"Ab{\^\i}me",
]  # fmt: skip
tokens = st.one_of(words, words.map(str.capitalize), st.sampled_from(ACCENTED))
names = st.lists(tokens, min_size=1, max_size=4).map(" ".join)


@given(st.one_of(names, st.tuples(names, names).map(", ".join)))
@settings(max_examples=150, deadline=None)
def test_as_pybtex(raw: str) -> None:
    other = Person(raw)
    read = read_name(raw)
    assert read
    if not read.literal:
        parts = (other.last_names, other.bibtex_first_names, other.prelast_names)
        assert (read.family, read.given, read.particle) == tuple(
            " ".join(decode(word) for word in part) for part in parts
        )


def test_a_name_of_thousands_of_capitals_is_written_at_once() -> None:
    """A slip here took longer than anybody waits."""
    long = "A" * 3000
    assert write_names((Name(f"{long}!", "b"), Name(long, "B")), str) == f"{long}!, b and {long}, B"
