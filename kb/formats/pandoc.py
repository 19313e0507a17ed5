"""Read pandoc's citations: `[see @key, p. 58; -@other]`, `@key [p. 58]`, each with its place.

Syntax: https://pandoc.org/MANUAL.html#citation-syntax. What stands in code, in a comment, in a
link's address or in an e-mail address is not a citation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kb.model import NoteCitation, Place

KEY: Final = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*"
_CITED = re.compile(rf"(?<![\w/\\@.])(-?)@(?:\{{([^{{}}\s]+)\}}|({KEY}))")
_FLAT = re.compile(r"\[([^\[\]]*)\]")
_PART = re.compile(rf"((?:[^@]*\s)?)(-?)@({KEY})([^@]*)\Z")
_UNSURE = re.compile(r"[`<{}\\]|\]\(|://")
_BRACKET = re.compile(r"[\[\]]")
_BLANKS: Final = (
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"\]\([^()\s]*\)"),
    re.compile(r"<[a-zA-Z][\w+.-]*:[^<>\s]*>"),
    re.compile(r"(?<!@\{)\bhttps?://[^\s\]>]+"),
)
"""What is blanked out before citations are looked for, code spans after the first."""
_BLANKABLE = re.compile(r"<|`|\]\(|://")

LABELS: Final = {
    "page": "pp p pgs pg pages page hlm hlmn hal halaman seiten seite S págs pág fols fol ff",
    "chapter": "chaps chap chapters chapter ch kap kapitel bab",
    "section": "secs sec sections section abschnitt bagian §§ §",
    "paragraph": "paras para paragraphs paragraph abs ¶¶ ¶",
    "volume": "vols vol volumes volume jilid",
    "issue": "nos no nomor",
    "figure": "figs fig figures figure abb gambar",
    "table": "tables table tabel tab",
    "line": "lines line ll",
    "note": "notes note nn",
    "article": "arts art articles article pasal artikel",
    "verse": "vv verse verses ayat",
    "book": "books book bks bk buku",
    "part": "parts part pts pt",
    "column": "cols col columns column kolom",
    "appendix": "appendix app lampiran",
}
"""CSL locator types and the words for them in English, Indonesian and German."""
_LABEL_OF: Final = {word: label for label, words in LABELS.items() for word in words.split()}
_WORD = "|".join(sorted(map(re.escape, _LABEL_OF), key=len, reverse=True))
_UNIT = r"(?:\(?(?:[A-Za-z]{0,2}\d+(?:[.:]\d+)*[A-Za-z]?|[ivxlcdm]+|[IVXLCDM]+)\)?)(?!(?!ff?\b)\w)"
_VALUE = rf"{_UNIT}(?:\s*(?:--?|[–—,&/]|\band\b|\bdan\b|\bund\b)\s*{_UNIT})*(?:\s?ff?\b\.?)?"
_LABELLED = re.compile(rf"({_WORD})(?:\.\s*|\s+|(?=\d)|(?<=[§¶])\s*)({_VALUE})", re.IGNORECASE)
_BARE = re.compile(r"(?=\(?\d)" + _VALUE)
_BRACED = re.compile(r"\{([^{}]*)\}")


class Lines(NamedTuple):
    """A stretch of a file as text, and where each of its lines begins in the file.

    `starts[i]` is the offset in `text`, `places[i]` the 1-based line and column in the file.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, lines: Sequence[tuple[int, int, str]]) -> "Lines":
        """From (line, column, text) of each line; the texts are joined by a line feed."""
        if len(lines) == 1:
            line, column, text = lines[0]
            return cls(text, (0,), ((line, column),))
        starts, at = [], 0
        for _, _, text in lines:
            starts.append(at)
            at += len(text) + 1
        joined = "\n".join(text for _, _, text in lines)
        return cls(joined, tuple(starts), tuple((line, column) for line, column, _ in lines))

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of `offset` in the file."""
        index = bisect_right(self.starts, offset) - 1 if len(self.starts) > 1 else 0
        line, column = self.places[index]
        return line, column + offset - self.starts[index]

    def place(self, path: str, start: int, end: int) -> Place:
        line, column = self.position(start)
        if len(self.starts) == 1:
            return Place(path, line, column, line, column + end - start)
        return Place(path, line, column, *self.position(end))


class Cited(NamedTuple):
    """A citation and the stretch of the text that it takes, brackets included."""

    citation: NoteCitation
    start: int
    end: int


def blank(text: str) -> str:
    """`text`, equally long, with code, comments and addresses replaced by blanks."""
    if not _BLANKABLE.search(text):
        return text
    text = _BLANKS[0].sub(_blanks, text)
    text = _without_code(text) if "`" in text else text
    for pattern in _BLANKS[1:]:
        text = pattern.sub(_blanks, text)
    return text


def _without_code(text: str) -> str:
    """Code spans blanked out: a run of backticks to the next run as long."""
    runs = [match.span() for match in re.finditer("`+", text)]
    last: dict[int, int] = {}
    closing: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closing[number] = last.get(length, -1)
        last[length] = number
    pieces, at, number = [], 0, 0
    while number < len(runs):
        close = closing[number]
        if close >= 0:
            start, end = runs[number][0], runs[close][1]
            pieces += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
            at = end
        number = max(number, close) + 1
    return "".join([*pieces, text[at:]])


def _blanks(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def find_citations(lines: Lines, path: str) -> tuple[Cited, ...]:
    """Every citation in `lines`, in reading order."""
    if "@" not in lines.text:
        return ()
    quick = _quick(lines, path)
    return _find(lines, path) if quick is None else quick


def _quick(lines: Lines, path: str) -> tuple[Cited, ...] | None:
    """The citations where all stand in plain brackets; None where that is not sure."""
    text = lines.text
    groups = list(_FLAT.finditer(text))
    if _UNSURE.search(text) or len(groups) != text.count("["):
        return None
    found: list[Cited] = []
    for group in groups:
        start, end = group.span()
        at = start + 1
        for part in group[1].split(";") if "@" in group[1] else ():
            match = _PART.match(part)
            if not match:
                return None
            locator, label, suffix = read_locator(match[4])
            place = lines.place(path, at + match.start(3), at + match.end(3))
            prefix = " ".join(match[1].split())
            made = NoteCitation(match[3], place, locator, label, prefix, suffix, bool(match[2]))
            found.append(Cited(made, start, end))
            at += len(part) + 1
    return tuple(found) if len(found) == text.count("@") else None


def _find(lines: Lines, path: str) -> tuple[Cited, ...]:
    text = blank(lines.text)
    found = list(_CITED.finditer(text))
    groups = _groups(text, [match.start() for match in found]) if "[" in text else {}
    return tuple(_read(lines, text, path, found, groups))


def _read(
    lines: Lines,
    text: str,
    path: str,
    found: list[re.Match[str]],
    groups: dict[int, tuple[int, int]],
) -> Iterator[Cited]:
    for index, match in enumerate(found):
        following = found[index + 1].start() if index + 1 < len(found) else len(text)
        group = groups.get(match.start())
        if group:
            yield _grouped(lines, text, path, match, group, following)
        else:
            yield _narrative(lines, text, path, match)


def _groups(text: str, places: list[int]) -> dict[int, tuple[int, int]]:
    """Offset of a citation -> the innermost brackets around it (offsets of `[` and behind `]`)."""
    waiting: list[tuple[int, list[int]]] = []
    groups: dict[int, tuple[int, int]] = {}
    at = 0
    for bracket in _BRACKET.finditer(text):
        while at < len(places) and places[at] < bracket.start():
            if waiting:
                waiting[-1][1].append(places[at])
            at += 1
        if bracket[0] == "[":
            waiting.append((bracket.start(), []))
        elif waiting:
            start, inside = waiting.pop()
            groups |= dict.fromkeys(inside, (start, bracket.end()))
    return groups


def _grouped(
    lines: Lines,
    text: str,
    path: str,
    match: re.Match[str],
    group: tuple[int, int],
    following: int,
) -> Cited:
    start, end = group
    first = max(text.rfind(";", start, match.start()), start) + 1
    stop = min(end - 1, following)
    semicolon = text.find(";", match.end(), stop)
    stop = stop if semicolon < 0 else semicolon
    prefix = " ".join(text[first : match.start()].split())
    # A second key without a semicolon: what stands before it belongs to the first.
    prefix = "" if _CITED.search(prefix) else prefix
    made = _citation(lines, path, match, text[match.end() : stop], prefix)
    return Cited(made, start, end)


def _narrative(lines: Lines, text: str, path: str, match: re.Match[str]) -> Cited:
    after = re.compile(r"[ \n]?\[([^\[\]@;]*)[;\]]").match(text, match.end())
    if not after or not read_locator(after[1])[0]:
        return Cited(_citation(lines, path, match, "", ""), match.start(), match.end())
    return Cited(_citation(lines, path, match, after[1], ""), match.start(), after.end())


def _citation(
    lines: Lines, path: str, match: re.Match[str], after: str, prefix: str
) -> NoteCitation:
    which = 2 if match[2] else 3
    locator, label, suffix = read_locator(after)
    place = lines.place(path, match.start(which), match.end(which))
    return NoteCitation(match[which], place, locator, label, prefix, suffix, bool(match[1]))


@lru_cache(maxsize=50_000)
def read_locator(after: str) -> tuple[str, str, str]:
    """What follows a key -> locator, its CSL label, suffix: ', pp. 5-8, my stars' -> 5-8, page.

    A bare number is a page; what does not begin like a locator is a suffix.
    """
    rest = " ".join(after.split()).lstrip(",: ")
    braced = _BRACED.match(rest)
    inner = braced[1].strip() if braced else rest
    labelled = _LABELLED.match(inner)
    bare = None if labelled else _BARE.match(inner)
    if not labelled and not bare:
        return (inner, "page", _suffix(rest, braced.end())) if braced else ("", "page", rest)
    value = labelled[2] if labelled else (bare[0] if bare else "")
    label = _label(labelled[1]) if labelled else "page"
    if braced:
        return inner[inner.find(value) :], label, _suffix(rest, braced.end())
    return value, label, _suffix(inner, labelled.end() if labelled else len(value))


def _label(word: str) -> str:
    return _LABEL_OF.get(word) or _LABEL_OF.get(word.lower(), "page")


def _suffix(text: str, start: int) -> str:
    return text[start:].lstrip(",. ")
