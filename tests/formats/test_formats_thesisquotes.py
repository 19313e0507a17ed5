"""Which quotes of a thesis a citation claims, and which words they hold."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.formats.thesis import read_thesis


def quotes(text: str, path: str) -> list[str]:
    found = read_thesis(text, path).quotes
    return [
        f"{q.place.line}:{q.place.column} {q.text} | {' '.join(c.key for c in q.citations)}"
        for q in found
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            r"He says ``one two three \emph{four} five'' \cite[5]{a}.",
            ["1:11 one two three four five | a"],
        ),
        (
            r"As \textcite{a} has it, \enquote{one two~three \ldots\ five six}.",
            ["1:34 one two three … five six | a"],
        ),
        (
            "“One two three. Four five.” \\footnote{\\cite{a}}",
            ["1:2 One two three. Four five. | a"],
        ),
        (
            "\\begin{quote}\nOne two.\n\\end{quote}\n\\parencite{a, b}",
            ["1:14 One two. | a b"],
        ),
        ("\\begin{quotation}One \\cite{a}\\end{quotation} \\cite{b}", ["1:18 One | a"]),
        ("\\begin{quote}One two three four five.\\end{quote}\n\nOther words.", []),
        (r"A ``short term here'' \cite{a}.", []),
        (r"``One two three four five.'' Another sentence. See \cite{a}.", []),
        ("% ``one two three four five'' \\cite{a}\n", []),
    ],
)
def test_latex(text: str, wanted: list[str]) -> None:
    assert quotes(text, "t.tex") == wanted


def test_markdown() -> None:
    text = (
        '---\ntitle: x\n---\nShe wrote "one two three four five" [@a, p. 5].\n\n'
        "> A block of words [@b]\n\n> Another block\n\n[@c, p. 3]\n\n> Nobody's block\n\nText.\n"
    )
    assert quotes(text, "t.md") == [
        "4:12 one two three four five | a",
        "6:3 A block of words | b",
        "8:3 Another block | c",
    ]


def test_typst() -> None:
    assert quotes(
        "#quote(block: true)[Some words] @a\n“One two three four five” @b[p. 4].", "t.typ"
    ) == [
        "1:21 Some words | a",
        "2:2 One two three four five | b",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "\\begin{quote}",
        "``",
        "\\enquote{",
        "“",
        '"',
        "#quote(",
        "#quote()[",
        "“a b c d e” \\cite{a} ",
    ],
)
def test_hostile_text_is_read_in_little_time(piece: str) -> None:
    for path in ("t.tex", "t.typ"):
        start = time.process_time()
        read_thesis(piece * 10_000, path)
        assert time.process_time() - start < 3


PIECES = st.sampled_from(
    [
        *("``", "''", "“", "”", '"', "\\enquote{", "}", "{", "\\begin{quote}", "\\end{quote}"),
        *("\\cite[5]{a}", "\\textcite{b}", "[@a, p. 4]", "@b", "#quote(block: true)[", "]", "> "),
        *("one two three four five", ". ", "\n", "\n\n", "%", "\\", "ä", "\0", "\u2028", "- ", "#"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["t.tex", "t.md", "t.typ"]))
def test_whatever_a_thesis_holds_its_quotes_stand_in_it(text: str, path: str) -> None:
    rows = text.split("\n")
    for quote in read_thesis(text, path).quotes:
        assert quote.citations
        assert 1 <= quote.place.line <= len(rows)
        assert quote.place.column <= len(rows[quote.place.line - 1]) + 1
