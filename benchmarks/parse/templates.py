"""Fill the forms of templates.yaml with composed facts: what citation styles do not print."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import yaml

from benchmarks.parse.corpora import MARKS, Labelled
from benchmarks.parse.make import (
    CONFERENCES,
    FAMILIES,
    PHYSICS,
    Maker,
    T,
    Text,
    abbreviated,
    title_case,
)

FORMS: dict = yaml.safe_load(Path(__file__).with_name("templates.yaml").read_text(encoding="utf-8"))
WORDS: dict = FORMS.pop("words")
_CHOICE = re.compile(r"(?<!\\)<((?:[^<>{}]|\{[^{}]*\}|<\{U\}>)*)>")
_SLOT = re.compile(r"\{([a-zA-Z-])(?::(\w))?\}")


def chosen(form: str, r: random.Random) -> str:
    """`form` with one of each '<x|y>' taken, innermost first."""
    while True:
        found = _CHOICE.search(form)
        if not found:
            return form.replace("‹", "<").replace("›", ">")
        form = form[: found.start()] + r.choice(found[1].split("|")) + form[found.end() :]


class Filler:
    """Values of one reference, drawn when a slot asks for them."""

    def __init__(self, maker: Maker, lang: str) -> None:
        self.m, self.r, self.lang = maker, maker.r, "en" if lang == "physics" else lang
        self.publisher, self.place = self.r.choice(T["PUBLISHERS"][self.lang]).split(" : ")
        self.year = self.r.choice([self.r.randint(1900, 2023), self.r.randint(1975, 2023)])
        self.first = self.r.randint(1, 900)

    def fill(self, form: str) -> Text:
        text, last = Text(), 0
        for slot in _SLOT.finditer(form):
            text.add(form[last : slot.start()])
            label = MARKS.get(slot[1], "")
            text.add(self.value(slot[1], slot[2] or ""), label)
            last = slot.end()
        return text.add(form[last:])

    def value(self, mark: str, kind: str) -> str:
        special = {
            **_PEOPLE,
            "O": Filler.organisation,
            "Q": Filler.part_of_state,
            "X": Filler.key,
            "y": Filler.physics,
        }
        if mark in "ae-" and kind in special:
            return special[kind](self)
        return _VALUES[mark](self, kind)

    # people

    def people(self, form: str, sep: str, last: str, most: int = 3) -> str:
        names = self.m.names(self.lang, most)
        return self.m.list_of(names, form, sep, last, self.r.choice([" ", " ", ""]))

    def organisation(self) -> str:
        return self.r.choice(T["ORGANISATIONS"][self.lang])

    def part_of_state(self) -> str:
        state = self.r.choice(["Republik ", "Kingdom of ", "Republic of ", "Government of ", ""])
        return f"{self.organisation()}, {state}{self.r.choice(T['COUNTRIES'])}"

    def key(self) -> str:
        return (
            "".join(self.r.sample("ABCDEGHKLMNRSTW", self.r.randint(2, 4)))
            + f"{self.year % 100:02}"
        )

    def natural(self) -> str:
        sep = self.r.choice([", ", "/", " / "] if self.lang == "de" else [", "])
        last = sep if "/" in sep else f" {self.and_()} "
        return self.people("natural-full", sep, last)

    def initialled(self) -> str:
        return self.people("natural", ", ", self.r.choice([" and ", ", and ", " and "]), 4)

    def inverted(self) -> str:
        sep = self.r.choice(["; ", "; ", "/", ", "])
        return self.people("full", sep, self.r.choice([sep, f" {self.and_()} "]))

    def inverted_initials(self) -> str:
        sep = self.r.choice(["; ", ", ", "/"] if self.lang == "de" else [", "])
        return self.people("inverted", sep, self.r.choice([sep, f" {self.and_()} ", " & "]))

    def unstopped(self) -> str:
        return self.people("vancouver", ", ", self.r.choice([" and ", ", ", " & "]), 4)

    def families(self) -> str:
        return "/".join(family for family, _ in self.m.names(self.lang, 3))

    def capitals(self) -> str:
        return self.people("caps", "; ", "; ")

    def bracketed(self) -> str:
        family, given = self.m.name(self.lang)
        return f"{family} ({given.split()[0][0]}.)" if given else family

    def malay(self) -> str:
        r = self.r
        given, family = r.choice(T["GIVEN"]["ms"]), r.choice(T["FAMILY"]["ms"])
        return given + r.choice([" ", " ", " bin ", " binti "]) + family

    def mixed(self) -> str:
        family, given = self.m.name(self.lang)
        person = f"{family}, {given}" if given else family
        bodies = [self.organisation() for _ in range(self.r.randint(1, 2))]
        return (
            ", ".join([person, *bodies[:-1]]) + self.r.choice([", & ", ", ", " dan "]) + bodies[-1]
        )

    def court(self) -> str:
        return self.r.choice(
            ["BGH", "BVerfG", "BAG", "EuGH", "VG Köln", "OLG Jena", "LG Bonn", "BSG"]
        )

    def and_(self) -> str:
        words = {"de": "und", "id": "dan", "ms": "dan", "fr": "et", "es": "y", "pt": "e", "it": "e",
                 "nl": "en"}  # fmt: skip
        return words.get(self.lang, "and")

    # titles

    def title(self, kind: str) -> str:
        r = self.r
        if kind == "L":
            nouns = r.sample(T["NOUNS"][self.lang], 2)
            link = r.choice([" dalam ", " dan ", " di ", " pada "]) if self.lang == "id" else ""
            noun = title_case(link.join(nouns) if link and r.random() < 0.5 else nouns[0])
            form = r.choice(T["LAWS"].get(self.lang) or WORDS["laws"])
            return form.format(n=r.randint(1, 120), y=self.year, A=noun)
        if kind == "V":
            return r.choice(T["LAWS"]["en"])
        if kind == "n":
            return r.choice(T["NOUNS"][self.lang]).split()[-1]
        if kind == "C":
            one, other = (r.choice(T["FAMILY"]["en"]) for _ in range(2))
            return f"{one} v. {other}"
        if kind in ("r", "R"):
            lead = (
                ["Rezension zu: ", "Rezension von: "]
                if kind == "r"
                else ["Review of ", "Review of the book "]
            )
            return f"{r.choice(lead)}{self.natural()}, {self.m.title(self.lang)}"
        return self.m.title(self.lang)

    def container(self, kind: str) -> str:  # noqa: C901
        r = self.r
        if kind == "b":
            return self.m.title(self.lang)
        if kind == "J":
            return self.named_journal()
        if kind == "i":
            return r.choice(["ibid.", "ibid.", "Ibid."])
        if kind == "h":
            return r.choice(
                ["Handwörterbuch der ", "Lexikon der ", "Enzyklopädie der "]
            ) + r.choice(["Soziologie", "Geschichte", "Politik", "Rechtsgeschichte", "Pädagogik"])
        if kind == "c":
            kinds = ["Kommentar", "Handbuch", "Lehrbuch"]
            return f"{r.choice(kinds)} {r.choice(['BGB', 'GG', 'ZPO'])}"
        if kind in WORDS:
            return r.choice(WORDS[kind])
        if kind == "w":
            return r.choice(WORDS["newspapers"].get(self.lang, WORDS["newspapers"]["en"]))
        if kind == "y":
            return self.physics()
        if kind in "pv":
            name = r.choice(CONFERENCES).format(
                n=r.choice(["5th", "21st", "3rd"]), y=str(self.year)[2:]
            )
            return name if kind == "p" else "annual meeting of the " + self.organisation()
        name = r.choice(T["JOURNALS"][self.lang])
        return abbreviated(name, r) if kind == "q" or r.random() < 0.1 else name

    def named_journal(self) -> str:
        r = self.r
        word = self.m.blended(r.choice(FAMILIES), r.choice(FAMILIES)).title()
        noun = title_case(r.choice(T["NOUNS"][self.lang]))
        return f"{word}{r.choice([': ', ': ', ' : ', ' '])}Jurnal {noun}"

    def physics(self) -> str:
        if self.r.random() < 0.3:
            journals = self.m.pool["journals"].get("en") or T["JOURNALS"]["en"]
            return abbreviated(self.r.choice(journals), self.r)
        name = self.r.choice(PHYSICS)
        return name.replace(". ", ".") if self.r.random() < 0.25 else name

    def series(self, kind: str) -> str:
        r = self.r
        if kind in WORDS:
            return r.choice(WORDS[kind])
        noun = r.choice(T["NOUNS"][self.lang]).split()[-1]
        if self.lang == "de" and r.random() < 0.6:
            noun = noun[0].upper() + noun[1:]
            return r.choice(WORDS["series"]).format(
                A=noun, o=self.place.split("/")[0].split(",")[0]
            )
        if self.lang == "en" and r.random() < 0.6:
            return r.choice(WORDS["institutes"]) + " " + r.choice(WORDS["papers"])
        return r.choice(T["SERIES"].get(self.lang, T["SERIES"]["en"]))

    # numbers and dates

    def page(self, kind: str) -> str:
        if kind == "1":
            return str(self.first)
        return self.m.pages()

    def locator(self, kind: str) -> str:
        r, first = self.r, self.first
        if kind == "1" or r.random() < 0.65:
            return str(first)
        return f"{first}{r.choice('-–')}{first + r.randint(1, 30)}"

    def date(self, kind: str) -> str:
        r, year = self.r, self.year
        day, month = r.randint(1, 28), r.randint(1, 12)
        name = T["MONTHS"][self.lang][month - 1]
        if kind == "d":
            return r.choice(
                [f"{day} {name}", f"{name} {day}"] if self.lang == "en" else [f"{day} {name}"]
            )
        if kind == "I":
            return f"{year}-{month:02}-{day:02}"
        if kind == "D":
            return r.choice(
                [f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{day}. {month}. {year}"]
            )
        if kind == "M":
            return r.choice(
                [f"{year}, {name} {day}", f"{name} {day}, {year}", f"{day} {name} {year}"]
            )
        if kind == "m":
            return r.choice(
                [f"{name} {year}", f"{year}, {name}"] if self.lang == "en" else [f"{name} {year}"]
            )
        if kind == "L":
            link = {
                "de": f"{day}. {name} {year}",
                "es": f"{day} de {name} de {year}",
                "pt": f"{day} {name[:3]}. {year}",
            }
            return link.get(self.lang, f"{day} {name} {year}")
        return f"{year}{r.choice('abc') if r.random() < 0.06 else ''}"

    def arxiv(self, kind: str) -> str:
        r = self.r
        if kind == "n":
            one, two = f"{r.randint(1, 20)}-{r.randint(1, 99):02}", f"TR-{r.randint(10, 999)}"
            return r.choice([str(r.randint(1, 900)), one, two, f"{r.randint(90, 99)}/01"])
        new = f"{r.randint(7, 19):02}{r.randint(1, 12):02}.{r.randint(1, 9999):04}"
        if kind == "x":
            return r.choice([f"arXiv:{new}", f"abs/{new}"])
        old = f"{r.choice(WORDS['archives'])}/{new.replace('.', '')[:7]}"
        return r.choice([f"arXiv:{new}", f"arXiv:{old}", old])

    def edition(self, kind: str) -> str:
        r, n = self.r, self.r.randint(2, 9)
        if kind == "1":
            return str(r.choice([n, "II", "I"]))
        if kind == "v":
            return f"version {r.randint(0, 4)}.{r.randint(0, 20)}"
        forms = {
            "de": [f"{n}. Aufl.", f"{n}. Auflage", f"{n}., überarb. Aufl."],
            "id": [f"Edisi {n}", f"Cet. {n}"],
        }
        return r.choice(
            forms.get(self.lang, [f"{n}th ed.", "2nd ed.", "3rd ed.", "Second edition"])
        )

    def genre(self, kind: str) -> str:
        r = self.r
        if kind == "d":
            own = {
                "de": [
                    "Diss.",
                    "Dissertation",
                    "Habil.",
                    "Magisterarbeit",
                    "Diplomarbeit",
                    "phil. Diss.",
                ]
            }
            return r.choice(own.get(self.lang, []) + T["THESES"].get(self.lang, T["THESES"]["en"]))
        if kind == "u":
            return r.choice(["Unpublished doctoral dissertation", "Doctoral dissertation",
                             "Unpublished manuscript", "Unpublished master’s thesis"])  # fmt: skip
        if kind == "p":
            return r.choice(["preprint", "Preprint", "manuscript"])
        if kind == "T" or self.lang == "en":
            return r.choice(
                [
                    "Technical report",
                    "Technical Report",
                    "Tech. Rep.",
                    "Research Report",
                    "PhD thesis",
                ][: 4 if kind == "r" else 5]
            )
        return r.choice(
            [
                "Forschungsbericht",
                "Abschlussbericht",
                "Arbeitspapier",
                "Arbeitsbericht",
                "Projektbericht",
            ]
        )

    def house(self, kind: str) -> str:
        if kind == "U":
            return self.r.choice(T["UNIVERSITIES"].get(self.lang, T["UNIVERSITIES"]["en"]))
        if kind == "A":
            return "".join(word[0] for word in self.organisation().split() if word[0].isupper())
        return self.organisation() if kind == "O" else self.publisher

    def where(self, kind: str) -> str:
        if kind != "P" or self.r.random() < 0.7:
            return self.place
        other = self.r.choice(T["PUBLISHERS"][self.lang]).split(" : ")[1]
        return (
            self.place
            + self.r.choice(["/", ", ", " u. ", " und ", "/"][: 5 if self.lang == "de" else 2])
            + other
        )

    def numbered(self, most: int) -> str:
        r = self.r
        return (
            r.choice(["I", "II", "III", "IV", "XII"])
            if r.random() < 0.07
            else str(r.randint(1, most))
        )


_PEOPLE: dict[str, Callable[[Filler], str]] = {
    "N": Filler.natural, "J": Filler.initialled, "F": Filler.inverted,
    "I": Filler.inverted_initials, "S": Filler.families, "C": Filler.capitals,
    "B": Filler.bracketed, "M": Filler.malay, "W": Filler.mixed,
    "G": Filler.court, "V": Filler.unstopped,
}  # fmt: skip
_VALUES: dict[str, Callable[[Filler, str], str]] = {
    "t": Filler.title, "c": Filler.container, "s": Filler.series, "p": Filler.page,
    "l": Filler.locator, "d": Filler.date, "z": Filler.date, "r": Filler.arxiv,
    "x": Filler.edition, "g": Filler.genre, "u": Filler.house, "o": Filler.where,
    "v": lambda f, kind: f.numbered(120), "i": lambda f, kind: f.numbered(12),
    "n": lambda f, kind: f.numbered(180), "U": lambda f, kind: f.m.web(),
    "D": lambda f, kind: f.m.doi(),
    "N": lambda f, kind: f"{f.r.randint(1000, 2999)}-{f.r.randint(1000, 9999)}",
}  # fmt: skip


def filled(count: int, seed: int, entries: list[Labelled]) -> list[Labelled]:
    """`count` references: a form each, drawn by language."""
    maker = Maker(seed, entries)
    langs = {
        "de": 40,
        "physics": 22,
        "en": 14,
        "id": 18,
        "fr": 5,
        "es": 3,
        "pt": 4,
        "it": 3,
        "nl": 2,
        "ms": 2,
    }
    found = []
    for number in range(count):
        lang = maker.r.choices(list(langs), list(langs.values()))[0]
        text = Filler(maker, lang).fill(chosen(maker.r.choice(FORMS[lang]), maker.r))
        found.append(text.labelled(number, f"made-form-{lang}", lang, ""))
    return found
