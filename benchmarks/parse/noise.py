"""Make a labelled reference look like those that people type and PDFs yield: slips, all seeded."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.parse.corpora import Labelled

Cells = list[tuple[str, int]]
"""Characters, each with the number of the range that it belongs to (-1 is none)."""


def noisy(entry: Labelled, r: random.Random) -> Labelled:
    """`entry` with one to four slips; its ranges move along."""
    cells = _cells(entry)
    for slip in r.sample(SLIPS, r.choice([1, 1, 2, 2, 3, 4])):
        cells = slip(cells, r, entry)
    return _entry(entry, cells)


def _cells(entry: Labelled) -> Cells:
    cells = [(c, -1) for c in entry.text]
    for number, (start, end, _) in enumerate(entry.spans):
        for i in range(start, end):
            cells[i] = (entry.text[i], number)
    return cells


def _entry(entry: Labelled, cells: Cells) -> Labelled:
    spans: list[tuple[int, int, str]] = []
    for number, (_, _, label) in enumerate(entry.spans):
        at = [i for i, cell in enumerate(cells) if cell[1] == number]
        if at:
            spans.append((at[0], at[-1] + 1, label))
    text = "".join(c for c, _ in cells)
    return replace(
        entry, id=entry.id, source=entry.source + "-noisy", text=text, spans=tuple(spans)
    )


def _lose_spaces(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """'(2010).Title', 'Smith,J.': blanks lost after punctuation."""
    share = r.choice([0.1, 0.3, 0.9])
    return [
        c for i, c in enumerate(cells)
        if not (c[0] == " " and i and cells[i - 1][0] in ".,:;)" and r.random() < share)
    ]  # fmt: skip


def _lose_border(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """A blank lost between two fields."""
    at = [i for i, c in enumerate(cells) if c[0] == " " and c[1] == -1]
    gone = set(r.sample(at, min(len(at), r.choice([1, 2, 3]))))
    return [c for i, c in enumerate(cells) if i not in gone or cells[i - 1][0].isalnum()]


def _join_initials(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    text = "".join(c for c, _ in cells)
    gone = {m.end() - 1 for m in re.finditer(r"\b[A-Z]\.\s(?=[A-Z]\.)", text)}
    return [c for i, c in enumerate(cells) if i not in gone]


def _lose_stops(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Full stops, commas, colons lost at the ends of fields."""
    marks = r.choice([".", ",", ".,", ".,:", ".,:()"])
    share = r.choice([0.15, 0.3, 0.6])
    out = []
    for i, c in enumerate(cells):
        border = (
            c[1] == -1 and i and (i + 1 == len(cells) or cells[i + 1][0] == " " or c[0] in "()")
        )
        if not (border and c[0] in marks and r.random() < share):
            out.append(c)
    return out


def _swap_marks(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """A full stop for a comma, a comma for a full stop or colon, between fields."""
    swap = {".": ",", ",": ".", ":": ",", ";": ","}
    return [
        (swap[c[0]], c[1]) if c[0] in swap and c[1] == -1 and r.random() < 0.2 else c for c in cells
    ]


def _shout(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """A field, or everything, in capitals."""
    labels = r.choice([("title",), ("title",), ("author",), ("title", "container-title"), ()])
    keep = {"DOI", "URL"}
    names = [span[2] for span in entry.spans]
    return [
        (
            c.upper()
            if len(c.upper()) == 1
            and (
                (n < 0 and not labels)
                or (n >= 0 and (names[n] in labels or (not labels and names[n] not in keep)))
            )
            else c,
            n,
        )
        for c, n in cells
    ]


def _whisper(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """A title, or everything, in small letters."""
    everything = r.random() < 0.25
    names = [span[2] for span in entry.spans]
    return [
        (
            c.lower()
            if len(c.lower()) == 1
            and (everything or (n >= 0 and names[n] in ("title", "container-title")))
            else c,
            n,
        )
        for c, n in cells
    ]


def _title_case(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    names = [span[2] for span in entry.spans]
    return [
        (
            c.upper()
            if n >= 0
            and names[n] == "title"
            and i
            and not cells[i - 1][0].isalnum()
            and len(c.upper()) == 1
            else c,
            n,
        )
        for i, (c, n) in enumerate(cells)
    ]


def _break_words(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """'organi- sation', 'organi sation': what is left of a line's end in a PDF."""
    text = "".join(c for c, _ in cells)
    spots = [
        m.start() + r.randint(3, len(m.group()) - 3) for m in re.finditer(r"[^\W\d_]{7,}", text)
    ]
    spots = set(r.sample(spots, min(len(spots), r.choice([1, 1, 2, 3]))))
    joint = r.choice(["- ", "- ", "-", " "])
    out: Cells = []
    for i, c in enumerate(cells):
        if i in spots:
            out += [(j, c[1]) for j in joint]
        out.append(c)
    return out


def _stars(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Markdown stars around a title or a periodical."""
    names = [span[2] for span in entry.spans]
    which = r.choice(["title", "container-title", "volume"])
    number = names.index(which) if which in names else -2
    star = r.choice(["*", "*", "**", "_"])
    out: Cells = []
    for i, c in enumerate(cells):
        if c[1] == number and (i == 0 or cells[i - 1][1] != number):
            out += [(s, -1) for s in star]
        out.append(c)
        if c[1] == number and (i + 1 == len(cells) or cells[i + 1][1] != number):
            out += [(s, -1) for s in star]
    return out


_SWAPS = ("“”‘’ \"\"''", "–— --", "- –", "' ’", '" ”', "“ „")
_MARKS = [str.maketrans(*swap.split(" ")) for swap in _SWAPS]


def _marks(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Other quotes and dashes."""
    table = r.choice(_MARKS)
    return [(c.translate(table), n) for c, n in cells]


def _ligatures(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """PDF ligatures, and letters lost with them."""
    out: Cells = []
    pairs = {"fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}
    skip = False
    for i, c in enumerate(cells):
        if skip:
            skip = False
            continue
        pair = c[0] + (cells[i + 1][0] if i + 1 < len(cells) else "")
        if pair in pairs and r.random() < 0.7:
            out.append((pairs[pair], c[1]))
            skip = True
        else:
            out.append(c)
    return out


def _spaces(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Blanks too many: doubled, before punctuation, around dashes."""
    kind = r.choice(["double", "before", "dash"])
    out: Cells = []
    for c in cells:
        if kind == "before" and c[0] in ".,:;" and r.random() < 0.15:
            out.append((" ", c[1]))
        out.append(c)
        if kind == "double" and c[0] == " " and r.random() < 0.2:
            out.append(c)
        if kind == "dash" and c[0] in "-–" and r.random() < 0.6:
            out.insert(len(out) - 1, (" ", c[1]))
            out.append((" ", c[1]))
    return out


def _typos(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Letters doubled, dropped or swapped, seldom."""
    out = list(cells)
    for _ in range(r.choice([1, 2, 3])):
        at = r.randrange(1, max(2, len(out) - 1))
        if (
            at + 1 < len(out)
            and out[at][0].isalpha()
            and out[at + 1][0].isalpha()
            and out[at][1] == out[at + 1][1]
        ):
            kind = r.random()
            if kind < 0.4:
                out[at], out[at + 1] = out[at + 1], out[at]
            elif kind < 0.7:
                del out[at]
            else:
                out.insert(at, out[at])
    return out


_MISREAD = {
    "l": "1",
    "I": "l",
    "e": "c",
    "ü": "ii",
    "ö": "o",
    "ä": "a",
    "m": "rn",
    "h": "li",
    "O": "0",
    "ß": "B",
}


def _misread(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Letters taken for others by a scanner's reader, seldom."""
    out: Cells = []
    share = r.choice([0.01, 0.02, 0.04])
    links = {n for n, span in enumerate(entry.spans) if span[2] in ("DOI", "URL")}
    for char, number in cells:
        wrong = char in _MISREAD and number not in links and r.random() < share
        out += [(c, number) for c in (_MISREAD[char] if wrong else char)]
    return out


def _join_words(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """Blanks lost between words: 'Analyse derGesellschaft'."""
    share = r.choice([0.04, 0.1])
    return [c for c in cells if not (c[0] == " " and r.random() < share)]


def _wrapped(cells: Cells, r: random.Random, entry: Labelled) -> Cells:
    """'<https://...>', 'Retrieved from https://...'."""
    names = [span[2] for span in entry.spans]
    if "URL" not in names:
        return _stars(cells, r, entry)
    number = names.index("URL")
    mark = r.choice(
        [("<", ">"), ("Retrieved from ", ""), ("(", ")"), ("URL: ", ""), ("Diakses dari ", "")]
    )
    out: Cells = []
    for i, c in enumerate(cells):
        if c[1] == number and cells[i - 1][1] != number:
            out += [(s, -1) for s in mark[0]]
        out.append(c)
        if c[1] == number and (i + 1 == len(cells) or cells[i + 1][1] != number):
            out += [(s, -1) for s in mark[1]]
    return out


SLIPS: list[Callable[[Cells, random.Random, Labelled], Cells]] = [
    _lose_spaces, _lose_spaces, _lose_border, _join_initials, _lose_stops, _lose_stops, _swap_marks,
    _shout, _shout, _whisper, _title_case, _break_words, _break_words, _stars, _marks, _ligatures,
    _spaces, _typos, _wrapped, _misread, _join_words,
]  # fmt: skip
