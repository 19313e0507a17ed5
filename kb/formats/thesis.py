"""Read what a thesis cites: LaTeX (natbib, biblatex), Markdown (pandoc) and Typst, with places.

Only citing is read, not the language: comments and verbatim text are blanked out first.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.formats.notes import read_blocks, read_quote, read_suppressions, unify
from kb.formats.pandoc import read_locator
from kb.formats.thesisquotes import Cited, find_quotes
from kb.model import NoteCitation, Place, Quote, Suppression
from kb.text import SourceText

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
    """A citation in a thesis, the sentence it stands in, and the first and last line of that."""

    citation: NoteCitation
    sentence: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Thesis:
    """One file of a thesis: what it cites and quotes, which claims it names (`% kb: claim ID`)."""

    path: str
    text: str
    uses: tuple[Use, ...] = ()
    quotes: tuple[Quote, ...] = ()
    named: tuple[tuple[str, Place], ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    def at(self, line: int) -> list[Use]:
        """The citations on a line, else those of the sentences that stand on it."""
        on_line = [use for use in self.uses if use.citation.place.line == line]
        return on_line or [use for use in self.uses if use.lines[0] <= line <= use.lines[1]]


def read_thesis(text: str, path: str) -> Thesis:
    """The citations and quotes of a `.tex`, `.typ` or Markdown file."""
    text = unify(text)
    kind = path.rsplit(".", 1)[-1].lower()
    read = {"tex": _latex, "ltx": _latex, "latex": _latex, "typ": _typst}.get(kind, _markdown)
    source = SourceText(path, text)
    named = ((match[1], _place(source, *match.span(1))) for match in _NAMED.finditer(text))
    uses, quotes = read(source)
    return Thesis(
        path,
        text,
        tuple(uses),
        tuple(quotes),
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


def _place(text: SourceText, start: int, end: int) -> Place:
    line, column = text.position(start)
    return Place(text.name, line, column, line, column + end - start)


Read = tuple[list[Use], list[Quote]]
Position = Callable[[int], tuple[int, int]]
"""Line and column of an offset."""


def _latex(text: SourceText) -> Read:
    body = _without_verbatim(_blank(text.text, _TEX_BLANKS))
    commands = _COMMAND.finditer(body)
    return _read(text, body, [each for found in commands for each in _cited(text, body, found)])


def _cited(text: SourceText, body: str, command: re.Match[str]) -> Iterator[Cited]:
    """The keys behind a command: `[see][p. 5]{a,b}`, and for `\\cites` several such groups."""
    first = at = command.end()
    found: list[NoteCitation] = []
    while True:
        options = []
        while option := _OPTION.match(body, at):
            options.append(option[1])
            at = option.end()
        group = _GROUP.match(body, at)
        if not group or (at != first and not options):
            break
        prefix = options[0] if len(options) > 1 else ""
        locator, label, suffix = read_locator(options[-1].replace("~", " ") if options else "")
        for key in re.finditer(r"[^\s,]+", group[1]):
            start = group.start(1) + key.start()
            place = _place(text, start, start + len(key[0]))
            found.append(NoteCitation(key[0], place, locator, label, prefix, suffix))
        at = group.end()
    yield from (Cited(command.start(), at, citation) for citation in found)


def _read(text: SourceText, body: str, cited: Sequence[Cited]) -> Read:
    """Uses and quotes of a text whose citations are known."""
    ends = _ends(body)
    quotes = [
        Quote(words, _place(text, start, end), citations)
        for start, end, words, citations in find_quotes(body, cited, ends)
    ]
    return list(_uses(text.text, cited, ends, text.position)), quotes


def _typst(text: SourceText) -> Read:
    body = _blank(text.text, _TYPST_BLANKS)
    cited = []
    for match in (*_TYPST.finditer(body), *_TYPST_CITE.finditer(body)):
        which = 1 if match[1] else 2
        locator, label, suffix = (
            read_locator(match[2] or "") if match.re is _TYPST else ("", "page", "")
        )
        place = _place(text, *match.span(which))
        citation = NoteCitation(match[which], place, locator, label, "", suffix)
        cited.append(Cited(*match.span(), citation))
    return _read(text, body, cited)


def _markdown(text: SourceText) -> Read:
    uses: list[Use] = []
    quotes: list[Quote] = []
    blocks = [*read_blocks(text.text, _head_lines(text.text), text.name)]
    for index, block in enumerate(blocks):
        words = block.lines.text
        ends = _ends(words)
        cited = [Cited(each.start, each.end, each.citation) for each in block.cited]
        uses += _uses(words, cited, ends, block.lines.position)
        if block.kind == "quote":
            quotes.append(read_quote(blocks, index, text.name)[0])
            continue
        quotes += [
            Quote(said, block.lines.place(text.name, start, end), citations)
            for start, end, said, citations in find_quotes(words, cited, ends)
        ]
    return uses, [quote for quote in quotes if quote.citations]


def _head_lines(text: str) -> int:
    head = re.match(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return text.count("\n", 0, head.end()) if head else 0


def _ends(text: str) -> list[int]:
    return [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]


def _uses(text: str, cited: Iterable[Cited], ends: list[int], position: Position) -> Iterator[Use]:
    """Each citation with the sentence it stands in."""
    sentences: dict[int, tuple[str, tuple[int, int]]] = {}
    for each in cited:
        index = bisect_right(ends, each.start)
        if index not in sentences:
            start, end = ends[index - 1], ends[index] if index < len(ends) else len(text)
            words = text[start:end]
            start += len(words) - len(words.lstrip())
            last = start + max(0, len(words.strip()) - 1)
            sentences[index] = " ".join(words.split()), (position(start)[0], position(last)[0])
        yield Use(each.citation, *sentences[index])
