"""Read a marked paper: plain text with its own answers written into it.

- `⟦...⟧` a sentence that citations support (a full stop right after a bracket belongs to it);
- `⟨3|Veda, 2021⟩` a citation of reference 3 of the paper; `3?year`, `3?name`, `3?both` says what
  disagrees with the list, `-` that the paper has no such reference; `4+5|4-5` cites two at once;
- `⟪3⟫...⟪/⟫` a reference; `⟪11=ibid>10⟫` with its kind and the reference that it leads to.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

_MARK = re.compile(r"⟦|⟧|⟨([^|⟩]*)\||⟩|⟪(/|[^⟫]*)⟫")
_CLASSES = {"": "exact", "year": "year-differs", "name": "name-differs", "both": "both-differ"}


@dataclass(frozen=True)
class Wanted:
    """The right answers: citations as (start, end, target, certainty, sentence), references as
    (id, first line, last line, kind, refers to)."""

    text: str
    citations: tuple[tuple[int, int, str | None, str, tuple[int, int] | None], ...]
    references: tuple[tuple[str, int, int, str, str | None], ...]


@dataclass
class _State:
    text: list[str] = field(default_factory=list)
    length: int = 0
    cites: list[tuple[int, int, str]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    references: list[tuple[str, int, int]] = field(default_factory=list)
    opened: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))


def read_marked(marked: str) -> Wanted:
    state = _State()
    at = 0
    for match in _MARK.finditer(marked):
        _put(state, marked[at : match.start()])
        _note(state, match)
        at = match.end()
    _put(state, marked[at:])
    text = "".join(state.text)
    return Wanted(text, tuple(_citations(state)), tuple(_references(state, text)))


def _put(state: _State, text: str) -> None:
    state.text.append(text)
    state.length += len(text)


def _note(state: _State, match: re.Match[str]) -> None:
    sign, here = match[0][0], state.length
    if sign == "⟦":
        state.opened["sentence"].append((here, ""))
    elif sign == "⟧":
        state.sentences.append((state.opened["sentence"].pop()[0], here))
    elif sign == "⟨":
        state.opened["cite"].append((here, match[1]))
    elif sign == "⟩":
        start, spec = state.opened["cite"].pop()
        state.cites.append((start, here, spec))
    elif match[2] == "/":
        start, spec = state.opened["reference"].pop()
        state.references.append((spec, start, here))
    else:
        state.opened["reference"].append((here, match[2]))


def _citations(state: _State):
    for start, end, spec in state.cites:
        sentence = next(((a, b) for a, b in state.sentences if a <= start and end <= b), None)
        for one in spec.split("+"):
            target, _, differs = one.partition("?")
            found = None if target == "-" else target
            yield start, end, found, _CLASSES[differs] if found else "none", sentence


def _references(state: _State, text: str):
    for spec, start, end in state.references:
        name, _, rest = spec.partition("=")
        kind, _, to = rest.partition(">")
        first, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
        yield name, first, last, kind or "full", to or None
