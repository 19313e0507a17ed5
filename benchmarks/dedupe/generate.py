"""Makes bibliographies whose duplicates and look-alikes are known.

A work is drawn (names, title from a Zipf vocabulary, venue, place), then written by one or more
sources, each in its own habits, and damaged as real records are. Look-alikes are works made out of
another one that must not be merged with it. Everything follows from a seed.
"""

import json
import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from pathlib import Path

POOL = json.loads((Path(__file__).parent / "pool.json").read_text(encoding="utf-8"))
GREEK = {"alpha": "α", "beta": "β", "gamma": "γ"}


@dataclass(frozen=True)
class Work:
    """What is true of a work. `authors` are (family, given) or (organisation, '')."""

    id: int
    kind: str
    authors: tuple[tuple[str, str], ...]
    title: str
    subtitle: str
    year: int
    venue: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    first: int = 0
    last: int = 0
    doi: str = ""
    edition: str = ""
    other_title: str = ""


@dataclass(frozen=True)
class Entry:
    """A record as a source wrote it: BibTeX type and fields, the work it means."""

    work: int
    type: str
    fields: dict[str, str]
    family: int = field(default=-1)
    """The work that this one looks like, -1 for none."""


class Maker:
    """Draws works and entries; all chance comes from one generator."""

    def __init__(self, seed: int, size: int) -> None:
        self.chance = random.Random(seed)
        self.words = {lang: self._vocabulary(lang, size) for lang in ("en", "id")}
        self.steps = {
            lang: list(accumulate(1 / (i + 8) for i in range(len(words))))
            for lang, words in self.words.items()
        }

    def _vocabulary(self, lang: str, size: int) -> list[str]:
        """Words by rank: real stems first, then derived ones, more of them for large sets."""
        stems = POOL[lang]["words"].split()
        derived = [
            pre + stem + post
            for post in POOL[lang]["endings"]
            for pre in POOL[lang]["beginnings"]
            for stem in stems
        ]
        random.Random(7).shuffle(derived)
        return stems + derived[: max(2000, size // 8)]

    def word(self, lang: str) -> str:
        steps = self.steps[lang]
        return self.words[lang][bisect_left(steps, self.chance.random() * steps[-1])]

    def one_of(self, items):
        return items[int(self.chance.random() * len(items))]

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    # ---- works

    def works(self, count: int) -> Iterator[tuple[Work, int]]:
        """Works with the id of the one they look like (-1: none), `count` in all or a few more."""
        made = 0
        while made < count:
            work = self.work(made)
            yield work, -1
            made += 1
            if self.maybe(0.09):
                yield self.look_alike(work, made), work.id
                made += 1

    def work(self, number: int) -> Work:
        lang = "id" if self.maybe(0.45) else "en"
        kind = self.chance.choices(
            ("article", "conference", "book", "report", "thesis"), (66, 13, 8, 8, 5)
        )[0]
        year = 2024 - min(60, int(self.chance.expovariate(0.09)))
        title, subtitle = self.title(lang)
        first = self.chance.randint(1, 900)
        journal = kind in ("article", "conference")
        return Work(
            id=number,
            kind=kind,
            authors=self.authors(lang, kind),
            title=title,
            subtitle=subtitle,
            year=year,
            venue=tuple(self.one_of(POOL["venues"][self.venue_of(kind, lang)])),
            volume=str(self.chance.randint(1, 90)) if kind == "article" else "",
            issue=str(self.chance.randint(1, 12)) if kind == "article" else "",
            first=first if journal else 0,
            last=first + self.chance.randint(2, 25) if journal else 0,
            doi=f"10.{self.chance.randint(1000, 9999)}/{self.word('en')[:4]}.{number}.{year}"
            if journal and year > 1995 and self.maybe(0.75)
            else "",
            other_title=" ".join(self.title("en" if lang == "id" else "id")).strip(),
        )

    def venue_of(self, kind: str, lang: str) -> str:
        if kind in ("article", "conference"):
            return f"{kind}-{lang}"
        return kind

    def title(self, lang: str) -> tuple[str, str]:
        pattern = self.one_of(POOL[lang]["patterns"])
        main = self.fill(pattern, lang)
        sub = self.fill(self.one_of(POOL[lang]["subtitles"]), lang) if self.maybe(0.4) else ""
        return main, sub

    def fill(self, pattern: str, lang: str) -> str:
        while "*" in pattern:
            pattern = pattern.replace("*", self.phrase(lang), 1)
        while "@" in pattern:
            pattern = pattern.replace("@", self.one_of(POOL["places"]), 1)
        return pattern[0].upper() + pattern[1:]

    def phrase(self, lang: str) -> str:
        return " ".join(self.word(lang) for _ in range(self.chance.choice((1, 2, 2, 3))))

    def authors(self, lang: str, kind: str) -> tuple[tuple[str, str], ...]:
        if kind == "report" and self.maybe(0.7):
            return ((self.one_of(POOL["organisations"])[0], ""),)
        count = (
            1
            if kind in ("thesis",)
            else self.chance.choices(range(1, 9), (22, 22, 20, 14, 9, 6, 4, 3))[0]
        )
        return tuple(self.person(lang) for _ in range(count))

    def person(self, lang: str) -> tuple[str, str]:
        pool = POOL["names"][lang if self.maybe(0.7) else self.one_of(sorted(POOL["names"]))]
        family = self.skewed(pool["family"].split())
        if self.maybe(0.06):
            family = f"{family}-{self.one_of(pool['family'].split())}"
        given = self.one_of(pool["given"].split())
        if lang == "id" and self.maybe(0.06):
            return family, ""
        if self.maybe(0.5):
            given = f"{given} {self.one_of(pool['given'].split())}"
        return family, given

    def skewed(self, items: list[str]) -> str:
        return items[int(len(items) * self.chance.random() ** 1.7)]

    # ---- look-alikes

    def look_alike(self, work: Work, number: int) -> Work:
        makers = (self.part, self.yearly, self.same_author, self.other_version, self.erratum,
                  self.generic, self.edition, self.one_word, self.namesake, self.same_start,
                  self.reply, self.supplement)  # fmt: skip
        return replace(self.one_of(makers)(work), id=number)

    def _elsewhere(self, work: Work, **changes) -> Work:
        first = self.chance.randint(1, 900)
        paged = bool(work.first)
        moved = replace(
            work,
            first=first if paged else 0,
            last=first + self.chance.randint(2, 25) if paged else 0,
            issue=str(self.chance.randint(1, 12)) if work.issue else "",
            doi=work.doi and work.doi + "9",
        )
        return replace(moved, **changes)

    def part(self, work: Work) -> Work:
        return self._elsewhere(
            work, subtitle=self.one_of(("Part II", "Part 2", "II", "Bagian kedua"))
        )

    def yearly(self, work: Work) -> Work:
        return self._elsewhere(
            work, title=f"{work.year + 1} {work.title}", year=work.year + 1,
            volume=str(int(work.volume) + 1) if work.volume else "",
        )  # fmt: skip

    def same_author(self, work: Work) -> Work:
        title, subtitle = self.title("en")
        return self._elsewhere(work, title=title, subtitle=subtitle)

    def other_version(self, work: Work) -> Work:
        kind = "article" if work.kind != "article" else "conference"
        return self._elsewhere(
            work, kind=kind, year=work.year + self.chance.choice((0, 1, 1, 2)),
            venue=tuple(self.one_of(POOL["venues"][f"{kind}-en"])),
            volume=str(self.chance.randint(1, 90)) if kind == "article" else "",
        )  # fmt: skip

    def erratum(self, work: Work) -> Work:
        word = self.one_of(("Erratum to", "Correction", "Corrigendum", "Reply to", "Comment on"))
        return self._elsewhere(
            work, title=f"{word}: {work.title}", year=work.year + self.chance.choice((0, 1))
        )

    def reply(self, work: Work) -> Work:
        lang = "en"
        return self._elsewhere(
            work, title=f"{work.title}: reply", authors=self.authors(lang, "article")
        )

    def generic(self, work: Work) -> Work:
        title = self.one_of(("Editorial", "Introduction", "Preface", "Book review", "Pendahuluan"))
        return self._elsewhere(
            work, title=title, subtitle="", authors=self.authors("en", "article")[:1]
        )

    def edition(self, work: Work) -> Work:
        house = tuple(self.one_of(POOL["venues"]["book"]))
        later = replace(work, kind="book", edition="2", year=work.year + 5, venue=house, doi="")
        return replace(later, volume="", issue="", first=0, last=0)

    def one_word(self, work: Work) -> Work:
        words = work.title.split()
        at = max(range(len(words)), key=lambda i: len(words[i]))
        words[at] = self.word("en") + self.word("en")[:3]
        return self._elsewhere(
            work,
            title=" ".join(words),
            volume=str(self.chance.randint(1, 90)) if work.volume else "",
        )

    def namesake(self, work: Work) -> Work:
        given = self.one_of(POOL["names"]["en"]["given"].split())
        title, subtitle = self.title("en")
        authors = ((work.authors[0][0], given), *work.authors[1:])
        return self._elsewhere(work, authors=authors, title=title, subtitle=subtitle)

    def supplement(self, work: Work) -> Work:
        """Another abstract of the supplement: same DOI, year, venue, volume, page."""
        title, subtitle = self.title("en")
        people = self.authors("en", "article")
        return replace(work, title=title, subtitle=subtitle, authors=people)

    def same_start(self, work: Work) -> Work:
        words = work.title.split()[:3]
        title = " ".join((*words, self.phrase("en"), self.phrase("en")))
        return self._elsewhere(
            work, title=title, authors=self.authors("en", "article"), subtitle=""
        )

    # ---- entries

    def entries(self, works: Iterator[tuple[Work, int]]) -> Iterator[Entry]:
        for work, family in works:
            copies = self.chance.choices((1, 2, 3, 4, 5, 6), (58, 22, 11, 5, 3, 1))[0]
            messy = copies > 2 and self.maybe(0.25)
            for _ in range(copies + (self.chance.randint(0, 6) if messy else 0)):
                yield replace(self.entry(work, messy), family=family)

    def entry(self, work: Work, messy: bool = False) -> Entry:
        """The work as one source writes it; `messy` is what citation strings of the web are."""
        sources = ("medline", "scopus", "wos", "scholar", "list", "list", "crossref")
        source = "list" if messy else self.one_of(sources)
        if messy:
            work = self.mess(work)
        fields = {
            "author": self.write_authors(work, source),
            "title": self.write_title(work, source),
            "year": self.write_year(work, source),
        }
        fields |= self.write_venue(work, source) | self.write_place(work, source)
        if work.doi and source not in ("list", "scholar") and self.maybe(0.8):
            fields["doi"] = self.write_doi(work.doi)
        if work.edition and self.maybe(0.9):
            fields["edition"] = self.one_of((work.edition, "2nd", "Second", "2nd ed."))
        kind = self.write_type(work, source)
        return Entry(work.id, kind, {name: text for name, text in fields.items() if text})

    def mess(self, work: Work) -> Work:
        """What authors who cite from memory get wrong."""
        changes = {}
        if self.maybe(0.12):
            changes["year"] = work.year + self.one_of((-2, -1, 1, 2, 3))
        if self.maybe(0.25):
            changes["venue"] = ()
        elif self.maybe(0.12) and work.kind in ("article", "conference"):
            changes["venue"] = (self.one_of(("to appear", "submitted", "technical report", "in")),)
        if self.maybe(0.1) and work.first:
            changes["first"] = work.first + self.one_of((-3, 1, 2, 7, 30))
        if self.maybe(0.04) and len(work.authors) > 1:
            changes["authors"] = work.authors[1:]
        if self.maybe(0.06):
            changes["title"] = self.slip(self.misread(self.misread(self.slip(work.title))))
        if self.maybe(0.2):
            changes["volume"] = changes["issue"] = ""
        return replace(work, **changes)

    def write_type(self, work: Work, source: str) -> str:
        if source in ("medline", "list") and self.maybe(0.5):
            return "article" if source == "medline" else "misc"
        kinds = {"article": "article", "conference": "inproceedings", "book": "book",
                 "report": "techreport", "thesis": "phdthesis"}  # fmt: skip
        return kinds[work.kind]

    def write_authors(self, work: Work, source: str) -> str:
        people = list(work.authors)
        if len(people) == 1 and not people[0][1] and work.kind == "report":
            return self.write_organisation(people[0][0])
        if self.maybe(0.03):
            return ""
        if len(people) > 1 and self.maybe(0.03):
            at = self.chance.randrange(len(people) - 1)
            people[at], people[at + 1] = people[at + 1], people[at]
        limit = {"medline": 6, "list": 4, "scholar": 3}.get(source, 99)
        cut = len(people) > limit and self.maybe(0.5)
        if len(people) > 2 and self.maybe(0.03):
            people.pop(self.chance.randrange(1, len(people)))
        written = [self.write_name(name, source) for name in (people[:limit] if cut else people)]
        if cut:
            written = [*written[: self.chance.choice((1, limit))], "others"]
        return " and ".join(written)

    def write_organisation(self, name: str) -> str:
        known = next((forms for forms in POOL["organisations"] if forms[0] == name), [name])
        return "{" + self.one_of(known) + "}"

    def write_name(self, name: tuple[str, str], source: str) -> str:
        family, given = name
        if self.maybe(0.02):
            family = self.slip(family)
        if self.maybe(0.3):
            family = family.replace("-", " ")
        if not given:
            return "{" + family + "}" if " " in family else family
        initials = [part[0] + "." for part in given.split()]
        if source == "crossref" or self.maybe(0.25):
            written = given
        elif source == "wos":
            written = "".join(initials).replace(".", "")
        else:
            written = " ".join(initials if self.maybe(0.85) else initials[:1])
        if self.maybe(0.015) and len(given) > 3:
            return f"{given}, {family}"
        return f"{family}, {written}" if self.maybe(0.8) else f"{written} {family}"

    def write_title(self, work: Work, source: str) -> str:
        title, subtitle = work.title, work.subtitle
        if self.maybe(0.02) and not work.edition:
            title = f"{title} ({work.other_title})"
        part = subtitle[:4] in ("Part", "II", "Bagi")
        if subtitle and (part or self.maybe(0.88)):
            title += self.one_of((": ", ": ", ". ", " - ", ", ")) + subtitle
        title = self.damage(title, source)
        if source == "wos" and self.maybe(0.3):
            return title.upper()
        if source in ("medline", "scholar"):
            title = title[0] + title[1:].lower() if self.maybe(0.7) else title
        elif self.maybe(0.3):
            title = title.title()
        return title + "." if source == "medline" else title

    def damage(self, title: str, source: str) -> str:
        if self.maybe(0.08):
            title = self.slip(title)
        if self.maybe(0.02):
            title = self.slip(self.slip(title))
        if source == "list" and self.maybe(0.05):
            title = self.misread(title)
        if self.maybe(0.015) and len(title) > 50:
            title = title[: self.chance.randint(35, len(title) - 5)].rsplit(" ", 1)[0]
        if self.maybe(0.01):
            title = self.drop_word(title)
        for name, letter in GREEK.items():
            if name in title and self.maybe(0.3):
                title = title.replace(name, letter)
        return title

    def slip(self, text: str) -> str:
        """One letter lost, doubled, replaced or swapped."""
        if len(text) < 4:
            return text
        at = self.chance.randrange(1, len(text) - 1)
        if not text[at].isalpha():
            return text
        way = self.chance.randrange(4)
        middle = ("", text[at] * 2, self.one_of("aeioustn"), text[at + 1] + text[at])[way]
        return text[:at] + middle + text[at + (2 if way == 3 else 1) :]

    def misread(self, text: str) -> str:
        old, new = self.one_of(
            (("m", "rn"), ("l", "1"), ("ri", "n"), ("e", "c"), (" ", ""), ("fi", "h"))
        )
        return text.replace(old, new, 1)

    def drop_word(self, text: str) -> str:
        words = text.split()
        if len(words) > 5:
            words.pop(self.chance.randrange(1, len(words)))
        return " ".join(words)

    def write_year(self, work: Work, source: str) -> str:
        if self.maybe(0.02):
            return ""
        if work.kind == "article" and self.maybe(0.035):
            return str(work.year + self.one_of((-1, 1)))
        return str(work.year)

    def write_venue(self, work: Work, source: str) -> dict[str, str]:
        if self.maybe(0.05) or not work.venue:
            return {}
        short = source in ("medline", "wos") or self.maybe(0.15)
        name = (
            work.venue[-1 if self.maybe(0.2) else min(1, len(work.venue) - 1)]
            if short
            else work.venue[0]
        )
        if source == "wos" and self.maybe(0.4):
            name = name.upper()
        if self.maybe(0.1):
            name = name.replace(" and ", " & ")
        place = {"article": "journal", "conference": "booktitle", "thesis": "school",
                 "report": "institution", "book": "publisher"}[work.kind]  # fmt: skip
        if work.kind == "conference" and self.maybe(0.3):
            name = f"Proceedings of the {name}"
        if work.kind == "conference" and source == "medline":
            place = "journal"
        return {place: name}

    def write_place(self, work: Work, source: str) -> dict[str, str]:
        found = {}
        missing = 0.25 if source in ("scholar", "list") else 0.08
        if work.volume and not self.maybe(missing):
            found["volume"] = work.volume if self.maybe(0.985) else str(int(work.volume) + 1)
        if work.issue and not self.maybe(missing + 0.15):
            found["number"] = work.issue if self.maybe(0.97) else "1"
        if work.first and not self.maybe(missing):
            found["pages"] = self.write_pages(work)
        return found

    def write_pages(self, work: Work) -> str:
        first, last = str(work.first), str(work.last)
        if self.maybe(0.02):
            first = str(work.first + self.one_of((-1, 1, 10, 100)))
        if self.maybe(0.15):
            return first
        if self.maybe(0.02):
            return f"e{first}"
        if len(first) == len(last) and first < last and self.maybe(0.3):
            same = next(i for i in range(len(first)) if first[i] != last[i])
            last = last[same:]
        return first + self.one_of(("-", "--", "–")) + last

    def write_doi(self, doi: str) -> str:
        return self.one_of((doi, doi, doi.upper(), f"https://doi.org/{doi}", f"doi:{doi}"))


def generate(size: int, seed: int = 1) -> Iterator[Entry]:
    """About `size` entries in the order of their works."""
    maker = Maker(seed, size)
    return islice(maker.entries(maker.works(size)), size)


def to_bib(entry: Entry, key: str) -> str:
    """The entry as BibTeX."""
    fields = "".join(f"  {name} = {{{text}}},\n" for name, text in entry.fields.items())
    return f"@{entry.type}{{{key},\n{fields}}}\n\n"


def write(size: int, folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Writes `SIZE.bib` (entries shuffled) and `SIZE.json` (key -> [work, look-alike of])."""
    entries = list(generate(size, seed))
    random.Random(seed).shuffle(entries)
    folder.mkdir(parents=True, exist_ok=True)
    bib, truth = folder / f"{size}.bib", folder / f"{size}.json"
    with bib.open("w", encoding="utf-8") as out:
        for number, entry in enumerate(entries):
            out.write(to_bib(entry, f"k{number}"))
    labels = {f"k{number}": [one.work, one.family] for number, one in enumerate(entries)}
    truth.write_text(json.dumps(labels), encoding="utf-8")
    return bib, truth


if __name__ == "__main__":
    import sys

    for given in sys.argv[2:] or ["10000"]:
        write(int(given), Path(sys.argv[1]))
