"""Where a paper's reference lists stand: under their headings, up to the text that follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.parse.flow import is_heading_like
from kb.parse.lines import Line
from kb.parse.signs import has_year, is_complete, is_full_reference, looks_like_reference
from kb.parse.terms import (
    CHAPTER,
    CONNECTORS,
    END_HEADINGS,
    ENDS,
    LIST_HEADINGS,
    LIST_SUBHEADINGS,
    NOTES_HEADINGS,
    ORG_SMALL,
    SOURCE_KINDS,
    fold,
)

_NUMBERING = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z]|\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=\S)")
_OF_CHAPTER = re.compile(r"\s(?:bab|chapter|for|of|kapitel|chapitre|capitulo|untuk|zu|zum)\s.*$")
_SPACED = re.compile(r"[^\W\d_](?: [^\W\d_])+(?:\s{2,}[^\W\d_](?: [^\W\d_])*)*")
_CHAPTER_NUMBER = re.compile(r"^(?:bab|chapter|kapitel|chapitre)\s(?:[ivxlc]+|\d+)\s(?=\S)")
_BRACKET = re.compile(r"[/|()&+]|\s[-–—]\s")
_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]{0,80}\}$|<a\s[^<>]{0,120}></a>")
_PAGE_BESIDE = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")
_WIDE_PAGE = re.compile(r"^\d{1,4}\s{6,}\S|\S\s{6,}\d{1,4}$")
_MAX_HEADING = 90
_MAX_BLANKS = 8
_FAR = 6
_FEWEST = 5
_ENTRY_MARK = re.compile(r"^(?:\[?\(?\d{1,3}[\].)]|[-•*])\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of a reference list, as indexes: the heading's, those under it, and those of them that
    stand under a heading of their own ('A. Buku') and so begin an entry; those headings."""

    heading: int
    lines: tuple[int, ...]
    anew: frozenset[int] = frozenset()
    subheadings: frozenset[int] = frozenset()


def heading_words(text: str) -> str:
    """A heading folded, without hashes, stars, number and colon."""
    plain = _ATTRIBUTES.sub("", text).lstrip("#").strip(" *_:.—–-\t").replace("**", "")
    if _SPACED.fullmatch(plain):
        plain = " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", plain))
    words = fold(_NUMBERING.sub("", plain))
    return _CHAPTER_NUMBER.sub("", words) or words


def is_list_heading(text: str) -> bool:
    return _is_among(text, LIST_HEADINGS) or text.startswith("\\begin{thebibliography}")


def _is_among(text: str, headings: frozenset[str]) -> bool:
    if len(text) > _MAX_HEADING or text[-1] in ",;" or (text[0].islower() and len(text) > 25):
        return False
    if text.count(" ") > _MAX_BLANKS and not _SPACED.fullmatch(text.strip("#* ")):
        return False
    words = heading_words(text)
    if words in headings or _OF_CHAPTER.sub("", words) in headings:
        return True
    parts = [heading_words(part) for part in _BRACKET.split(text.strip("#* "))]
    parts = [part for part in parts if part]
    return len(parts) > 1 and parts[0] in headings


def is_end_heading(text: str) -> bool:
    """Whether a line is the heading of what follows lists and notes: an appendix, a chapter."""
    if ENDS.match(text) or text.startswith("\\end{thebibliography}"):
        return True
    if len(text) > _MAX_HEADING:
        return False
    return _is_among(text, END_HEADINGS) or (CHAPTER.match(text) is not None and len(text) < 60)


def note_regions(lines: Sequence[Line], skip: frozenset[int]) -> tuple[frozenset[int], ...]:
    """Runs of lines under a heading 'Notes': its own line first, up to the next heading."""
    regions: list[frozenset[int]] = []
    inside: list[int] = []
    for index, line in enumerate(lines):
        if index not in skip and _is_among(line.text, NOTES_HEADINGS):
            inside = [index]
        elif inside and (is_end_heading(line.text) or line.text.startswith("#") or index in skip):
            if index not in skip or is_list_heading(line.text):
                regions.append(frozenset(inside))
                inside = []
        elif inside:
            inside.append(index)
    return (*regions, frozenset(inside)) if inside else tuple(regions)


def find_sections(lines: Sequence[Line], skip: frozenset[int]) -> list[Section]:
    """Every reference list: its heading has references under it (a line of a table of contents
    has none) and it ends where another heading or running text begins."""
    kept = [i for i in range(len(lines)) if i not in skip]
    sections: list[Section] = []
    at = 0
    while at < len(kept):
        if not is_list_heading(lines[kept[at]].text):
            at += 1
            continue
        body, at = _section(lines, kept, at)
        if body.lines and _has_references(lines, body.lines):
            sections.append(body)
    return sections


def find_unheaded(lines: Sequence[Line], skip: frozenset[int]) -> list[Section]:
    """A list that lost its heading: at least five lines close together that each begin a whole
    reference; it ends with the last of them."""
    kept = [i for i in range(len(lines)) if i not in skip]
    starts = [at for at in range(len(kept)) if _begins_reference(lines, kept, at)]
    runs: list[list[int]] = []
    for at in starts:
        if runs and at - runs[-1][-1] <= _FAR:
            runs[-1].append(at)
        else:
            runs.append([at])
    longest = max(runs, key=len, default=[])
    if len(longest) < _FEWEST:
        return []
    own = kept[longest[0] : longest[-1] + 4]
    return [Section(own[0], tuple(own))]


def _begins_reference(lines: Sequence[Line], kept: Sequence[int], at: int) -> bool:
    line = lines[kept[at]].text
    if not line[0].isupper() and line[0] not in "[(-•*0123456789":
        return False
    text = _ENTRY_MARK.sub("", " ".join(lines[i].text for i in kept[at : at + 2])[:500])
    return has_year(line[:300]) and is_full_reference(text)


def _section(lines: Sequence[Line], kept: Sequence[int], at: int) -> tuple[Section, int]:
    heading, level = kept[at], _level(lines[kept[at]].text)
    taken: list[int] = []
    anew: set[int] = set()
    subheadings: set[int] = set()
    fresh = True
    at += 1
    while at < len(kept):
        text = lines[kept[at]].text
        if _ends_list(lines, kept, at, level):
            break
        if _is_running_head(text):
            pass
        elif _is_subheading(text, level) and not _goes_on(lines, kept, at):
            fresh = True
            subheadings.add(kept[at])
        else:
            taken.append(kept[at])
            anew |= {kept[at]} if fresh else set()
            fresh = False
        at += 1
    return Section(heading, tuple(taken), frozenset(anew), frozenset(subheadings)), at


def _is_running_head(text: str) -> bool:
    """The list's heading again, with a page number beside it."""
    plain = _PAGE_BESIDE.sub("", text)
    return _WIDE_PAGE.search(text) is not None or (plain != text and is_list_heading(plain))


def _level(text: str) -> int:
    return len(text) - len(text.lstrip("#"))


def _is_subheading(text: str, level: int) -> bool:
    if text[-1] == "." and not text.startswith("#"):
        return False
    if is_list_heading(text) or _is_among(text, LIST_SUBHEADINGS) or _is_part_of_list(text):
        return True
    return (text.startswith("#") and _level(text) > level > 0) or _is_caps_heading(text)


def _is_part_of_list(text: str) -> bool:
    """'Jurnal dan Makalah', 'Printed Sources': few words, all of them kinds of sources."""
    words = heading_words(text).split()
    if not 1 <= len(words) <= 8 or len(text) > 60 or text[-1] in ".,;" or not words[0].isalpha():
        return False
    kinds = [word for word in words if word not in CONNECTORS and word not in ORG_SMALL]
    return bool(kinds) and all(word in SOURCE_KINDS for word in kinds)


def _is_caps_heading(text: str) -> bool:
    short = len(text) < 60 and not any(c.isdigit() for c in text) and text[-1] not in ".,;"
    return short and is_heading_like(text) and "," not in text


def _ends_list(lines: Sequence[Line], kept: Sequence[int], at: int, level: int) -> bool:
    text = lines[kept[at]].text
    if len(text) > _MAX_HEADING:
        return ENDS.match(text) is not None
    if is_list_heading(text) or _is_among(text, LIST_SUBHEADINGS):
        return False
    if is_end_heading(text) or _is_among(text, NOTES_HEADINGS):
        return True
    if text.startswith("#"):
        return _level(text) <= level or level == 0 or not _references_follow(lines, kept, at)
    heading = _is_caps_heading(text) and not _goes_on(lines, kept, at)
    return heading and not _references_follow(lines, kept, at)


def _goes_on(lines: Sequence[Line], kept: Sequence[int], at: int) -> bool:
    """Whether a line in capitals goes on with the reference above: a title in capitals."""
    line, before = lines[kept[at]], lines[kept[at - 1]]
    if not is_heading_like(line.text) or line.text.startswith("#") or line.gap > before.gap:
        return False
    return not is_complete(before.text) and not is_list_heading(before.text)


def _references_follow(lines: Sequence[Line], kept: Sequence[int], at: int) -> bool:
    following = " ".join(lines[i].text for i in kept[at + 1 : at + 4])
    return looks_like_reference(following[:600])


def _has_references(lines: Sequence[Line], indexes: Sequence[int]) -> bool:
    """Some of the first lines, or of the first few joined, look like references."""
    first = [lines[i].text for i in indexes[:12]]
    joined = [" ".join(first[i : i + 3]) for i in range(0, len(first), 3)]
    return any(looks_like_reference(text[:1500]) for text in (*joined, *first))
