"""Which keys a document cites, and which files it takes in: LaTeX, .aux, .bcf, Markdown, Typst.

LaTeX is not run: comments and verbatim text are left out, `\\input` and its like are followed by
name. `.aux` (BibTeX) and `.bcf` (biber) hold what LaTeX itself found.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.formats.thesis import read_thesis
from kb.model import Place

_CITE = re.compile(
    r"\\(?:[A-Za-z]*[cC]ite(?:s|p|ps|t|ts|alp|alt|author|year|yearpar|title|url|num|date|al|text)?"
    r"|bibentry|fullcite|footfullcite|volcite|nocite|notecite|pnotecite|citereset)\*?(?![A-Za-z])"
)
_ARGUMENT = re.compile(r"\s*(?:\[((?:[^\[\]{}]|\{[^{}]*\})*)\]|\(((?:[^(){}]|\{[^{}]*\})*)\))")
_GROUP = re.compile(r"\s*\{([^{}]*)\}")
_INPUT = re.compile(
    r"\\(?:input|include|subfile|subfileinclude|InputIfFileExists|loadglsentries)\s*\{([^{}]*)\}"
    r"|\\input\s+([^\s\\{}%]+)|\\(?:sub)?(?:import|includefrom|inputfrom)\*?\s*\{([^{}]*)\}\s*\{([^{}]*)\}"
)
_VERBATIM = re.compile(
    r"\\begin\s*\{(verbatim|Verbatim|lstlisting|minted|comment|filecontents)(\*?)\}.*?"
    r"(?:\\end\s*\{\1\2\}|\Z)|\\(?:verb|lstinline)\*?([^\w\s*{\[])[^\n]*?\3"
    r"|\\iffalse\b.*?(?:\\fi\b|\Z)|(?<!\\)(?:\\\\)*(%[^\n]*)",
    re.DOTALL,
)
_END_INPUT = re.compile(r"\\endinput\b|\\end\s*\{document\}")
_AUX = re.compile(r"\\(?:citation|abx@aux@cite|abx@aux@nocite)(?:\{[^{}]*\}(?=\{))?\{([^{}]*)\}")
_AUX_INPUT = re.compile(r"\\@input\{([^{}]*)\}")
_BCF = re.compile(r"<bcf:citekey\b([^>]*)>([^<]*)</bcf:citekey>")
_TYPST_INCLUDE = re.compile(r"^[ \t]*#include\s+\"([^\"\n]+)\"", re.MULTILINE)
_TYPST_LABEL = re.compile(r"(?<!cite\()<([\w][\w.:-]*)>")
_QUARTO_INCLUDE = re.compile(r"\{\{<\s*include\s+([^\s>]+)\s*>\}\}")
_CROSS = re.compile(r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|nte|tip)-")
_HEAD_KEY = re.compile(r"(?<![\w/\\.])@\{?([\w*][\w:.#$%&+?<>~/-]*)")

EVERYTHING: Final = "*"
"""The key that means every entry (`\\nocite{*}`)."""


@dataclass(frozen=True)
class Used:
    """What one file cites: each key with its first place, in order; `files` it takes in, as
    written."""

    keys: tuple[tuple[str, Place], ...] = ()
    files: tuple[str, ...] = ()


def used_in(text: str, path: str) -> Used:
    """Reads a file by the end of its name: `.tex`, `.aux`, `.bcf`, `.typ`, or Markdown."""
    kind = path.rsplit(".", 1)[-1].lower()
    if kind in ("tex", "ltx", "latex", "sty", "cls"):
        return _tex(text, path)
    if kind == "aux":
        files = tuple(match[1] for match in _AUX_INPUT.finditer(text))
        return Used(_first(_listed(_AUX, text, path)), files)
    if kind == "bcf":
        return Used(_first(_bcf(text, path)))
    return _other(text, path, kind)


def _first(keys: Iterator[tuple[str, Place]]) -> tuple[tuple[str, Place], ...]:
    found: dict[str, Place] = {}
    for key, place in keys:
        found.setdefault(key, place)
    return tuple(found.items())


def _place(text: str, path: str, start: int, key: str) -> Place:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Place(path, line, column, line, column + len(key))


def _split(text: str, path: str, group: str, start: int) -> Iterator[tuple[str, Place]]:
    for found in re.finditer(r"[^\s,][^,]*", group):
        key = found[0].strip()
        yield key, _place(text, path, start + found.start(), key)


def _listed(pattern: re.Pattern[str], text: str, path: str) -> Iterator[tuple[str, Place]]:
    for match in pattern.finditer(text):
        yield from _split(text, path, match[1], match.start(1))


def _bcf(text: str, path: str) -> Iterator[tuple[str, Place]]:
    for match in _BCF.finditer(text):
        if 'type="set"' not in match[1]:
            key = html.unescape(match[2])
            yield key, _place(text, path, match.start(2), key)


def _tex(text: str, path: str) -> Used:
    body = _VERBATIM.sub(_blank, text)
    if end := _END_INPUT.search(body):
        body = body[: end.start()]
    files = []
    for match in _INPUT.finditer(body):
        folder, name = match[3], match[1] or match[2] or match[4]
        files.append(f"{folder.rstrip('/')}/{name}".strip() if folder else name.strip())
    return Used(_first(_tex_keys(body, path)), tuple(files))


def _blank(match: re.Match[str]) -> str:
    """Blanks of the same length: places stay. What stands before a comment's sign is kept."""
    start = match.start(4) - match.start() if match[4] is not None else 0
    return match[0][:start] + re.sub(r"[^\n]", " ", match[0][start:])


def _tex_keys(body: str, path: str) -> Iterator[tuple[str, Place]]:
    for command in _CITE.finditer(body):
        at, groups = command.end(), []
        while True:
            while option := _ARGUMENT.match(body, at):
                at = option.end()
            group = _GROUP.match(body, at)
            if not group:
                break
            groups.append(group)
            at = group.end()
            if not _goes_on(command[0], len(groups)):
                break
        for group in groups[1:] if "volcite" in command[0].lower() else groups:
            yield from _split(body, path, group[1], group.start(1))


def _goes_on(command: str, groups: int) -> bool:
    """Whether another group follows: `\\cites{a}{b}`, `\\volcite{2}{a}`."""
    name = command.rstrip("*").lower()
    return name.endswith("cites") or ("volcite" in name and groups < 2)


def _other(text: str, path: str, kind: str) -> Used:
    uses = ((use.citation.key, use.citation.place) for use in read_thesis(text, path).uses)
    if kind == "typ":
        labels = set(_TYPST_LABEL.findall(text))
        keys = _first((key, place) for key, place in uses if key not in labels)
        return Used(keys, tuple(_TYPST_INCLUDE.findall(text)))
    cited = (pair for pair in (*_head(text, path), *uses) if not _CROSS.match(pair[0]))
    return Used(_first(iter(cited)), tuple(_QUARTO_INCLUDE.findall(text)))


def _head(text: str, path: str) -> Iterator[tuple[str, Place]]:
    """Keys in the metadata at the top, as in `nocite: '@a, @b'`."""
    head = re.match(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", text, re.DOTALL | re.MULTILINE)
    for match in _HEAD_KEY.finditer(head[1]) if head else ():
        key = match[1].rstrip(".:,;")
        yield key, _place(text, path, (head.start(1) if head else 0) + match.start(1), key)
