"""The words of a sentence that runs over a page's end."""

import pytest
from smallbase import small_base

from kb.jobs.passage import sentence_words
from kb.text import SourceText, Span

BASE = """
papers:
  - name: 010.txt
    references: [{id: 010#1, line: 3, end_line: 4, text: "Veda\\n2021", csl: {id: v}}]
"""


@pytest.mark.parametrize(
    ("between", "why"),
    [
        ("", "nothing between"),
        ("---", "a rule, as converters write one for a page's end"),
        ("12", "a page number"),
        ("1 Veda, J. The right\nto move. Law, 2021.", "a footnote, which the records know"),
        (
            "1 Veda, J. The right\nto move.\nhttps://a.org/x\nhttps://a.org/y",
            "its links, left over",
        ),
    ],
)
def test_what_the_page_put_between_is_left_out(between: str, why: str) -> None:
    text = f"People often leave\n\n{between}\ntheir country (Veda, 2021).\n"
    if between[:1] != "1" or between == "12":
        text = text.replace("\n\n", "\n")
    found = sentence_words(
        SourceText("010.txt", text), small_base(BASE).papers[0], Span(7, len(text))
    )
    assert found == "often leave their country (Veda, 2021).", why


def test_a_sentence_of_notes_only_keeps_its_words() -> None:
    text = "One\ntwo\nVeda says\n2021 it\n"
    paper = small_base(BASE).papers[0]
    assert (
        sentence_words(SourceText("010.txt", text), paper, Span(8, len(text)))
        == "Veda says 2021 it"
    )


def test_a_link_within_a_sentence_stays() -> None:
    text = "People\nread\nhttps://a.org/x\nand leave.\n"
    paper = small_base("papers: [{name: 010.txt}]").papers[0]
    found = sentence_words(SourceText("010.txt", text), paper, Span(0, len(text)))
    assert found == "People read https://a.org/x and leave."
