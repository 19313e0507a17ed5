"""Which BibTeX and biblatex types and fields mean which CSL types and variables.

Sources: B. Patashnik, 'BibTeXing' (1988); the biblatex manual 3.18, section 2; CSL 1.0.2.
"""

import re
from typing import Final, Literal

Dialect = Literal["bibtex", "biblatex"]
Kin = Literal["article", "book", "part", "thesis", "report", "misc", "online"]
"""Entry types that use the same fields."""

CSL_OF_TYPE: Final = {
    "article": "article-journal", "book": "book", "mvbook": "book", "booklet": "pamphlet",
    "collection": "book", "mvcollection": "book", "proceedings": "book", "mvproceedings": "book",
    "reference": "book", "mvreference": "book", "manual": "book", "inbook": "chapter",
    "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis", "techreport": "report",
    "report": "report", "unpublished": "manuscript", "online": "webpage", "electronic": "webpage",
    "www": "webpage", "periodical": "periodical", "suppperiodical": "article-journal",
    "patent": "patent", "dataset": "dataset", "software": "software", "legislation": "legislation",
    "jurisdiction": "legal_case", "legal": "treaty", "standard": "standard",
    "letter": "personal_communication", "movie": "motion_picture", "video": "motion_picture",
    "music": "song", "audio": "song", "artwork": "graphic", "image": "graphic",
    "performance": "performance", "review": "review", "misc": "document",
}  # fmt: skip
"""What an entry type means unless `entrysubtype` says more; any other means `document`."""

_BIBTEX: Final = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "review": "article", "review-book": "article", "book": "book", "classic": "book",
    "periodical": "book", "chapter": "incollection", "entry": "incollection",
    "entry-dictionary": "incollection", "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings", "report": "techreport", "pamphlet": "booklet",
    "manuscript": "unpublished",
}  # fmt: skip
_BIBLATEX: Final = {
    **_BIBTEX,
    "entry-dictionary": "inreference", "entry-encyclopedia": "inreference", "thesis": "thesis",
    "report": "report", "webpage": "online", "post": "online", "post-weblog": "online",
    "periodical": "periodical", "patent": "patent", "dataset": "dataset", "software": "software",
    "legislation": "legislation", "bill": "legislation", "regulation": "legislation",
    "legal_case": "jurisdiction", "treaty": "legal", "standard": "standard",
    "personal_communication": "letter", "motion_picture": "video", "song": "music",
    "graphic": "artwork", "performance": "performance",
}  # fmt: skip
TYPE_OF_CSL: Final[dict[Dialect, dict[str, str]]] = {"bibtex": _BIBTEX, "biblatex": _BIBLATEX}
"""The entry type of a CSL type; any other is `misc`, a thesis in BibTeX is up to its genre."""

SUBTYPES: Final = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
"""biblatex's own words in `entrysubtype`."""
CSL_TYPES: Final = frozenset([*CSL_OF_TYPE.values(), *_BIBTEX, *_BIBLATEX]) | {
    "article", "bill", "broadcast", "classic", "collection", "event", "figure", "hearing",
    "interview", "map", "musical_score", "post", "post-weblog", "regulation", "speech",
}  # fmt: skip

_KIN: Final[dict[str, Kin]] = {
    "article": "article", "suppperiodical": "article", "review": "article", "book": "book",
    "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book",
    "mvproceedings": "book", "reference": "book", "mvreference": "book", "manual": "book",
    "periodical": "book", "inbook": "part", "bookinbook": "part", "suppbook": "part",
    "incollection": "part", "suppcollection": "part", "inreference": "part",
    "inproceedings": "part", "conference": "part", "thesis": "thesis", "mastersthesis": "thesis",
    "phdthesis": "thesis", "report": "report", "techreport": "report", "online": "online",
    "electronic": "online", "www": "online",
}  # fmt: skip


def kin(entry_type: str) -> Kin:
    return _KIN.get(entry_type, "misc")


COMMON: Final = {
    "author": "author", "editor": "editor", "translator": "translator",
    "container-author": "bookauthor", "title": "title", "title-short": "shorttitle",
    "container-title-short": "shortjournal", "collection-title": "series", "volume": "volume",
    "number-of-volumes": "volumes", "chapter-number": "chapter", "edition": "edition",
    "page": "pages", "number-of-pages": "pagetotal", "version": "version", "genre": "type",
    "event-title": "eventtitle", "event-place": "venue", "original-title": "origtitle",
    "status": "pubstate", "DOI": "doi", "URL": "url", "ISBN": "isbn", "ISSN": "issn",
    "PMID": "pmid", "PMCID": "pmcid", "language": "langid", "keyword": "keywords", "note": "note",
    "annote": "annote", "abstract": "abstract", "locator": "kb-locator",
    "publisher": "publisher", "publisher-place": "address",
}  # fmt: skip
OF_KIN: Final[dict[Kin, dict[str, str]]] = {
    "article": {"container-title": "journal", "issue": "number", "number": "eid"},
    "book": {"container-title": "booktitle", "collection-number": "number"},
    "part": {"container-title": "booktitle", "collection-number": "number"},
    "thesis": {"container-title": "booktitle", "publisher": "school", "number": "number"},
    "report": {"container-title": "booktitle", "publisher": "institution", "number": "number"},
    "misc": {"container-title": "howpublished", "number": "number"},
    "online": {"container-title": "titleaddon", "number": "number", "publisher": "organization"},
}
"""The BibTeX field of a CSL variable where kinds of entries differ."""
BIBLATEX_NAMES: Final = {"journal": "journaltitle", "school": "institution", "address": "location"}
"""biblatex's names for BibTeX's fields."""
OTHER_NAMES: Final = {
    "journaltitle": "container-title", "location": "publisher-place", "school": "publisher",
    "institution": "publisher", "organization": "publisher", "annotation": "annote",
    "issue": "issue", "number": "number", "booktitle": "container-title", "maintitle":
    "container-title", "journal": "container-title", "howpublished": "medium",
    "titleaddon": "container-title", "isbn": "ISBN", "eid": "number", "page": "page",
    "numpages": "number-of-pages", "hyphenation": "language", "language": "language",
    "shortbooktitle": "container-title-short", "conference": "event-title", "keyword": "keyword",
}  # fmt: skip
"""Further fields that are read, after those above."""
ALIASES: Final = {"authors": "author", "editors": "editor", "name": "title"}
"""Fields of no standard, read where what they mean is said by no other field."""

_NAMES: Final = """
    author editor translator container-author collection-editor director composer illustrator
    interviewer recipient reviewed-author original-author editorial-director compiler curator
    organizer producer
"""
NAMES: Final = frozenset(_NAMES.split())
"""CSL variables that hold names."""
DATES: Final = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
"""CSL variables that hold dates, besides `issued`."""
VERBATIM: Final = frozenset(["DOI", "URL"])
_RESOLVER: Final = re.compile(
    r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/(?=10\.)|doi:\s*(?=10\.)", re.IGNORECASE
)
_PLAIN_CSL: Final = """
    archive archive_collection archive_location archive-place authority call-number
    citation-label collection-editor compiler composer curator dimensions director division
    editorial-director event first-reference illustrator interviewer issue jurisdiction medium
    organizer original-author original-publisher original-publisher-place page-first part-number
    part-title producer printing-number recipient references reviewed-author reviewed-genre
    reviewed-title scale section source supplement-number volume-title collection-number
"""
PLAIN_CSL: Final = frozenset(_PLAIN_CSL.split())
"""CSL variables that BibTeX has no field for; they are fields of their own name."""

LANGUAGES: Final = {
    "id": "indonesian", "ms": "malay", "en": "english", "en-US": "american", "en-GB": "british",
    "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese", "pt-BR": "brazilian",
    "it": "italian", "nl": "dutch", "pl": "polish", "ru": "russian", "tr": "turkish",
    "sv": "swedish", "da": "danish", "fi": "finnish", "cs": "czech", "hu": "hungarian",
    "el": "greek", "ar": "arabic", "ja": "japanese", "zh": "chinese", "ko": "korean",
    "vi": "vietnamese", "th": "thai", "la": "latin",
}  # fmt: skip
"""babel's name of a language."""
CODES: Final = {name: code for code, name in LANGUAGES.items()} | {
    "ngerman": "de", "USenglish": "en-US", "UKenglish": "en-GB", "bahasai": "id", "bahasam": "ms",
}  # fmt: skip

ORDER: Final = (
    "author", "editor", "translator", "bookauthor", "key", "title", "shorttitle", "journal",
    "journaltitle", "shortjournal", "booktitle", "titleaddon", "howpublished", "date", "year",
    "month", "day", "volume", "volumes", "number", "issue", "eid", "series", "edition", "chapter",
    "pages", "pagetotal", "type", "publisher", "school", "institution", "organization", "address",
    "location", "eventtitle", "eventdate", "venue", "version", "origtitle", "origdate", "pubstate",
    "doi", "url", "urldate", "isbn", "issn", "pmid", "pmcid", "langid", "language", "note",
)  # fmt: skip
"""Fields are written in this order, then the others by name, the knowledge base's own last."""


def bare_doi(doi: str) -> str:
    """A DOI without the address of a resolver, which programs that print DOIs put before it."""
    found = _RESOLVER.match(doi)
    return doi[found.end() :] if found else doi
