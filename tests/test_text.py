"""Lines and pages are counted as an editor counts them, and spans rebuild the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import SourceText, Span

TEXT = st.text(alphabet="ab\n\r\f é\u2028", max_size=60)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one", ["one"]),
        ("one\n", ["one"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("dos\r\nmac\runix\n", ["dos", "mac", "unix"]),
        ("page\fpage\n", ["page\fpage"]),
        ("a\u2028b\x0bc", ["a\u2028b\x0bc"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    source = SourceText("p.txt", text)
    found = [source.cut(source.line_span(n + 1)) for n in range(source.line_count)]
    assert found == lines


@given(TEXT)
def test_every_offset_has_a_position_that_leads_back(text: str) -> None:
    source = SourceText("p.txt", text)
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        assert source.line_starts[line - 1] + column - 1 == offset


@given(TEXT)
def test_the_spans_of_the_lines_rebuild_the_text(text: str) -> None:
    source = SourceText("p.txt", text)
    spans = [source.line_span(n + 1) for n in range(source.line_count)]
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert source.rebuild(spans) == plain.removesuffix("\n")


def test_pages_end_with_a_form_feed_or_where_the_reader_says() -> None:
    assert SourceText("p.txt", "a\fb\fc").page_at(4) == 3
    paged = SourceText("p.pdf", "abcdef", page_starts=(0, 3))
    assert [paged.page_at(0), paged.page_at(2), paged.page_at(3)] == [1, 1, 2]


def test_no_such_line() -> None:
    with pytest.raises(IndexError, match=r"p\.txt has no line 2"):
        SourceText("p.txt", "one").line_span(2)


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_not_a_span(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)


def test_spans_compared() -> None:
    assert Span(1, 3).overlaps(Span(2, 5))
    assert not Span(1, 3).overlaps(Span(3, 5))
    assert Span(1, 5).contains(Span(2, 5))
    assert Span(1, 3).shift(2) == Span(3, 5)
