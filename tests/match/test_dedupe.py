"""Which pairs are one work: cases with real strings, and what must hold for any input."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from match_cases import load, reference

from kb.formats.bib import read_bib
from kb.match import closure
from kb.match.dedupe import Deduped, dedupe
from kb.match.normal import record
from kb.match.right import righted
from kb.model import Decision, Reference


def merged(found: Deduped) -> list[tuple[str, ...]]:
    return [cluster.members for cluster in found.clusters if len(cluster.members) > 1]


@pytest.mark.parametrize("case", load("pairs.yml"), ids=lambda case: case["why"])
def test_pairs(case: dict[str, str]) -> None:
    found = dedupe([reference(case["left"], "a"), reference(case["right"], "b")])
    reasons = [reason.words for link in (*found.links, *found.proposals) for reason in link.reasons]
    assert bool(merged(found)) == (case["want"] == "same"), reasons
    if case["want"] == "differ":
        assert not found.proposals, reasons


@pytest.mark.parametrize("case", load("records.yml"), ids=lambda case: case["entry"])
def test_records(case: dict[str, Any]) -> None:
    (read,) = read_bib(f"@misc{{key, {case['entry']}}}").references
    found = record(read)._asdict()
    said = {**case, "names": tuple(case["names"])}
    assert {name: found[name] for name in said if name != "entry"} == {
        name: value for name, value in said.items() if name != "entry"
    }


def test_two_names_in_full_are_cut_where_one_of_them_is_known() -> None:
    entries = "@misc{a, author = {Jane Roe, John Q. Doe}}\n@misc{b, author = {Garc{\\'i}a M., Ana}}"
    other = "\n@misc{c, author = {John Q. Doe and Ann Poe}}\n@misc{d, author = {Roe Loe, Ann Kim}}"
    found = righted(map(record, read_bib(entries + other).references))
    assert [one.names for one in found] == [
        ("roe|jane", "doe|john q"),
        ("garciam|ana",),
        ("doe|john q", "poe|ann"),
        ("roeloe|ann kim",),
    ]


def library() -> list[Reference]:
    return [
        reference(case[side], f"{side}{number}")
        for number, case in enumerate(load("pairs.yml"))
        for side in ("left", "right")
    ]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_plays_no_part(random) -> None:
    references = library()
    wanted = dedupe(references)
    random.shuffle(references)
    assert dedupe(references) == wanted


def test_every_reference_is_in_one_cluster() -> None:
    references = library()
    members = [key for cluster in dedupe(references).clusters for key in cluster.members]
    assert sorted(members) == sorted(one.key for one in references)


def test_a_link_says_why() -> None:
    case = load("pairs.yml")[2]
    (link,) = dedupe([reference(case["left"], "a"), reference(case["right"], "b")]).links
    assert [reason.words for reason in link.reasons] == [
        "title equal",
        "same authors in another order",
        "year equal",
        "venue equal",
        "volume equal",
        "issue equal",
    ]
    assert (link.left, link.right, link.verdict) == ("a", "b", "same")
    assert link.score > 0.99


SAME = "Rotinsulu, V. | 2021 | Kedudukan perjanjian ekstradisi dalam hukum | Lex Crimen | 10(2) 15"


def test_a_title_in_the_place_of_the_venue() -> None:
    good = [reference(SAME, key) for key in "abc"]
    swapped = "Rotinsulu, V. | 2021 | Lex Crimen | Kedudukan perjanjian ekstradisi dalam hukum |"
    assert merged(dedupe([*good, reference(swapped, "d")])) == [("a", "b", "c", "d")]


COLUMN = "Ellis, Ann | {year} | Notes from the Field | {venue} |"
RECORDS = ("SIGMOD Record", "ACM SIGMOD Record")


def test_a_column_is_another_work_each_year() -> None:
    column = [
        reference(COLUMN.format(year=year, venue=venue), f"{side}{year}")
        for year in range(1996, 2001)
        for side, venue in zip("ab", RECORDS, strict=True)
    ]
    assert merged(dedupe(column)) == [(f"a{year}", f"b{year}") for year in range(1996, 2001)]


def test_two_works_of_one_column_and_year_are_for_a_person_to_tell_apart() -> None:
    text = COLUMN.format(year=1999, venue=RECORDS[0]).replace("Notes from the Field", "Editorial")
    found = dedupe([reference(text, key) for key in "abcd"])
    assert not merged(found)
    assert "several have this title, author and year" in [
        reason.words for reason in found.proposals[0].reasons
    ]
    assert merged(dedupe([reference(text, key) for key in "ab"])) == [("a", "b")]


PLACES = {"c": ("VLDB", "Very Large Data Bases"), "j": ("VLDB J.", "The VLDB Journal")}
WORDS = "tree ring graph cube stream cache index query view join lock page merge hash scan"


def two_bibliographies() -> list[str]:
    """Works at a conference and in a journal, each as both bibliographies name these."""
    return [
        f"Ellis, A.; Roe, B. | {1980 + n} | On the {first} {kind} of a {second} | {venue} |"
        for n, (first, second) in enumerate(pairwise(WORDS.split()))
        for kind, names in (("choice", PLACES["c"]), ("repair", PLACES["j"]))
        for venue in names
    ] * 2


def test_where_venues_are_told_with_care_a_journal_version_is_another_work() -> None:
    pair = [
        f"Ellis, A.; Roe, B. | {year} | Fusion of cubes that several people cut | {venue} |"
        for year, kind in ((2000, "c"), (2001, "j"))
        for venue in PLACES[kind]
    ]
    found = dedupe([reference(text, str(n)) for n, text in enumerate(pair + two_bibliographies())])
    assert [members for members in merged(found) if {*members} & {*"0123"}] == [
        ("0", "1"),
        ("2", "3"),
    ]
    assert ("0", "2") in [(link.left, link.right) for link in found.related]


def test_one_damaged_member_tears_no_large_group_apart() -> None:
    many = [reference(SAME, f"k{number}") for number in range(12)]
    wrong = [reference(SAME.replace("15", "99").replace("2021", "2023"), f"w{i}") for i in (1, 2)]
    assert len(merged(dedupe([*many, *wrong]))[0]) == 14


def test_differ_holds_through_third_parties() -> None:
    three = [reference(SAME, key) for key in "abc"]
    assert merged(dedupe(three)) == [("a", "b", "c")]
    found = dedupe(three, [Decision("differ", "a", "c")])
    assert len(merged(found)) == 1
    assert not any({"a", "c"} <= set(members) for members in merged(found))


def test_same_joins_what_nothing_else_would() -> None:
    two = [reference(SAME, "a"), reference("Veda, J. | 1999 | Another matter |", "b")]
    found = dedupe(two, [Decision("same", "b", "a")])
    assert merged(found) == [("a", "b")]
    assert [reason.words for reason in found.links[0].reasons] == ["decided: same"]


def test_a_decision_about_nothing_here_is_a_problem() -> None:
    found = dedupe([reference(SAME, "a")], [Decision("same", "a", "gone", line=3)])
    assert [(problem.place.line, problem.message) for problem in found.problems] == [
        (3, "nothing here has the key 'gone'")
    ]


FULL = "Veda, Justitia; Roe, K. | 2021 | Perdagangan orang di perbatasan | Jurnal Hukum | 3(1) 1-9"
OTHER = "Veda, Justitia; Roe, K. | 2021 | Ekstradisi antara negara tetangga | Jurnal Lain | 8(2) 4"


def test_a_stub_attaches_to_the_one_reference_it_fits() -> None:
    stub = reference("Veda; Roe | 2021 | |", "stub", incomplete=True)
    assert merged(dedupe([stub, reference(FULL, "full")])) == [("full", "stub")]


def test_a_stub_never_attaches_to_one_of_two() -> None:
    stub = reference("Veda; Roe | 2021 | |", "stub", incomplete=True)
    found = dedupe([stub, reference(FULL, "full"), reference(OTHER, "other")])
    assert merged(found) == []
    assert [(link.left, link.right) for link in found.proposals] == [
        ("full", "stub"),
        ("other", "stub"),
    ]


def test_a_stub_of_another_year_stays_alone() -> None:
    stub = reference("Veda; Roe | 2015 | |", "stub", incomplete=True)
    found = dedupe([stub, reference(FULL, "full")])
    assert not merged(found)
    assert not found.proposals


@pytest.mark.parametrize(
    ("kinds", "groups"),
    [
        (("same", "differ"), [("a",), ("b",)]),
        (("differ", "same"), [("a", "b")]),
        (("differ", "same", "differ"), [("a",), ("b",)]),
    ],
)
def test_the_last_of_two_contrary_decisions_holds(
    kinds: tuple[str, ...], groups: list[tuple[str, ...]]
) -> None:
    text = "Ode, B. | 2020 | The speed of boats | A Journal | 1(2) 3-14"
    pair = [reference(text, "a"), reference(text, "b")]
    lines = [Decision(kind, "a", "b") for kind in kinds]  # type: ignore[arg-type]
    assert [cluster.members for cluster in dedupe(pair, lines).clusters] == groups


# Groups compared as the works they are


def parts() -> list[Reference]:
    """b alone is like a1 in few things; a2, which is b, says what more they have in common."""
    return list(
        read_bib("""
@article{a1, author = {Veda, Justitia and Roe, Karin}, journal = {Rural Studies}, pages = {12--30},
  title = {Village law in the northern hills: courts and customs}}
@article{a2, author = {Veda, Justitia and Roe, Karin}, title = {Village law},
  journal = {Journal of Rural Law}, volume = 7, pages = {11}}
@article{b, author = {Roe, Karin}, title = {Village law}, year = 2012, volume = 7,
  pages = {11--30}}""").references
    )


def test_what_entries_say_together_counts() -> None:
    found = dedupe(parts())
    assert merged(found) == [("a1", "a2", "b")]
    assert [reason.words for reason in found.links[1].reasons] == [
        "title 0.37, one is a short part of the other",
        "authors equal",
        "venues differ",
        "last page equal",
        "what the entries of each say taken together",
    ]
    assert found.proposals == ()


def test_what_entries_say_together_does_not_override_a_decision() -> None:
    found = dedupe(parts(), [Decision("differ", "a1", "b")])
    assert merged(found) == [("a2", "b")]
    assert found.proposals == ()


def test_a_merged_record_says_what_most_say() -> None:
    work = closure.merged([record(one) for one in parts()])
    assert (work.title, work.names) == ("village law", ("veda|justitia", "roe|karin"))
    assert (work.year, work.volume, work.page, work.page_end) == (2012, "7", "11", "30")
    assert work.venue == record(parts()[1]).venue
