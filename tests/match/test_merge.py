"""What the one entry of a work says, and that nothing its references said is lost."""

from dataclasses import replace
from itertools import permutations

import pytest
from match_cases import reference

from kb.match.merge import merge, value_text
from kb.model import Decision, Reference

FULL = "Albayumi, Fuat; Adellia, Vina | 2022 | Kerja sama transnasional Kamboja | E-SOSPOL | 9(2)"
SHORT = "Albayumi, F.; et al. | 2021 | KERJA SAMA TRANSNASIONAL KAMBOJA | E-Sospol: Jurnal | 9 1-12"
STUB = "Albayumi | 2023 | |"


def three() -> list[Reference]:
    stub = reference(STUB, "001~4", incomplete=True)
    return [reference(FULL, "002#16"), reference(SHORT, "003#3"), stub]


def test_each_variable_by_its_policy() -> None:
    merged = merge(three()).reference
    assert {name: value_text(field.value) for name, field in merged.fields.items()} == {
        "author": "Albayumi, Fuat; Adellia, Vina",
        "container-title": "E-Sospol: Jurnal",
        "issue": "2",
        "issued": "2021",
        "page": "1-12",
        "title": "Kerja sama transnasional Kamboja",
        "volume": "9",
    }
    assert merged.origins == ("001~4", "002#16", "003#3")
    assert not merged.incomplete


def test_unread_words_with_raised_numbers_are_kept() -> None:
    unread = ("Note ~⁵Uma", "Note #12b", "Note #9")
    one = replace(reference(FULL, "002#16"), unread=unread)
    assert merge([one, reference(SHORT, "003#3")]).reference.unread == (
        "Note #9",
        "Note #12b",
        "Note ~⁵Uma",
    )


def test_losing_values_stay_with_their_origin() -> None:
    assert merge(three()).losing == {
        "author": (("Albayumi", "001~4"), ("Albayumi, F.; et al.", "003#3")),
        "container-title": (("E-SOSPOL", "002#16"),),
        "issued": (("2023", "001~4"), ("2022", "002#16")),
        "title": (("KERJA SAMA TRANSNASIONAL KAMBOJA", "003#3"),),
    }


def test_the_order_of_members_plays_no_part() -> None:
    wanted = merge(three())
    assert all(merge(order) == wanted for order in permutations(three()))


def test_a_decided_field_wins() -> None:
    decision = Decision("field", "albayumi2022kerja", "002#16", "year")
    merged = merge(three(), [decision])
    assert merged.reference.year == 2022


def test_nothing_to_merge() -> None:
    with pytest.raises(ValueError, match="nothing to merge"):
        merge([])


@pytest.mark.parametrize(
    ("full", "short", "merged"),
    [
        ("Putri, Aliyah; Noor, Ganis", "Aliyah, P.; Noor, G.", "Aliyah, Putri; Noor, Ganis"),
        ("Putri, Aliyah; Noor, Ganis", "Putri, A.; Noor, G.", "Putri, Aliyah; Noor, Ganis"),
        ("Albayumi, Fuat", "Albayumi, F.", "Albayumi, Fuat"),
        ("Putri, Aliyah; Noor, Ganis", "Aliyah; Noor", "Putri, Aliyah; Noor, Ganis"),
    ],
)
def test_a_full_name_is_cut_where_an_inverted_one_is(full: str, short: str, merged: str) -> None:
    """'Aliyah, P.' says which word is the family name; 'Aliyah Putri' alone does not."""
    members = [
        reference(f"{full} | 2025 | Analisis hukum | Demokrasi | 2(2)", "003#4"),
        reference(f"{short} | 2025 | Analisis hukum | Demokrasi | 2(2)", "002#7"),
    ]
    found = merge(members)
    assert value_text(found.reference.fields["author"].value) == merged
    if merged != full:
        assert (full, "003#4") in found.losing["author"]
