"""Entries changed field by field: what did not change stays as a person wrote it."""

from dataclasses import replace

import pytest
from format_strategies import references
from hypothesis import given, settings

from kb.formats.bib import read_bib, write_entry
from kb.formats.bibedit import edit_entry, remarks_of, rename
from kb.formats.csljson import to_csl
from kb.model import Date, Field, Reference

ENTRY = """@Article{veda2021, % a note
   author = "Jaya Veda" # {} , year=2021,
   title   = {Spaced {R}ecall}, % checked
   journal = jacm,
   shelf   = {top left}
}"""
MACROS = {"jacm": "Journal of the ACM"}


def read(text: str) -> Reference:
    return read_bib(f"@string{{jacm = {{Journal of the ACM}}}}\n{text}").references[0]


def said(reference: Reference, **fields: str) -> Reference:
    new = {name.replace("_", "-"): Field(value) for name, value in fields.items()}
    return replace(reference, fields={**reference.fields, **new})


def edited(text: str, new: Reference, *remarks: str) -> str:
    return edit_entry(text, read(text), new, MACROS, remarks)


def test_what_did_not_change_stays() -> None:
    new = replace(said(read(ENTRY), page="1-9", volume="3"), aliases=("v21",))
    assert edited(ENTRY, new) == ENTRY.replace(
        "{top left}\n",
        "{top left},\n   volume = {3},\n   pages = {1--9},\n   ids = {v21},\n",
    )
    assert read(edited(ENTRY, new)).text("page") == "1-9"


def test_a_value_that_changes_keeps_its_place() -> None:
    new = said(read(ENTRY), title="Spaced recall in schools")
    new = replace(new, fields={**new.fields, "issued": Field(Date(2022, 5))})
    wanted = ENTRY.replace("{Spaced {R}ecall}", "{Spaced recall in schools}")
    wanted = wanted.replace("year=2021", "year={2022}").replace(
        "{top left}\n", "{top left},\n   month = may,\n"
    )
    assert edited(ENTRY, new) == wanted


def test_names_of_biblatex_are_kept() -> None:
    text = "@article{a, date = {2021-03}, journaltitle = {Notes}, location = {Oslo}}"
    new = said(read(text), container_title="Notes and Queries", publisher_place="Oslo")
    new = replace(new, fields={**new.fields, "issued": Field(Date(2021, 3, 4))})
    wanted = "@article{a, date = {2021-03-04}, journaltitle = {Notes and Queries}, location"
    assert edited(text, new) == f"{wanted} = {{Oslo}}}}"


def test_a_field_under_another_name_is_taken_over() -> None:
    text = "@techreport{a, title = {On ice}, organization = {NPI}}"
    new = said(read(text), publisher="Norwegian Polar Institute")
    assert edited(text, new) == text.replace("{NPI}", "{Norwegian Polar Institute}")


def test_a_type_that_changes_takes_its_fields_along() -> None:
    text = "@misc{a,\n  title = {On ice},\n  booktitle = jacm,\n}"
    new = replace(read(text), type="article-journal")
    assert read(edited(text, new)) == replace(new, fields=read(edited(text, new)).fields)
    assert to_csl(read(edited(text, new))) == to_csl(new)


def test_what_the_former_type_said_is_written() -> None:
    text = "@techreport{a, title = {On ice}, date = {2019}}"
    new = replace(read(text), type="article-journal")
    wanted = "@article{a, title = {On ice}, date = {2019}, type = {Technical report},}"
    assert edited(text, new) == wanted
    assert read(wanted).fields == new.fields


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@misc{a, title = {A}}", "@misc{a, title = {A},\n  % seen\n}"),
        ("@misc{a, title = {A}, }", "@misc{a, title = {A},\n  % seen\n }"),
        ("@misc(a, title = {A})", "@misc(a, title = {A},\n  % seen\n)"),
        ("@misc{a,\n\ttitle = {A} % x\n}", "@misc{a,\n\ttitle = {A}, % x\n\t% seen\n}"),
        ("@misc{a,\r\n title = {A},\r\n}", "@misc{a,\r\n title = {A},\r\n % seen\r\n}"),
    ],
)
def test_remarks_of_others_are_put_at_the_end(text: str, wanted: str) -> None:
    assert edited(text, read(text), "% seen") == wanted
    assert to_csl(read(wanted)) == to_csl(read(text))


def test_what_cannot_be_changed_in_place_is_written_anew_with_its_remarks() -> None:
    text = "@book{a, % mine\n title = {Ice}, subtitle = {A study}, % read\n}"
    new = said(read(text), title="Ice: a history")
    lines = ["@book{a,", "  % mine", "  % read", "  % seen", "  key = {Ice: a history},"]
    assert edited(text, new, "% seen") == "\n".join([*lines, "  title = {Ice: a history},", "}"])


def test_remarks() -> None:
    text = '@misc{a, % one\n url = {b%20c}, %%\n % two \n note = "50% % off" }'
    assert remarks_of(text) == ["% one", "% two"]
    assert remarks_of("@misc{a}") == []


def test_entries_that_name_another_name_it_anew() -> None:
    text = '@misc{a, CrossRef = {Old}, related = "b,old , oldest", note = {old}}'
    assert rename(text, {"old": "new"}) == (
        '@misc{a, CrossRef = {new}, related = "b,new , oldest", note = {old}}'
    )


@given(references, references)
@settings(max_examples=150, deadline=None)
def test_any_entry_becomes_any_other(old: Reference, new: Reference) -> None:
    new = replace(new, key=old.key)
    text = edit_entry(write_entry(old), old, new, {})
    file = read_bib(text)
    assert not file.problems
    assert to_csl(file.references[0]) == to_csl(new)
    assert file.references[0].aliases == new.aliases
    assert edit_entry(text, new, new, {}) == text
