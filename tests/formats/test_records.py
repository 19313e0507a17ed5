"""The .jsonl files: lossless, and a broken line hides no other."""

import json

from format_strategies import references
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.formats.records import WorkRecord, read_paper, read_works, write_paper, write_works
from kb.model import Citation, Link, Paper, RawReference, Reason, Reference, Stub
from kb.text import Span

texts = st.text(max_size=20)
maybe = st.one_of(st.none(), texts)
spans = st.tuples(st.integers(0, 99), st.integers(100, 999)).map(lambda p: Span(*p))
ids = st.integers(1, 9999).map(lambda n: f"003#{n}")
raws = st.builds(
    RawReference,
    ids,
    texts,
    st.lists(spans, min_size=1, max_size=3).map(tuple),
    st.integers(1, 9),
    st.integers(9, 99),
    st.sampled_from(["full", "ibid", "op-cit", "loc-cit", "short"]),
    st.one_of(st.none(), ids),
    maybe,
)
citations = st.builds(
    Citation,
    spans,
    st.integers(1, 99),
    texts,
    st.sampled_from(["parenthetical", "narrative", "footnote", "numeric", "key"]),
    st.lists(texts, max_size=3).map(tuple),
    maybe,
    maybe,
    maybe,
    st.one_of(st.none(), spans),
    st.one_of(st.none(), ids),
    st.sampled_from(["exact", "year-differs", "name-differs", "both-differ", "none"]),
    texts,
    st.one_of(st.none(), st.just("003~1")),
)
stubs = st.builds(Stub, st.just("003~1"), st.just(Reference("x")), texts, st.integers(1, 99))
papers = st.builds(
    Paper,
    st.just("003"),
    texts,
    texts,
    references,
    st.lists(raws.map(lambda r: (r, Reference(r.id))), max_size=3).map(tuple),
    st.lists(citations, max_size=3).map(tuple),
    st.lists(stubs, max_size=1).map(tuple),
)


@given(papers)
@settings(max_examples=50, deadline=None)
def test_paper_round_trip(paper: Paper) -> None:
    keys = {raw.id: f"key{n}" for n, (raw, _) in enumerate(paper.entries)}
    written = dict.fromkeys(keys.values(), "0123456789abcdef")
    text = write_paper(paper, keys, written)
    read, problems = read_paper(text, "refs/003.jsonl", "003")
    assert not problems
    assert (read.id, read.name, read.sha256) == (paper.id, paper.name or "003", paper.sha256)
    assert read.item == paper.item
    assert read.raws == tuple(raw for raw, _ in paper.entries)
    assert read.citations == paper.citations
    assert [(s.id, s.text, s.line) for s in read.stubs] == [
        (s.id, s.text, s.line) for s in paper.stubs
    ]
    assert read.keys == keys
    assert read.written == {key: written[key] for key in keys.values()}


def test_works_round_trip() -> None:
    reason = Reason("doi", "the same DOI", 1.0, 9.5)
    work = WorkRecord(
        "a2020b",
        "0123456789abcdef",
        ("003#1", "002#7"),
        ("old",),
        {"title": (("Judul lain", "002#7"),)},
        (Link("003#1", "002#7", 0.99, "same", (reason,)),),
    )
    assert read_works(write_works([work, WorkRecord("b")]), "x") == ((work, WorkRecord("b")), ())


def test_broken_lines() -> None:
    good = {"id": "003#1", "line": 1, "end_line": 1, "spans": [[0, 3]], "text": "abc"}
    lines = [
        json.dumps({"paper": "a.txt", "item": {"type": "book"}}),
        "{",
        json.dumps(good),
        "[1]",
        json.dumps({**good, "spans": [[3, 0]]}),
        json.dumps({"stub": "003~1", "text": "x"}),
    ]
    read, problems = read_paper("\n".join(lines), "refs/003.jsonl", "003")
    assert [raw.id for raw in read.raws] == ["003#1"]
    assert [f"{p.place}: {p.message}" for p in problems] == [
        "refs/003.jsonl:2:1: this line is no JSON",
        "refs/003.jsonl:4:1: this line is no JSON object",
        "refs/003.jsonl:5:1: this record cannot be read (ValueError: not a span: 3..0)",
        "refs/003.jsonl:6:1: this record cannot be read (KeyError: 'line')",
    ]
