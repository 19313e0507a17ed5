"""Which chunks of a file stay when it changes, and that an index made so is that made at once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.disk import reindex
from kb.disk.chunks import Chunk, compare, count_lines, digest_of
from kb.disk.index import Index, Sources, open_index


def chunks(*texts: str) -> list[Chunk]:
    return [Chunk(n, len(t), t.count("\n"), digest_of(t.encode())) for n, t in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("new", "head", "gone", "tail", "between"),
    [
        ("aabbcc", (1, 2, 3), (), (), ""),
        ("aaXcc", (1,), (2,), (3,), "X"),
        ("Xaabbcc", (), (), (1, 2, 3), "X"),
        ("aabbccX", (1, 2, 3), (), (), "X"),
        ("aacc", (1,), (2,), (3,), ""),
        ("aabbbbcc", (1, 2), (), (3,), "bb"),
        ("", (), (1, 2, 3), (), ""),
        ("aa", (1,), (2, 3), (), ""),
    ],
)
def test_compare(
    new: str, head: tuple[int], gone: tuple[int], tail: tuple[int], between: str
) -> None:
    kept = compare(chunks("aa", "bb", "cc"), new.encode())
    assert tuple(c.id for c in kept.head) == head
    assert tuple(c.id for c in kept.gone) == gone
    assert tuple(c.id for c in kept.tail) == tail
    assert new[kept.start : kept.end] == between


def test_a_chunk_that_cannot_stand_alone_never_stays() -> None:
    old = chunks("aa", "bb")
    kept = compare([old[0]._replace(whole=True), old[1]], b"aabb")
    assert (kept.head, kept.start) == ((), 0)


@pytest.mark.parametrize(("text", "wanted"), [("a\nb\r\nc\rd", 3), ("", 0), ("\r\r\n\n", 3)])
def test_count_lines(text: str, wanted: int) -> None:
    assert count_lines(text, 0, len(text)) == wanted


PIECES = [
    "@book{a, author={Ann}, title={One}}\n",
    "@book{b, author={Bob},\n title={Two}, year=1999}\n\n",
    "@article{c, title=name # { three}}\n",
    "@string{name = {Named}}\n",
    "@string{name = {Other}}\n",
    "@book{d, title={open\n",
    "@comment{x @book{e, title={no}} }\n",
    'free text, } { " @\n',
    "@inbook{f, crossref={g}, title={child}}\n",
    "@book{g, title={parent}, publisher={P}}\n",
    "@book{h, title={CRLF}}\r\n",
    "}\n",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.lists(st.sampled_from(PIECES), max_size=2),
)
@settings(max_examples=40, deadline=None)
def test_step_by_step_is_at_once(first: list[str], middle: list[str], last: list[str]) -> None:
    """Whatever is changed in the middle, at the start or the end of a file."""
    before, reindex.ENTRIES = reindex.ENTRIES, 2
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "l.bib"
            index = f"{folder}/i.sqlite"
            for pieces in (first + last, first + middle + last, middle + last, last + first):
                path.write_text("".join(pieces), encoding="utf-8", newline="")
                stepwise = open_index(index, Sources([str(path)]))
                at_once = open_index(":memory:", Sources([str(path)]))
                assert everything(stepwise) == everything(at_once)
                stepwise.close()
                at_once.close()
    finally:
        reindex.ENTRIES = before


def everything(index: Index) -> list[tuple[object, ...]]:
    ids = [row[0] for row in index._db.execute("SELECT id FROM entry")]
    return [(hit[1:], index.item(hit.id), index.line(hit.id)) for hit in index.hits(ids)]
