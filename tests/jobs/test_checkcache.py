"""What a check keeps never changes what a check finds."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.disk.store import Store
from kb.jobs.check import check
from kb.jobs.checkcache import NAME, all_findings
from kb.jobs.checkfiles import Options, check_files
from kb.jobs.ingest import ingest
from kb.jobs.library import build_library
from kb.jobs.opened import Opened

PAPER = """# On boats

Boats are fast (Ode, 2020, p. 9). Some are slow (Roe, 2019). A fast boat is rarely a dry one.

References

Ode, B. (2020). The speed of boats. A Journal of Boats, 1(2), 3-14.
Roe, J. (2018). Slow boats of the north. A Journal of Boats, 2(1), 5-19.
"""
ODE = "# The speed of boats\n\nB. Ode (2020)\n\nA boat with a long keel is fast.\n"
HEAD = "---\nid: {}\nclaim: Boats are fast\nstatus: {}\n---\n\n"
BODIES = (
    "Fast [@ode2020speed, p. 9].\n",
    "Fast [@ode2020speed, p. 99].\n",
    "Slow [@nobody2001]. <!-- kb: ignore citation-unknown: on purpose -->\n",
    "Slow [@nobody2001].\n<!-- kb: ignore-file year-implausible -->\n",
    "> A boat with a short keel is fast.\n\n[@ode2020speed, p. 4]\n",
    "Nothing. ^b\n",
    "",
)
NOTES = st.builds(
    lambda name, status, body: HEAD.format(name, status) + body,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["open", "supported", "disputed", "shut"]),
    st.sampled_from(BODIES),
)
BROKEN = st.sampled_from([b"\xff\xfe", b"---\nclaim: [\n---\n", b"", b"no head"])
CHANGES = st.one_of(
    st.tuples(
        st.sampled_from(["notes/a.md", "notes/1.md", "notes/c/a.md"]),
        st.one_of(NOTES.map(str.encode), BROKEN, st.none()),
    ),
    st.tuples(
        st.sampled_from(["papers/paper.txt", "papers/ode.txt"]),
        st.sampled_from([PAPER.encode(), ODE.encode(), b"Other words.", None]),
    ),
    st.tuples(
        st.just("refs/decisions.txt"),
        st.sampled_from([b"", b"same ode2020speed ode  # its text\n", b"same x y\n", None]),
    ),
    st.tuples(
        st.just("refs/other.bib"),
        st.sampled_from([b"@book{nobody2001, title = {A}, year = {2901}}", b"@book{", None]),
    ),
    st.tuples(st.just(f".kb/{NAME}"), st.sampled_from([None, b"", b"{}", b"x\n{}"])),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of two papers, one of which the other cites."""
    folder = tmp_path_factory.mktemp("made")
    store, _ = Store.init(folder / "base")
    for name, text in (("paper.txt", PAPER), ("ode.txt", ODE)):
        (folder / name).write_text(text, "utf-8")
        ingest(store, folder / name)
    store.save_library(build_library(store.load(), store.key_pattern).works)
    for number, body in enumerate(BODIES):
        put(store.root / f"notes/{number}.md", (HEAD.format(number, "supported") + body).encode())
    return store.root


def put(path: Path, data: bytes | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)


def cold(root: Path) -> object:
    opened = Opened(Store(root))
    return check(opened.base, text_of=opened.text_of)


def warm(root: Path) -> object:
    return check_files(Opened(Store(root)), (), Options())


@given(st.lists(CHANGES, min_size=1, max_size=6))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_warm_check_finds_what_a_cold_one_finds(
    made: Path, tmp_path: Path, changes: list[tuple[str, bytes | None]]
) -> None:
    root = tmp_path / "base"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(made, root)
    for name, data in changes:
        put(root / name, data)
        assert warm(root) == cold(root)
        assert warm(root) == cold(root)


def test_what_did_not_change_is_not_looked_at_again(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "base"
    shutil.copytree(made, root)
    before = warm(root)
    looked: list[str] = []
    monkeypatch.setattr("kb.jobs.checkcache.note_of", lambda name, _: looked.append(name))
    monkeypatch.setattr(Store, "load_refs", lambda _: looked.append("refs"))
    assert warm(root) == before
    assert looked == []


def test_what_was_read_while_it_changed_is_not_kept(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "base"
    shutil.copytree(made, root)
    states = iter("ab")
    monkeypatch.setattr(Store, "state", lambda _: next(states))
    all_findings(Opened(Store(root)))
    assert not (root / ".kb" / NAME).exists()


def test_a_check_needs_no_place_to_keep_things(made: Path, tmp_path: Path) -> None:
    root = tmp_path / "base"
    shutil.copytree(made, root)
    shutil.rmtree(root / ".kb", ignore_errors=True)
    (root / ".kb").write_text("a file", "utf-8")
    assert warm(root) == warm(root) == cold(root)
