"""CSL-JSON: round trip, and that nothing a foreign file says is dropped."""

import json
from dataclasses import replace

import pytest
from format_strategies import dates, references
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.formats.csljson import (
    from_csl,
    read_csl_json,
    read_date,
    repeats_number,
    to_csl,
    write_csl_json,
    write_date,
)
from kb.model import OTHERS, Date, Name, Reference


@given(references)
@settings(max_examples=80)
def test_round_trip(reference: Reference) -> None:
    item = json.loads(json.dumps(to_csl(reference)))
    assert from_csl(item) == reference


@given(st.lists(references, max_size=3))
@settings(max_examples=30)
def test_file_round_trip(items: list[Reference]) -> None:
    assert list(read_csl_json("".join(write_csl_json(items)))) == items


@given(dates.filter(lambda d: d.year is not None))
def test_edtf_round_trip(date: Date) -> None:
    assert read_date(write_date(date)) == date


def test_whole_item() -> None:
    item = {
        "id": "x2020",
        "type": "chapter",
        "author": [
            {"family": "Berg", "given": "Jan", "suffix": "Jr.", "non-dropping-particle": "van"},
            {"literal": "others"},
        ],
        "title": "T",
        "page": "1-9",
        "issued": {"date-parts": [[2020, 3], [2020, 4]], "circa": True},
        "year-suffix": "b",
    }
    read = from_csl(item)
    assert read.names() == (Name("Berg", "Jan", "van", "Jr."), OTHERS)
    assert read.date() == Date(2020, 3, None, (2020, 4), "b", "", True)
    assert to_csl(read) == item


def test_numbers_raw_dates_and_unknown_values_are_kept() -> None:
    item = {
        "id": 7,
        "volume": 12,
        "issued": {"raw": "2020-05-06"},
        "accessed": {"raw": "last spring"},
        "categories": ["a", "b"],
        "custom": {"eprint": "1234", "n": 3},
    }
    read = from_csl(item)
    assert (read.key, read.type, read.text("volume")) == ("7", "document", "12")
    assert read.date() == Date(2020, 5, 6)
    assert read.date("accessed") == Date(literal="last spring")
    assert read.extra == {"categories": '["a", "b"]', "eprint": "1234", "n": "3"}


@pytest.mark.parametrize("text", ['"x"', "[1]", "3"])
def test_not_csl(text: str) -> None:
    with pytest.raises(ValueError, match="CSL-JSON"):
        read_csl_json(text)


def test_day_without_month_is_left_out() -> None:
    read = from_csl({"id": "a", "issued": {"date-parts": [[2020]]}})
    odd = replace(read, fields={"issued": replace(read.fields["issued"], value=Date(2020, day=3))})
    assert to_csl(odd)["issued"] == {"date-parts": [[2020]]}


@pytest.mark.parametrize(
    ("kind", "title", "number", "repeats"),
    [
        ("legislation", "Undang-Undang Nomor 21 Tahun 2007 tentang X", "21", True),
        ("legislation", "Undang-Undang Nomor 21 Tahun 2007 tentang X", "2", False),
        ("legislation", "Undang-Undang tentang X", "21", False),
        ("report", "Report 21", "21", False),
        ("treaty", "Treaty", "", False),
    ],
)
def test_the_number_of_a_law_in_its_title(
    kind: str, title: str, number: str, repeats: bool
) -> None:
    assert repeats_number(kind, title, number) is repeats
