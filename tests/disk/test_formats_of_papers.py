"""Papers that are no plain text: PDF, and what pandoc reads."""

import subprocess
import sys
from pathlib import Path

import pytest
from disk.small_pdf import small_pdf

from kb.disk import pandoc
from kb.disk.documents import read_document
from kb.disk.documents.pdf import Box, indents, raise_numbers
from kb.errors import KbError

PAGES = [
    ["Recall (Ode, 2020) improves, as was shown long be-", "fore (Uma 2001)."],
    ["References", "Ode, B. (2020). On recall. A Journal, 1(2), 3-4.", "Uma, C. (2001). Speed."],
]
HTML = """<html><head><title>On recall</title><meta name="author" content="Ada Veda"></head><body>
<h1>Introduction</h1><p>Recall improves<sup>1</sup> (Ode, 2020). <script>alert(1)</script></p>
<h1>References</h1><p>Ode, B. (2020). <em>On recall</em>. <a href="https://doi.org/10.1234/a">DOI</a>
</p></body></html>"""


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf(PAGES))
    source = read_document(path)
    assert source.text == "\n".join("\n".join(page) for page in PAGES)
    assert source.page_starts == (0, source.text.index("References"))
    assert [source.page_at(source.text.index(word)) for word in ("Recall", "Uma, C.")] == [1, 2]
    assert len(source.sha256) == 64


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ([50, 50, 68, 50, 68], [0, 0, 4, 0, 4]),
        ([300, 50, 50, 330, 330, 345, 330], [0, 0, 0, 0, 0, 3, 0]),
        ([50.2, 49.8, 62], [0, 0, 2]),
        ([120], [0]),
        ([], []),
    ],
    ids=["hanging", "two columns, a centred head", "jitter", "one line", "none"],
)
def test_indents_of_a_page(places: list[float], wanted: list[int]) -> None:
    assert indents(places) == wanted


@pytest.mark.parametrize(
    ("text", "small", "wanted"),
    [
        ("in 12 towns.3 It", {12}, "in 12 towns.³ It"),
        ("x12 and y34", {1, 2, 9, 10}, "x¹² and y³⁴"),
        ("2\r\nIbid., p. 4.", {0}, "²  Ibid., p. 4."),
        ("end.7\r\nNext 9\r\n", {4}, "end.⁷\r\nNext 9\r\n"),
        ("9", {0}, "9"),
    ],
)
def test_raised_numbers(text: str, small: set[int], wanted: str) -> None:
    """Characters of 10 points stand on the line, the small ones have 7 and stand 3.6 higher."""

    def box(at: int) -> Box:
        return (0.0, 103.6, 4.0, 109.8) if at in small else (0.0, 100.0, 6.0, 109.0)

    assert raise_numbers(text, box) == wanted


def test_a_number_of_a_line_above_is_not_raised() -> None:
    head = "9\r\nChapter"
    assert raise_numbers(head, lambda at: (0, 700, 4, 706) if at == 0 else (0, 600, 9, 612)) == head


def test_hanging_indents_of_a_pdf(tmp_path: Path) -> None:
    lines = ["Ode, B. (2020). On", "  recall.", "Uma, C. (2001). On", "  speed."]
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf([lines]))
    assert [len(x) - len(x.lstrip()) for x in read_document(path).text.split("\n")] == [0, 1, 0, 1]


def test_a_pdf_of_pictures(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(small_pdf([[], []]))
    with pytest.raises(KbError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path}: its pages hold no text, only pictures"
    assert caught.value.mend == "have its text recognised first: ocrmypdf PAPER.pdf OUT.pdf"


def test_a_pdf_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf(PAGES))
    with pytest.raises(KbError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path}: reading a PDF needs pypdfium2"
    assert caught.value.mend.startswith("pip install 'kb[pdf]'")


def test_a_paper_without_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_pandocs", list)
    path = tmp_path / "a.html"
    path.write_text(HTML, encoding="utf-8")
    with pytest.raises(KbError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path}: reading .html needs pandoc >= 3"
    assert caught.value.mend.startswith("pip install 'kb[office]'")


def needs_pandoc() -> str:
    try:
        return pandoc.find_engine("this test", "office").path
    except KbError as error:
        pytest.skip(f"{error}: {error.mend}")


@pytest.mark.parametrize("kind", ["html", "docx", "odt", "rtf", "epub"])
def test_formats_that_pandoc_reads(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "html":
        needs_pandoc()
        path.write_text(HTML, encoding="utf-8")
    else:
        options = ["--from=html", "--standalone", f"--output={path}"]
        subprocess.run([needs_pandoc(), *options], input=HTML.encode(), check=True)
    text = read_document(path).text
    assert "# Introduction" in text
    assert "(Ode, 2020)" in text
    assert "alert" not in text
    assert "Ode, B. (2020). *On recall*." in text
    if kind in ("html", "docx"):
        assert text.startswith("# On recall\n\nAda Veda\n")
