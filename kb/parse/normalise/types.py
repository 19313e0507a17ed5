"""The CSL type of a reference, from the fields it has and telling words."""

import re
from collections.abc import Mapping
from typing import Final

from kb.parse.normalise.names import is_organisation

_TREATY = re.compile(
    r"\b(?:convention|treaty|protocol|konvensi|traktat|perjanjian|covenant|protokol|"
    r"übereinkommen)\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:handbook|manual|guide|commentary|report|study|review|toolkit|notes?|laporan|panduan|"
    r"pedoman|kajian|analisis|implementa\w+)\b",
    re.I,
)
"""Words in the title of a work on a treaty, not of the treaty itself."""
_OPENING: Final = 80
"""Characters of a title in which a treaty says that it is one."""
_LAW = re.compile(
    r"\b(?:undang-undang|uu (?:no|nomor)|peraturan|perpres|permen\w*|keputusan (?:presiden|"
    r"menteri)|kepres|"
    r"pub\. l\.|law no|act of|republic act|gesetz|verordnung|ley|loi|decreto|lei|decree|"
    r"regulation \(e[uc]\)|"
    r"directive \d|code of)\b",
    re.I,
)
_THESIS: Final = (
    "thesis", "theses", "dissert", "skripsi", "tesis", "disertasi", "thèse", "tese ", "tese,",
    "tesi di", "habilitation", "diplomarbeit", "magisterarbeit", "mémoire de", "proefschrift",
    "scriptie", "masterarbeit",
)  # fmt: skip
_REPORT: Final = (
    "report", "working paper", "discussion paper", "laporan", "bericht", "tech.", "technical",
    "rapport", "informe", "white paper", "policy brief", "arbeitspapier",
)  # fmt: skip
_CONFERENCE: Final = (
    "proceed", "proc.", "conference", "conf.", "symposium", "symp.", "workshop", "prosiding",
    "seminar", "konferensi", "congress", "kongress", "tagung", "actas", "colloque", "atti ",
)  # fmt: skip
_PREPRINT: Final = (
    "arxiv", "preprint", "ssrn", "hep-", "astro-ph", "cond-mat", "quant-ph", "gr-qc",
)  # fmt: skip
_DATASET: Final = ("dataset", "data set", "datensatz")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_NEWSPAPER = re.compile(
    r"\b(?:kompas|tempo|detik|republika|cnn|bbc|times|guardian|zeitung|spiegel|die zeit|"
    r"tribun\w*|antara|"
    r"the jakarta post|washington post|reuters|news|newspaper|el país|le monde|antaranews|"
    r"koran|merdeka)\b",
    re.I,
)
VALID: Final = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "dataset",
        "document",
        "entry",
        "entry-encyclopedia",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "motion_picture",
        "paper-conference",
        "patent",
        "personal_communication",
        "post-weblog",
        "report",
        "review",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
"""The CSL types that the reader gives or keeps."""


def type_of(fields: Mapping[str, str], text: str) -> str:
    """The type for raw `fields` (variable -> words) read from `text`."""
    title, container = fields.get("title", ""), fields.get("container-title", "")
    genre = fields.get("genre", "").lower()
    low = text.lower()
    if _any(_THESIS, genre if container else low):
        return "thesis"
    if not container and (law := _law(title, fields.get("author", ""))):
        return law
    if _any(_DATASET, genre) or _any(_DATASET, "".join(_IN_BRACKETS.findall(title)).lower()):
        return "dataset"
    return _within(fields, container.lower()) if container else _alone(fields, low, genre)


def _any(words: tuple[str, ...], low: str) -> bool:
    """Whether one of `words` stands in the lower-case text `low`."""
    for word in words:  # noqa: SIM110 a generator costs more than the search
        if word in low:
            return True
    return False


def _law(title: str, authors: str) -> str:
    """'treaty' or 'legislation' for the title of one, else ''. A body may have issued it."""
    person = bool(authors) and not is_organisation(authors)
    if not person and _TREATY.search(title) and not _ABOUT.search(title):
        return "treaty" if not authors or _TREATY.search(title, 0, _OPENING) else ""
    if _LAW.match(title) or (not authors and _LAW.search(title)):
        return "legislation"
    return ""


def _within(fields: Mapping[str, str], container: str) -> str:
    if _any(_CONFERENCE, container) and "issue" not in fields:
        return "paper-conference"
    if _any(_PREPRINT, container):
        return "article"
    if "volume" in fields or "issue" in fields:
        return "chapter" if "editor" in fields else "article-journal"
    if "editor" in fields or "publisher" in fields or "publisher-place" in fields:
        return "chapter"
    if _NEWSPAPER.search(container):
        return "article-newspaper"
    if "URL" in fields and "page" not in fields and "DOI" not in fields:
        return "webpage"
    return "article-journal"


def _alone(fields: Mapping[str, str], low: str, genre: str) -> str:
    if _any(_REPORT, genre):
        return "report"
    if _any(_PREPRINT, low):
        return "article"
    if "publisher" not in fields and "page" in fields and {"volume", "issue"} & fields.keys():
        return "article-journal"
    if "publisher" in fields or "publisher-place" in fields or "edition" in fields:
        is_report = _any(_REPORT, fields.get("title", "").lower()) or _is_own_publisher(fields)
        return "report" if is_report else "book"
    if "number" in fields or _any(_REPORT, fields.get("title", "").lower()):
        return "report"
    return "webpage" if "URL" in fields else "book" if "ISBN" in fields else "document"


_MARKS = re.compile(r"[\W_]+")


def _is_own_publisher(fields: Mapping[str, str]) -> bool:
    """Whether an organisation published its own work: named again, as 'Author', or not at all."""
    author, publisher = (
        _MARKS.sub("", fields.get(name, "")).lower() for name in ("author", "publisher")
    )
    if "edition" in fields or not is_organisation(fields.get("author", "")):
        return False
    return publisher in ("", "author", "penulis") or publisher in author or author in publisher
