"""Decisions: lines read, lines written, bad lines reported in place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.formats.decisions import read_decisions, write_decision
from kb.model import Decision

ids = st.sampled_from(["veda2021", "003#12", "001~4", "002#5.2"])
whys = st.sampled_from(["", "cited apart", "see # 3", "x#y"])
pairs = st.tuples(ids, ids).filter(lambda p: p[0] != p[1])
decisions = st.builds(
    lambda kind, pair, name, why: Decision(kind, *pair, name if kind == "field" else "", why, 1),
    st.sampled_from(["same", "differ", "field"]),
    pairs,
    st.sampled_from(["title", "container-title"]),
    whys,
)


@given(decisions)
def test_round_trip(decision: Decision) -> None:
    assert read_decisions(write_decision(decision)) == ((decision,), ())


def test_comments_blanks_and_ids() -> None:
    text = "# head\n\n  same 003#12 002#7  # the journal's own\r\nfield a title b\n#same a b\n"
    assert read_decisions(text, "d.txt") == (
        (
            Decision("same", "003#12", "002#7", why="the journal's own", line=3),
            Decision("field", "a", "b", "title", line=4),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("same a", "d.txt:1:1: this is no decision: same a -> write: same A B"),
        ("  merge a b", "d.txt:1:3: this is no decision: merge a b -> "
         "write: same A B, differ A B or field A NAME B"),
        ("same a a", "d.txt:1:1: a is compared with itself -> name two"),
    ],
)  # fmt: skip
def test_bad_lines(line: str, found: str) -> None:
    decisions_, problems = read_decisions(f"{line}\nsame a b\n", "d.txt")
    assert [f"{p.place}: {p.message} -> {p.mend}" for p in problems] == [found]
    assert len(decisions_) == 1
