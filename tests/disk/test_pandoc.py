"""pandoc: found, too old, missing, failing."""

import sys

import pytest

from kb.disk import pandoc
from kb.errors import KbError


def test_no_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_pandocs", list)
    with pytest.raises(KbError) as caught:
        pandoc.find_engine("a text in a citation style", "csl")
    assert str(caught.value) == "a text in a citation style needs pandoc >= 3"
    assert caught.value.mend == (
        "pip install 'kb[csl]' brings pandoc and the styles; "
        "or install pandoc >= 3 from your system"
    )


def test_old_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "engines", lambda: [pandoc.Engine("/usr/bin/pandoc", "")])
    monkeypatch.setattr(pandoc, "_version", lambda path: (2, 17, 1))
    with pytest.raises(KbError) as caught:
        pandoc.find_engine("reading .docx", "office")
    assert str(caught.value) == (
        "/usr/bin/pandoc is pandoc 2.17.1; reading .docx needs pandoc >= 3"
    )
    assert caught.value.mend.startswith("pip install 'kb[office]' brings pandoc; or")


def test_a_run_that_fails_says_why() -> None:
    python = pandoc.Engine(sys.executable, "")
    fail = "import sys; sys.stderr.write('no such style'); sys.exit(9)"
    with pytest.raises(KbError) as caught:
        pandoc.run(python, ["-c", fail], b"", "do this")
    assert str(caught.value) == f"{sys.executable}: pandoc gave up: no such style"
    assert caught.value.mend == "do this"


def test_what_is_no_program_does_not_run() -> None:
    with pytest.raises(KbError) as caught:
        pandoc.run(pandoc.Engine("/nowhere/pandoc", ""), [], b"", "do this")
    assert "pandoc did not run" in str(caught.value)
