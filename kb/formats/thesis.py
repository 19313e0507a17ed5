"""Read what a thesis cites: LaTeX (natbib, biblatex), Markdown (pandoc) and Typst, with places.

Only citing is read, not the language: comments and verbatim text are blanked out first.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.formats.notes import read_blocks, read_suppressions, unify
from kb.formats.pandoc import read_locator
from kb.model import NoteCitation, Place, Suppression

_COMMAND: Final = re.compile(
    r"\\(?:no|full|text|paren|foot|footfull|smart|super|auto|block|author|year|title|full)?"
    r"[cC]ite(?:s|p|t|alp|alt|author|year|yearpar|title|url|num|date)?s?\*?(?![a-zA-Z])"
)
_OPTION: Final = re.compile(r"\s*\[((?:[^\[\]{}]|\{[^{}]*\})*)\]")
_GROUP: Final = re.compile(r"\s*(?:\([^()]*\)\s*){0,2}\{([^{}]*)\}")
_TEX_BLANKS: Final = (
    re.compile(r"(?<!\\)%[^\n]*"),
    re.compile(r"\\verb\*?([^\w\s])[^\n]*?\1"),
)
_VERBATIM: Final = re.compile(r"\\begin\{((?:verbatim|lstlisting|comment|minted)\*?)\}")
_TYPST: Final = re.compile(r"(?<![\w@\\])@([\w][\w\-.:]*[\w]|\w)(?:\[([^\[\]]*)\])?")
_TYPST_CITE: Final = re.compile(r"#cite\(\s*(?:<([^<>]+)>|label\(\"([^\"]+)\"\))")
_TYPST_BLANKS: Final = (
    re.compile(r"//[^\n]*"),
    re.compile(r"/\*.*?\*/", re.DOTALL),
    re.compile(r"```.*?```|`[^`]*`", re.DOTALL),
)
_TEX_STOPS: Final = (
    r"documentclass|usepackage|begin|end|part|chapter|(?:sub)*section|(?:sub)?paragraph"
    r"|title|author|date|maketitle|item|label|caption"
)
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\\\[“\"])|\n\s*\n|^[ \t]*=+ [^\n]*\n"
    rf"|(?:^[ \t]*|(?<=\}}))\\(?:{_TEX_STOPS})\b\*?(?:\s*\[[^\[\]\n]*\])?(?:\s*\{{[^{{}}\n]*\}})*",
    re.MULTILINE,
)
"""Behind a full stop, a blank line, a heading of Typst, a command of TeX that ends a paragraph."""
_NAMED: Final = re.compile(r"(?:%|<!--|//)\s*kb:\s*claim\s+([\w.:-]+)")


@dataclass(frozen=True, slots=True)
class Use:
    """A citation in a thesis and the sentence it stands in."""

    citation: NoteCitation
    sentence: str


@dataclass(frozen=True, slots=True)
class Thesis:
    """One file of a thesis: what it cites, which claims it names (`% kb: claim ID`)."""

    path: str
    text: str
    uses: tuple[Use, ...] = ()
    named: tuple[tuple[str, Place], ...] = ()
    suppressions: tuple[Suppression, ...] = ()


def read_thesis(text: str, path: str) -> Thesis:
    """The citations of a `.tex`, `.typ` or Markdown file."""
    text = unify(text)
    kind = path.rsplit(".", 1)[-1].lower()
    read = {"tex": _latex, "ltx": _latex, "latex": _latex, "typ": _typst}.get(kind, _markdown)
    named = ((match[1], _place(text, path, *match.span(1))) for match in _NAMED.finditer(text))
    return Thesis(
        path,
        text,
        tuple(read(text, path)),
        tuple(named),
        tuple(read_suppressions(text, path)) if "kb:" in text else (),
    )


def _blank(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def _without_verbatim(text: str) -> str:
    pieces, at = [], 0
    begin = _VERBATIM.search(text)
    while begin:
        end = text.find(f"\\end{{{begin[1]}}}", begin.end())
        stop = end if end >= 0 else begin.end()
        pieces += [text[at : begin.start()], re.sub(r"[^\n]", " ", text[begin.start() : stop])]
        at = stop
        begin = _VERBATIM.search(text, at) if end >= 0 else None
    return "".join([*pieces, text[at:]])


def _place(text: str, path: str, start: int, end: int) -> Place:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Place(path, line, column, line, column + end - start)


def _latex(text: str, path: str) -> Iterator[Use]:
    body = _without_verbatim(_blank(text, _TEX_BLANKS))
    ends = _ends(body)
    for command in _COMMAND.finditer(body):
        yield from _cited(text, body, path, command.end(), ends)


def _cited(text: str, body: str, path: str, at: int, ends: list[int]) -> Iterator[Use]:
    """The keys behind a command: `[see][p. 5]{a,b}`, and for `\\cites` several such groups."""
    first = at
    while True:
        options = []
        while option := _OPTION.match(body, at):
            options.append(option[1])
            at = option.end()
        group = _GROUP.match(body, at)
        if not group or (at != first and not options):
            return
        sentence = _sentence(text, first, ends)
        prefix = options[0] if len(options) > 1 else ""
        locator, label, suffix = read_locator(options[-1].replace("~", " ") if options else "")
        for key in re.finditer(r"[^\s,]+", group[1]):
            start = group.start(1) + key.start()
            place = _place(text, path, start, start + len(key[0]))
            yield Use(NoteCitation(key[0], place, locator, label, prefix, suffix), sentence)
        at = group.end()


def _typst(text: str, path: str) -> Iterator[Use]:
    body = _blank(text, _TYPST_BLANKS)
    ends = _ends(body)
    for match in (*_TYPST.finditer(body), *_TYPST_CITE.finditer(body)):
        which = 1 if match[1] else 2
        locator, label, suffix = (
            read_locator(match[2] or "") if match.re is _TYPST else ("", "page", "")
        )
        place = _place(text, path, *match.span(which))
        citation = NoteCitation(match[which], place, locator, label, "", suffix)
        yield Use(citation, _sentence(text, match.start(), ends))


def _markdown(text: str, path: str) -> Iterator[Use]:
    skip = _head_lines(text)
    for block in read_blocks(text, skip, path):
        ends = _ends(block.lines.text)
        for cited in block.cited:
            yield Use(cited.citation, _sentence(block.lines.text, cited.start, ends))


def _head_lines(text: str) -> int:
    head = re.match(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return text.count("\n", 0, head.end()) if head else 0


def _ends(text: str) -> list[int]:
    return [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]


def _sentence(text: str, offset: int, ends: list[int]) -> str:
    index = bisect_right(ends, offset)
    end = ends[index] if index < len(ends) else len(text)
    return " ".join(text[ends[index - 1] : end].split())
