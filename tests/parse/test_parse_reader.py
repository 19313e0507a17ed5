"""The reader of reference strings: what it reads, and that it bears everything."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Date, Reference, Value
from kb.parse.normalise.types import VALID
from kb.parse.prepare import prepare
from kb.parse.reader import read_reference, read_references

CASES = Path(__file__).parent.parent / "cases" / "parse" / "references.yaml"
ARTICLE = "Healy, K. (2005). Review of Eric Klinenberg. Imprints, 8, 283–289."


def shown(value: Value) -> object:
    if isinstance(value, tuple):
        return [name.literal or name.family for name in value]
    return value.year if isinstance(value, Date) else value


@pytest.mark.parametrize(
    "case", yaml.safe_load(CASES.read_text(encoding="utf-8")), ids=lambda c: str(c["text"])[:50]
)
def test_reads_real_references(case: dict[str, Any]) -> None:
    read = read_reference(case["text"])
    ours = {name: shown(field.value) for name, field in read.fields.items()} | {"type": read.type}
    assert {name: ours.get(name) for name in case["want"]} == case["want"]


def check(read: Reference, text: str) -> None:
    assert read.type in VALID
    for field in read.fields.values():
        assert 0 <= field.confidence <= 1
        assert field.span is not None
        assert field.span.end <= len(text)
        assert field.value


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "\x00\x1b[31m", "ok", "x" * 100_000, "a " * 50_000, "(" * 3000, "1,2;" * 9000],
    ids=["empty", "blank", "controls", "word", "long word", "long line", "brackets", "numbers"],
)
def test_bears_anything_in_bounded_time(text: str) -> None:
    read_reference(ARTICLE)
    started = time.process_time()
    check(read_reference(text), text)
    assert time.process_time() - started < 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    check(read_reference(text), text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab1-\n .,()/:é\u00ad", max_size=80))
def test_prepared_text_leads_back(text: str) -> None:
    ready = prepare(text)
    for offset, char in enumerate(ready.text):
        if not char.isspace():
            assert text[ready.back(offset)] == char


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (
            r"B. Oberg and {\'E}. Tardieu, Ann.~Phys.~(N.Y.) {\bf 176}",
            "B. Oberg and É. Tardieu, Ann. Phys. (N.Y.) 176",
        ),
        (r"G\"{o}del, K., Erd\H{o}s, P. \& \O rsted", "Gödel, K., Erdős, P. & Ørsted"),
        (r"\emph{Anyons} on \textbf{A6}, \c{C}elik, Stra\ss e", "Anyons on A6, Çelik, Straße"),
        (r"http://x.org/~joe/a\_b", "http://x.org/~joe/a_b"),
        ("sets {a, b} and ~ 5", "sets {a, b} and ~ 5"),
    ],
)
def test_latex_is_read(given: str, want: str) -> None:
    ready = prepare(given)
    assert ready.text == want
    assert all(ready.back(i) < ready.back(i + 1) for i in range(len(want) - 1))


def test_a_parted_doi_is_whole() -> None:
    text = "García, J. (2013). La educación. Revista, 5(2), e99. doi: 10.1016/ j.edu.2013.01.001"
    read = read_reference(text)
    assert read.text("DOI") == "10.1016/j.edu.2013.01.001"
    assert not read.unread


def test_words_in_latex_keep_their_place() -> None:
    text = r"H.~K. Sundaram, \emph{Anyons on the sphere}, Phys. Rev. \textbf{A6}, 2209 (1991)."
    title = read_reference(text).fields["title"]
    assert title.value == "Anyons on the sphere"
    assert title.span is not None
    assert text[title.span.start : title.span.end].startswith("Anyons on the sphere")


def test_the_broken_one_alone_is_lost() -> None:
    first, broken, last = read_references([ARTICLE, "\x00\x00 ][", ARTICLE])
    assert first == last
    assert not broken.fields or max(f.confidence for f in broken.fields.values()) < 1
    assert first.text("container-title") == "Imprints"


@pytest.mark.parametrize("more", [" word" * 2000, " word" * 9000, "x" * 30_000])
def test_what_is_cut_off_stays_unread(more: str) -> None:
    read = read_reference(ARTICLE + more + " last")
    assert read.unread[-1].endswith("last")


def test_prose_is_doubted() -> None:
    read = read_reference(
        "This sentence says nothing about any work at all and goes on for a while"
    )
    assert all(field.confidence <= 0.5 for field in read.fields.values())


def test_an_identifier_cut_off_is_doubted() -> None:
    whole = (
        "Smith, J. (2019). Deep learning. Nature, 521(7553), 436-444. https://doi.org/10.1038/natu"
    )
    assert read_reference(whole).fields["DOI"].confidence > 0.8
    assert read_reference(whole + "...").fields["DOI"].confidence < 0.4


def test_ibid_is_no_author() -> None:
    read = read_reference("Ibid., hlm. 58.")
    assert not read.names()
    assert any("Ibid" in words for words in read.unread) or "Ibid" in read.text("note")


def test_span_is_where_the_words_stand() -> None:
    read = read_reference(ARTICLE)
    title = read.fields["title"]
    assert title.span is not None
    assert ARTICLE[title.span.start : title.span.end] == title.raw
