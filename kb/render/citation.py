"""Citations as LaTeX, pandoc and Typst want them typed: one or several keys, pages, prefixes."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from kb.errors import USAGE, KbError


class Cite(NamedTuple):
    """One work cited: its key, the page or other place in it, words before and after."""

    key: str
    locator: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False


_PAGES: Final = re.compile(r"[\divxlc]+(?:\s*[-–—,&]\s*[\divxlc]+)*", re.IGNORECASE)


def is_pages(locator: str) -> bool:
    """Whether a locator is bare page numbers ('58', '58-60', 'xii'), which want a 'p.'."""
    return bool(_PAGES.fullmatch(locator))


def labelled(locator: str, blank: str = " ") -> str:
    """A locator with its label: '58' -> 'p. 58', '58-60' -> 'pp. 58-60', 'ch. 2' as it is."""
    if not is_pages(locator):
        return locator
    many = re.search(r"[-–—,&]", locator)
    return f"{'pp' if many else 'p'}.{blank}{locator}"


# ---------------------------------------------------------------------------------------------
# LaTeX

_TEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: "\\" + char for char in "&%$#_{}"},
}


def tex(text: str) -> str:
    """`text` as LaTeX that prints it."""
    return "".join(_TEX_SPECIAL.get(char, char) for char in text)


def _tex_pages(locator: str) -> str:
    return re.sub(r"(?<=[\divxlc])\s*[-–—]\s*(?=[\divxlc])", "--", tex(locator))


def _tex_optional(text: str) -> str:
    return f"[{{{text}}}]" if "]" in text or "[" in text else f"[{text}]"


def _after(cite: Cite, label: bool) -> str:
    """The text after a citation: locator and suffix."""
    locator = _tex_pages(cite.locator)
    if label and is_pages(cite.locator):
        locator = labelled(cite.locator, "~").partition("~")[0] + "~" + locator
    return ", ".join(filter(None, (locator, tex(cite.suffix))))


def _tex_options(cite: Cite, label: bool) -> str:
    after = _after(cite, label)
    if cite.prefix:
        return _tex_optional(tex(cite.prefix)) + _tex_optional(after)
    return _tex_optional(after) if after else ""


def _plain(cites: Sequence[Cite]) -> bool:
    return not any(cite[1:4] != ("", "", "") or cite.suppress_author for cite in cites)


def _tex_one(command: str, cite: Cite, label: bool) -> str:
    return f"\\{command}{_tex_options(cite, label)}{{{cite.key}}}"


def _tex_cites(command: str, cites: Sequence[Cite], label: bool = True) -> str:
    r"""`\cite{a,b}`; with pages or words each work in a command of its own."""
    if _plain(cites):
        return f"\\{command}{{{','.join(cite.key for cite in cites)}}}"
    return "; ".join(_tex_one(command, cite, label) for cite in cites)


def latex(cites: Sequence[Cite]) -> str:
    r"""LaTeX's own `\cite[p.~58]{key}`, which has no room for words before: they stand before."""
    if _plain(cites):
        return _tex_cites("cite", cites)
    done = []
    for cite in cites:
        command = "citeyear" if cite.suppress_author else "cite"
        words = f"{tex(cite.prefix)} " if cite.prefix else ""
        done.append(words + _tex_one(command, cite._replace(prefix=""), True))
    return "; ".join(done)


def citep(cites: Sequence[Cite]) -> str:
    r"""natbib's `\citep[see][p.~58]{key}`; `\citeyearpar` leaves the author out."""
    suppress = all(cite.suppress_author for cite in cites)
    return _natbib("citeyearpar" if suppress else "citep", "citealp", cites)


def citet(cites: Sequence[Cite]) -> str:
    r"""natbib's `\citet[p.~58]{key}`."""
    suppress = all(cite.suppress_author for cite in cites)
    return _natbib("citeyearpar" if suppress else "citet", "citet", cites)


def _natbib(command: str, inner: str, cites: Sequence[Cite]) -> str:
    bare = [cite._replace(suppress_author=False) for cite in cites]
    if _plain(bare) or len(cites) == 1 or command != "citep":
        return _tex_cites(command, bare)
    return f"\\citetext{{{_tex_cites(inner, bare)}}}"


def biblatex(cites: Sequence[Cite]) -> str:
    r"""biblatex's `\autocite[58]{key}` and `\autocites[58]{a}[60]{b}`; it adds the 'p.' itself."""
    star = "*" if all(cite.suppress_author for cite in cites) else ""
    bare = [cite._replace(suppress_author=False) for cite in cites]
    if _plain(bare) or len(bare) == 1:
        return _tex_cites(f"autocite{star}", bare, label=False)
    each = "".join(f"{_tex_options(cite, False)}{{{cite.key}}}" for cite in bare)
    return f"\\autocites{star}{each}"


# ---------------------------------------------------------------------------------------------
# pandoc, Typst, others

_PANDOC_KEY: Final = re.compile(r"[\w](?:[\w]|[:.#$%&\-+?<>~/](?=\w))*")


def pandoc(cites: Sequence[Cite]) -> str:
    """pandoc's `[see @a, p. 58; @b]`."""
    return "[" + "; ".join(_pandoc_one(cite) for cite in cites) + "]"


def _pandoc_one(cite: Cite) -> str:
    key = cite.key if _PANDOC_KEY.fullmatch(cite.key) else f"{{{cite.key}}}"
    before = f"{_markdown(cite.prefix)} " if cite.prefix else ""
    after = ", ".join(filter(None, (_markdown(labelled(cite.locator)), _markdown(cite.suffix))))
    text = f"{before}{'-' if cite.suppress_author else ''}@{key}"
    return f"{text}, {after}" if after else text


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>@;$^~])", r"\\\1", text)


_TYPST_LABEL: Final = re.compile(r"[\w\-.:]+")


def typst(cites: Sequence[Cite]) -> str:
    """Typst's `#cite(<key>, supplement: [p. 58])`, one after another; it groups them itself."""
    return " ".join(_typst_one(cite) for cite in cites)


def _typst_one(cite: Cite) -> str:
    label = f"<{cite.key}>" if _TYPST_LABEL.fullmatch(cite.key) else f"label({_quoted(cite.key)})"
    after = ", ".join(filter(None, (labelled(cite.locator), cite.suffix)))
    options = [f"supplement: [{_typst_text(after)}]"] if after else []
    options += ['form: "year"'] if cite.suppress_author else []
    before = f"{_typst_text(cite.prefix)} " if cite.prefix else ""
    return f"{before}#cite({', '.join((label, *options))})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst_text(text: str) -> str:
    return re.sub(r"([\\*_`$#@<>\[\]~/])", r"\\\1", text)


def keys(cites: Sequence[Cite]) -> str:
    """The bare keys, one a line."""
    return "\n".join(cite.key for cite in cites)


TARGETS: Final[Mapping[str, Callable[[Sequence[Cite]], str]]] = {
    "key": keys,
    "latex": latex,
    "cite": latex,
    "citep": citep,
    "citet": citet,
    "biblatex": biblatex,
    "pandoc": pandoc,
    "typst": typst,
}
"""Everything that needs no more than keys."""


# ---------------------------------------------------------------------------------------------
# A person's own templates

_SLOT: Final = re.compile(r"\{\{|\}\}|\{([a-z]+)\}")
SLOTS: Final = ("key", "author", "year", "title", "locator", "prefix", "suffix", "doi", "url")


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with `{key}`, `{author}`, ... filled in; `{{` and `}}` are braces.

    Raises KbError for a slot that is not in `SLOTS`.
    """

    def one(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return found[0][0]
        if name not in SLOTS:
            mend = "a template may use " + ", ".join(f"{{{slot}}}" for slot in SLOTS)
            raise KbError(f"a template of kb.toml asks for {{{name}}}", "kb.toml", mend, USAGE)
        return values.get(name, "")

    return _SLOT.sub(one, template)
