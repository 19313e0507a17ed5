"""Read claim notes: a YAML head, a Markdown body, pandoc citations, quotes with their citations.

A note states one claim in its head (`claim:`), which rests on the citations of the body, and any
number of further claims: list items or paragraphs that end in ` ^their-id`. A block quote belongs
to the claim it follows, and its citation stands at its end, at the start of the next paragraph, or
at the end of a paragraph before it that ends in a colon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, Final, Literal, get_args

from kb.formats.notehead import Head, read_head
from kb.formats.pandoc import Cited, Lines, find_citations
from kb.model import Claim, Note, NoteCitation, Place, Problem, Quote, Status, Suppression

LIMIT: Final = 1_000_000
"""Characters of a body beyond which only plain blocks are told apart."""

_ID = re.compile(r"(?:^|\s)(?:\{(?P<set>[^{}\n]*)\}\s*)?\^(?P<id>[A-Za-z0-9][\w-]*)[ \t]*\Z")
_SETTING = re.compile(r"""(\w+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_STATUSES: Final[dict[str, Status]] = {status: status for status in get_args(Status)}
_GOOD_ID = re.compile(r"\w[\w.:-]*\Z")
_ATTRIBUTION = re.compile(r"[\s—–\-(]*\Z")
_TASK = re.compile(r"\[[ xX]\] ")
_TRIM = re.compile(r"\s+([.,;:!?])")
_IGNORE = re.compile(
    r"(?:<!--|#|%)\s*kb:\s*ignore(-file)?\b[ \t]*([^\n]*?)\s*(?:-->|$)", re.MULTILINE
)
_MARKER = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_QUOTED = re.compile(r" {0,3}> ?")
_HARD = re.compile(
    r"[`<\t\\\x00\f\v]|~~~"
    r"|^ ++[>*+\d#=|-]|(?:\A(?: *\n)*|\n *\n|^ {0,3}#[^\n]*\n) +\S"
    r"|^(?:=+|-+|[-*_ ]{3,}|[-*+] *|#[^\n]*#[ ]*| {0,3}#+ *| {0,3}\d{1,9}[.)] *)$"
    r"|^ {0,3}(?:[-*+]|\d{1,9}[.)])(?: +[-*+>#\d]|  )|^ {0,3}(?!1[.)])\d{1,9}[.)]"
    r"|^\[[^\]]+\]:|^>(?: ?[>*+\d#=-]|  | ?$)",
    re.MULTILINE,
)
"""What only a Markdown parser may judge: code, HTML, tabs, indents, rules, nested quotes."""
_ODD = re.compile(r"^(?!\n|\Z|[A-Za-z@(\"']|\[@|> [A-Za-z\"'(]|[-*] [A-Za-z@(\"'])", re.MULTILINE)
"""A line that does not begin like plain words, a quote or a list item: then `_HARD` must look."""
_SIGNS = frozenset("`<\t\\~\x00\f\v")

Kind = Literal["text", "heading", "quote"]


@dataclass
class Block:
    """A paragraph, list item, heading or block quote, without its marks."""

    kind: Kind
    lines: Lines
    cited: tuple[Cited, ...] = ()


@dataclass
class Draft:
    """What is gathered for one claim while the blocks go by."""

    citations: list[NoteCitation] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)


def read_note(text: str, path: str) -> Note:
    """The note that stands in the file `path`. What is wrong with it is in its `problems`."""
    text = unify(text)
    head = read_head(text, path)
    blocks = [*read_blocks(text, head.lines, path)]
    own, subs = _gather(blocks, head, path)
    note_id = head.text("id") or PurePosixPath(path).stem
    claims = [*_head_claim(head, note_id, own, text, path), *subs]
    stated = "claim" in head.entries
    return Note(
        path,
        note_id,
        tuple(claims),
        () if stated else tuple(own.citations),
        () if stated else tuple(own.quotes),
        tuple(read_suppressions(text, path)) if "kb:" in text else (),
        (*head.problems, *_complaints(claims, head, text, path)),
    )


def unify(text: str) -> str:
    """`text` with line feeds for line ends and without a byte order mark; lines keep numbers."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def _complaints(claims: list[Claim], head: Head, text: str, path: str) -> Iterator[Problem]:
    if len(text) > LIMIT:
        what = f"the note has {len(text):,} characters: code and comments in it are not told apart"
        yield Problem("note-too-large", "warning", what, Place(path, 1, 1), "split it")
    if head.entries and not any(claim.text for claim in claims):
        yield Problem(
            "note-without-claim",
            "warning",
            "the note states no claim",
            Place(path, 1, 1),
            "add to the head: claim: a statement; or end a paragraph with ^its-id",
        )
    for claim in claims:
        if not _GOOD_ID.match(claim.id):
            mend = "use letters, digits, '-', '_' and '.'"
            what = f"{claim.id!r} is no id"
            yield Problem("note-head-broken", "warning", what, claim.place, mend)


def _head_claim(head: Head, note_id: str, own: Draft, text: str, path: str) -> Iterator[Claim]:
    entry = head.entries.get("claim")
    if not entry:
        return
    cited = _cited_in_head(entry.place, text, path) if "@" in entry.text else ()
    yield Claim(
        note_id,
        entry.text,
        entry.place,
        _status(head.text("status")),
        (*cited, *own.citations),
        tuple(own.quotes),
        head.values("tags"),
        head.values("seen"),
        head.text("reason"),
        head.entries["checked"].pairs if "checked" in head.entries else (),
    )


def _cited_in_head(place: Place, text: str, path: str) -> tuple[NoteCitation, ...]:
    rows = text.split("\n", place.end_line)[place.line - 1 : place.end_line]
    lines = Lines.of([(place.line + n, 1, row) for n, row in enumerate(rows)])
    return tuple(each.citation for each in find_citations(lines, path))


def _status(word: str, default: Status = "open") -> Status:
    return _STATUSES.get(word, default)


def _gather(blocks: list[Block], head: Head, path: str) -> tuple[Draft, list[Claim]]:
    """The citations and quotes of the head's claim, and the claims with an id of their own."""
    own = Draft()
    subs: list[tuple[Block, re.Match[str], Draft]] = []
    owner = own
    attribution: Block | None = None
    for index, block in enumerate(blocks):
        if block.kind == "quote":
            quote, attribution = read_quote(blocks, index, path)
            owner.quotes.append(quote)
            owner.citations += [c for c in quote.citations if c not in owner.citations[-1:]]
        elif block is not attribution:
            marked = _ID.search(block.lines.text) if "^" in block.lines.text else None
            owner = Draft() if marked else own
            if marked:
                subs.append((block, marked, owner))
        if block.kind != "quote" and block is not attribution:
            owner.citations += [each.citation for each in block.cited]
        elif block is attribution:
            given = owner.quotes[-1].citations
            owner.citations += [c.citation for c in block.cited if c.citation not in given]
    return own, [_sub_claim(*sub, head, path) for sub in subs]


def read_quote(blocks: list[Block], index: int, path: str) -> tuple[Quote, Block | None]:
    """The block quote at `index`, and the next block if that says where the quote is from."""
    block = blocks[index]
    lines = block.lines
    place = lines.place(path, 0, len(lines.text))
    if block.cited:
        citations = tuple(each.citation for each in block.cited)
        return Quote(_words(block), place, citations), None
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    if after and after.kind == "text" and _leads(after):
        first = after.cited[0]
        same = tuple(
            c.citation for c in after.cited if (c.start, c.end) == (first.start, first.end)
        )
        return Quote(_words(block), place, same), after
    before = blocks[index - 1] if index else None
    if before and before.cited and before.lines.text.rstrip().endswith(":"):
        return Quote(_words(block), place, (before.cited[-1].citation,)), None
    return Quote(_words(block), place), None


def _leads(block: Block) -> bool:
    """Whether the block begins with a citation."""
    return bool(block.cited) and bool(
        _ATTRIBUTION.match(block.lines.text[: block.cited[0].start].rstrip("["))
    )


def _words(block: Block, stop: int | None = None) -> str:
    """The words of a block without its bracketed citations (a narrative one keeps its key)."""
    text = block.lines.text[:stop]
    for start, end in sorted({(each.start, each.end) for each in block.cited}, reverse=True):
        if text[start:end].startswith("["):
            text = text[:start] + text[end:]
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL) if "<!--" in text else text
    text = " ".join(_TASK.sub("", text, count=1).split())
    return _TRIM.sub(r"\1", text).rstrip(" —–-(")


def _sub_claim(block: Block, marked: re.Match[str], draft: Draft, head: Head, path: str) -> Claim:
    settings = {name: a or b or c for name, a, b, c in _SETTING.findall(marked["set"] or "")}
    status = _status(settings.get("status", ""), _status(head.text("status")))
    return Claim(
        marked["id"],
        _words(block, marked.start()),
        block.lines.place(path, 0, marked.start()),
        status,
        tuple(draft.citations),
        tuple(draft.quotes),
        tuple(filter(None, settings.get("tags", "").split(","))) or head.values("tags"),
        tuple(filter(None, settings.get("seen", "").split(","))),
        settings.get("reason", ""),
        tuple(_pairs(settings.get("checked", ""))),
    )


def _pairs(words: str) -> Iterator[tuple[str, str]]:
    """`key:digest` after `key:digest`."""
    for word in words.replace(",", " ").split():
        key, _, digest = word.rpartition(":")
        yield key, digest


def read_blocks(text: str, skip: int, path: str) -> Iterator[Block]:
    """The blocks of Markdown that hold words, in order; the first `skip` lines are left out."""
    start = 0
    for _ in range(skip):
        start = text.find("\n", start) + 1 or len(text)
    body = text[start:]
    if len(body) > LIMIT or _is_easy(body):
        found = _plain_blocks(body, skip + 1)
    else:
        found = _parsed_blocks(body, skip + 1)
    for kind, rows in found:
        lines = Lines.of(rows)
        yield Block(kind, lines, find_citations(lines, path) if "@" in lines.text else ())


def _is_easy(body: str) -> bool:
    """Whether the plain reader sees what CommonMark sees."""
    if not _ODD.search(body) and _SIGNS.isdisjoint(body):
        return True
    return not _HARD.search(body)


Row = tuple[int, int, str]
"""Line and column in the file, text."""


def _plain_blocks(body: str, first: int) -> Iterator[tuple[Kind, list[Row]]]:
    """Blocks of a body without code, HTML and nesting, as CommonMark sees them."""
    kind: Kind = "text"
    rows: list[Row] = []
    for number, line in enumerate(body.split("\n"), first):
        new, column = _begins(line, kind, bool(rows))
        if new and rows:
            yield kind, rows
            rows = []
        if not line.strip():
            continue
        kind = new or kind
        words = line[column:].strip()
        rows.append((number, line.find(words, column) + 1, words))
        if kind == "heading":
            yield kind, rows
            rows = []
    if rows:
        yield kind, rows


def _begins(line: str, kind: Kind, going: bool) -> tuple[Kind | None, int]:
    """The kind of block that `line` begins (None: it goes on with the last), its marks' width."""
    if not line.strip():
        return "text", 0
    quoted = _QUOTED.match(line) if ">" in line[:4] else None
    if quoted:
        return (None if going and kind == "quote" else "quote"), quoted.end()
    if line[0] == "#" and re.match(r"#{1,6}(?:[ \t]|$)", line):
        return "heading", len(line) - len(line.lstrip("#"))
    marker = _MARKER.match(line)
    if marker:
        return "text", marker.end()
    return (None if going else "text"), 0


@lru_cache(maxsize=1)
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("inline")


def _parsed_blocks(body: str, first: int) -> Iterator[tuple[Kind, list[Row]]]:
    source = body.split("\n")
    depth = 0
    quoted: list[Row] = []
    heading = False
    for token in _markdown().parse(body):
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
            if not depth and quoted:
                yield "quote", quoted
                quoted = []
        elif token.type in ("heading_open", "heading_close"):
            heading = token.nesting > 0
        elif token.type == "inline" and token.content:
            rows = _rows(token, source, first)
            if depth:
                quoted += rows
            else:
                yield ("heading" if heading else "text"), rows
            heading = False


def _rows(token: Any, source: list[str], first: int) -> list[Row]:
    """The lines of a token's content, each with its place in the file."""
    rows = []
    lines = token.content.split("\n")
    # The parser strips what Python calls blank (a form feed too), and with it whole lines.
    start = token.map[0]
    while start < token.map[1] - len(lines) and lines[0].strip() not in source[start]:
        start += 1
    for number, content in enumerate(lines, start):
        words = content.strip()
        column = source[number].rfind(words) if number < len(source) else 0
        rows.append((number + first, max(column, 0) + 1, words))
    return rows


def read_suppressions(text: str, path: str) -> Iterator[Suppression]:
    """Comments `<!-- kb: ignore RULE: reason -->` (in the head `# kb: ...`, in TeX `% kb: ...`).

    A comment holds for its own line, or, alone on its line, for the next line with words; with
    `ignore-file` for the whole file.
    """
    for match in _IGNORE.finditer(text):
        names, _, reason = match[2].partition(":")
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        place = Place(path, line, column, line, column + len(match[0]))
        lines = (0, 0) if match[1] else _meant(text, match, line)
        for rule in names.replace(",", " ").split() or [""]:
            yield Suppression(rule, reason.strip(), place, lines)


def _meant(text: str, match: re.Match[str], line: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    rest = text[match.end() : end if end >= 0 else len(text)]
    if (text[start : match.start()] + rest).strip():
        return line, line
    after = len(text) if end < 0 else end
    words = len(text[after:]) - len(text[after:].lstrip())
    return line, line + text.count("\n", after, after + words)


def cited_keys(note: Note) -> Iterator[NoteCitation]:
    """Every citation of a note, those outside its claims too."""
    for claim in note.claims:
        yield from claim.citations
    yield from note.loose
