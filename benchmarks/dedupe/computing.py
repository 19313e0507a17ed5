"""Makes two clean bibliographies of one field of computing, and which entries are one work.

A community's database and a publisher's library tell of much the same conferences, journals and
newsletter, each in its own habits: names of venues, names in full or with initials, capitals, full
stops, what the publisher puts behind a title. Neither has a work twice; but papers come out again
in a journal, and columns have one title in every number. Only title, authors, venue and year.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIELDS = {
    "databases": (
        ("conference", "SIGMOD Conference", "International Conference on Management of Data"),
        ("conference", "VLDB", "Very Large Data Bases"),
        ("newsletter", "SIGMOD Record", "ACM SIGMOD Record "),
        ("journal", "VLDB J.",
         "The VLDB Journal &mdash; The International Journal on Very Large Data Bases"),
        ("journal", "ACM Trans. Database Syst.", "ACM Transactions on Database Systems (TODS) "),
    ),
    "retrieval": (
        ("conference", "SIGIR", "Annual ACM Conference on Research and Development in Information "
         "Retrieval"),
        ("conference", "CIKM", "Conference on Information and Knowledge Management"),
        ("newsletter", "SIGIR Forum", "ACM SIGIR Forum"),
        ("journal", "Inf. Process. Manage.",
         "Information Processing and Management: an International Journal"),
        ("journal", "ACM Trans. Inf. Syst.", "ACM Transactions on Information Systems (TOIS)"),
    ),
    "languages": (
        ("conference", "POPL", "Annual Symposium on Principles of Programming Languages"),
        ("conference", "PLDI", "Conference on Programming Language Design and Implementation"),
        ("newsletter", "SIGPLAN Notices", "ACM SIGPLAN Notices"),
        ("journal", "J. Funct. Program.", "Journal of Functional Programming"),
        ("journal", "ACM Trans. Program. Lang. Syst.",
         "ACM Transactions on Programming Languages and Systems (TOPLAS)"),
    ),
}  # fmt: skip
"""Venues of a field: sort, name in the community's database, name in the publisher's library."""
WORDS = {
    "databases": """
        query optimization|view maintenance|concurrency control|similarity search|index selection|
        join processing|schema integration|data cleaning|access control|data mining|locking|
        selectivity estimation|crash recovery|replication|nearest neighbor queries|aggregation|
        outlier detection|buffer management|constraint checking|load shedding
        /relational|object-oriented|spatial|temporal|multimedia|semistructured|XML|streaming|active|
        multidimensional|deductive|distributed|parallel|mobile|high-dimensional|heterogeneous
        /databases|data warehouses|digital libraries|data streams|time series|workflow systems|
        sensor networks|web sites""",
    "retrieval": """
        relevance feedback|query expansion|text categorization|document clustering|term weighting|
        passage retrieval|summarization|question answering|stemming|link analysis|filtering|
        index compression|result fusion|translation of queries|evaluation|novelty detection
        /probabilistic|Boolean|cross-language|interactive|latent semantic|statistical|adaptive|
        multilingual|distributed|hierarchical|user-centered|collaborative|spoken|ranked|large-scale
        /collections|search engines|digital libraries|news|hypertext|web pages|test collections|
        medical records""",
    "languages": """
        type inference|garbage collection|register allocation|partial evaluation|pointer analysis|
        program slicing|instruction scheduling|module systems|loop transformation|escape analysis|
        pattern matching|code generation|model checking|exception handling|inlining|profiling
        /lazy|higher-order|object-oriented|concurrent|polymorphic|incremental|logic|functional|
        static|dynamic|interprocedural|demand-driven|generational|typed|dependent|linear
        /programs|languages|Java|ML|Haskell|compilers|embedded systems|multiprocessors|threads""",
}
"""Of each field: what is done, adjectives, on what."""
PATTERNS = (
    "{do} in {kind} {on}", "{do} for {kind} {on}", "Efficient {do} in {kind} {on}",
    "An Efficient Algorithm for {do} in {kind} {on}", "{kind} {do}: An Approach to {on}",
    "On the Complexity of {do} for {kind} {on}", "{name}: A System for {kind} {do}",
    "{name}: {do} for {on}", "{do} and {do} for {kind} {on}", "{kind} {on}: {do} and {do}",
    "Using {kind} Techniques for {do} in {on}", "Towards {kind} {do} and {do}",
    "Incremental {do} over {kind} {on} with Applications to {do}", "{kind} {do} Revisited",
    "Optimizing {do} in the Presence of {kind} {do}", "The {name} Project: {do} in {kind} {on}",
    "Integrating {do} and {do} in {on}",
)  # fmt: skip
COLUMNS = (
    ("Editor's Notes", 2), ("Classics Revisited by Their Readers", 1), ("Guest Editorial", 2),
    ("Chair's Message", 1), ("Foreword", 1), ("Systems Column: Prototypes", 1),
    ("Industry Perspectives", 1), ("Introduction to the Special Section", 1),
)  # fmt: skip
"""Titles that come again, and how often in a year."""
FAMILIES = """
    Smith Jones Lee Wang Zhang Chen Liu Kim Park Müller Schmidt García Fernández Rossi Bianchi Novák
    Kowalski Nielsen Johansson Tanaka Suzuki Gupta Sharma Singh Oliveira Silva Santos Martin Dubois
    Moreau O'Brien van_Dijk de_Vries Ivanov Petrov Nguyen Tran Li Lin Lu Yu Xu Yang Zhou Huang Adams
    Baker Carter Ellis Foster Gray Harris Irwin Keller Lindqvist Meyer-Bahr Owens Papadakis Quinn
    Roberts Schneider Takahashi Ueda Vargas Weber Yamamoto Ziegler Abrams Becker Costa Eriksson
"""
GIVEN = """
    Michael/Mike William/Bill Robert/Bob Christopher/Chris Daniel/Dan Timothy/Tim Jeffrey/Jeff
    Philip/Phil Anastasia Bernhard Carlo David Elena François Guido Hiroshi Ingrid José Kenneth/Ken
    Laura Maria Nicolas/Nick Oscar Patricia/Pat Qi Rajeev Stefan Thomas/Tom Umeshwar Victor Wei Xin
    Yannis Zoran Hong Jian Jennifer Divesh Surajit Alon Beng-Chin Hans-Peter Jiawei Ming-Syan
"""
NAMES = "Ajax Boreas Cactus Delphi Ember Fathom Garnet Hydra Iris Juno Kite Lotus Mosaic Nimbus"
SYLLABLES = "ba cor den fi gar hul lor mi nov pel ran sig tor val zin"
YEARS = range(1994, 2004)
BEHIND = (" (extended abstract)", " (abstract)", " (panel session)", " (tutorial)", " (invited)")

Person = tuple[str, str, str]
"""Given name (with a short form behind '/'), middle initial or '', family name."""


@dataclass(frozen=True)
class Work:
    """What is true, and the work it looks like (-1 = none)."""

    id: int
    people: tuple[Person, ...]
    title: str
    venue: int
    year: int
    like: int = -1


class Library:
    """Works of one field and how two bibliographies tell of them."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(f"computing {seed}")
        field = sorted(FIELDS)[seed % len(FIELDS)]
        self.venues = FIELDS[field]
        parts = WORDS[field].split("/")
        self.words = [[word.strip() for word in part.split("|")] for part in parts]
        self.families = [name.replace("_", " ") for name in FAMILIES.split()]
        self.made: list[Work] = []

    def maybe(self, share: float) -> bool:
        return self.r.random() < share

    def works(self, count: int) -> list[Work]:
        editor = self.people(1)
        for year in YEARS:
            editor = self.people(1) if self.maybe(0.3) else editor
            for title, often in COLUMNS:
                for _ in range(often):
                    people = self.people(1) if self.maybe(0.4) else editor
                    self.add(people, title, self.venue("newsletter", "journal"), year)
        while len(self.made) < count:
            venue = self.venue("conference", "conference", "newsletter", "journal")
            self.add(self.people(), self.title(), venue, self.r.choice(YEARS))
            if self.maybe(0.1):
                self.again(self.made[-1])
        return self.made

    def add(self, people, title: str, venue: int, year: int, like: int = -1) -> None:
        self.made.append(Work(len(self.made), people, title, venue, year, like))

    def again(self, work: Work) -> None:
        """The journal version, a demonstration, a further paper of the same people, a part II."""
        way = self.r.random()
        if way < 0.6 and self.venues[work.venue][0] == "conference":
            later = work.year + self.r.choice((1, 1, 2, 3))
            self.add(work.people, work.title, self.venue("journal"), later, work.id)
        elif way < 0.65 and self.venues[work.venue][0] == "conference":
            self.add(work.people[:2], work.title, self.venue("newsletter"), work.year, work.id)
        elif way < 0.95:
            self.add(work.people, self.further(work.title), work.venue, work.year + 1, work.id)
        else:
            self.add(work.people, f"{work.title}, Part II", work.venue, work.year, work.id)

    def further(self, title: str) -> str:
        """Another paper on the same system, or the same done elsewhere."""
        head, _, _ = title.partition(": ")
        if head != title:
            return self.title(f"{head}: {{kind}} {{do}} for {{on}}")
        known = next((one for part in self.words for one in part if capitals(one) in title), "")
        return title.replace(capitals(known), capitals(self.r.choice(self.words[1]))) + " Systems"

    def venue(self, *sorts: str) -> int:
        sort = self.r.choice(sorts)
        return self.r.choice([n for n, one in enumerate(self.venues) if one[0] == sort])

    def people(self, count: int = 0) -> tuple[Person, ...]:
        count = count or self.r.choices((1, 2, 3, 4, 6), (18, 32, 27, 16, 7))[0]
        families = self.r.sample(self.families, count)
        return tuple(
            (self.r.choice(GIVEN.split()), self.r.choice("ABCDEFGHJKLMPRSTVW") * self.maybe(0.4), f)
            for f in families
        )

    def title(self, pattern: str = "") -> str:
        do, kind, on = self.words
        pattern = pattern or self.r.choice(PATTERNS)
        while "{do}" in pattern:
            pattern = pattern.replace("{do}", self.r.choice(do), 1)
        name = self.r.choice(NAMES.split()) if self.maybe(0.3) else self.new_name()
        return capitals(pattern.format(kind=self.r.choice(kind), on=self.r.choice(on), name=name))

    def new_name(self) -> str:
        return "".join(self.r.sample(SYLLABLES.split(), 3)).capitalize()

    # ---- how each tells of a work

    def community(self, work: Work) -> dict[str, str]:
        """Full names, mostly without middle initials; titles in capitals with a full stop."""
        names = [self.name(*person, middle=0.5, short=0.03) for person in work.people]
        return self.fields(names, f"{work.title}.", self.venues[work.venue][1], work.year)

    def publisher(self, work: Work) -> dict[str, str]:
        """Names as they were printed, titles in lower case with HTML and remarks behind them."""
        initials = self.maybe(0.12)
        people = list(work.people)
        if len(people) > 1 and self.maybe(0.03):
            people.pop(self.r.randrange(len(people)))
        if len(people) > 2 and self.maybe(0.02):
            self.r.shuffle(people)
        names = [self.name(*person, middle=0.8, short=0.1, initials=initials) for person in people]
        title = self.printed(work.title)
        year = work.year + (self.r.choice((-1, 1)) if self.maybe(0.01) else 0)
        return self.fields(
            [] if self.maybe(0.01) else names, title, self.venues[work.venue][2], year
        )

    def name(self, given, initial, family, middle, short, initials=False) -> str:
        full, _, other = given.partition("/")
        given = other if other and self.maybe(short) else full
        if initials:
            given = "-".join(f"{part[0]}." for part in given.split("-"))
        family = self.typo(family) if self.maybe(0.01) else family
        letter = f"{initial}." if initial and self.maybe(middle) else ""
        return " ".join(filter(None, (given, letter, family)))

    def printed(self, title: str) -> str:
        if self.maybe(0.5):
            head, _, tail = title.partition(": ")
            title = head.capitalize() + (f": {tail.lower()}" if tail else "")
        if self.maybe(0.05) and " " in title.partition(":")[0]:
            title = title.partition(":")[0]
        if self.maybe(0.03):
            title = self.typo(title)
        if self.maybe(0.02):
            title = title.removeprefix("An ").removeprefix("The ")
        title = title.replace(": ", " &mdash; ") if self.maybe(0.2) else title
        title = title.replace("-", " ") if self.maybe(0.05) else title
        return title + (self.r.choice(BEHIND) if len(title) > 40 and self.maybe(0.05) else "")

    def typo(self, text: str) -> str:
        at = self.r.randrange(1, len(text))
        return (
            text[:at] + self.r.choice(("", text[at] * 2, self.r.choice("aeinrst"))) + text[at + 1 :]
        )

    def fields(self, names: list[str], title: str, venue: str, year: int) -> dict[str, str]:
        found = {"author": " and ".join(names), "title": title, "journal": venue, "year": str(year)}
        return {name: text for name, text in found.items() if text}


def capitals(text: str) -> str:
    small = ("in", "for", "of", "the", "and", "to", "on", "with", "over", "an", "a")
    first, *rest = text.split()
    kept = (word if word in small else word[:1].upper() + word[1:] for word in rest)
    return " ".join((first[:1].upper() + first[1:], *kept))


def rows(seed: int, count: int = 2686) -> Iterator[tuple[Work, dict[str, str]]]:
    """Every work as the community, the publisher, or (five in six) both tell of it."""
    library = Library(seed)
    for work in library.works(count):
        sides = library.r.choices(("both", "community", "publisher"), (83, 14, 3))[0]
        if sides != "publisher":
            yield work, library.community(work)
        if sides != "community":
            yield work, library.publisher(work)


def entry(key: str, fields: dict[str, str]) -> str:
    inside = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@article{{{key},\n{inside}}}\n\n"


def write(folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Writes `clean-SEED.bib` and its truth as JSON: key -> [work, the work it looks like]."""
    found = list(rows(seed))
    random.Random(f"order {seed}").shuffle(found)
    folder.mkdir(parents=True, exist_ok=True)
    bib, truth = folder / f"clean-{seed}.bib", folder / f"clean-{seed}.json"
    entries = (entry(f"c{n}", fields) for n, (_, fields) in enumerate(found))
    bib.write_text("".join(entries), encoding="utf-8")
    truth.write_text(json.dumps({f"c{n}": [w.id, w.like] for n, (w, _) in enumerate(found)}))
    return bib, truth
