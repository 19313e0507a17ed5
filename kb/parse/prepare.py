"""Make one line of a reference that a paper broke over several, and know the way back.

Offsets into the prepared text lead back to offsets into the text as given.
"""

import re
from bisect import bisect_right
from typing import Final, NamedTuple
from unicodedata import normalize

MAX_LENGTH: Final = 20_000
"""Characters read of one string; more is no reference."""

_JOINT = re.compile(
    r"(\w)([-\u2010\u00ad])[ \t]*(?:\r\n|\r|\n)[ \t]*(?=(\w+))"
    r"|(?:://|www\.|10\.\d{4,9}/)\S*([/_=&?%])[ \t]*(?:\r\n|\r|\n)[ \t]*(?=[\w%?&=/])"
)
"""A word, or a link, that goes on in the next line."""
_KEPT = re.compile(
    r"(?:self|non|cross|co|pre|post|anti|inter|intra|multi|semi|socio|neo|pro|ex|well|long|short|high|low|"
    r"large|small|real|open|data|e|on|rights|case|policy|decision|evidence|human|post|old|new|two|three|"
    r"one|half|full|time|cost|risk|value|user|client|peer|world|nation|state|under|over)\Z",
    re.I,
)
_LINK = re.compile(r"(?:://|www\.|10\.\d{4})\S*\Z")
_LAST_WORD = re.compile(r"\w+\Z")
_CONTROL = dict.fromkeys([*range(32), 127, *range(128, 160), 8232, 8233], " ")


class Prepared(NamedTuple):
    """A text on one line; `cuts` are (offset in it, characters left out before that offset)."""

    text: str
    cuts: tuple[tuple[int, int], ...]

    def back(self, offset: int) -> int:
        """The offset in the text as given of the character at `offset`."""
        if not self.cuts:
            return offset
        at = bisect_right(self.cuts, (offset, 1 << 60))
        return offset + (self.cuts[at - 1][1] if at else 0)

    def back_end(self, offset: int) -> int:
        """The same for the end of a range."""
        return self.back(offset - 1) + 1 if offset else 0


def prepare(text: str) -> Prepared:
    """`text` with words joined over line ends and LaTeX read; all other characters stay."""
    given = text[:MAX_LENGTH]
    whole = given.isprintable()
    tex = "\\" in given or ".~" in given
    parted = "/ " in given and "10." in given
    if whole and not tex and not parted:
        return Prepared(given, ())
    parts: list[str] = []
    cuts: list[tuple[int, int]] = []
    start = length = left_out = 0
    for begin, end, new in _mended(given, not whole, tex, parted):
        if begin < start:
            continue
        parts += [given[start:begin], new]
        length += begin - start + len(new)
        left_out += end - begin - len(new)
        cuts.append((length, left_out))
        start = end
    parts.append(given[start:])
    return Prepared("".join(parts).translate(_CONTROL), tuple(cuts))


def _mended(given: str, broken: bool, tex: bool, parted: bool) -> list[tuple[int, int, str]]:
    """(start, end, what to put there) for joints over lines, LaTeX and parted DOIs, in order."""
    found: list[tuple[int, int, str]] = []
    if broken and ("\n" in given or "\r" in given):
        found += [(_kept(given, m), m.end(), "") for m in _JOINT.finditer(given)]
    if tex:
        found += [(*m.span(), _untexed(m)) for m in _TEX.finditer(given)]
    if parted:
        found += [(*m.span("blank"), "") for m in _PARTED.finditer(given)]
    return sorted(found)


_PARTED = re.compile(r"\b10\.\d{4,9}/(?P<blank> +)(?=[a-zA-Z\d(])")
"""A DOI with a blank behind its prefix."""
_TEX = re.compile(
    r"\{?\\(?P<accent>[\'`^\"~=.]|[uvHcdbkr](?=[\s{]))\s*\{?(?P<on>\\?[^\W\d_])\}?\}?"
    r"|\{?\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![a-zA-Z])(?:\{\}|\s(?=\w))?\}?"
    r"|\\(?P<sign>[&%_#$ ])"
    r"|\{?\\(?:text(?:bf|it|sc|rm|sl|tt)|emph|math(?:bf|it|rm)|bf(?:series)?|it(?:shape)?|em|sc|rm|sl|tt|"
    r"newblock|url|path|bibinfo|bibnamefont|bibfnamefont)(?![a-zA-Z])\s*\{?"
    r"|(?P<tie>(?<=[\w.,)])~(?=[\w(]))"
    r"|[{}]"
)
"""LaTeX as it stands in lists of references: accents, letters, type faces, ties, groups."""
_ACCENTS = dict(zip("'`^\"~=.uvHcdbkr", "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c"
                    "\u030b\u0327\u0323\u0331\u0328\u030a", strict=True))  # fmt: skip
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
            "AA": "Å", "l": "ł", "L": "Ł", "i": "i", "j": "j"}  # fmt: skip


def _untexed(found: re.Match[str]) -> str:
    """The character that a piece of LaTeX stands for, '' for type faces and groups."""
    if found["accent"]:
        return normalize("NFC", found["on"][-1] + _ACCENTS[found["accent"]])
    if found["letter"]:
        return _LETTERS[found["letter"]]
    return found["sign"] or (" " if found["tie"] else "")


def _kept(text: str, joint: re.Match[str]) -> int:
    """Where in `text` the first line of a joint ends when what is not wanted is left out."""
    if joint[4]:
        return joint.end(4)
    return joint.end(2) if _keeps_hyphen(text, joint) else joint.start(2)


def _keeps_hyphen(text: str, joint: re.Match[str]) -> bool:
    """Whether the hyphen at a line's end belongs to the word: 'self-\\nesteem', '1990-\\n1995'."""
    after = joint[3]
    if joint[2] == "\u00ad":
        return False
    if _LINK.search(text, max(0, joint.start() - 200), joint.end(2)):
        return True
    if not after[0].islower() or joint[1].isdigit():
        return True
    before = _LAST_WORD.search(text[max(0, joint.start(2) - 30) : joint.start(2)])
    words = before.group() if before else ""
    return bool(_KEPT.match(words)) or after in ("and", "und", "dan", "based", "in", "to", "of")
