"""Make one line of a reference that a paper broke over several, and know the way back.

Offsets into the prepared text lead back to offsets into the text as given.
"""

import re
from bisect import bisect_right
from typing import Final, NamedTuple

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
    """`text` with words joined over line ends; every other character keeps its place."""
    given = text[:MAX_LENGTH]
    if given.isprintable():
        return Prepared(given, ())
    parts: list[str] = []
    cuts: list[tuple[int, int]] = []
    start = length = left_out = 0
    for match in _JOINT.finditer(given) if "\n" in given or "\r" in given else ():
        keep_to = _kept(given, match)
        parts.append(given[start:keep_to])
        length += keep_to - start
        left_out += match.end() - keep_to
        cuts.append((length, left_out))
        start = match.end()
    parts.append(given[start:])
    return Prepared("".join(parts).translate(_CONTROL), tuple(cuts))


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
