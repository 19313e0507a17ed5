"""Finds references and says how to cite them: keys, LaTeX, pandoc, Typst, texts in a CSL style.

The finding is in `kb.jobs.finder`. What a bare key doesn't need is imported when it is asked for.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kb.disk.index import Index, Sources, open_index
from kb.disk.library import Library, find_library
from kb.disk.recent import recent, remember
from kb.errors import USAGE, KbError
from kb.jobs.finder import Found, clear_best, search

if TYPE_CHECKING:
    from kb.render import csl
    from kb.render.citation import Cite

__all__ = [
    "Found",
    "Index",
    "Library",
    "clear_best",
    "find_library",
    "recent",
    "remember",
    "search",
]


def open_library(library: Library) -> Index:
    """The index of `library`, brought up to date."""
    return open_index(library.cache, Sources(library.bibs, library.notes))


def everything(index: Index, recent_keys: Sequence[str], most: int = 500) -> list[Found]:
    """Entries to choose from without a query: the recently cited, then by key."""
    keys = list(dict.fromkeys((*recent_keys, *index.keys("", most))))
    hits = index.hits(row for key in keys for row in index.by_key(key)[:1])
    rank = {key: place for place, key in enumerate(keys)}
    hits.sort(key=lambda hit: rank.get(hit.key, len(rank)))
    return [Found(hit.id, hit.key, 0.0, hit.place) for hit in hits]


def claim_lines(index: Index, key: str, most: int = 4) -> list[str]:
    """The claims that cite `key`, id and words, and how many more there are."""
    lines = [f"{claim}: {text}" for _, _, claim, text, _ in index.claims(f"@{key}")]
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return lines[:most] + more


def complete(base: str | None, bibs: Sequence[str], prefix: str) -> list[str]:
    """Citation keys that begin with `prefix` (with an @ before them when it has one)."""
    mark = "@" if prefix.startswith("@") else ""
    index = open_library(find_library(base, bibs))
    try:
        return [mark + key for key in index.keys(prefix[len(mark) :])]
    finally:
        index.close()


def parts(index: Index, query: Sequence[str]) -> list[str]:
    """The queries that words of a command line are: `+` stands between two.

    When all words of one are keys (`a b`, `@a`), each is a query of its own.
    """
    joined: list[list[str]] = [[]]
    for word in query:
        if word == "+":
            joined.append([])
        else:
            joined[-1].append(word)
    found: list[str] = []
    for some in filter(None, joined):
        bare = [word.strip("@[],;") for word in some]
        found += bare if all(map(index.by_key, bare)) else [" ".join(some)]
    return found


def cites(
    chosen: Sequence[str],
    locators: Sequence[str] = (),
    prefixes: Sequence[str] = (),
    suffixes: Sequence[str] = (),
    suppress_author: bool = False,
) -> "list[Cite]":
    """The works of one citation: the nth locator, prefix and suffix belong to the nth work.

    Raises KbError when there are more of these than works.
    """
    from kb.render.citation import Cite

    if max(map(len, (locators, prefixes, suffixes))) > len(chosen):
        mend = "give each work at most one --locator, --prefix and --suffix"
        raise KbError("more locators, prefixes or suffixes than works", "", mend, USAGE)
    blank = [""] * len(chosen)
    rows = zip(
        chosen,
        [*locators, *blank],
        [*prefixes, *blank],
        [*suffixes, *blank],
        strict=False,
    )
    return [Cite(*row, suppress_author) for row in rows]


def cited(some: "Sequence[Cite]", target: str) -> str:
    """A citation in the form of one of `TARGETS`."""
    from kb.render.citation import TARGETS

    return TARGETS[target](some)


def line(index: Index, found: Found) -> str:
    """A reference as one readable line."""
    return index.line(found.id)


class Wanted(NamedTuple):
    """How a citation is wanted: the name of a form, CSL style and locale, the document around."""

    target: str
    style: str = ""
    locale: str = ""
    within: str | None = None


def text_of(
    library: Library, index: Index, found: Sequence[Found], some: "Sequence[Cite]", wanted: Wanted
) -> str:
    """The citation as `wanted`.

    Raises KbError for a form that does not exist, or when pandoc or the style is missing.
    """
    from kb.render.citation import TARGETS, fill

    if wanted.target in TARGETS:
        return cited(some, wanted.target)
    if wanted.target in ("text", "bibliography"):
        return _set(library, index, found, some, wanted)
    templates = _templates(library)
    if wanted.target not in templates:
        names_ = ", ".join((*TARGETS, "text", "bibliography", *templates))
        raise KbError(f"there is no form {wanted.target!r}", "--as", f"one of {names_}", USAGE)
    template = templates[wanted.target]
    items = [index.item(one.id) for one in found]
    filled = (fill(template, _slots(i, c)) for i, c in zip(items, some, strict=True))
    return "\n".join(filled)


def forms(base: str | None) -> list[str]:
    """The names of all forms: the built-in ones, and the templates of a knowledge base."""
    from kb.render.citation import TARGETS

    try:
        own = _templates(find_library(base, ()))
    except KbError:
        own = {}
    return [*TARGETS, "text", "bibliography", *own]


def _slots(item: dict[str, Any], cite: "Cite") -> dict[str, str]:
    from kb.formats.card import card_of_item, shown_names, year_of

    return {
        "key": cite.key,
        "author": shown_names(card_of_item(item)),
        "year": year_of(item),
        "title": str(item.get("title") or ""),
        "locator": cite.locator,
        "prefix": cite.prefix,
        "suffix": cite.suffix,
        "doi": str(item.get("DOI") or ""),
        "url": str(item.get("URL") or ""),
    }


def _templates(library: Library) -> dict[str, str]:
    """The templates of kb.toml: `[cite.templates]`, a name and a text with slots each."""
    table = _settings(library).get("templates", {})
    return {str(name): str(text) for name, text in table.items()} if _is_table(table) else {}


def _settings(library: Library) -> dict[str, Any]:
    """The table `[cite]` of kb.toml: `style`, `locale`, `templates`."""
    from kb.disk.settings import read_settings

    table = read_settings(library.base).get("cite", {}) if library.base else {}
    return table if _is_table(table) else {}


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def address(item: dict[str, Any]) -> str:
    """Where a work is on the web: its DOI's address, else its URL (http only), else ''."""
    doi = re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", str(item.get("DOI") or ""), flags=re.I
    )
    if doi:
        from urllib.parse import quote

        return "https://doi.org/" + quote(doi, safe="/:;().-_")
    url = str(item.get("URL") or "")
    return url if re.match(r"https?://[^\s\x00-\x1f]+$", url) else ""


# ---------------------------------------------------------------------------------------------
# Texts in a CSL style


def _set(
    library: Library, index: Index, found: Sequence[Found], some: "Sequence[Cite]", wanted: Wanted
) -> str:
    from kb.render import csl

    before = _before(index, wanted.within)
    keys_ = dict.fromkeys(
        [*(key for group in before for key in group), *(one.key for one in found)]
    )
    rows = {one.key: one.id for one in found}
    items = [index.item(rows.get(key) or index.by_key(key)[0]) for key in keys_]
    # A document may use an older key of a work.
    items = [{**item, "id": key} for item, key in zip(items, keys_, strict=True)]
    own = _settings(library)
    style = wanted.style or str(own.get("style") or "")
    locale = wanted.locale or str(own.get("locale") or "")
    done = set_text(library, csl.Job(items, some, locale, before), style)
    if wanted.target == "bibliography" and not done.entries:
        mend = f"take a style that has one, as {style}-bibliography"
        raise KbError("this citation style has no reference list", style, mend, USAGE)
    return done.citation if wanted.target == "text" else "\n".join(done.entries)


def set_text(library: Library, job: "csl.Job", style_name: str) -> "csl.Set":
    """Has pandoc set a `kb.render.csl.Job`, or takes what it made of the same before."""
    from hashlib import sha256
    from pathlib import Path

    from kb.disk import pandoc
    from kb.disk.files import read_bytes
    from kb.disk.textcache import cached, file_with, store
    from kb.render import csl

    folders = [Path(library.base, "styles")] if library.base else []
    style = csl.find_style(style_name, folders, read_bytes)
    folder = Path(library.cache).parent / "csl"
    document = csl.document(job)

    def name_of(engine: pandoc.Engine) -> str:
        parts_ = (engine.stamp, style.digest, document)
        return sha256("\0".join(parts_).encode("utf-8", "replace")).hexdigest()

    for engine in pandoc.engines():
        lines = cached(folder, name_of(engine))
        if lines:
            return csl.Set(lines[0], tuple(lines[1:]))
    engine = pandoc.find_engine("a text in a citation style", "csl")
    if style.mended:
        style = style._replace(path=str(file_with(folder, f"{style.digest}.csl", style.mended)))
    done = csl.run(engine, style, job)
    store(folder, name_of(engine), [done.citation, *done.entries])
    return done


_KEY: Final = (
    r"(?<![\w@])@\{?([\w][\w:.#$%&\-+?<>~/]*)"
    r"|\\[a-zA-Z]*cite[a-zA-Z]*\*?(?:\[[^\]]*\])*\{([^}]*)\}"
    r"|#cite\(<([^>]+)>"
)


def _before(index: Index, path: str | None) -> list[list[str]]:
    """The works that a document cites, in its order (Markdown, Typst or LaTeX)."""
    if path is None:
        return []
    from pathlib import Path

    from kb.disk.files import read_bytes

    text = read_bytes(Path(path)).decode("utf-8", "replace")
    found = []
    for match in re.finditer(_KEY, text):
        several = next(filter(None, match.groups()), "").split(",")
        known = [
            k
            for key in several
            for k in (key.strip(), key.strip().rstrip(".:-/"))
            if index.by_key(k)
        ]
        if known:
            found.append(known[:1] if len(several) == 1 else list(dict.fromkeys(known)))
    return found


def claims_of(index: Index, key: str) -> list[str]:
    """The ids of the claims that cite `key`."""
    return list(dict.fromkeys(claim.id for claim in index.claims(f"@{key}")))


def as_json(index: Index, found: Sequence[Found]) -> list[dict[str, Any]]:
    """What `kb cite --format json` prints, best first."""
    return [
        {
            "key": one.key,
            "score": round(one.score, 3),
            "csl": index.item(one.id),
            "claims": claims_of(index, one.key),
        }
        for one in found
    ]
