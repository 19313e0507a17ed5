"""A made-up thesis of any length: chapters with running heads, notes, citations and lists."""

import random

PAGES_A_CHAPTER = 25
LINES_A_PAGE = 34
FAMILIES = (  # noqa: SIM905
    "Adler Brandt Costa Dahl Ekman Fontana Gruber Hakim Ivanova Jansen Kusuma Lindt Moreau "
    "Nasution Okafor Pratama Quiroga Rahman Santos Tanaka Utami Vogel Wibowo Xavier Yilmaz Zhang"
).split()
WORDS = (  # noqa: SIM905
    "the result shows that a market of small towns changes slowly because people keep old "
    "habits while new rules arrive from far away and nobody reads them before they fail in practice"
).split()


def make(pages: int, seed: int = 7) -> str:
    """The text of a thesis of about so many pages."""
    dice = random.Random(seed)
    chapters = max(1, pages // PAGES_A_CHAPTER)
    parts = [_chapter(dice, number) for number in range(1, chapters + 1)]
    return "\n".join(parts)


def _chapter(dice: random.Random, number: int) -> str:
    works = sorted(
        (dice.choice(FAMILIES), dice.choice(FAMILIES), dice.randint(1980, 2024), i)
        for i in range(60)
    )
    lines = [f"CHAPTER {number}", "", "THE MARKETS OF SMALL TOWNS", ""]
    for page in range(1, PAGES_A_CHAPTER - 3):
        lines += _page(dice, works, number, (number - 1) * PAGES_A_CHAPTER + page)
    lines += ["REFERENCES", ""]
    for first, second, year, index in works:
        lines += [
            f"{first}, A., & {second}, B. ({year}). A study of habit number {index} in small towns",
            f"    and their markets. Journal of Small Towns, {index}({number}), {index}-{index}.",
        ]
    return "\n".join([*lines, ""])


def _page(dice: random.Random, works: list[tuple[str, str, int, int]], chapter: int, page: int):
    words: list[str] = []
    while len(words) < LINES_A_PAGE * 14:
        sentence = [dice.choice(WORDS) for _ in range(dice.randint(8, 25))]
        sentence[0] = sentence[0].capitalize()
        if dice.random() < 0.2:
            first, second, year, _ = dice.choice(works)
            sentence.append(f"({first} & {second}, {year}, p. {dice.randint(1, 99)})")
        words += [*sentence[:-1], f"{sentence[-1]}."]
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 84:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line, "", f"{page}", f"Markets of Small Towns, chapter {chapter}", "\f"]
