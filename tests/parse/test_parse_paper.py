"""Reading a whole paper: never an exception, always places that hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Paper
from kb.parse.paper import read_paper
from kb.text import SourceText

EMPTY = "no reference and no citation was found"


def read(text: str) -> Paper:
    return read_paper(SourceText("paper.txt", text), "paper")


def assert_places_hold(text: str, paper: Paper) -> None:
    source = SourceText("paper.txt", text)
    for raw, _ in paper.entries:
        assert source.rebuild(raw.spans) == raw.text
        assert source.line_at(raw.spans[0].start) == raw.line
        assert source.line_at(raw.spans[-1].start) == raw.end_line
    for cite in paper.citations:
        assert source.cut(cite.span) == cite.text
        assert source.line_at(cite.span.start) == cite.line
    ids = [raw.id for raw, _ in paper.entries]
    assert len(ids) == len(set(ids))
    targets = {cite.target for cite in paper.citations} - {None}
    assert targets <= set(ids)
    assert {cite.stub for cite in paper.citations} - {None} == {stub.id for stub in paper.stubs}


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "\ufeff", "Nothing is cited here.", "\x00\x01\x02" * 99]
)
def test_a_text_without_sources_has_a_problem(text: str) -> None:
    (problem,) = read(text).problems
    assert (problem.rule, problem.level, problem.message) == ("paper-empty", "warning", EMPTY)
    assert str(problem.place) == "paper.txt:1"


PIECES = st.sampled_from(
    [
        "## References", "DAFTAR PUSTAKA", "(Smith, 2020)", "Smith (2020)", "[1]", "[2-4]", "---",
        "1 Smith, J. (2020). A title. Press.", "- Smith, J. (2020). A title. *J*, 1(2), 3-4.",
        "2 Ibid. p. 4", "word.1", "word.2 Next", "\f", "43", " ", "\n", "\n\n", "\r\n", "text and",
        "(", ")", "*", "_", "[@a, p. 3]", "\\cite{a,b}", "<sup>1</sup>", "¹", "https://x.org/a",
        "dkk., 2019", "Appendix", "Müller", "\u2028", "\x0b", "e.g.", "(lihat A, 2020; B, 2021a)",
        "NOTES", "7 Op. cit.", "______ (2011). Again.",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=40), st.sampled_from(["", " ", "\n"]))
def test_any_text_is_read_and_its_places_hold(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    assert_places_hold(text, read(text))


@pytest.mark.parametrize("dash", ["———", "―――", "⸻", "____", "---", "–––"])
def test_any_dash_stands_for_the_authors_above(dash: str) -> None:
    text = (
        "Rivers bend (Schumm 1985a, 1985b).\n\nBibliography\n\n"
        "Jones, A. 2003. Water and its ways. Oxford: Oxford University Press.\n"
        "Schumm, S. A. 1985a. Patterns of rivers. Annual Review of Earth Sciences 13: 5-27.\n"
        f"{dash}. 1985b. Explanation in geomorphology. Transactions 6: 1-18.\n"
    )
    paper = read_paper(SourceText("p.txt", text), "p")
    assert [ref.names()[0].family for _, ref in paper.entries] == ["Jones", "Schumm", "Schumm"]
    assert [citation.target for citation in paper.citations] == ["p#2", "p#3"]


NOTES = """It is so.1 And so.2

1
  Ann Baker, The Bread Book (Boston: Crust, 1999), p. 4.
2
  Ibid., p. 7.
                                                   201
It goes on.3

3
  Carl Dunn, Rolls (Boston: Crust, 2001), p. 9.
"""


def test_a_note_whose_number_stands_on_a_line_of_its_own() -> None:
    paper = read(NOTES)
    found = [(raw.id, raw.line, raw.end_line, raw.refers_to) for raw, _ in paper.entries]
    assert found == [
        ("paper#1", 4, 4, None),
        ("paper#2", 6, 6, "paper#1"),
        ("paper#3", 11, 11, None),
    ]
    assert [cite.target for cite in paper.citations] == ["paper#1", "paper#2", "paper#3"]


LIST = """Text says so [1], [2]. And so [3], and [1]-[3]; then [2] and [1], [3] and [2] [1] [9] [5].

References

[1] A. Baker, "Bread," J. Baking, vol. 1, pp. 1-2, 2001.
[2] B. Cole, "Rolls," J. Baking, vol. 2, pp. 3-4, 2002.
[3] C. Dunn, "Buns," J. Baking, vol. 3, pp. 5-6, 2003.
[4] D. Ekman, "Salt," J. Baking, vol. 4, pp. 7-8, 2004.
"""


def test_a_number_that_the_list_lacks_is_said() -> None:
    text = LIST.replace(" [9] [5]", " [5]")
    lacking = [(c.text, c.why) for c in read(text).citations if c.target is None]
    assert lacking == [("5", "the list has no number 5")]
    spread = [c.target for c in read(text).citations if c.text == "1]-[3"]
    assert spread == ["paper#1", "paper#2", "paper#3"]


def test_many_numbers_that_the_list_lacks_are_no_citations() -> None:
    assert all(cite.target for cite in read(LIST).citations)


ONE_CHAPTER = """Chapter {0}

It is so (Ekman, 2004).

References

Baker, A. (2001). Bread and what it is made of in the towns of the north. Journal of Baking,
1, 12
Ekman, D. (2004). Salt. Journal of Baking, 4, 78-80.
"""


def test_lines_that_come_back_with_every_list_are_no_running_heads() -> None:
    text = "\n".join(ONE_CHAPTER.format(number) for number in range(1, 5))
    lines = [(raw.line, raw.end_line) for raw, _ in read(text).entries]
    assert lines == [
        (7 + 10 * at + x, 7 + 10 * at + y) for at in range(4) for x, y in ((0, 1), (2, 2))
    ]


def test_each_number_of_a_bracket_has_its_own_page() -> None:
    text = (
        "It holds [1, p. 5; 2], as shown [2, pp.\n12-14].\n\nReferences\n\n"
        '[1] A. Veda, "On courts," J. Law, vol. 1, pp. 3-9, 2010.\n\n'
        '[2] B. Ode, "On trade," J. Trade, vol. 3, pp. 5-12, 2011.\n'
    )
    paper = read(text)
    assert [(c.target, c.locator) for c in paper.citations] == [
        ("paper#1", "p. 5"),
        ("paper#2", None),
        ("paper#2", "pp. 12-14"),
    ]


@pytest.mark.parametrize(
    ("first", "authors"),
    [
        ("Arafah, Rasya", ["Saragih, Eriston", "Alfajri"]),
        ("Arafah, R.", ["Saragih", "Eriston", "Alfajri"]),
    ],
)
def test_the_list_tells_whether_a_first_author_is_inverted(first: str, authors: list[str]) -> None:
    others = "".join(
        f"{first.replace('A', letter, 1)}, & Irwan Triadi. (20{n}). Judul. Jakarta: Karang.\n\n"
        for n, letter in enumerate("ABC", 10)
    )
    entry = "Saragih, Eriston, & Alfajri. (2022). Upaya baru di Kamboja. Jurnal X, 4(1), 12-20.\n"
    paper = read(f"Benar (Alfajri, 2022).\n\nDaftar Pustaka\n\n{others}{entry}")
    names = paper.entries[-1][1].names("author")
    assert [", ".join(filter(None, (n.family, n.given))) for n in names] == authors
