"""The library of a knowledge base: keys stay, old ones become aliases, decisions split and join."""

from dataclasses import replace
from itertools import combinations

import pytest

from kb.jobs.library import Library, build_library, find_work
from kb.model import Base, Date, Decision, Field, Name, Paper, RawReference, Reference, Stub

TITLE = "Kerja sama transnasional dalam pemberantasan perdagangan orang"


def entry(paper: str, number: int, title: str = TITLE, given: str = "F.") -> tuple:
    id_ = f"{paper}#{number}"
    fields = {
        "author": Field((Name("Albayumi", given), Name("Adellia", "V. S."))),
        "issued": Field(Date(2022)),
        "title": Field(title),
    }
    raw = RawReference(id_, title, (), 1, 1)
    return raw, Reference(f"key{number}", "article-journal", fields, (id_,))


def stub(paper: str) -> Stub:
    fields = {"author": Field((Name("Albayumi"), Name("Adellia"))), "issued": Field(Date(2022))}
    reference = Reference("s", "document", fields, (f"{paper}~1",), incomplete=True)
    return Stub(f"{paper}~1", reference, "(Albayumi & Adellia, 2022)", 5)


def base(*decisions: Decision) -> Base:
    one = Paper("002", "002.txt", "x", Reference("002"), (entry("002", 16),))
    two = Paper("003", "003.txt", "x", Reference("003"), (entry("003", 3, given="Fuat"),))
    stubs = Paper("001", "001.txt", "x", Reference("001"), stubs=(stub("001"),))
    return Base((one, two, stubs), decisions=decisions)


def again(before: Base, library: Library, *decisions: Decision) -> Library:
    works = tuple(work.reference for work in library.works)
    return build_library(replace(before, library=works, decisions=decisions))


def keys(library: Library) -> dict[str, tuple[str, ...]]:
    return {work.reference.key: work.reference.origins for work in library.works}


def test_one_work_of_two_papers() -> None:
    assert keys(build_library(base()))["albayumi2022kerja"][-2:] == ("002#16", "003#3")


def test_again_changes_nothing() -> None:
    library = build_library(base())
    assert again(base(), library) == library


def test_a_key_once_given_stays() -> None:
    works = (Reference("mykey", "article-journal", {}, ("003#3",)),)
    library = build_library(replace(base(), library=works))
    assert "mykey" in keys(library)


def test_a_merged_key_lives_on_as_an_alias() -> None:
    works = (
        Reference("first", "article-journal", {}, ("002#16",)),
        Reference("second", "article-journal", {}, ("003#3",)),
    )
    library = build_library(replace(base(), library=works))
    work = find_work(library, "second")
    assert work is not None
    assert (work.reference.key, work.reference.aliases) == ("first", ("second",))
    assert again(base(), library) == library


def test_differ_splits_and_the_key_comes_back() -> None:
    works = (
        Reference("albayumi2022kerja", "article-journal", {}, ("002#16",)),
        Reference("albayumi2022kerjaa", "article-journal", {}, ("003#3",)),
    )
    merged = build_library(replace(base(), library=works))
    assert find_work(merged, "albayumi2022kerjaa") == find_work(merged, "albayumi2022kerja")
    split = again(base(), merged, Decision("differ", "002#16", "003#3"))
    first, second = (find_work(split, name) for name in ("002#16", "003#3"))
    assert first is not None
    assert second is not None
    assert first.reference.key == "albayumi2022kerja"
    assert second.reference.key == "albayumi2022kerjaa"


def test_a_work_joined_again_is_not_called_by_the_key_of_a_stub() -> None:
    origins = "001~1", "002#16", "003#3"
    split = build_library(base(*(Decision("differ", *two) for two in combinations(origins, 2))))
    assert "albayumi2022" in keys(split)
    joined = again(base(), split)
    assert set(keys(joined)) == {"albayumi2022kerja"}
    assert find_work(joined, "albayumi2022") is find_work(joined, "albayumi2022kerja")


def test_same_joins_by_citation_keys() -> None:
    other = Paper("004", "004.txt", "x", Reference("004"), (entry("004", 1, "Ekstradisi"),))
    both = replace(base(), papers=(*base().papers, other))
    library = build_library(both)
    assert len(library.works) == 3  # the stub fits both, so it stays alone
    joined = again(both, library, Decision("same", "albayumi2022kerja", "albayumi2022ekstradisi"))
    assert len(joined.works) == 1


@pytest.mark.parametrize("name", ["albayumi2022kerja", "002#16", "001~1"])
def test_find_work_by_any_name(name: str) -> None:
    work = find_work(build_library(base()), name)
    assert work is not None
    assert work.reference.key == "albayumi2022kerja"
