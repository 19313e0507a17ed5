"""Makes exports of one systematic review from several databases, duplicates and look-alikes known.

The second opinion on `kb dedupe`: it shares no code and no habit with `generate.py`, and the
weights are not learnt on it. All works are of one narrow subject, so titles are much alike; each
database writes them in its own way, and what must stay apart is what reviewers meet: abstracts of
one supplement under one DOI, protocols and results, follow-ups, abstracts and the papers that
came of them, replies, errata, parts, editorials.
"""

import html
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

SUBJECTS = {
    "treatment": "cognitive behavioural therapy|mindfulness training|motivational interviewing|"
    "telephone counselling|group exercise|aerobic training|resistance training|yoga|acupuncture|"
    "sertraline|fluoxetine|melatonin|low-dose aspirin|metformin|insulin glargine|vitamin D|"
    "omega-3 fatty acids|a nurse-led clinic|telemonitoring|peer support|web-based self-help|"
    "mirror therapy|transcranial magnetic stimulation|β-blockers|IL-6 blockade|TNF-α inhibition",
    "illness": "depression|generalised anxiety|insomnia|chronic low back pain|type 2 diabetes|"
    "acute ischaemic stroke|heart failure|hypertension|COPD|asthma|obesity|breast cancer|"
    "colorectal cancer|rheumatoid arthritis|osteoarthritis of the knee|alcohol dependence|"
    "opioid dependence|haemophilia A|acute myeloid leukaemia|cervical neoplasia|sepsis",
    "people": "adults|older adults|adolescents|children|pregnant women|men|women|veterans|"
    "nursing home residents|primary care patients|inpatients|outpatients|medical students|carers",
    "outcome": "quality of life|mortality|hospital readmission|functional recovery|adherence|"
    "sleep quality|glycaemic control|blood pressure|pain intensity|cognitive function|relapse|"
    "return to work|health care costs|patient satisfaction|body weight|inflammatory markers",
    "design": "a randomized controlled trial|a randomised trial|a cohort study|a pilot study|"
    "a systematic review|a systematic review and meta-analysis|a cross-sectional survey|"
    "a case-control study|a qualitative study|a multicentre study|a feasibility study|"
    "a secondary analysis|a double-blind, placebo-controlled trial|a population-based study",
    "place": "Sweden|rural India|Brazil|Denmark|the Netherlands|South Africa|Japan|Taiwan|Iran|"
    "northern Italy|England|Ontario|Queensland|Kenya|Germany|Turkey|Spain|the United States",
}
PATTERNS = (
    "Effects of {treatment} on {outcome} in {people} with {illness}",
    "Effect of {treatment} versus {treatment} on {outcome} in {illness}",
    "{treatment} for {illness} in {people}",
    "{treatment} in the management of {illness}",
    "{treatment} and {outcome} in {people} with {illness} in {place}",
    "Predictors of {outcome} in {people} with {illness}",
    "Association between {illness} and {outcome} among {people} in {place}",
    "Prevalence of {illness} among {people} in {place}",
    "{outcome} after {illness}: the role of {treatment}",
    "Is {treatment} effective for {illness}?",
    "{illness} in {people}: prevalence and {outcome}",
    "Cost-effectiveness of {treatment} in {people} with {illness}",
    "Experiences of {people} with {illness} receiving {treatment}",
    "Improving {outcome} in {illness} with {treatment}",
)
JOURNALS = """
British Journal of Psychiatry/Br J Psychiatry
American Journal of Public Health/Am J Public Health
Journal of Consulting and Clinical Psychology/J Consult Clin Psychol
Journal of the American Geriatrics Society/J Am Geriatr Soc
The Lancet/Lancet
BMJ (Clinical research ed.)/BMJ
Diabetes Care/Diabetes Care
Archives of Physical Medicine and Rehabilitation/Arch Phys Med Rehabil
Stroke/Stroke
European Respiratory Journal/Eur Respir J
International Journal of Nursing Studies/Int J Nurs Stud
PLoS ONE/PLoS One
Scandinavian Journal of Primary Health Care/Scand J Prim Health Care
Deutsches Ärzteblatt/Dtsch Arztebl
Journal of Clinical Epidemiology/J Clin Epidemiol
Addiction (Abingdon, England)/Addiction
Drug and Alcohol Dependence/Drug Alcohol Depend
Haemophilia : the official journal of the World Federation of Hemophilia/Haemophilia
Blood/Blood
Value in Health/Value Health
Medicine and Science in Sports and Exercise/Med Sci Sports Exerc
Zeitschrift für Klinische Psychologie und Psychotherapie/Z Klin Psychol Psychother
""".strip().splitlines()
FAMILIES = """
    Smith Jones Lee Wang Zhang Chen Liu Kim Park Müller Schmidt García Fernández Rossi Bianchi
    Andersson Nielsen Jensen Johansson Brown Taylor Wilson Khan Ahmed Patel Singh Nguyen Tanaka
    Suzuki Yamamoto Kaya Yılmaz Silva Santos Oliveira Cohen Levy Ivanov Novák Kowalski Dubois
    Lefèvre O'Brien McDonald Murphy Thompson Evans Walker Okafor Mensah Björk Østergaard Łukasik
    Abdullah Hosseini Rahimi Peters Meyer Fischer Weber Huang Lin Yang Wu Zhao Xu Sun
    van~der~Berg de~Vries de~la~Cruz Al-Hassan Smith-Jones
"""
FAMILIES = [name.replace("~", " ") for name in FAMILIES.split()]
GIVEN = """
    John Mary Anna Peter Wei Jun Hiroshi Yuki Maria José Carlos Laura Paul Emma Lars Ingrid
    Ahmed Fatima Ravi Priya Thomas Sarah Michael Julia Andreas Katrin Marco Elena David Rachel
    Stephen Helen Olga Ivan Mehmet Ayşe Min-Jun Soo-Jin Jean-Paul Zoë Renée Grace Kwame
"""
DATABASES = ("medline", "embase", "scopus", "wos", "psycinfo", "cinahl", "central")
GENERIC = ("Editorial", "Introduction", "Letter to the editor", "Commentary", "In reply",
           "Book reviews", "Abstracts", "Editorial comment", "Reply", "News")  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """What is true of a work; `shelf` is the place: journal, volume, issue, pages, DOI."""

    id: int
    authors: tuple[tuple[str, str], ...]
    title: str
    year: int
    journal: str
    volume: int
    issue: str
    first: str
    last: str
    doi: str
    abstract: str
    foreign: str = ""
    meeting: bool = False


Labelled = tuple[int, int, dict[str, str]]
"""The work, the work it looks like (-1: none), the fields of a record."""


class Review:
    """Draws the works of one review and writes them as databases do; chance is seeded."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(f"review {seed}")
        self.terms = {
            name: self.r.sample(values := text.split("|"), max(4, len(values) // 2))
            for name, text in SUBJECTS.items()
        }
        self.journals = self.r.sample(JOURNALS, 14)
        self.teams = [self.people() for _ in range(60)]

    # ---- works

    def people(self) -> tuple[tuple[str, str], ...]:
        count = self.r.choice((1, 2, 3, 3, 4, 4, 5, 6, 7, 9, 14))
        return tuple(self.person() for _ in range(count))

    def person(self) -> tuple[str, str]:
        given = " ".join(self.r.sample(GIVEN.split(), self.r.choice((1, 1, 2))))
        return self.r.choice(FAMILIES), given

    def team(self) -> tuple[tuple[str, str], ...]:
        """A team writes again and again, with some members changed."""
        if self.r.random() < 0.55:
            return self.people()
        members = list(self.r.choice(self.teams))
        if self.r.random() < 0.5:
            members.append(self.person())
        return tuple(members)

    def title(self) -> str:
        text = self.r.choice(PATTERNS)
        while "{" in text:
            name = text[text.index("{") + 1 : text.index("}")]
            text = text.replace(f"{{{name}}}", self.r.choice(self.terms[name]), 1)
        if ":" not in text and self.r.random() < 0.45:
            text += f": {self.r.choice(self.terms['design'])}"
        return text[0].upper() + text[1:]

    def sentences(self) -> str:
        start = self.r.choice(("BACKGROUND: ", "OBJECTIVES: ", "Aims: ", "", "", "Objective "))
        body = " ".join(
            f"We studied {self.r.choice(self.terms['outcome'])} of {self.r.randint(20, 900)} "
            f"{self.r.choice(self.terms['people'])} with {self.r.choice(self.terms['illness'])}."
            for _ in range(4)
        )
        return start + body

    def place(self) -> dict[str, object]:
        first = self.r.randint(1, 1800)
        return {
            "journal": self.r.choice(self.journals),
            "volume": self.r.randint(3, 140),
            "issue": str(self.r.randint(1, 12)),
            "first": str(first) if self.r.random() < 0.88 else f"e{self.r.randint(100, 99999)}",
            "last": str(first + self.r.randint(1, 14)),
        }

    def paper(self, number: int) -> Paper:
        year = self.r.randint(1985, 2023)
        place = self.place()
        doi = f"10.{self.r.randint(1001, 1200)}/j.{self.r.randint(1000, 9999)}.{year}.{number:05}"
        foreign = self.r.choice(("German", "Chinese", "Spanish", "French", "Japanese"))
        return Paper(
            id=number, authors=self.team(), title=self.title(), year=year,
            doi=doi if year > 1998 or self.r.random() < 0.3 else "", abstract=self.sentences(),
            foreign=foreign if self.r.random() < 0.06 else "", **place,
        )  # fmt: skip

    def works(self, count: int) -> Iterator[tuple[Paper, int]]:
        number = 0
        while number < count:
            paper = self.paper(number)
            yield paper, -1
            number += 1
            if self.r.random() < 0.16:
                for other in self.neighbours(paper):
                    yield replace(other, id=number), paper.id
                    number += 1

    def moved(self, paper: Paper, **changes: object) -> Paper:
        doi = paper.doi[:-5] + f"{self.r.randint(0, 99999):05}" if paper.doi else ""
        return replace(
            paper, **{**self.place(), "doi": doi, "abstract": self.sentences()} | changes
        )

    def neighbours(self, paper: Paper) -> list[Paper]:
        """Works that look like `paper` and are others."""
        r, main = self.r, paper.title.partition(":")[0]
        later = {"journal": paper.journal, "year": paper.year + r.choice((0, 1, 2))}
        kinds = (
            lambda: [self.moved(paper, title=f"{main}: {r.choice(PROTOCOLS)}")],
            lambda: self.titled(paper, later, f"{main}: 6-month follow-up", f"{main}: 1 year on"),
            lambda: self.titled(paper, later, f"{main}. Part II", f"{main}. Part III"),
            lambda: [self.meeting_abstract(paper)],
            lambda: [self.meeting_abstract(paper)],
            lambda: self.supplement(paper),
            lambda: self.supplement(paper),
            lambda: self.supplement(paper),
            lambda: self.titled(paper, later, f"Erratum: {paper.title}"),
            lambda: [self.moved(paper, title=f"{main}: reply", authors=self.people(), **later)],
            lambda: [self.moved(paper, title=self.swapped(paper.title))],
            lambda: [self.moved(paper, authors=self.people(), year=paper.year + 4)],
            lambda: [self.generic(paper) for _ in range(3)],
            lambda: self.titled(paper, {}, f"Update 1: {main}", f"Update 2: {main}"),
        )  # fmt: skip
        return r.choice(kinds)()

    def titled(self, paper: Paper, changes: dict[str, object], *titles: str) -> list[Paper]:
        return [self.moved(paper, title=title, **changes) for title in titles]

    def generic(self, paper: Paper) -> Paper:
        people = self.people()[: self.r.randint(0, 1)]
        return self.moved(paper, title=self.r.choice(GENERIC), authors=people)

    def swapped(self, title: str) -> str:
        """The same study told of another outcome or group."""
        for values in (self.terms["outcome"], self.terms["people"], self.terms["illness"]):
            for value in values:
                if value in title:
                    return title.replace(value, self.r.choice([v for v in values if v != value]))
        return title + ": a second study"

    def meeting_abstract(self, paper: Paper) -> Paper:
        """The abstract of a talk that became the paper."""
        supplement = f"SUPPL. {self.r.randint(1, 3)}"
        first = f"{self.r.choice(('S', 'A', 'P', ''))}{self.r.randint(1, 400)}"
        return self.moved(paper, year=paper.year - self.r.choice((0, 1, 1, 2)), issue=supplement,
                          first=first, last=first, doi="", meeting=True)  # fmt: skip

    def supplement(self, paper: Paper) -> list[Paper]:
        """Abstracts of one meeting: one DOI, volume, issue, and often one page."""
        shared = self.meeting_abstract(paper)
        doi = f"10.1016/S{self.r.randint(1000, 9999)}-{paper.id}" if self.r.random() < 0.7 else ""
        found = []
        for _ in range(self.r.randint(2, 6)):
            page = shared.first if self.r.random() < 0.6 else f"S{self.r.randint(1, 400)}"
            found.append(replace(shared, title=self.title(), authors=self.team(), doi=doi,
                                 first=page, last=page, abstract=self.sentences()))  # fmt: skip
        return found

    # ---- records

    def records(self, count: int) -> Iterator[Labelled]:
        for paper, like in self.works(count):
            copies = self.r.choices((1, 2, 3, 4), (52, 27, 14, 7))[0]
            for database in self.r.sample(DATABASES, copies):
                yield paper.id, like, Writer(self.r, database).record(paper)


PROTOCOLS = ("study protocol", "protocol for a randomised controlled trial", "rationale and design",
             "study protocol for a randomized controlled trial")  # fmt: skip


class Writer:
    """Writes works as one database does."""

    def __init__(self, r: random.Random, database: str) -> None:
        self.r, self.db = r, database
        self.bare = database == "central" and self.maybe(0.5)
        self.in_full = database == "psycinfo" or (database == "medline" and self.maybe(0.3))

    def maybe(self, share: float) -> bool:
        return self.r.random() < share

    def record(self, paper: Paper) -> dict[str, str]:
        fields = {
            "author": self.authors(paper.authors),
            "title": self.title(paper),
            "year": self.year(paper),
            "journal": self.journal(paper),
            "volume": "" if self.maybe(0.05) else str(paper.volume),
            "number": self.issue(paper),
            "pages": self.pages(paper),
            "doi": self.doi(paper),
            "abstract": self.abstract(paper),
        }
        return {name: text for name, text in fields.items() if text}

    def authors(self, people: tuple[tuple[str, str], ...]) -> str:
        if self.maybe(0.02):
            return ""
        limit = {"medline": 10, "cinahl": 6, "embase": 8}.get(self.db, 99)
        names = [self.name(*person) for person in people[:limit]]
        cut = len(people) > limit and self.maybe(0.7)
        return " and ".join([*names, "others"] if cut else names)

    def name(self, family: str, given: str) -> str:
        initials = [part[0] for word in given.split() for part in word.split("-")]
        if self.db in ("embase", "central", "wos"):
            family = plain(family)
        if self.db == "medline" and self.maybe(0.4):
            family = family.replace("ü", "ue").replace("ö", "oe").replace("ø", "o")
        if self.in_full:
            return f"{family}, {given}" if self.maybe(0.7) else f"{family}, {given.split()[0]}"
        if self.db == "wos":
            return f"{family}, {''.join(initials)}"
        if self.db in ("embase", "scopus"):
            return f"{family}, {'.'.join(initials)}."
        if self.bare:
            return f"{family} {''.join(initials)}"
        return f"{family}, {' '.join(letter + '.' for letter in initials)}"

    def title(self, paper: Paper) -> str:
        text = self.cased(self.spelt(paper.title))
        if paper.foreign:
            text = self.translated(text, paper.foreign)
        if self.maybe(0.02):
            text = self.typo(text)
        if paper.meeting and self.maybe(0.15):
            text = f"{self.r.choice(('P', 'PS', ''))}{self.r.randint(1, 400)} {text}"
        return text + self.r.choice((".", "", "")) if self.db != "medline" else text + "."

    def spelt(self, text: str) -> str:
        if self.db in ("embase", "central", "cinahl", "wos"):
            text = text.replace("β", "beta").replace("α", "alpha")
        if self.db in ("embase", "medline") and self.maybe(0.1):
            text = html.escape(text).replace("β", "&beta;").replace("α", "&#945;")
        if self.maybe(0.08):
            text = text.replace("randomised", "randomized").replace("behavioural", "behavioral")
        if self.maybe(0.06):
            text = text.replace("-", self.r.choice((" ", "\u2010", "\u2013")))
        if ":" in text:
            text = text.replace(": ", self.r.choice((": ", ": ", ": ", " - ", ". ", "--", " : ")))
            text = text.rpartition(": ")[0] or text if self.maybe(0.03) else text
        return text

    def cased(self, text: str) -> str:
        if self.db == "wos" and self.maybe(0.35):
            return text.upper()
        if self.db in ("wos", "cinahl") or self.maybe(0.1):
            return " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in text.split(" "))
        return text

    def translated(self, text: str, language: str) -> str:
        if self.db == "medline":
            return f"[{text}]"
        if self.db == "embase" and self.maybe(0.5):
            return f"{text} [{language}]"
        if self.db == "psycinfo" and self.maybe(0.5):
            return f"Zur Frage der Wirksamkeit. = {text}"
        return f"{text} [Article in {language}]" if self.maybe(0.2) else text

    def typo(self, text: str) -> str:
        at = self.r.randrange(1, len(text) - 1)
        return text[:at] + text[at + 1 :]

    def year(self, paper: Paper) -> str:
        if self.maybe(0.01):
            return ""
        return str(paper.year + (self.r.choice((-1, 1)) if self.maybe(0.05) else 0))

    def journal(self, paper: Paper) -> str:
        full, _, short = paper.journal.partition("/")
        bare = full.partition(" : ")[0].partition(" (")[0]
        if self.db == "wos":
            return bare.upper()
        if self.db == "medline":
            return self.r.choice((short, full, short))
        if self.db == "embase":
            return bare if self.maybe(0.8) else short.replace(" ", ". ") + "."
        return bare.replace(" and ", " & ") if self.maybe(0.15) else bare

    def issue(self, paper: Paper) -> str:
        if self.maybe({"wos": 0.4, "embase": 0.1, "cinahl": 0.1}.get(self.db, 0.2)):
            return ""
        if "SUPPL" in paper.issue:
            number = paper.issue[-1]
            return self.r.choice((paper.issue, f"Suppl {number}", f"S{number}", f"{number} SUPPL"))
        if self.maybe(0.03):
            return self.r.choice(("1", "10", f"{paper.issue} Pt 1", f"{paper.issue}-{paper.issue}"))
        return paper.issue

    def pages(self, paper: Paper) -> str:
        first, last = paper.first, paper.last
        if self.maybe(0.06):
            return ""
        if first == last or first[0] == "e":
            return first if self.maybe(0.7) else first.lstrip("e")
        if self.db in ("medline", "cinahl") and len(first) == len(last):
            same = next(i for i in range(len(first)) if first[i] != last[i])
            return f"{first}-{last[same:]}"
        if self.maybe(0.06):
            return first
        if self.maybe(0.02):
            return f"{first}-{last}; discussion {last}-{int(last) + 2}"
        return f"{first}{'‐' if self.db == 'central' else '-'}{last}"

    def doi(self, paper: Paper) -> str:
        share = {"medline": 0.6, "embase": 0.7, "scopus": 0.9, "wos": 0.7, "psycinfo": 0.7}
        if not paper.doi or not self.maybe(share.get(self.db, 0.1)):
            return ""
        if self.db == "psycinfo":
            return f"http://dx.doi.org/{paper.doi}"
        return paper.doi.upper() if self.maybe(0.1) else paper.doi

    def abstract(self, paper: Paper) -> str:
        if self.maybe(0.25):
            return ""
        text = paper.abstract
        if self.db in ("embase", "scopus") and self.maybe(0.5):
            text = text.partition(": ")[2] or text
            text += " (C) 2012 Elsevier B.V. All rights reserved."
        return text


_SMALL = frozenset(("a", "an", "and", "the", "of", "in", "on", "for", "with", "to", "among"))


def plain(text: str) -> str:
    return text.translate(str.maketrans("üäöéèíñøłıáãçşŁØ", "uaoeeinoliaacsLO"))


def write(size: int, folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Writes `review-SEED.bib` of about `size` records, shuffled, and its truth as JSON."""
    review = Review(seed)
    rows = [row for _, row in zip(range(size), review.records(size), strict=False)]
    random.Random(seed).shuffle(rows)
    folder.mkdir(parents=True, exist_ok=True)
    bib, truth = folder / f"review-{seed}.bib", folder / f"review-{seed}.json"
    with bib.open("w", encoding="utf-8") as out:
        for number, (_, _, fields) in enumerate(rows):
            inside = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
            out.write(f"@article{{r{number},\n{inside}}}\n\n")
    labels = {f"r{number}": [work, like] for number, (work, like, _) in enumerate(rows)}
    truth.write_text(json.dumps(labels), encoding="utf-8")
    return bib, truth
