"""Labelled references for training and scoring: the corpora's habits brought to one habit.

Every corpus becomes `Labelled`: a text and non-overlapping labelled ranges. Words that only
announce a field ('In', 'pp.', 'Vol.', 'Retrieved from', '(Eds.)') are outside of the ranges.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ANYSTYLE = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "director": "author",
    "title": "title",
    "container-title": "container-title",
    "journal": "container-title",
    "source": "container-title",
    "collection-title": "collection-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "date": "issued",
    "publisher": "publisher",
    "location": "publisher-place",
    "genre": "genre",
    "number": "number",
    "edition": "edition",
    "doi": "DOI",
    "url": "URL",
    "isbn": "ISBN",
    "medium": "medium",
    "note": "note",
    "citation-number": "citation-number",
}
RENDERED = {
    "collection-number": "collection-number",
    "chapter-number": "number",
}

_IN = r"(?:in|dalam|en|em|inside|dans|dins)\s*:?"
_LEADS = {
    "editor": re.compile(
        rf"(?:[(\[]?\s*(?:{_IN}\s+|edited\s+(?:and\s+translated\s+)?by|eds?\b\.?(?:\s+by)?|"
        r"hrsg\.?(?:\s+von)?|hg\.?(?:\s+v(?:on|\.))?|a\s+cura\s+di|dir\.)\s*,?:?\s*)+",
        re.I,
    ),
    "translator": re.compile(
        r"(?:edited and )?[(\[]?(?:transl?\b\.?(?:ated)?|trad(?:\.|uction|uit)?|tr\.|übersetzt|"
        r"ubersetzt|übers\.)\s*(?:fr\.\s*)?(?:by|von|par|de|di)?\s*",
        re.I,
    ),
    "container-title": re.compile(rf"[(\[]?{_IN}\s+(?=\S)", re.I),
    "collection-title": re.compile(r"of\s+", re.I),
    "page": re.compile(
        r"[(\[]?(?:pages?|pp?\.?|seiten?|s\.|hlm\.?|hal\.?|págs?\.?)\s*(?=\S)", re.I
    ),
    "URL": re.compile(r"(?:URL|recuperado de|available (?:at|from)|<)\s*:?\s*", re.I),
    "DOI": re.compile(r"[(\[]?doi\s*[:>]?\s*", re.I),
    "ISBN": re.compile(r"ISBN(?:-1[03])?\s*:?\s*", re.I),
    "ISSN": re.compile(r"ISSN\s*:?\s*", re.I),
}
_TAILS = {
    "editor": re.compile(
        r"[\s,]*[(\[]?\s*\b(?:eds?|edits?|editors?|hrsg|hg|ed\. and trans|org|coords?|dir)\b[.\s]*"
        r"(?:in)?[)\].,:;\s]*$",
        re.I,
    ),
    "author": re.compile(
        r"[\s,]*[(\[](?:eds?|editors?|hrsg|hg|director|writer/director)\.?[)\].,:;\s]*$", re.I
    ),
    "translator": re.compile(r"[\s,]*[(\[](?:ed\. and )?trans?\.?[)\].,:;\s]*$", re.I),
}
_NUMBER = re.compile(
    r"(?P<issue>\b(?:no|nos|n|nr|number|issue|iss|heft|h|fasc|num|núm|pt|part)\b\.?|n[°º]|\#|№)"
    r"|(?P<vol>\b(?:vol|vols|volume|v|bd|band|jg|jahrgang|t|tome|tomo)\b\.?)"
    r"|(?P<n>[\w.–-]*\d[\w.–\-/]*|\b[IVXLC]+\b)|(?P<open>\()",
    re.I,
)
_GENRE = re.compile(
    r"[\s(\[]*((?:technical |research )?report\b|tech(?:nical)?\. rep(?:ort)?\.|"
    r"(?:unpublished |doctoral |ph\.? ?d\.? |master['’]?s? |diploma )*(?:thesis|dissertation)\b|"
    r"(?:unpublished |submitted )?manuscript\b|working paper\b|preprint\b)",
    re.I,
)
_REPORT = re.compile(
    r"(?P<genre>.*\b(?:report|rep\.|rpt\.?|paper|memo|TR)),?\s*(?:no\.\s*|number\s+|\#\s*)?"
    r"(?P<number>(?:[A-Z/-]+ )?[\w./-]*\d[\w./-]*)[.,;:)\s]*\Z",
    re.I | re.DOTALL,
)
_RETRIEVED = re.compile(r"retrieved|accessed|zugriff|abgerufen|consulté|diakses|acesso", re.I)
_DATE_WORDS = re.compile(
    r"\d[\d./-]*,?(?:\s+\w+\.?,?\s+\d{4})?|\w+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)


@dataclass(frozen=True)
class Labelled:
    """A reference string with its labelled, ordered, non-overlapping ranges."""

    id: str
    source: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    lang: str = ""
    type: str = ""
    gold: dict | None = None


def load(folder: Path) -> list[Labelled]:
    """Every labelled reference of the training folder."""
    found: list[Labelled] = []
    for name in ("anystyle-core", "anystyle-good", "grobid-citations"):
        found += [_segmented(line, name) for line in _lines(folder / f"{name}.jsonl")]
    found += [rendered(line) for line in _lines(folder / "rendered.jsonl")]
    return found


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _segmented(entry: dict, source: str) -> Labelled:
    spans: list[tuple[int, int, str]] = []
    at = 0
    for index, (label, text) in enumerate(entry["segments"]):
        spans += [(at + a, at + b, name) for a, b, name in _read(label, text, index, source)]
        at += len(text)
    text = "".join(text for _, text in entry["segments"])
    return Labelled(entry["id"], source, text, tuple(merge(text, spans)))


def _read(label: str | None, text: str, index: int, source: str) -> list[tuple[int, int, str]]:
    if label is None or label in ("producer", "chapter"):
        return []
    if label == "organization":
        name = "author" if index == 0 else "publisher"
        return [(0, len(text), name)]
    if label in ("volume", "issue") and (source != "grobid-citations" or "(" in text):
        return _volume(text)
    if label in ("note", "edition") and (genre := _GENRE.match(text)):
        return [(genre.start(1), genre.end(1), "genre")]
    if label == "note" and _RETRIEVED.search(text):
        date = _DATE_WORDS.search(text)
        return [(date.start(), date.end(), "accessed")] if date else []
    if label == "genre" and (report := _REPORT.match(text)):
        return [(*report.span(name), name) for name in ("genre", "number")]
    if label == "isbn" and "ISSN" in text:
        return _trim("ISSN", text)
    return _trim(ANYSTYLE[label], text)


def _trim(name: str, text: str) -> list[tuple[int, int, str]]:
    start, end = 0, len(text)
    lead = _LEADS[name].match(text) if name in _LEADS else None
    if lead and lead.end() < end:
        start = lead.end()
    tail = _TAILS[name].search(text, start) if name in _TAILS else None
    if tail and tail.start() > start:
        end = tail.start()
        if name == "author" and re.search(r"\b(?:ed|hrsg|hg)", tail.group(), re.I):
            name = "editor"
    return [(start, end, name)] if start < end else []


def _is_page(text: str, number: re.Match[str], found: list[tuple[int, int, str]]) -> bool:
    """Whether a number behind a colon is of pages: '5(1): 7', '12: 3-9', but not '85:5'."""
    behind = text[: number.start()].rstrip()[-1:] == ":" and bool(found)
    return behind and (len(found) > 1 or bool(re.search("[-–]", number["n"])))


def _volume(text: str) -> list[tuple[int, int, str]]:
    """'5(1)', 'vol. 19, no. 1', '16. Jg. H. 2' cut into volume and issue."""
    found: list[tuple[int, int, str]] = []
    expect = "volume"
    for match in _NUMBER.finditer(text):
        if match["issue"] or match["open"]:
            expect = "issue"
        elif match["vol"]:
            expect = "volume"
        elif (
            match["n"]
            and re.match(r"(?:19|20)\d\d\Z", match["n"])
            and text[match.end() :][:1] == ";"
        ):
            found.append((match.start(), match.end(), "issued"))
        elif match["n"] and _is_page(text, match, found):
            found.append((match.start(), match.end(), "page"))
        elif match["n"]:
            cut = re.match(r"\d+\.(?=\d+\Z)", match["n"])
            middle = match.start() + len(cut[0]) if cut and expect == "volume" else match.start()
            if cut and expect == "volume":
                found.append((match.start(), middle, "volume"))
                expect = "issue"
            found.append((middle, match.end(), expect))
            expect = "issue"
    return found


_GAP = re.compile(r"[\s,;.&·()]*(?:and|et|und|dan|y|e|en|i|und|&)?[\s,;.&]*$", re.I)
_OTHERS = re.compile(
    r"[\s,;]*(?:(?:&|and|dan|und)\s)?\b(?:et\.? ?al|dkk|u\. ?a|y otros|and others|et coll)\b\.?",
    re.I,
)


def merge(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Names of one list, given apart, become one range that includes a final 'et al.'."""
    found: list[tuple[int, int, str]] = []
    for start, end, name in sorted(spans):
        if name in ("author", "editor", "translator"):
            others = _OTHERS.match(text, end)
            end = others.end() if others else end
        last = found[-1] if found else None
        if (
            last
            and last[2] == name
            and name in ("author", "editor", "translator")
            and _GAP.fullmatch(text[last[1] : start])
        ):
            found[-1] = (last[0], end, name)
        elif not last or start >= last[1]:
            found.append((start, end, name))
    return found


def rendered(entry: dict) -> Labelled:
    """A reference made from facts; its labels are CSL variables already."""
    spans = [(a, b, RENDERED.get(name, name)) for a, b, name in entry["spans"]]
    text = entry["text"]
    return Labelled(
        entry["id"],
        "rendered",
        text,
        tuple(merge(text, spans)),
        entry["lang"],
        entry["type"],
        entry["gold"],
    )


MARKS = {
    "a": "author", "e": "editor", "t": "title", "c": "container-title", "s": "collection-title",
    "n": "collection-number", "v": "volume", "i": "issue", "p": "page", "d": "issued",
    "u": "publisher", "o": "publisher-place", "x": "edition", "g": "genre", "D": "DOI",
    "U": "URL", "z": "accessed", "l": "locator", "r": "number", "N": "ISSN",
}  # fmt: skip
_MARK = re.compile(r"<(/?)([a-zA-Z])>")


def marked(path: Path) -> list[Labelled]:
    """References marked by hand: '<a>Weber, Max</a> (<d>1980</d>)', one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        _unmarked(line, f"{path.stem}-{number}", path.stem)
        for number, line in enumerate(lines)
        if line and not line.startswith("#")
    ]


def _unmarked(line: str, name: str, source: str) -> Labelled:
    text, spans, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        last = match.end()
        if match[1]:
            spans[-1][1] = len(text)
        else:
            spans.append([len(text), len(text), MARKS[match[2]]])
    text += line[last:]
    places = [(a, b, label) for a, b, label in spans]
    return Labelled(name, source, text, tuple(_joined(text, merge(text, places))))


def _joined(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Two places of publication ('Berlin/Bonn') or names parted by '/' are one range."""
    found: list[tuple[int, int, str]] = []
    for span in spans:
        last = found[-1] if found else None
        if last and last[2] == span[2] and not re.search(r"\w{2}", text[last[1] : span[0]]):
            found[-1] = (last[0], span[1], span[2])
        else:
            found.append(span)
    return found
