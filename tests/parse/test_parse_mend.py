"""Pieces mended where punctuation says more than the labeller saw."""

import pytest

from kb.parse.label import Piece
from kb.parse.mend import mend


def cut(text: str) -> tuple[list[Piece], str]:
    """'<title:A >B' -> pieces and the text without marks; '|' parts pieces."""
    pieces, bare = [], ""
    for part in text.split("|"):
        label, _, words = part.partition(":")
        pieces.append(Piece(label, len(bare), len(bare) + len(words.rstrip()), 1.0))
        bare += words
    return pieces, bare


def shown(pieces: list[Piece], text: str) -> list[str]:
    return [f"{p.label}:{text[p.start : p.end].strip()}" for p in pieces if p.start < p.end]


@pytest.mark.parametrize(
    ("given", "want"),
    [
        ("title:On (law |container-title:in Asia).", ["title:On (law in Asia)", ":."]),
        (
            "publisher-place:Studia: |container-title:Jurnal Hukum",
            ["container-title:Studia: Jurnal Hukum"],
        ),
        (
            "issued:(2020) |issued:2018 |container-title:Fourth Conference",
            ["issued:(2020)", "container-title:2018 Fourth Conference"],
        ),
        (
            "title:Mol. Gen. |container-title:Genet.",
            ["container-title:Mol. Gen. Genet."],
        ),
        ("title:Learning. |container-title:Nature", ["title:Learning.", "container-title:Nature"]),
        (
            "collection-title:Pacific Linguistics|: no. |issue:102",
            ["collection-title:Pacific Linguistics", ":no.", "collection-number:102"],
        ),
        (
            "container-title:Biomedicines, |:p. |page:2013|:, |issued:2022",
            ["container-title:Biomedicines,", ":p.", "page:2013", ":,", "issued:2022"],
        ),
        (
            "title:Hukum, |publisher-place:Jakarta, |issued:2010|:, hlm. |page:58",
            ["title:Hukum,", "publisher-place:Jakarta,", "issued:2010", ":, hlm.", "locator:58"],
        ),
        ("title:Report: |publisher-place:Cambodia.", ["title:Report: Cambodia."]),
        (
            "title:Report: |publisher-place:Bonn: |publisher:Dietz",
            ["title:Report:", "publisher-place:Bonn:", "publisher:Dietz"],
        ),
        ("title:Notes. |:Hlm |volume:9", ["title:Notes.", ":Hlm", "page:9"]),
        ("title:Peran. |locator:167-186", ["title:Peran.", "page:167-186"]),
        (
            "author:Insyara, T., |title:Fakultas Hukum. |issued:(2025). |title:Perlindungan.",
            ["author:Insyara, T., Fakultas Hukum.", "issued:(2025).", "title:Perlindungan."],
        ),
        (
            "author:Veda, J., |title:Direktorat, |author:& Unit. |issued:(2021). |title:Panduan.",
            [
                "author:Veda, J., Direktorat,",
                "author:& Unit.",
                "issued:(2021).",
                "title:Panduan.",
            ],
        ),
        (
            "container-title:Hukum, |publisher-place:Jakarta|:, hlm. |page:58",
            ["container-title:Hukum,", "publisher-place:Jakarta", ":, hlm.", "page:58"],
        ),
        (
            "issued:(2024). |title:TKI, |issued:5(April), |page:1-21.",
            ["issued:(2024).", "title:TKI,", "volume:5", "issue:April", "page:1-21."],
        ),
        (
            "container-title:Jurnal, |volume:9|issue:(2), |:hlm. |page:58",
            ["container-title:Jurnal,", "volume:9", "issue:(2),", ":hlm.", "locator:58"],
        ),
        (
            "container-title:Jurnal, |volume:9|issue:(2), |:hlm. |page:58-60",
            ["container-title:Jurnal,", "volume:9", "issue:(2),", ":hlm.", "page:58-60"],
        ),
        (
            "title:Undang-Undang Nomor 1 tentang Bantuan |:dalam |container-title:Masalah Pidana.",
            ["title:Undang-Undang Nomor 1 tentang Bantuan dalam Masalah Pidana."],
        ),
        (
            "title:Bantuan hukum |:dalam |container-title:Masalah Pidana.",
            ["title:Bantuan hukum", ":dalam", "container-title:Masalah Pidana."],
        ),
        ("issued:(2022) |:p. |issued:2013", ["issued:(2022)", ":p.", "page:2013"]),
    ],
)
def test_mend(given: str, want: list[str]) -> None:
    pieces, text = cut(given)
    assert shown(mend(pieces, text), text) == want
    assert shown(mend(mend(pieces, text), text), text) == want
