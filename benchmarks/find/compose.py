"""Compose a paper: sentences with citations in many places, as pandoc reads them, answers inside.

Answers travel as signs of the private use area within the text: `Signs` hands them out.
"""

import random
from dataclasses import dataclass, field

SENTENCE, SENTENCE_END, CITE_END, REFERENCE_END = "\ue000", "\ue001", "\ue003", "\ue005"
_FIRST = 0xF0000


@dataclass
class Signs:
    """Signs that open a citation or a reference, and what each stands for."""

    specs: list[str] = field(default_factory=list)

    def new(self, spec: str) -> str:
        self.specs.append(spec)
        return chr(_FIRST + len(self.specs) - 1)

    def spec(self, sign: str) -> str:
        return self.specs[ord(sign) - _FIRST]


def is_sign(char: str) -> bool:
    return "\ue000" <= char <= "\ue0ff" or char >= "\U000f0000"


def opens(char: str) -> bool:
    return char >= "\U000f0000"


@dataclass(frozen=True)
class Plan:
    """What a paper is to be: its language's phrases, the kind of its style, its dice and signs."""

    words: dict
    kind: str
    dice: random.Random
    signs: Signs


Inline = dict[str, object]


def paragraphs(plan: Plan, keys: list[str], count: int) -> list[list[Inline]]:
    """So many paragraphs of inlines that cite `keys`, each at least once where there is room."""
    queue = _queue(plan.dice, keys)
    return [_paragraph(plan, queue) for _ in range(count)]


def _queue(dice: random.Random, keys: list[str]):
    last = keys[0]
    while True:
        for key in dice.sample(keys, len(keys)):
            if dice.random() < 0.25:
                yield last
            yield key
            last = key


def _paragraph(plan: Plan, queue) -> list[Inline]:
    found: list[Inline] = []
    for _ in range(plan.dice.randint(3, 8)):
        found += [*(_space() if found else []), *_sentence(plan, queue)]
    return found


def _sentence(plan: Plan, queue) -> list[Inline]:
    words, dice = plan.words, plan.dice
    drawn = dice.random()
    if drawn < 0.3:
        return _text(SENTENCE + dice.choice(words["plain"]) + SENTENCE_END)
    if drawn < 0.45:
        return _filled(plan, "{s} {v} {o}{t}.", queue)
    if drawn < 0.55:
        return _filled(plan, dice.choice(words["mid"]), queue)
    if drawn < 0.8 or plan.kind != "author-date":
        return _filled(plan, "{s} {v} {o}{t} {c}.", queue)
    if drawn < 0.83:
        return _filled(plan, "{s} {v} {o}{t}. {c}", queue)
    return _filled(plan, dice.choice(words["narrative"]), queue)


def _filled(plan: Plan, template: str, queue) -> list[Inline]:
    words, dice = plan.words, plan.dice
    slots = {"s": "subject", "s2": "subject", "v": "verb", "v2": "verb", "o": "object"}
    slots |= {"o2": "object", "t": "tail"}
    found: list[Inline] = []
    first = True
    for piece in template.replace("{", "\0{").replace("}", "}\0").split("\0"):
        name = piece.strip("{}")
        if piece in ("{c}", "{c2}"):
            found += [_cluster(plan, queue)]
        elif piece == "{n}":
            found += _narrative(plan, next(queue))
        elif piece:
            text = dice.choice(words[slots[name]]) if piece[0] == "{" else piece
            found += _text(text[0].upper() + text[1:] if first and text else text)
        first = first and not piece
    return [_str(SENTENCE), *found, _str(SENTENCE_END)]


def _cluster(plan: Plan, queue) -> Inline:
    dice = plan.dice
    keys = list(dict.fromkeys(next(queue) for _ in range(dice.choice((1, 1, 1, 1, 2, 2, 3)))))
    make = {"author-date": _named, "note": _noted}.get(plan.kind, _numbered)
    return _cite([make(plan, key, at == 0) for at, key in enumerate(keys)])


def _named(plan: Plan, key: str, first: bool) -> Inline:
    """One citation of a group, its answer's signs around it."""
    dice = plan.dice
    before = dice.choice(plan.words["prefix"]) if dice.random() < 0.12 else ""
    sign = plan.signs.new(key)
    lead = before + sign
    if first and dice.random() < 0.03:
        lead = f"{sign}Hartog, 1931, {plan.words['second']} "
    return _one(key, lead, _locator(dice), CITE_END)


def _noted(plan: Plan, key: str, first: bool) -> Inline:
    dice = plan.dice
    likely = 0.1 if first else 0.5
    before = dice.choice(plan.words["note"]) if dice.random() < likely else ""
    before = before if first else before[:1].lower() + before[1:]
    return _one(key, before + plan.signs.new(key), _locator(dice), REFERENCE_END)


def _numbered(plan: Plan, key: str, first: bool) -> Inline:
    return _one(key, "", "", "")


def _locator(dice: random.Random) -> str:
    page = dice.randint(2, 400)
    return dice.choice(("", "", "", f", {page}", f", {page}-{page + dice.randint(1, 9)}"))


def _narrative(plan: Plan, key: str) -> list[Inline]:
    locator = _locator(plan.dice)
    cite = _one(key, "", locator, "") | {"citationMode": {"t": "AuthorInText"}}
    return [_str(plan.signs.new(key)), _cite([cite]), _str(CITE_END)]


def _one(key: str, prefix: str, locator: str, end: str) -> Inline:
    return {
        "citationId": key,
        "citationPrefix": _text(prefix),
        "citationSuffix": [*_text(locator), *([_str(end)] if end else [])],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def _cite(cites: list[Inline]) -> Inline:
    return {"t": "Cite", "c": [cites, [_str("")]]}


def _str(text: str) -> Inline:
    return {"t": "Str", "c": text}


def _space() -> list[Inline]:
    return [{"t": "Space"}]


def _text(text: str) -> list[Inline]:
    """Words and blanks as inlines."""
    found: list[Inline] = []
    for at, word in enumerate(text.split(" ")):
        found += [*(_space() if at else []), *([_str(word)] if word else [])]
    return found
