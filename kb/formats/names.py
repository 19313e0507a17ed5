"""BibTeX's lists of names <-> names: `van Berg, Jan and {World Bank} and others`.

The rules are those of 'Tame the BeaST' (N. Markey, 2009, section 11), which BibTeX and biber obey.
Names in plain letters are cut here, because pybtex needs 70 ms to be imported and 50 microseconds
a name; so are names whose only commands are accents. Names with other braces or commands are cut
by pybtex, which is the second reader of the others in the tests.

An organisation is a name that is one group of braces. A person with several words and no given
name is one group, too, with its blanks in braces (`{Siti{ }Nurhaliza}`): BibTeX prints it just so,
and it can be told from an organisation.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from kb.formats.latex import closing_brace, decode
from kb.model import OTHERS, Name

_AND = re.compile(r"(?:^|\s+)and(?=\s|$)", re.IGNORECASE)
_EASY = re.compile(r"[^{}\\~=]*")
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix)(?:-i)?\s*=\s*", re.IGNORECASE)
_BLANK = "{ }"

_PLAIN: Final = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][^\W\d_]*+['-]?+)+,"
    r"(?: (?!AND\b|And\b)[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|\.|-(?!-)|'(?!'))*+)+"
)
"""`Family, Given` in capitalised words: what BibTeX reads as it stands."""
_BASE = r"(?:\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z])|[A-Za-z])"
_LETTER = (
    rf"\\(?:[\"'`^~=.]{_BASE}|[Hbcdkruv]\{{\\?[A-Za-z]\}}|(?:aa|AA|ae|AE|oe|OE|ss|[oOlL])\{{\}})"
)
_GROUP = rf"\{{(?:{_LETTER}|\\[Hbcdkruv] [A-Za-z]|\\(?:aa|AA|ae|AE|oe|OE|ss|[oOlLij]))\}}"
_ACCENTED: Final = re.compile(rf"(?:[^\\{{}}~=]|{_LETTER}|{_GROUP})*+")
"""A name whose only commands are accented letters: it is cut as its plain text is."""

Encode = Callable[[str], str]


def read_names(raw: str) -> tuple[Name, ...]:
    """The names of a BibTeX field (its text without the outer braces), OTHERS for 'and others'."""
    found = tuple(filter(None, (read_name(part) for part in split_list(raw))))
    if found and found[-1].sort_name.lower() == "others":
        return (*found[:-1], OTHERS)
    return found


def split_list(raw: str) -> list[str]:
    """The parts of a list between the ' and 's that stand outside braces."""
    if "{" not in raw:
        return _AND.split(raw.strip())
    return _split(f" {raw.strip()}", _AND)


def _split(raw: str, at: re.Pattern[str]) -> list[str]:
    """`raw` split wherever `at` matches outside braces."""
    parts, start, pos = [], 0, 0
    while True:
        brace, found = raw.find("{", pos), at.search(raw, pos)
        if brace >= 0 and (not found or brace < found.start()):
            end = closing_brace(raw, brace)
            pos = end + 1 if end > 0 else len(raw)
        elif found:
            parts.append(raw[start : found.start()])
            start = pos = found.end()
        else:
            return [*parts, raw[start:]]


@lru_cache(maxsize=200_000)
def read_name(raw: str) -> Name | None:
    """One name of a list, None when there is nothing in it."""
    raw = raw.strip().strip("~")
    if not raw:
        return None
    if _PLAIN.fullmatch(raw):
        return _plain(raw)
    if raw[0] == "{" and not raw.startswith("{\\") and closing_brace(raw, 0) == len(raw) - 1:
        return _group(raw[1:-1])
    if _EXTENDED.match(raw):
        return _extended(raw)
    if "{" in raw or "\\" in raw:
        return _accented(raw) or _as_bibtex(raw)
    parts = _commas(raw)
    if len(parts) == 1:
        return _first_von_last(_words(parts[0]))
    if len(parts) > 3:
        return Name(literal=_text(raw))
    particle, family = _von_last(_words(parts[0]))
    suffix = _join(_words(parts[1])) if len(parts) == 3 else ""
    return _name(family, _join(_words(parts[-1])), particle, suffix)


def _plain(text: str) -> Name:
    family, _, given = text.partition(", ")
    return Name(family, given)


def _accented(raw: str) -> Name | None:
    """A name with accents, when it needs no second reader."""
    text = decode(raw) if _ACCENTED.fullmatch(raw) else ""
    return _plain(text) if _PLAIN.fullmatch(text) else None


def _as_bibtex(raw: str) -> Name | None:
    """A name with braces or commands in it, cut by pybtex as BibTeX cuts it."""
    from pybtex.database import InvalidNameString, Person
    from pybtex.exceptions import PybtexError

    try:
        person = Person(_TIE.sub(" ", raw))
    except (InvalidNameString, PybtexError):
        return Name(literal=_text(raw))
    return _name(
        _join(person.last_names),
        _join(person.bibtex_first_names),
        _join(person.prelast_names),
        _join(person.lineage_names),
    )


_TIE = re.compile(r"(?<!\\)~")


def _group(inner: str) -> Name | None:
    text = decode(inner).strip()
    if not text:
        return None
    return Name(family=text) if _BLANK in inner else Name(literal=text)


def _name(family: str, given: str, particle: str = "", suffix: str = "") -> Name | None:
    if not family:
        family, given = given, ""
    return Name(family, given, particle, suffix) if family or particle else None


def _commas(raw: str) -> list[str]:
    parts = raw.split(",") if "{" not in raw else _split(raw, _COMMA)
    while len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return parts


_COMMA = re.compile(",")
_BLANKS = re.compile(r"[\s~]+")


def _words(raw: str) -> list[str]:
    if _EASY.fullmatch(raw):
        return raw.split()
    return [word for word in _split(raw, _BLANKS) if word]


def _first_von_last(words: list[str]) -> Name | None:
    if not words:
        return None
    von = next((i for i, w in enumerate(words[:-1]) if _is_von(w)), len(words) - 1)
    particle, family = _von_last(words[von:])
    return _name(family, _join(words[:von]), particle)


def _von_last(words: list[str]) -> tuple[str, str]:
    """The words up to the last lower-case one that is not the end, and the rest."""
    if len(words) < 2:
        return "", _join(words)
    split = max((i + 1 for i, w in enumerate(words[:-1]) if _is_von(w)), default=0)
    return _join(words[:split]), _join(words[split:])


def _is_von(word: str) -> bool:
    """Whether the word's first letter outside braces (or under an accent) is lower case."""
    if word[0].isalpha():
        return word[0].islower()
    plain = decode(_PROTECTED.sub("", word))
    return next((char.islower() for char in plain if char.isalpha()), False)


_PROTECTED = re.compile(r"\{(?!\\)(?:[^{}]|\{[^{}]*\})*\}")


def _join(words: Sequence[str]) -> str:
    # Read as one text: the blank of `S\o ren` only ends the command.
    return " ".join(filter(None, decode(" ".join(words)).split(" ")))


def _text(word: str) -> str:
    return decode(word).strip()


def _extended(raw: str) -> Name | None:
    """biblatex's form: `family=Berg, given=Jan, prefix=van der`."""
    parts: dict[str, str] = {}
    for part in _commas(raw):
        if found := _EXTENDED.match(part):
            parts[found[1].lower()] = _text(part[found.end() :].strip().strip('"'))
    get = parts.get
    return _name(get("family", ""), get("given", ""), get("prefix", ""), get("suffix", ""))


# Writing


def write_names(names: Sequence[Name], encode: Encode) -> str:
    """The field's text for `names`; `encode` makes LaTeX of a text."""
    written = [write_name(name, encode) for name in names]
    if len(names) > 1 and names[-1] == OTHERS:
        written[-1] = "others"
    return " and ".join(filter(None, written))


def write_name(name: Name, encode: Encode) -> str:
    """`van Berg, Jr., Jan`, or an organisation in braces."""
    if name.literal:
        return _braced(encode(name.literal))
    if not name.given:
        return _write_family(name, encode)
    if not name.particle and not name.suffix:
        plain = f"{name.family}, {name.given}"
        if _PLAIN.fullmatch(plain):
            return encode(plain)
    parts = (name.particle, name.family, name.suffix, name.given, encode)
    for family, other in ((_part, _part), (_always, _part)):
        written = _join_parts(*parts, family, other)
        if _SIMPLE.fullmatch(written) or read_name(written) == name:
            return written
    return _join_parts(*parts, _always, _always)


_SIMPLE = re.compile(r"[A-Z]\w*+(?:[.'-][A-Z]\w*+)*+[.'-]?, [A-Z][\w'. -]*")
"""What needs no second look."""


_Part = Callable[[str, Encode], str]


def _join_parts(
    particle: str, family: str, suffix: str, given: str, encode: Encode, last: _Part, part: _Part
) -> str:
    """The parts of a name; `last` writes the family name, `part` the others."""
    names = (particle and _part(particle, encode), last(family, encode))
    whole = " ".join(filter(None, names))
    return ", ".join(filter(None, (whole, part(suffix, encode), part(given, encode))))


def _always(text: str, encode: Encode) -> str:
    return f"{{{encode(text)}}}" if text else ""


def _braced(text: str) -> str:
    return f"{{{{}}{text}}}" if text.startswith("\\") else f"{{{text}}}"


def _write_family(name: Name, encode: Encode) -> str:
    """A person without a given name."""
    if name.suffix:
        parts = (name.particle, name.family, name.suffix, "", encode)
        return f"{_join_parts(*parts, _always, _always)}, {{}}"
    family = encode(name.family)
    if name.particle:
        return f"{_part(name.particle, encode)} {{{family}}}"
    if " " in family.strip() or _AND.search(f" {family} ") or _needs_braces(family):
        return f"{{{family.replace(' ', _BLANK)}}}" if " " in family else f"{{{family}{_BLANK}}}"
    whole = family[:1] == "{" and closing_brace(family, 0) == len(family) - 1
    return family + "{}" if whole else family


def _part(text: str, encode: Encode) -> str:
    """A part of a name, in braces where a comma, an 'and' or a '=' would break it."""
    written = encode(text)
    return f"{{{written}}}" if _needs_braces(written) or _AND.search(f" {text} ") else written


_BREAKING: Final = re.compile(r"[,=]|^others$", re.IGNORECASE)


def _needs_braces(written: str) -> bool:
    return bool(_BREAKING.search(written))
