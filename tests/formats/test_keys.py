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
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    assert citation_key(ITEM, pattern) == key


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("auth + yer", "key pattern 'auth + yer': 'yer' is not known"),
        ("auth.loud", "key pattern 'auth.loud': no filter 'loud'"),
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
