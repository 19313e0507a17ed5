"""The CSL type of a reference, from the fields it has and telling words."""

import re
from collections.abc import Mapping
from typing import Final

_TREATY = re.compile(
    r"\b(?:convention|treaty|protocol|konvensi|traktat|perjanjian|covenant|protokol|"
    r"übereinkommen)\b",
    re.I,
)
_LAW = re.compile(
    r"\b(?:undang-undang|uu (?:no|nomor)|peraturan|perpres|permen\w*|keputusan (?:presiden|"
    r"menteri)|kepres|"
    r"pub\. l\.|law no|act of|republic act|gesetz|verordnung|ley|loi|decreto|lei|decree|"
    r"regulation \(e[uc]\)|"
    r"directive \d|code of)\b",
    re.I,
)
_THESIS = re.compile(
    r"thes[ie]s|dissert|skripsi|tesis|disertasi|thèse|tese\b|tesi\b|habilitation|diplomarbeit|"
    r"magisterarbeit|mémoire|proefschrift|scriptie",
    re.I,
)
_REPORT = re.compile(
    r"report|working paper|discussion paper|laporan|bericht|tech\.|technical|rapport|informe|"
    r"white ?paper|policy brief|arbeitspapier",
    re.I,
)
_CONFERENCE = re.compile(
    r"proceed|proc\.|conference|conf\.|symposium|symp\.|workshop|prosiding|seminar|konferensi|"
    r"congress|kongress|tagung|actas|colloque|atti ",
    re.I,
)
_PREPRINT = re.compile(r"arxiv|preprint|biorxiv|ssrn|hep-|astro-ph|cond-mat|quant-ph|gr-qc", re.I)
_DATASET = re.compile(r"\[?data ?set\]?|\bdataset", re.I)
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
    genre = fields.get("genre", "")
    if _THESIS.search(genre) or (not container and _THESIS.search(text)):
        return "thesis"
    if "author" not in fields and not container and _TREATY.search(title):
        return "treaty"
    if _LAW.match(title) or ("author" not in fields and not container and _LAW.search(title)):
        return "legislation"
    if _DATASET.search(genre):
        return "dataset"
    return _within(fields, container) if container else _alone(fields, text, genre)


def _within(fields: Mapping[str, str], container: str) -> str:
    if _CONFERENCE.search(container) and "issue" not in fields:
        return "paper-conference"
    if _PREPRINT.search(container):
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


def _alone(fields: Mapping[str, str], text: str, genre: str) -> str:
    if _REPORT.search(genre) or "number" in fields:
        return "report"
    if _PREPRINT.search(text):
        return "article"
    if (
        "publisher" in fields
        or "publisher-place" in fields
        or "ISBN" in fields
        or "edition" in fields
    ):
        return "report" if _REPORT.search(fields.get("title", "")) else "book"
    if "URL" in fields:
        return "webpage"
    return "document"
