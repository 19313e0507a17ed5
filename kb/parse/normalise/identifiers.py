"""DOI, URL, ISBN, ISSN and arXiv ids: found, freed of what clings to them, repaired."""

import re

_DOI = re.compile(r"10\.\s?\d{4,9}\s?/\s?\S+(?:\s\S*[\d/._-]\S*)*")
_URL = re.compile(r"(?:https?\s?:\s?/\s?/|www\.|ftp://)\S*(?:\s\S+)*", re.I)
_ISBN = re.compile(r"(?:97[89][-\s–]?)?\d(?:[-\s–]?\d){8}[-\s–]?[\dXx]")
_ISSN = re.compile(r"\d{4}\s?[-–]\s?\d{3}[\dXx]")
_ARXIV = re.compile(
    r"[\s\[(,;]*(?:(?:e-?print|preprint|arxiv)[\s:]*)*"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|"
    r"[a-z-]{2,8}(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)[\s\].),;]*(?:\[[\w.-]+\])?[.,;]*\Z",
    re.I,
)
_MARKDOWN = re.compile(r"\[[^\]]*\]\((\S+?)\)?\Z")


def read_doi(raw: str) -> str:
    """The DOI in `raw` without resolver, spaces of line breaks, closing marks; '' when none.

    >>> read_doi('doi: 10.1130/2010.2465(22).')
    '10.1130/2010.2465(22)'
    """
    found = _DOI.search(raw.replace("‐", "-").replace("\u00ad", ""))
    return _closed(re.sub(r"\s+", "", found.group())) if found else ""


def read_url(raw: str) -> str:
    """The URL in `raw`, spaces of line breaks taken out; '' when there is none."""
    marked = _MARKDOWN.search(raw.strip())
    text = marked[1] if marked else raw
    found = _URL.search(text)
    return _closed(re.sub(r"\s+", "", found.group())) if found else ""


def _closed(text: str) -> str:
    """`text` without closing punctuation, brackets only when they were not opened in it."""
    while text:
        last = text[-1]
        if last in ".,;:'\"”’»>*]}" or (last == ")" and text.count("(") < text.count(")")):
            text = text[:-1]
        else:
            break
    return text


def read_isbn(raw: str) -> str:
    found = _ISBN.search(raw)
    return re.sub(r"[\s–]", "-", found.group()) if found else ""


def read_issn(raw: str) -> str:
    found = _ISSN.search(raw)
    return re.sub(r"\s?[-–]\s?", "-", found.group()) if found else ""


def read_arxiv(raw: str) -> str:
    """The arXiv number that `raw` is ('2305.02593', 'hep-th/9711200'), '' when it is none."""
    found = _ARXIV.match(raw)
    return found[1] if found else ""
