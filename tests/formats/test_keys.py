"""Citation keys: real items and their keys, and that keys are safe and unique."""

from pathlib import Path

import pytest
import yaml
from format_strategies import references
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.formats.csljson import from_csl
from kb.formats.keys import ascii_fold, citation_key, unique

CASES = Path(__file__).parent.parent / "cases" / "formats" / "keys.yml"
ITEM = from_csl(
    {
        "author": [{"family": "Nurhaliza"}, {"family": "Putri"}, {"family": "Ito"}],
        "issued": {"date-parts": [[2023]]},
        "title": "Peran UNICEF dalam Perlindungan Anak",
    }
)


@pytest.mark.parametrize("case", yaml.safe_load(CASES.read_text("utf-8")), ids=lambda c: c["key"])
def test_key(case: dict) -> None:
    assert citation_key(from_csl(case["item"])) == case["key"]


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("auth.lower + year + shorttitle(1)", "nurhaliza2023peran"),
        ("authors(2) + '_' + shortyear", "NurhalizaPutri_23"),
        ("authEtAl + ':' + year", "NurhalizaEtAl:2023"),
        ("auth.upper + Shorttitle(2)", "NURHALIZAPeranUnicef"),
        ("type + '-' + veryshorttitle.capitalize", "document-Peran"),
        ('auth(3).lower + "+" + year', "nur+2023"),
        ("auth.fold.lower + year", "nurhaliza2023"),
        ("[auth][year]", "Nurhaliza2023"),
        ("[auth3:lower]_[shortyear]:[shorttitle]", "nur_23:peranunicefperlindungan"),
        ("[authors2:upper]-[entrytype]", "NURHALIZAPUTRI-document"),
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    assert citation_key(ITEM, pattern) == key


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (
            "auth + yer",
            "key pattern 'auth + yer': 'yer' is not known; there are auth, authors, authEtAl, year,"
            " shortyear, shorttitle, Shorttitle, veryshorttitle, title, type, entrytype, volume,"
            " firstpage",
        ),
        (
            "auth.loud",
            "key pattern 'auth.loud': no filter 'loud'; there are lower, upper, capitalize, fold,"
            " ascii, clean",
        ),
        ("auth(", "key pattern 'auth(': 'auth(' cannot be read"),
        ("[auth][yea", "key pattern '[auth][yea': '[yea' cannot be read"),
        ("[year4]", "key pattern '[year4]': year takes no such arguments"),
        ("auth(1, 2)", "key pattern 'auth(1, 2)': auth takes no such arguments"),
    ],
)
def test_unknown_pattern(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"key pattern") as caught:
        citation_key(ITEM, pattern)
    assert str(caught.value) == message


def test_stub_keeps_the_letter_of_its_year() -> None:
    stub = {"author": [{"family": "Veda"}], "issued": {"date-parts": [[2021]]}, "year-suffix": "b"}
    assert citation_key(from_csl(stub)) == "veda2021b"


@given(references)
@settings(max_examples=60)
def test_keys_are_safe_everywhere(reference) -> None:  # type: ignore[no-untyped-def]
    key = citation_key(reference)
    assert key
    assert key.isascii()
    assert key.isalnum()


def test_unique_counts_on() -> None:
    taken: list[str] = []
    for _ in range(30):
        taken.append(unique("k", taken))
    assert taken[:3] == ["k", "ka", "kb"]
    assert taken[26:29] == ["kz", "kaa", "kab"]


@given(st.text(max_size=20))
@settings(max_examples=60)
def test_folding_gives_ascii_and_folds_once(text: str) -> None:
    folded = ascii_fold(text)
    assert folded.isascii()
    assert ascii_fold(folded) == folded
