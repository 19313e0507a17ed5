"""RIS: round trip, and foreign files with what they say."""

import pytest
from format_strategies import references
from hypothesis import example, given, settings

from kb.formats.csljson import from_csl, to_csl
from kb.formats.ris import read_ris, write_ris
from kb.model import OTHERS, Reference

ITEMS = [
    {
        "type": "article-journal",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."},
            {"family": "Veda"},
            {"literal": "World Bank"},
        ],
        "title": "T: S",
        "container-title": "J",
        "volume": "1",
        "issue": "2",
        "page": "3-4",
        "issued": {"date-parts": [[2020, 3, 4]]},
        "accessed": {"date-parts": [[2021, 1, 2]]},
        "DOI": "10.1/x",
        "URL": "https://x.y",
        "ISSN": "1234-567X",
        "keyword": "a, b",
    },
    {"type": "treaty", "title": "T", "issued": {"date-parts": [[1999], [2001]]}, "scale": "1:10"},
    {"type": "book", "title": "T", "ISBN": "978-0-00-000000-0", "issued": {"literal": "t.t."}},
]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["type"])
def test_round_trip(item: dict) -> None:
    reference = from_csl({"id": "k", **item})
    read, problems = read_ris("".join(write_ris([reference])))
    assert problems == ()
    assert [to_csl(one) for one in read] == [to_csl(reference)]


@given(references)
@example(from_csl({"id": "k", "type": "book", "title": "a \x00 a"}))
@settings(max_examples=50, deadline=None)
def test_what_was_read_once_stays(reference: Reference) -> None:
    once, _ = read_ris("".join(write_ris([reference])))
    again, _ = read_ris("".join(write_ris(once)))
    assert [to_csl(one) for one in again] == [to_csl(one) for one in once]


def test_foreign_file() -> None:
    text = (
        "\ufeffTY  - JOUR\r\nA1  - Sari, D.\r\nA1  - et al.\r\nT1  - A title\r\n  that goes on\r\n"
        "JF  - J\r\nY1  - 2020/05//\r\nSN  - 12345678\r\nZZ  - odd\r\nER  - \r\nstray\r\n"
        "TY  - XXXX\r\nTI  - B\r\n"
    )
    read, problems = read_ris(text, "a.ris")
    assert to_csl(read[0]) == {
        "id": "",
        "type": "article-journal",
        "author": [{"family": "Sari", "given": "D."}, {"literal": OTHERS.literal}],
        "title": "A title that goes on",
        "container-title": "J",
        "issued": {"date-parts": [[2020, 5]]},
        "ISSN": "12345678",
        "custom": {"ZZ": "odd"},
    }
    assert read[1].type == "document"
    assert [f"{p.place}: {p.message}" for p in problems] == [
        "a.ris:11:1: this line belongs to no record: stray",
        "a.ris: the last record has no end (ER  - )",
    ]
