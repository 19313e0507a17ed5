"""The reader of reference strings: what it reads, and that it bears everything."""

import pytest

from kb.parse.reader import read_reference, read_references


def test_reads_an_article() -> None:
    text = (
        "Kurniawan, A., Brata, A. H., & Kharisma, A. P. (2022). Pembangunan Aplikasi Asuhan Gizi. "
        "Jurnal Pengembangan Teknologi Informasi, 6(1), 428–434."
    )
    read = read_reference(text)
    assert [name.family for name in read.names()] == ["Kurniawan", "Brata", "Kharisma"]
    assert read.year == 2022
    assert read.text("title") == "Pembangunan Aplikasi Asuhan Gizi"
    assert read.text("container-title") == "Jurnal Pengembangan Teknologi Informasi"
    assert (read.text("volume"), read.text("issue"), read.text("page")) == ("6", "1", "428–434")
    assert read.type == "article-journal"


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x1b[31m", "ok", "x" * 100_000, "a " * 50_000])
def test_bears_anything(text: str) -> None:
    read = read_references([text])
    assert len(read) == 1
    for field in read[0].fields.values():
        assert 0 <= field.confidence <= 1
