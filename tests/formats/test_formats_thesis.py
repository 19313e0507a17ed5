"""What a thesis cites: LaTeX, Typst and Markdown, each citation with its place and sentence."""

import time

import pytest

from kb.formats.thesis import read_thesis


def cites(text: str, path: str) -> list[str]:
    uses = [use.citation for use in read_thesis(text, path).uses]
    return [f"{c.place.line}:{c.place.column} {c.key} {c.locator}".rstrip() for c in uses]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\cite{a}", ["1:7 a"]),
        (r"\citep[see][p.~5]{b, c}", ["1:19 b 5", "1:22 c 5"]),
        (r"\textcite[12]{d} \parencite*{e}", ["1:15 d 12", "1:30 e"]),
        (r"\autocites[3]{f}[S. 4]{g}", ["1:15 f 3", "1:24 g 4"]),
        ("\\cite{h\n,i}", ["1:7 h", "2:2 i"]),
        (r"% \cite{no}", []),
        (r"50\% \cite{yes}", ["1:12 yes"]),
        (r"\verb|\cite{no}| \cite{yes}", ["1:24 yes"]),
        ("\\begin{verbatim}\n\\cite{no}\n\\end{verbatim}\n\\cite{yes}", ["4:7 yes"]),
        (r"\citestyle{apalike} \citation", []),
        (r"\cite{}", []),
        (r"\cite", []),
    ],
)
def test_latex(text: str, wanted: list[str]) -> None:
    assert cites(text, "t.tex") == wanted


def test_typst_and_markdown() -> None:
    assert cites("So @foo[p. 5] #cite(<bar>) // @no\n`@no` @baz.", "t.typ") == [
        "1:5 foo 5",
        "2:8 baz",
        "1:22 bar",
    ]
    assert cites("---\ntitle: '@x'\n---\nSo @foo [p. 5]; [@bar, 3].\n", "t.md") == [
        "4:5 foo 5",
        "4:19 bar 3",
    ]


def test_sentences_and_claims_named() -> None:
    thesis = read_thesis("One. Two \\cite{a}! Three.\n% kb: claim spacing\n", "t.tex")
    assert [use.sentence for use in thesis.uses] == ["Two \\cite{a}!"]
    assert [(name, str(place)) for name, place in thesis.named] == [("spacing", "t.tex:2:13")]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("\\documentclass[a4]{book}\n\\begin{document}\nIt is so \\cite{a}.\n", "t.tex"),
        ("\\section*{One}\\label{s}\nIt is so \\cite{a}.\n\\end{document}", "t.tex"),
        ("\\begin{itemize}\n\\item It is so \\cite{a}.\n", "t.tex"),
        ("= A heading\nIt is so @a.\n", "t.typ"),
    ],
)
def test_headings_are_no_part_of_a_sentence(text: str, path: str) -> None:
    assert [use.sentence[:8] for use in read_thesis(text, path).uses] == ["It is so"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Before.\n\nIt is\nlong so\n\\cite{a} and\n\\cite{b} so.\n\nAfter.", "t.tex"),
        ("Before.\n\nIt is\nlong so\n@a and\n@b so.\n\nAfter.", "t.typ"),
        ("Before.\n\nIt is\nlong so\n@a and\n[@b] so.\n\nAfter.", "t.md"),
    ],
)
def test_a_line_of_a_sentence_leads_to_its_citations(text: str, path: str) -> None:
    thesis = read_thesis(text, path)
    found = {line: "".join(use.citation.key for use in thesis.at(line)) for line in range(1, 9)}
    assert found == {1: "", 2: "", 3: "ab", 4: "ab", 5: "a", 6: "b", 7: "", 8: ""}


def test_hostile_latex_is_read_in_little_time() -> None:
    for text in ("\\begin{verbatim}" * 20_000, "\\cite[" * 20_000, "\\cites" + "{a}" * 20_000):
        start = time.process_time()
        read_thesis(text, "t.tex")
        assert time.process_time() - start < 3
