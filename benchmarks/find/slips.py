"""Slips as people make them: years and names that differ, entries that are missing."""

import random
import re
from collections import Counter

from cited import Set
from compose import CITE_END, Plan, Signs

SIGNED = re.compile("([\U000f0000-\U000fffff])([^\ue000-\ue0ff\U000f0000-\U000fffff]*)\ue003")
"""A citation: the sign that opens it, its words."""


def slipped(plan: Plan, done: Set) -> Set:
    """Some citations changed, some entries left out: only of authors with one work in the list."""
    dice, signs = plan.dice, plan.signs
    shown = Counter(_first_word(text) for _, text in done.entries)
    alone = {key for key, text in done.entries if shown[_first_word(text)] == 1}
    gone = {key for key in alone if hash_of(key) % 25 == 0}
    bodies = [_slip(dice, signs, text, alone - gone, gone) for text in done.paragraphs]
    return Set(bodies, done.notes, [e for e in done.entries if e[0] not in gone])


def _first_word(text: str) -> str:
    match = re.search(r"\w+", text)
    return match[0] if match else ""


def hash_of(key: str) -> int:
    """The same number for a key in all chapters."""
    return sum(ord(char) * 31**at for at, char in enumerate(key))


def _slip(dice: random.Random, signs: Signs, text: str, alone: set[str], gone: set[str]) -> str:
    def one(match: re.Match[str]) -> str:
        key, words = signs.spec(match[1]), match[2]
        if key in gone:
            return signs.new("-") + words + CITE_END
        if key in alone and dice.random() < 0.05:
            differs, changed = _differing(dice, words)
            if changed != words:
                return signs.new(f"{key}?{differs}") + changed + CITE_END
        return match[0]

    return SIGNED.sub(one, text)


def dated(signs: Signs, match: re.Match[str], shown: dict[str, str]) -> str:
    """A year that the entry does not print differs; the last one is that of the work read."""
    spec, years = signs.spec(match[1]), re.findall(r"(?:1[5-9]|20)\d\d", match[2])
    printed = re.sub(r"https?://\S+", "", shown.get(spec, ""))
    if years and spec in shown and years[-1] not in printed:
        return signs.new(f"{spec}?year") + match[2] + CITE_END
    return match[0]


def _differing(dice: random.Random, words: str) -> tuple[str, str]:
    years = re.findall(r"(?:19|20)\d\d", words)
    if len(years) == 1 and dice.random() < 0.5:
        return "year", words.replace(years[0], str(int(years[0]) + dice.choice((-1, 1))))
    names = re.findall(r"^[A-ZÀ-Þ][a-zà-ÿ]{5,}", words)
    if not names:
        return "name", words
    at = dice.randint(2, len(names[0]) - 2)
    wrong = names[0][:at] + dice.choice("aeiounrst") + names[0][at + dice.randint(0, 1) :]
    return "name", words.replace(names[0], wrong, 1) if wrong != names[0] else words
