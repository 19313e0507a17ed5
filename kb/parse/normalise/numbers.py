"""Volume, issue, pages, edition: the number without the word that announces it."""

import re
from typing import Final

_WORDS: Final = {
    "volume": r"vols?|volumes?|v|bd|bde|band|jg|jahrgang|t|tome|tomo|deel|jilid|tahun|th",
    "issue": r"no|nos|n|nr|nrs|num|núm|number|issue|iss|heft|h|fasc|edisi|nomor|nomer|number|"
    r"n[°º]|№|\#|heftnr",
    "page": r"pp?|pages?|seiten?|s|ss|hlm|hal|halaman|págs?|pag|pgs?|blz|paginas|páginas|bl|"
    r"str|art|article|artikel|f|fol|стр|с",
    "locator": r"pp?|pages?|seiten?|s|hlm|hal|halaman|págs?|pag|pgs?|blz|at",
}
_LEAD = {
    name: re.compile(rf"(?:(?:{words})(?:\.|:|\b)[\s.:]*)+(?=[\w(])", re.I)
    for name, words in _WORDS.items()
}
_TAIL = re.compile(r"\s*(?:pp?|pages|S|Seiten|halaman|hlm|págs?|ff?|sqq?|dst|h|vols?)\.?\Z")
_TAIL_VOLUME = re.compile(r"\s*\.?\s*(?:Jg|Jahrgang|Bde?|vols?|Bände)\.?\Z", re.I)
_EDITION = re.compile(
    r"\(?(\d+)\s?(?:st|nd|rd|th|ª|a|e|er|ère|ème|º)?\.?\s*(?:(?:rev\.?|völlig|überarb\.?|neu|"
    r"erw\.?|aktualis\.?)\s*)*"
    r"(?:ed|edn|edition|edisi|aufl|auflage|éd|édition|edición|edição|ediz|edizione|druk|"
    r"ed\.?ª)?\b\.?\)?\Z",
    re.I,
)
_LEAD_EDITION = re.compile(
    r"\(?(?:edisi|cetakan|cet|ed|edisi ke|cetakan ke)[\s.-]*(?:ke-?)?\s*(\d+)\)?\Z", re.I
)
TRIM: Final = " \t,;:.()[]{}\"'“”„‘’«»*"


def read_number(name: str, raw: str) -> str:
    """The number of a `volume`, `issue`, `page` or `locator`: 'Vol. 12,' -> '12'.

    '' for an ISSN.
    """
    if "ISSN" in raw:
        return ""
    text = " ".join(raw.split()).strip(TRIM)
    lead = _LEAD[name].match(text) if name in _LEAD else None
    if lead and any(c.isdigit() or c in "IVXLC" for c in text[lead.end() :]):
        text = text[lead.end() :]
    if name in ("page", "locator"):
        text = _pages(text)
    elif name == "volume":
        text = _TAIL_VOLUME.sub("", text) or text
    return text.strip(TRIM)


def _pages(text: str) -> str:
    tail = _TAIL.search(text)
    if tail and any(c.isdigit() for c in text[: tail.start()]):
        text = text[: tail.start()]
    return re.sub(r"(?<=\w)\s*([-–—‐‑−]+)\s*(?=\w)", lambda m: "-" if m[1] in "‐‑−" else m[1], text)


def read_edition(raw: str) -> str:
    """'2nd ed.' -> '2'; what is no number stays as words ('Second edition')."""
    text = " ".join(raw.split()).strip(" ,;:()[]")
    number = _EDITION.match(text.rstrip("."))
    if number:
        return number[1]
    lead = _LEAD_EDITION.match(text)
    return lead[1] if lead else text.strip(" .")
