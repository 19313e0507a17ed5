"""Papers as files: encodings, and a clear message for whatever is no paper."""

import os
import threading
from pathlib import Path

import pytest

from kb.disk.documents import read_document
from kb.errors import KbError
from kb.links import paper_id

TEXT = "Daftar Pustaka\nNuñez, José – “Ação” (Łódź)\n"
WESTERN = "Daftar Pustaka\r\nMüller, José – “Ação”: Perlindungan Anak di Indonesia, 2021.\r\n" * 5


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32-le"),
    ],
)
def test_unicode(tmp_path: Path, encoding: str, mark: bytes, named: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    source = read_document(path)
    assert (source.name, source.text, source.encoding) == ("a.txt", TEXT, named)
    assert len(source.sha256) == 64


RUSSIAN = "Список литературы. Жуков Г. К. Воспоминания и размышления. Москва, 1969.\n" * 5
POLISH = "Wśród książek o prawie: Łukasiewicz, Źródła wiedzy, Kraków 1920, też późniejsze.\n" * 5


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", WESTERN),
        ("latin-1", "José\nSao Paulo\n"),
        ("cp1251", RUSSIAN),
        ("cp1250", POLISH),
    ],
)
def test_other_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text.encode(encoding))
    assert read_document(path).text == text


NOTE = "Daftar Pustaka: José – “Ação” – Łódź"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (NOTE[:9].encode() + b"\0" + NOTE[9:].encode() + b" " * 99, None),
        (NOTE.encode() + b" caf\xe9", NOTE + " café"),
        (NOTE.encode() + b"\xe2\x80", NOTE + "â€"),
        (b"one\f\ftwo\f", None),
    ],
    ids=["a stray NUL", "a word pasted from Latin-1", "cut within a character", "form feeds"],
)
def test_damaged_text_is_still_text(tmp_path: Path, data: bytes, text: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    source = read_document(path)
    assert (source.text, source.encoding) == (text or data.decode(), "utf-8")


@pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "paper.txt"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("Ode (2020).",))
    writer.start()
    assert read_document(pipe).text == "Ode (2020)."
    writer.join()


@pytest.mark.parametrize(
    ("name", "data", "what", "mend"),
    [
        ("a.txt", b"\xef\xbb\xbf", "the file is empty", "give a paper with text in it"),
        ("a.txt", b"\xff\xfe", "the file is empty", "give a paper with text in it"),
        ("a.txt", b"", "the file is empty", "give a paper with text in it"),
        ("a.txt", b" \n\t\n", "the file is empty", "give a paper with text in it"),
        ("a.txt", b"\x7fELF\0\0\1\2" * 9, "this is no text", "give the paper as UTF-8 text"),
        ("a.pdf", b"%PDF-1.5 x", "this is no whole PDF", "save it again from a PDF viewer"),
        ("a.txt", b"%PDF-1.5 x", "this is no whole PDF", "save it again from a PDF viewer"),
        (
            "a.txt",
            b"\xff\xfea",
            "the file says it is UTF-16-LE but byte 0 is not",
            "give the paper as UTF-8 text",
        ),
    ],
)
def test_no_paper(tmp_path: Path, name: str, data: bytes, what: str, mend: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(KbError) as caught:
        read_document(path)
    error = caught.value
    assert (error.what, error.where, error.mend, error.code) == (what, str(path), mend, 3)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(KbError) as missing:
        read_document(tmp_path / "no.txt")
    assert (missing.value.what, missing.value.code) == ("there is no such file", 3)
    with pytest.raises(KbError) as folder:
        read_document(tmp_path)
    assert (folder.value.what, folder.value.code) == ("this is a folder, not a file", 3)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("003_d6ad0c5425588bd7.txt", "003"),
        ("smith_2020.md", "smith_2020"),
        ("a b (c).txt", "a-b-c"),
        ("deadbeef00.txt", "deadbeef00"),
        (".txt", "txt"),
    ],
)
def test_paper_id(name: str, wanted: str) -> None:
    assert paper_id(name) == wanted
