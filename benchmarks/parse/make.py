"""Make labelled references: compose facts or take them from the corpora, print them in a style.

A style is drawn anew for each reference (order, names, quotes, brackets, announcing words of the
language), so that a model sees far more habits than named styles have.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.parse.corpora import Labelled
from benchmarks.parse.words import WORDS
from kb.model import OTHERS
from kb.parse.lexicons import table
from kb.parse.normalise.names import read_names

T = {name.upper(): value for name, value in WORDS.items()}
PHYSICS: list[str] = T["PHYSICS"]
CONFERENCES: list[str] = T["CONFERENCES"]
PHYSICS_TITLES: list[str] = T["PHYSICS_TITLES"]
GIVEN = sorted(word.title() for word, marks in table().items() if "g" in marks)
FAMILIES = sorted(word.title() for word, marks in table().items() if "f" in marks)
ARXIV_FIELDS = ("hep-th", "hep-ph", "astro-ph", "cond-mat", "quant-ph", "gr-qc", "math", "cs.DS")
LANGS = {"de": 30, "en": 26, "id": 24, "es": 6, "fr": 6, "pt": 5, "it": 3, "nl": 3, "ms": 2}


@dataclass
class Facts:
    """What a reference says, before any style."""

    lang: str
    type: str
    author: list[tuple[str, str]] = field(default_factory=list)
    editor: list[tuple[str, str]] = field(default_factory=list)
    org: str = ""
    title: str = ""
    container: str = ""
    series: str = ""
    series_number: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    year: str = ""
    month: int = 0
    day: int = 0
    publisher: str = ""
    place: str = ""
    genre: str = ""
    edition: int = 0
    doi: str = ""
    url: str = ""
    accessed: tuple[int, int, int] = (0, 0, 0)
    arxiv: str = ""
    number: str = ""


class Text:
    """A reference under construction: words, some with a label."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str]] = []

    def add(self, text: str, label: str = "") -> "Text":
        if text:
            self.parts.append((text, label))
        return self

    def labelled(self, number: int, source: str, lang: str, type_: str) -> Labelled:
        text, spans = "", []
        for part, label in self.parts:
            if text.endswith(" ") and part.startswith(" "):
                part = part.lstrip()
            if text and text[-1] in ".,?!" and part[:1] in (".", ",") and not label:
                part = part[1:] if part[0] == "." or text[-1] in "?!," else part
            if label and part.strip():
                spans.append((len(text), len(text) + len(part), label))
            text += part
        return Labelled(f"made-{number}", source, text, tuple(spans), lang, type_)


class Maker:
    """Draws facts and styles from one seeded source of chance."""

    def __init__(self, seed: int, entries: Iterable[Labelled]) -> None:
        self.r = random.Random(seed)
        self.pool = _harvest(entries)

    # facts

    def pick(self, options: str) -> str:
        """One of ' | '-free options parted by '|'; blanks count."""
        return self.r.choice(options.split("|"))

    def names(self, lang: str, most: int = 4) -> list[tuple[str, str]]:
        count = self.r.choices(range(1, most + 1), [12, 7, 4, 2, 1, 1, 1, 1][:most])[0]
        return [self.name(lang) for _ in range(count)]

    def name(self, lang: str) -> tuple[str, str]:
        r = self.r
        if lang != "id" and r.random() < 0.02:
            return self.blended(r.choice(T["FAMILY"][lang]), r.choice(T["FAMILY"][lang])), ""
        if self.pool["names"] and r.random() < (0.45 if lang == "en" else 0.12):
            return r.choice(self.pool["names"])
        if lang not in ("id", "ms") and r.random() < 0.25:
            return r.choice(FAMILIES), r.choice(GIVEN)
        return self.composed_name(lang)

    def composed_name(self, lang: str) -> tuple[str, str]:
        """A name of the language's lists, mostly, as it is or blended, with a particle or two."""
        r = self.r
        source = lang if r.random() < 0.85 else "en"
        family = r.choice(T["FAMILY"][source])
        given = r.choice(T["GIVEN"][source])
        if r.random() < 0.35:
            family = self.blended(family, r.choice(T["FAMILY"][source]))
        if r.random() < 0.3:
            given += " " + r.choice(
                [r.choice(T["GIVEN"][source]), r.choice("ABCDEFGHJKLMPRSTW") + "."]
            )
        if source in T["PARTICLES"] and r.random() < 0.12:
            family = r.choice(T["PARTICLES"][source]) + " " + family
        elif r.random() < T["DOUBLE_FAMILY"].get(source, 0.02):
            family += r.choice([" ", " ", "-"]) + r.choice(T["FAMILY"][source])
        if source == "id" and r.random() < 0.2:
            return (family if r.random() < 0.5 else given, "")
        return family, given

    def title(self, lang: str) -> str:
        r = self.r
        real = self.pool["titles"].get(lang, [])
        if real and r.random() < (0.85 if lang == "en" else 0.3):
            text = r.choice(real)
        else:
            text = r.choice(T["PATTERNS"][lang]).format(**self._nouns(lang))
        if r.random() < (0.4 if lang == "de" else 0.12):
            text = self._subtitled(text, lang)
        text = text[0].upper() + text[1:]
        if (lang == "id" and r.random() < 0.75) or (lang == "en" and r.random() < 0.4):
            text = title_case(text)
        if r.random() < 0.04:
            words = text.split()
            at = r.randrange(len(words))
            mark = r.choice(['""', "''", "“”", "„“", "‘’"])
            words[at] = mark[0] + words[at] + mark[1]
            text = " ".join(words)
        return text

    def _nouns(self, lang: str) -> dict[str, str]:
        """Three noun phrases: known ones, with an adjective, or words blended from two others."""
        r, found = self.r, []
        for noun in r.sample(T["NOUNS"][lang], 3):
            if r.random() < 0.35:
                noun = self.blended(noun, r.choice(T["NOUNS"][lang]))
            if lang in T["ADJECTIVES"] and r.random() < 0.15:
                noun = f"{r.choice(T['ADJECTIVES'][lang])} {noun}"
            found.append(noun)
        return dict(zip("ABC", found, strict=True))

    def _subtitled(self, text: str, lang: str) -> str:
        r = self.r
        sub = r.choice(T["SUBTITLES"][lang]).format(**self._nouns(lang))
        if r.random() < 0.3 and lang == "de":
            text = self._nouns(lang)["A"].split()[-1]
        seps = {"de": [". "] * 5 + [": ", ": ", " - ", " – "], "fr": [" : ", ". ", ", "]}
        sep = r.choice(seps.get(lang, [": ", ": ", ": ", ". ", " - "]))
        sub = sub[0].upper() + sub[1:] if sep == ". " or lang in ("de", "en") else sub
        return text.rstrip(".") + (" " if text[-1] in "?!" else sep) + sub

    def blended(self, one: str, other: str) -> str:
        """A word that no list knows: the head of `one`'s last word and the tail of `other`'s."""
        head, tail = one.split()[-1], other.split()[-1]
        if len(head) < 5 or len(tail) < 5:
            return one
        word = (
            head[: self.r.randint(3, len(head) - 1)]
            + tail[-self.r.randint(3, len(tail) - 1) :].lower()
        )
        return " ".join([*one.split()[:-1], word])

    def facts(self) -> Facts:
        lang = self.r.choices(list(LANGS), list(LANGS.values()))[0]
        kinds = {"book": 26, "article-journal": 30, "chapter": 22, "thesis": 5, "webpage": 6,
                 "report": 5, "article-newspaper": 3, "paper-conference": 4}  # fmt: skip
        kind = self.r.choices(list(kinds), list(kinds.values()))[0]
        if lang in T["LAWS"] and self.r.random() < (0.07 if lang == "id" else 0.015):
            return self.law(lang)
        return self.compose(lang, kind)

    def law(self, lang: str) -> Facts:
        r = self.r
        year = str(r.randint(1945, 2024))
        title = r.choice(T["LAWS"][lang]).format(
            n=r.randint(1, 120), y=year, A=title_case(r.choice(T["NOUNS"][lang]))
        )
        facts = Facts(lang, "legislation", title=title)
        facts.year = year if r.random() < 0.3 else ""
        if r.random() < 0.15:
            facts.url = self.web()
        return facts

    def compose(self, lang: str, kind: str) -> Facts:
        r = self.r
        f = Facts(
            lang,
            kind,
            title=self.title(lang),
            year=str(r.choice([r.randint(1950, 2024), r.randint(1985, 2024)])),
        )
        if r.random() < (0.45 if kind in ("webpage", "report", "article-newspaper") else 0.035):
            f.org = r.choice(T["ORGANISATIONS"][lang])
        else:
            f.author = self.names(lang, 6 if kind == "article-journal" else 4)
        getattr(self, "_" + kind.replace("-", "_"))(f)
        if r.random() < 0.02:
            f.year = ""
        return f

    def _publisher(self, f: Facts) -> None:
        r = self.r
        if f.lang == "en" and self.pool["publishers"] and r.random() < 0.3:
            f.publisher, f.place = r.choice(self.pool["publishers"])
            return
        f.publisher, f.place = r.choice(T["PUBLISHERS"][f.lang]).split(" : ")

    def _book(self, f: Facts) -> None:
        r = self.r
        self._publisher(f)
        if r.random() < 0.15:
            f.edition = r.randint(2, 9)
        if r.random() < 0.16:
            f.series = r.choice(T["SERIES"].get(f.lang, T["SERIES"]["en"]))
            f.series_number = str(r.randint(1, 400)) if r.random() < 0.7 else ""
        if r.random() < 0.12:
            f.editor, f.author = f.author or self.names(f.lang, 3), []
            f.org = ""
        if r.random() < 0.06:
            f.volume = str(r.randint(1, 6))
        if r.random() < 0.04:
            f.url = self.web()

    def _article_journal(self, f: Facts) -> None:
        r = self.r
        real = self.pool["journals"].get(f.lang) or self.pool["journals"].get("en", [])
        use = r.random() < (0.6 if f.lang == "en" else 0.15)
        f.container = r.choice(real) if real and use else r.choice(T["JOURNALS"][f.lang])
        if r.random() < 0.12:
            f.container = abbreviated(f.container, r)
        f.volume = str(r.randint(1, 120)) if r.random() < 0.93 else ""
        f.issue = str(r.randint(1, 12)) if r.random() < 0.6 else ""
        f.page = self.pages()
        if f.issue and r.random() < 0.05:
            f.issue += "/" + str(int(f.issue) + 1)
        if r.random() < 0.06:
            f.page = ""
        if r.random() < 0.2 and int(f.year) > 1995:
            f.doi = self.doi()
        elif r.random() < 0.12 and int(f.year) > 1998:
            f.url = self.web()

    def _chapter(self, f: Facts) -> None:
        r = self.r
        f.container = self.title(f.lang)
        if r.random() < 0.9:
            f.editor = self.names(f.lang, 3)
        self._publisher(f)
        f.page = self.pages() if r.random() < 0.85 else ""
        if r.random() < 0.08:
            f.edition = r.randint(2, 5)
        if r.random() < 0.06:
            f.volume = str(r.randint(1, 5))
        if r.random() < 0.08:
            f.series = r.choice(T["SERIES"].get(f.lang, T["SERIES"]["en"]))
            f.series_number = str(r.randint(1, 400)) if r.random() < 0.7 else ""

    def _paper_conference(self, f: Facts) -> None:
        r = self.r
        n = r.choice(["5th", "12th", "21st", "3rd", "2nd", "Tenth", "First"])
        name = r.choice(CONFERENCES).format(n=n, y=f.year[2:])
        if r.random() < 0.35:
            topic = r.choice(T["CONFERENCE_TOPICS"])
            name = r.choice(
                [
                    f"{f.year} {n} International Conference on {topic}",
                    f"{f.year} IEEE International Conference on {topic}",
                    f"Proceedings of the {n} International Conference on {topic}",
                    f"{n} International Workshop on {topic}",
                ]
            )
            if r.random() < 0.5:
                name += f" ({''.join(w[0] for w in topic.split())}{f.year[2:]})"
        if f.lang == "id":
            name = (
                self.pick(
                    "Prosiding Seminar Nasional|Seminar Nasional|Prosiding Konferensi Nasional"
                )
                + " "
                + title_case(r.choice(T["NOUNS"]["id"]))
            )
        elif f.lang == "de":
            name = r.choice(
                [
                    "Verhandlungen des 28. Deutschen Soziologentages",
                    "Tagungsband der Jahrestagung",
                    "Soziologie in der Krise. Verhandlungen der Deutschen Gesellschaft",
                ]
            )
        f.container = name
        f.page = self.pages() if r.random() < 0.8 else ""
        if r.random() < 0.4:
            self._publisher(f)
        elif r.random() < 0.4:
            f.place = r.choice(T["PUBLISHERS"][f.lang]).split(" : ")[1]
        if r.random() < 0.15:
            f.doi = self.doi()

    def _thesis(self, f: Facts) -> None:
        r = self.r
        f.org = ""
        f.author = [self.name(f.lang)]
        f.genre = r.choice(T["THESES"][f.lang])
        f.publisher = r.choice(T["UNIVERSITIES"][f.lang])
        if r.random() < 0.4:
            f.place = r.choice(T["PUBLISHERS"][f.lang]).split(" : ")[1]
        elif r.random() < 0.4:
            f.place = r.choice(T["COUNTRIES"])

    def _webpage(self, f: Facts) -> None:
        r = self.r
        f.url = self.web()
        if r.random() < 0.6:
            f.accessed = (r.randint(2005, 2025), r.randint(1, 12), r.randint(1, 28))
        if r.random() < 0.4:
            f.month, f.day = r.randint(1, 12), r.randint(1, 28)
        if r.random() < 0.3:
            f.container = r.choice(T["ORGANISATIONS"][f.lang])

    def _article_newspaper(self, f: Facts) -> None:
        r = self.r
        f.container = {
            "de": "Der Spiegel|Die Zeit|FAZ|Süddeutsche Zeitung|taz",
            "id": "Kompas|Tempo|Republika|Kompas.com|Media Indonesia",
            "fr": "Le Monde|Libération",
            "es": "El País|El Mundo",
        }.get(
            f.lang, "The New York Times|The Guardian|The Jakarta Post|Washington Post|The Economist"
        )
        f.container = self.pick(f.container)
        f.month, f.day = r.randint(1, 12), r.randint(1, 28)
        if r.random() < 0.4:
            f.page = r.choice(["A1", "B4", "3", "12", "5"])
        if r.random() < 0.4:
            f.url = self.web()
            f.accessed = (
                (r.randint(2005, 2025), r.randint(1, 12), r.randint(1, 28))
                if r.random() < 0.6
                else (0, 0, 0)
            )

    def _report(self, f: Facts) -> None:
        r = self.r
        if r.random() < 0.5:
            f.series = {
                "de": "Arbeitspapier|ZUMA-Arbeitsbericht|Discussion Paper|IAB-Forschungsbericht",
                "id": "Laporan Penelitian|Working Paper",
            }.get(
                f.lang,
                "Working Paper|Discussion Paper|Technical Report|NBER Working Paper|Policy Brief",
            )
            f.series = self.pick(f.series)
            f.series_number = r.choice(
                [
                    str(r.randint(1, 900)),
                    f"{r.randint(90, 99)}/{r.randint(1, 20):02}",
                    f"TR-{r.randint(10, 99)}",
                ]
            )
        f.publisher = r.choice(T["ORGANISATIONS"][f.lang] + T["UNIVERSITIES"][f.lang])
        if r.random() < 0.6:
            f.place = r.choice(T["PUBLISHERS"][f.lang]).split(" : ")[1]
        if r.random() < 0.35:
            f.url = self.web()
            if r.random() < 0.4:
                f.accessed = (r.randint(2005, 2025), r.randint(1, 12), r.randint(1, 28))

    def pages(self) -> str:
        r = self.r
        first = r.choice([r.randint(1, 400), r.randint(1, 60), r.randint(100, 1500)])
        roll = r.random()
        if roll < 0.04:
            return r.choice(["e", "R", "L", "S", ""]) + str(r.randint(100, 99999))
        last = first + r.randint(1, 40)
        dash = r.choice("-–--–")
        if roll < 0.15 and last > 100 and str(first)[:-2] == str(last)[:-2]:
            return f"{first}{dash}{str(last)[-2:]}"
        return f"{first}{dash}{last}"

    def doi(self) -> str:
        r = self.r
        head = r.choice(
            [
                "10.1016",
                "10.1093",
                "10.1177",
                "10.1080",
                "10.1007",
                "10.22146",
                "10.15294",
                "10.1111",
                "10.1515",
                "10.3389",
            ]
        )
        journal, year = r.choice(["soc", "jbi", "chb", "patrec"]), r.randint(1999, 2024)
        month, small, large = r.randint(1, 12), r.randint(1, 99), r.randint(10_000, 99_999)
        tails = (
            f"j.{journal}.{year}.{month:02}.{small:03}",
            f"{r.randint(10**9, 10**10)}",
            f"s{large}-0{r.randint(10, 22)}-{r.randint(1000, 9999)}-{r.randint(0, 9)}",
            f"jurnal.v{small}i{r.randint(1, 4)}.{large}",
            f"zfsoz-{year}-0{r.randint(1, 6)}0{r.randint(1, 9)}",
        )
        return head + "/" + r.choice(tails)

    def web(self) -> str:
        r = self.r
        host = r.choice(
            [
                "www.un.org",
                "www.amnesty.org",
                "www.bps.go.id",
                "kompas.com",
                "www.destatis.de",
                "www.who.int",
                "ejournal.undip.ac.id",
                "www.state.gov",
                "news.detik.com",
                "www.theguardian.com",
                "repository.ui.ac.id",
                "www.bpb.de",
                "hdr.undp.org",
                "www.jstor.org",
                "journal.unnes.ac.id",
                "elpais.com",
                "www.scielo.br",
            ]
        )
        path = r.choice(
            [
                "",
                "/",
                "/stable/{n}",
                "/index.php/mmh/article/view/{n}",
                "/documents/{n}.pdf",
                "/en/news/2019/05/human-rights-report",
                "/read/2021/03/{n}/berita-hari-ini",
                "/publikationen/a_{n}.html",
                "/id/{n}",
            ]
        )
        return (
            r.choice(
                ["http://", "https://", "https://", "" if host.startswith("www") else "http://"]
            )
            + host
            + path.format(n=r.randint(100, 99999))
        )

    # physics and computing

    def compact(self) -> tuple[Facts, Text]:
        r = self.r
        f = Facts("en", "article-journal")
        f.author = [
            self.name(r.choice(["en", "en", "en", "de", "fr", "it"]))
            for _ in range(r.choices([1, 2, 3, 4, 6], [6, 8, 6, 3, 1])[0])
        ]
        f.year = str(r.randint(1935, 2016))
        return f, self._compact(f)

    def _compact(self, f: Facts) -> Text:
        r, t = self.r, Text()
        if r.random() < 0.12:
            t.add(
                r.choice(["[{n}]", "{n}.", "({n})"]).format(n=r.randint(1, 120)), "citation-number"
            ).add(" ")
        glue = r.choice(["", " ", " ", " "])
        form = r.choice(
            ["natural", "natural", "natural", "natural", "inverted", "vancouver", "tight"]
        )
        with_title = r.random() < 0.45
        kind = r.choices(["article", "book", "proc", "preprint", "thesis"], [70, 10, 12, 8, 2])[0]
        cut = 1 if len(f.author) > 1 and r.random() < 0.15 else 0
        self._people(
            t,
            f.author,
            "author",
            form,
            r.choice([", ", ", ", ", ", " and "]),
            r.choice([" and ", ", and ", " and ", " & ", ", "]),
            glue,
            "en",
            cut,
            "et al.",
        )
        date = f.year + (r.choice("abcd") if r.random() < 0.05 else "")
        early = r.random() < 0.18
        if early:
            t.add(r.choice([" (", ", ", " "]))
            t.add(date, "issued").add(")" if t.parts[-2][0] == " (" else "")
        sep = r.choice([", ", ", ", ". ", ": ", " "]) if not early else r.choice([", ", ". ", " "])
        t.add(sep)
        comma = r.choice([", ", ", ", ". "])
        if ((with_title or kind != "article") and kind != "preprint") or (
            kind == "preprint" and with_title
        ):
            quote = r.choice([("", ""), ("", ""), ("``", "''"), ("“", "”"), ('"', '"'), ("‘", "’")])
            title = r.choice(PHYSICS_TITLES + self.pool["titles"].get("en", [])[:3000])
            inner = bool(quote[0]) and r.random() < 0.7
            t.add(quote[0]).add(title, "title").add(
                (comma.strip() + quote[1] + " ") if inner else quote[1] + comma
            )
        getattr(self, "_compact_" + kind)(t, f, early, date)
        return t

    def _compact_article(self, t: Text, f: Facts, early: bool, date: str) -> None:  # noqa: C901
        r = self.r
        journal = r.choice(
            PHYSICS
            if r.random() < 0.75 or not self.pool["journals"].get("en")
            else self.pool["journals"]["en"]
        )
        if r.random() < 0.3:
            journal = journal.replace(". ", ".")
        if r.random() < 0.15:
            journal = journal.replace(".", "")
        volume = str(r.choice([r.randint(1, 800), r.randint(1, 800), r.randint(1, 12)]))
        page = str(
            r.randint(*r.choice([(1, 999), (1000, 99999), (1000, 99999), (1400, 2030), (1, 12)]))
        )
        if r.random() < 0.15:
            page = f"{int(page)}{r.choice('-–')}{int(page) + r.randint(2, 30)}"
        if r.random() < 0.12:
            page = r.choice("LRS") + page if "-" not in page and "–" not in page else page
        letter = re.match(r"(.*[A-Za-z.])\s?([A-E])$", journal)
        if letter and r.random() < 0.45:
            journal, volume = letter[1], letter[2] + volume
        t.add(journal, "container-title")
        t.add(
            r.choice(
                [" ", " ", " ", ", ", " vol. ", ", vol. ", ""]
                if volume[0] in "ABCDE"
                else [" ", " ", ", ", " vol. ", " **"]
            )
        )
        bold = t.parts[-1][0] == " **"
        t.add(volume, "volume").add("**" if bold else "")
        if r.random() < 0.12:
            issue = str(r.randint(1, 12))
            t.add(r.choice(["(", ", no. ", " ("]))
            t.add(issue, "issue").add(")" if "(" in t.parts[-2][0] else "")
        layout = r.choice(["vpy", "vpy", "vpy", "vyp", "vyp", "vpcy"])
        if early:
            t.add(r.choice([", ", " ", ":", ", p. ", ", pp. "])).add(page, "page")
        elif layout == "vyp":
            t.add(r.choice([" (", " ("])).add(date, "issued").add(
                r.choice([") ", "), ", "), pp. ", "), p. ", "): "])
            ).add(page, "page")
        else:
            t.add(r.choice([", ", ", ", " ", ": ", ", pp. ", ", p. "])).add(page, "page")
            t.add(" (" if layout == "vpy" else ", ").add(date, "issued").add(
                ")" if layout == "vpy" else ""
            )
        self._tail_arxiv(t, 0.25, f)
        t.add(r.choice([".", ".", ".", "", ";"]))

    def _tail_arxiv(self, t: Text, chance: float, f: Facts) -> None:
        r = self.r
        if r.random() > chance:
            return
        new = int(f.year or 0) >= 2007
        year, month = r.randint(7, 19) if new else r.randint(92, 99), r.randint(1, 12)
        field = r.choice(ARXIV_FIELDS)
        number = f"{year:02}{month:02}.{r.randint(1, 9999):04}"
        number = number if new else f"{field}/{year}{month:02}{r.randint(1, 999):03}"
        t.add(r.choice([" [", ", ", ", ", "; ", " ("]))
        bracket = {"[": "]", "(": ")"}.get(t.parts[-1][0].strip(), "")
        t.add(
            r.choice(
                ["", "arXiv:", "arXiv:", "arXiv preprint arXiv:", "preprint "]
                if not new
                else ["arXiv:", "arXiv:", "arXiv preprint arXiv:", "arXiv: "]
            )
            + number,
            "number",
        ).add(bracket)

    def _compact_book(self, t: Text, f: Facts, early: bool, date: str) -> None:
        r = self.r
        publisher, place = (
            r.choice(self.pool["publishers"] or [("Springer", "Berlin")])
            if r.random() < 0.4
            else r.choice(T["PUBLISHERS"]["en"]).split(" : ")
        )
        if r.random() < 0.15:
            t.add(
                r.choice(["2nd ed.", "3rd ed.", "second edition", "Second Edition"]), "edition"
            ).add(", ")
        bracket = r.random() < 0.5
        t.add("(" if bracket else "")
        if r.random() < 0.65:
            first = r.random() < 0.7
            pair = [(publisher, "publisher"), (place, "publisher-place")]
            pair = pair if first else pair[::-1]
            t.add(*pair[0]).add(", " if first else r.choice([": ", ", "])).add(*pair[1])
        else:
            t.add(publisher, "publisher")
        if not early:
            t.add(", ").add(date, "issued")
        t.add(")" if bracket else "").add(r.choice([".", ".", ""]))

    def _compact_proc(self, t: Text, f: Facts, early: bool, date: str) -> None:
        r = self.r
        name = r.choice(CONFERENCES).format(
            n=r.choice(["7th", "21st", "33rd", "2nd", "Third"]), y=f.year[2:]
        )
        t.add(r.choice(["in ", "In ", "in: ", "", "in "])).add(name, "container-title")
        if r.random() < 0.3:
            t.add(r.choice([", edited by ", ", eds. ", " (eds. "]))
            self._people(t, self.names("en", 3), "editor", "natural", ", ", " and ", " ", lang="en")
            t.add(")" if t.parts[-2][0].startswith(" (") else "")
        if r.random() < 0.35:
            publisher, place = r.choice(T["PUBLISHERS"]["en"]).split(" : ")
            t.add(", " if r.random() < 0.6 else " (").add(publisher, "publisher").add(", ").add(
                place, "publisher-place"
            )
        elif r.random() < 0.4:
            t.add(", ").add(r.choice(T["PUBLISHERS"]["en"]).split(" : ")[1], "publisher-place")
        opened = any(p[0] == " (" for p in t.parts[-4:])
        if not early and r.random() < 0.5:
            t.add(", ").add(date, "issued").add(")" if opened else "")
            done = True
        else:
            t.add(")" if opened else "")
            done = early
        if r.random() < 0.75:
            t.add(r.choice([", pp. ", ", p. ", ", pages ", ", "])).add(self.pages(), "page")
        if not done:
            t.add(r.choice([", ", " ("])).add(date, "issued").add(
                ")" if t.parts[-2][0] == " (" else ""
            )
        t.add(".")

    def _compact_preprint(self, t: Text, f: Facts, early: bool, date: str) -> None:
        r = self.r
        self._tail_arxiv(t, 1.0, f)
        t.parts[-3:] = [p for p in t.parts[-3:] if p[0] not in (" [", ", ", "; ", " (", "]", ")")]
        if not early:
            t.add(r.choice([" (", ", "])).add(date, "issued").add(
                ")" if t.parts[-2][0] == " (" else ""
            )
        t.add(r.choice([".", ""]))

    def _compact_thesis(self, t: Text, f: Facts, early: bool, date: str) -> None:
        t.add(self.r.choice(T["THESES"]["en"]), "genre").add(", ").add(
            self.r.choice(T["UNIVERSITIES"]["en"]), "publisher"
        )
        if not early:
            t.add(self.r.choice([", ", " ("])).add(date, "issued").add(
                ")" if t.parts[-2][0] == " (" else ""
            )
        t.add(".")

    # names

    def _people(
        self,
        t: Text,
        people: list[tuple[str, str]],
        label: str,
        form: str,
        sep: str,
        last: str,
        glue: str,
        lang: str,
        cut: int = 0,
        et: str = "",
    ) -> None:
        shown = people[: cut or len(people)]
        short = cut and cut < len(people)
        text = self.list_of(shown, form, sep, sep if short else last, glue)
        if short:
            text += self.r.choice([" ", ", "]) + (et or "et al.")
        t.add(text, label)

    def list_of(
        self, people: list[tuple[str, str]], form: str, sep: str, last: str, glue: str
    ) -> str:
        """The names in `form` with `sep` between them and `last` before the last."""
        text = ""
        for i, (family, given) in enumerate(people):
            if i:
                text += last if i == len(people) - 1 else sep
            text += self._person(
                family, given, form if i == 0 or form != "first" else "natural-full", glue
            )
        return text

    def _person(self, family: str, given: str, form: str, glue: str) -> str:  # noqa: C901
        if not given:
            return family.upper() if form == "caps" else family
        parts = given.split()
        initials = glue.join("-".join(p[0] + "." for p in w.split("-") if p) for w in parts)
        if form == "natural":
            return f"{initials}{glue or ' '}{family}"
        if form == "tight":
            return f"{''.join(w[0] + '.' for w in parts)}{family}"
        if form == "natural-full":
            return f"{given} {family}"
        if form == "inverted":
            return f"{family}, {initials}"
        if form == "vancouver":
            return f"{family} {''.join(w[0] for w in parts)}"
        if form == "caps":
            return f"{family.upper()}, {given}"
        if form == "caps-initials":
            return f"{family.upper()}, {initials}"
        if form == "caps-natural":
            return f"{given} {family.upper()}"
        return f"{family}, {given}"

    # lists and notes of the humanities and social sciences

    def record(self, f: Facts) -> Text:
        """`f` in a style drawn for its language."""
        roll = self.r.random()
        if f.type == "legislation":
            return self._law_text(f)
        if roll < (0.36 if f.lang in ("de", "id") else 0.22):
            return Note(self, f).text()
        return Listed(self, f).text()

    def _law_text(self, f: Facts) -> Text:
        r, t = self.r, Text()
        if r.random() < 0.15:
            t.add(
                r.choice(["Indonesia", "Republik Indonesia", "Indonesia, Republik"]), "author"
            ).add(r.choice([". ", ", "]))
        t.add(f.title, "title")
        if f.year:
            t.add(r.choice([" (", ", ", ". "])).add(f.year, "issued").add(
                ")" if t.parts[-2][0] == " (" else ""
            )
        if r.random() < 0.15:
            t.add(
                r.choice([", Pasal ", ", Ps. "])
                + str(r.randint(1, 60))
                + r.choice(["", " ayat (1)"])
            )
        if f.url:
            t.add(". ").add(f.url, "URL")
        return t.add(r.choice([".", "", "."]))


def abbreviated(name: str, r: random.Random) -> str:
    """A periodical's name cut as lists do: 'Zeitschrift für Soziologie' -> 'Zeit. Sozi.'."""
    words = [w for w in re.findall(r"[^\W\d_]+", name) if len(w) > 3]
    stop = r.choice([".", ".", ".", ""])
    cut = [w[: r.randint(3, 5)] + stop if len(w) > 5 and r.random() < 0.9 else w for w in words]
    return " ".join(cut) or name


def title_case(text: str) -> str:
    small = {
        "dan",
        "di",
        "dalam",
        "tentang",
        "dari",
        "untuk",
        "pada",
        "yang",
        "of",
        "and",
        "in",
        "the",
        "a",
        "to",
    }
    done = [
        w if i and w.lower() in small else w[:1].upper() + w[1:]
        for i, w in enumerate(text.split(" "))
    ]
    return " ".join(done)


class _Style:
    """What lists and notes share: the language's words, dates, numbers, publishers, links."""

    def __init__(self, maker: Maker, facts: Facts) -> None:
        self.m, self.r, self.f, self.t = maker, maker.r, facts, Text()
        lang = facts.lang
        if lang not in ("en",) and self.r.random() < 0.12:
            lang = "en"
        self.terms = T["TERMS"][lang]
        self.lang = lang
        self.dot = self.r.choice([". ", ". ", ". ", ", "])

    def word(self, name: str, by: str = "|") -> str:
        return self.r.choice(self.terms[name].split(by))

    def term(self, name: str) -> str:
        return self.r.choice(self.terms[name].split())

    def month(self, number: int, short: bool) -> str:
        name = T["MONTHS"][self.lang][number - 1]
        return name[:3] + self.r.choice([".", ""]) if short and len(name) > 4 else name

    def day(self, day: int, month: int, year: str) -> str:
        roll = self.r.random()
        name = self.month(month, self.r.random() < 0.2)
        if self.lang == "de":
            return f"{day:02}.{month:02}.{year}" if roll < 0.6 else f"{day}. {name} {year}"
        if self.lang == "en" and roll < 0.5:
            return f"{name} {day}, {year}"
        if self.lang in ("es", "pt") and roll < 0.7:
            return f"{day} de {name} de {year}"
        if roll > 0.88:
            return self.r.choice(
                [
                    f"{day:02}/{month:02}/{year}",
                    f"{year}-{month:02}-{day:02}",
                    f"{day:02}.{month:02}.{year}",
                ]
            )
        return f"{day} {name} {year}"

    def quoted(self, text: str, label: str, quote: tuple[str, str], end: str) -> None:
        """`text` in `quote`, with `end` inside or outside of it."""
        inside = quote[0] and self.lang == "en" and end[:1] in ".," and self.r.random() < 0.7
        if text[-1:] in "?!" and end[:1] in ".,":
            end = end[1:]
        self.t.add(quote[0]).add(text, label)
        self.t.add(end[:1] + quote[1] + end[1:] if inside else quote[1] + end)

    def published(self, layout: str) -> bool:
        """Publisher and place; tells whether anything was printed."""
        f, t = self.f, self.t
        if not (f.publisher or f.place):
            return False
        if not f.place or layout == "publisher":
            t.add(f.publisher, "publisher")
        elif not f.publisher or layout == "place":
            t.add(f.place, "publisher-place")
        elif layout == "pp":
            t.add(f.publisher, "publisher").add(", ").add(f.place, "publisher-place")
        else:
            t.add(f.place, "publisher-place").add(
                ": " if layout == "p:p" else " : " if layout == "p : p" else ", "
            ).add(f.publisher, "publisher")
        return True

    def links(self) -> None:
        f, t, r = self.f, self.t, self.r
        accessed = (
            self.day(f.accessed[2], f.accessed[1], str(f.accessed[0])) if f.accessed[0] else ""
        )
        if f.doi:
            t.add(
                r.choice(
                    [
                        " doi:",
                        " DOI: ",
                        " https://doi.org/",
                        " https://doi.org/",
                        " http://dx.doi.org/",
                        " doi: ",
                    ]
                )
            ).add(f.doi, "DOI").add(r.choice(["", "."]))
        if not f.url:
            return
        url = r.choice(["{}", "{}", "{}", "<{}>", "<{}>", "[{}]"]).split("{}")
        before = accessed and r.random() < 0.35
        t.add(" ")
        if before:
            t.add(self.word("accessed")).add(accessed, "accessed").add(
                r.choice([", ", " dari ", ", from ", " "] if self.lang in ("id", "en") else [", "])
            )
        else:
            t.add(r.choice([self.word("url"), "", ""]))
        t.add(url[0]).add(f.url, "URL").add(url[1])
        if accessed and not before:
            t.add(r.choice([" (", ", ", ". ", " [", " "]))
            close = {" (": ")", " [": "]"}.get(t.parts[-1][0], "")
            t.add(self.word("accessed")).add(accessed, "accessed").add(close)
        t.add(r.choice([".", "", ""]))

    def volumes(self) -> str:
        """How many volumes a work has: no field."""
        name = {"de": "Bde.", "fr": "vol.", "es": "vols.", "id": "jilid"}.get(self.lang, "vols.")
        return self.r.choice([". ", ", "]) + f"{self.r.randint(2, 5)} {name}"

    def edition(self) -> str:
        n = self.f.edition
        ordinal = {2: "2nd", 3: "3rd"}.get(n, f"{n}th")
        return (
            self.word("ed_n")
            .strip()
            .format(n=n, o=ordinal, O={2: "Second", 3: "Third"}.get(n, ordinal))
        )


class Listed(_Style):
    """An entry of a list of references: author and date first, or the date at the end."""

    def text(self) -> Text:
        r, f, t = self.r, self.f, self.t
        early = r.random() < 0.72
        if r.random() < 0.05:
            t.add(
                r.choice(["[{}] ", "{}. "]).format(r.randint(1, 150)).rstrip(), "citation-number"
            ).add(" ")
        self.quote = r.choice(
            [("", "")] * 5
            + [
                ("“", "”"),
                ("“", "”"),
                ('"', '"'),
                ("„", "“") if self.lang == "de" else ("'", "'"),
                ("«", "»") if self.lang in ("fr", "it", "es") else ("‘", "’"),
            ]
        )
        self.layout = r.choice(
            [
                "p:p",
                "p:p",
                "p:p",
                "p:p",
                "p : p",
                "pp",
                "p,p",
                "publisher",
                "place" if self.lang == "de" else "p:p",
            ]
        )
        if f.editor and not f.author and not f.org and not f.container:
            self.editors_first()
        elif f.author or f.org:
            self.authors()
        else:
            early = False
        if early and (f.author or f.org or f.editor):
            self.date_after_names()
        elif f.author or f.org or f.editor:
            t.add(r.choice([". ", ", ", ": ", ". "]))
        self.body(early)
        return t

    def authors(self) -> None:
        r, f, t = self.r, self.f, self.t
        if f.org:
            t.add(f.org, "author")
            return
        self.form = r.choice(
            [
                "full",
                "full",
                "full",
                "inverted",
                "inverted",
                "inverted",
                "inverted",
                "first",
                "first",
                "natural-full",
                "vancouver",
                "caps",
                "caps-initials",
                "natural",
            ]
        )
        semis = self.form in ("full", "caps", "caps-initials", "inverted") and r.random() < 0.3
        sep = (
            "; "
            if semis
            else r.choice([", ", ", ", ", ", " / ", "/", " & "] if self.lang == "de" else [", "])
        )
        and_ = self.term("and")
        last = (
            sep if semis and r.random() < 0.5 else (f" {and_} " if and_ not in ",;" else f"{and_} ")
        )
        if self.lang == "en" and r.random() < 0.6 and not semis:
            last = f", {and_} "
        if sep in (" / ", "/") or self.form == "vancouver":
            last = sep
        cut = r.choice([0, 0, 0, 1, 3]) if len(f.author) > 2 else 0
        glue = r.choice([" ", " ", ""])
        self.m._people(
            t,
            f.author,
            "author",
            self.form,
            sep,
            last,
            glue,
            self.lang,
            cut,
            self.word("et").strip(),
        )

    def editors_first(self) -> None:
        r, f, t = self.r, self.f, self.t
        form = r.choice(["full", "full", "inverted", "first", "natural-full"])
        and_ = self.term("and")
        self.m._people(
            t, f.editor, "editor", form, r.choice([", ", " / ", "; "]), f" {and_} ", " ", self.lang
        )
        role = self.term("eds" if len(f.editor) > 1 else "ed")
        t.add(r.choice([f" ({role})", f" ({role})", f", {role}", f" ({role}.)".replace("..", ".")]))

    def date(self) -> str:
        f, r = self.f, self.r
        if not f.year:
            return self.terms["nd"] if r.random() < 0.7 else ""
        if f.month and r.random() < 0.7:
            if self.lang == "en":
                return f"{f.year}, {self.month(f.month, False)} {f.day}"
            return f"{f.year}, {f.day} {self.month(f.month, False)}"
        return f.year + (r.choice("abcd") if r.random() < 0.08 else "")

    def date_after_names(self) -> None:
        r, t = self.r, self.t
        date = self.date()
        if not date:
            t.add(". ")
            return
        if r.random() < 0.72:
            t.add(r.choice([" (", " (", " (", ". (", ", ("])).add(date, "issued").add(
                r.choice(["). ", "): ", "): ", "), ", ") ", "). "])
            )
        else:
            t.add(r.choice([", ", ". ", " "])).add(date, "issued").add(
                r.choice([". ", ": ", ", ", ". "])
            )

    def body(self, early: bool) -> None:  # noqa: C901
        r, f, t = self.r, self.f, self.t
        whole = not f.container
        star = r.choice(["", "", "", "", "*", "*"])
        quote = self.quote if not whole else r.choice([("", "")] * 6 + [self.quote])
        if whole and star:
            t.add(star).add(f.title, "title").add(star)
        else:
            t.add(quote[0]).add(f.title, "title")
            if quote[0] and r.random() < 0.5:
                t.add(r.choice([".", ","]) + quote[1])
            else:
                t.add(quote[1])
        if f.genre:
            mark = r.choice([" ({})", " [{}]", ". {}", ", {}"]).split("{}")
            t.add(mark[0]).add(f.genre, "genre").add(mark[1])
        if f.type in ("book",) and f.edition:
            mark = r.choice([" ({})", ". {}", ", {}"]).split("{}")
            t.add(mark[0]).add(self.edition(), "edition").add(mark[1])
        if f.type == "book" and f.volume:
            t.add(r.choice([". ", ", ", " ("])).add(
                r.choice(
                    ["Vol. ", "vol. ", "Bd. ", "Band "] if self.lang == "de" else ["Vol. ", "vol. "]
                )
            ).add(f.volume, "volume").add(")" if t.parts[-3][0] == " (" else "")
        if f.type == "book" and r.random() < 0.03:
            t.add(self.volumes())
        if f.series and r.random() < 0.6:
            self.series()
        end = self.dot if (t.parts[-1][0] or "")[-1:] != "?" else " "
        if f.container:
            self.within(end, star, early)
        else:
            t.add(end)
            self.imprint(early)
        self.links()

    def series(self) -> None:
        f, t, r = self.f, self.t, self.r
        mark = r.choice([" ({})", ". {}", " (= {})"]).split("{}")
        t.add(mark[0]).add(f.series, "collection-title")
        if f.series_number:
            t.add(
                r.choice(
                    [
                        ", ",
                        " ",
                        ", Bd. ",
                        ", Vol. ",
                        " Nr. " if self.lang == "de" else " No. ",
                        "; ",
                    ]
                )
            ).add(f.series_number, "collection-number")
        t.add(mark[1])

    def within(self, end: str, star: str, early: bool) -> None:
        r, f, t = self.r, self.f, self.t
        periodical = f.type in ("article-journal", "article-newspaper", "webpage")
        german = self.lang == "de"
        pages_first = german and f.page and r.random() < 0.1
        t.add(end)
        if pages_first:
            t.add("S. ").add(f.page, "page").add(" ")
        if not periodical or (r.random() < (0.5 if german else 0.06)):
            t.add(self.word("in") if not pages_first else "in: ")
        if periodical:
            t.add(star).add(f.container, "container-title").add(star)
            self.numbers(early, pages_first)
            return
        self.book_within(star, early, pages_first)

    def numbers(self, early: bool, paged: bool) -> None:  # noqa: C901
        """Volume, issue, pages, and the date where it stands here."""
        r, f, t = self.r, self.f, self.t
        late = not early and bool(f.year)
        date = f.year
        if late and r.random() < 0.2:
            date = f"{self.month(r.randint(1, 12), False)} {f.year}"
        if f.type != "article-journal":
            if f.month and not early:
                t.add(", ").add(self.day(f.day, f.month, f.year), "issued")
                late = False
            elif late:
                t.add(r.choice([", ", " ("])).add(f.year, "issued").add(
                    ")" if t.parts[-2][0] == " (" else ""
                )
            if f.page:
                t.add(", " + self.word("page")).add(f.page, "page")
            t.add(".")
            return
        where = r.choice(["volume", "issue", "end"]) if late else ""
        form = r.choice(
            [
                "5(1)",
                "5(1)",
                "5(1)",
                "5 (1)",
                "vol no",
                "vol no",
                "5, 1",
                "5/1",
                "jg" if self.lang == "de" else "5(1)",
                "5.1",
                "5:1",
            ]
        )
        lead = r.choice([", ", ", ", " ", " ", ". "])
        if f.volume:
            self.volume(form, lead)
        elif f.issue:
            t.add(lead + r.choice(["no. ", "Nr. ", "H. ", "No. "])).add(f.issue, "issue")
        if late and where != "end":
            t.add(r.choice([" (", " (", ", "])).add(date, "issued").add(
                ")" if t.parts[-2][0].startswith(" (") else ""
            )
        if f.page and not paged:
            sep = r.choice(
                [
                    ", ",
                    ", ",
                    ": ",
                    ":",
                    ", " + self.word("page").lstrip(","),
                    ". " + (self.word("page") or "pp. "),
                ]
            )
            if f.page.isdigit() and r.random() < 0.25:
                sep = r.choice([", Art. ", ", art. ", ", Article ", ", "])
            t.add(sep).add(f.page, "page")
        if late and where == "end":
            t.add(r.choice([", ", " ("])).add(date, "issued").add(
                ")" if t.parts[-2][0] == " (" else ""
            )
        t.add(r.choice([".", ".", ".", ""]))

    def volume(self, form: str, lead: str) -> None:
        r, f, t = self.r, self.f, self.t
        if form in ("vol no", "jg"):
            if form == "jg" and r.random() < 0.5:
                t.add(lead).add(f.volume, "volume").add(r.choice([". Jg.", ". Jg", ". Jahrgang"]))
            else:
                t.add(
                    lead
                    + (self.word("vol").lstrip() if form != "jg" else r.choice(["Jg. ", "Bd. "]))
                ).add(f.volume, "volume")
            if f.issue:
                t.add(r.choice([", ", " ", "; "]) + self.word("issue").lstrip(", ")).add(
                    f.issue, "issue"
                )
            return
        t.add(lead).add(f.volume, "volume")
        if f.issue:
            mark = {
                "5(1)": ("(", ")"),
                "5 (1)": (" (", ")"),
                "5, 1": (", ", ""),
                "5/1": ("/", ""),
                "5.1": (".", ""),
                "5:1": (":", ""),
            }[form]
            t.add(mark[0]).add(f.issue, "issue").add(mark[1])

    def book_within(self, star: str, early: bool, paged: bool) -> None:  # noqa: C901
        r, f, t = self.r, self.f, self.t
        behind = f.editor and r.random() < 0.3
        if f.editor and not behind:
            form = r.choice(
                ["natural", "natural", "natural-full", "full", "inverted", "inverted", "vancouver"]
            )
            and_ = self.term("and")
            last = f" {and_} " if and_ not in ",;" else f"{and_} "
            if form in ("full", "inverted") and r.random() < 0.3:
                last = "; "
            self.m._people(
                t,
                f.editor,
                "editor",
                form,
                r.choice([", ", ", ", " / ", "/", "; "] if self.lang == "de" else [", "]),
                last,
                " ",
                self.lang,
                1 if len(f.editor) > 2 and r.random() < 0.3 else 0,
                self.word("et").strip(),
            )
            role = self.term("eds" if len(f.editor) > 1 else "ed")
            t.add(r.choice([f" ({role})", f" ({role})", f" ({role})", f", {role}", f" ({role})"]))
            t.add(
                r.choice([", ", ": ", " ", ". "] if self.lang != "de" else [": ", ": ", ", ", " "])
            )
        elif self.lang == "de" and f.author and r.random() < 0.06:
            t.add(r.choice(["ders.", "dies.", "ders. (Hrsg.)"]) + r.choice([": ", ", "]))
        t.add(star).add(f.container, "container-title").add(star)
        if behind:
            lead = r.choice([", ", " (", ". "])
            t.add(lead + self.word("edpre"))
            self.m._people(
                t,
                f.editor,
                "editor",
                "natural-full" if r.random() < 0.6 else "natural",
                ", ",
                f" {self.term('and')} " if self.term("and") not in ",;" else ", ",
                " ",
                self.lang,
            )
            t.add(")" if lead == " (" else "")
        inside = r.random() < 0.3
        if inside and (f.page or f.edition or f.volume):
            t.add(" (")
            first = True
            if f.edition:
                t.add(self.edition(), "edition")
                first = False
            if f.volume:
                t.add("" if first else ", ").add(r.choice(["Vol. ", "Bd. ", "vol. "])).add(
                    f.volume, "volume"
                )
                first = False
            if f.page:
                t.add("" if first else ", ").add(self.word("page") or "pp. ").add(f.page, "page")
            t.add(")")
            paged = True
        elif f.edition or f.volume:
            if f.volume:
                t.add(
                    r.choice(
                        [", Bd. ", ", Vol. ", ", vol. "]
                        if self.lang == "de"
                        else [", Vol. ", ", vol. "]
                    )
                ).add(f.volume, "volume")
            if f.edition:
                t.add(r.choice([", ", ". "])).add(self.edition(), "edition")
        if f.series and r.random() < 0.7:
            self.series()
        early_pages = f.page and not paged and r.random() < 0.25
        if early_pages:
            t.add(r.choice([", ", ". "]) + (self.word("page") or "pp. ")).add(f.page, "page")
            paged = True
        t.add(r.choice([". ", ". ", ", ", ". "]))
        if f.publisher or f.place:
            self.imprint(early, last="" if f.page and not paged else ".")
        elif not early and f.year:
            t.add(f.year, "issued")
        if f.page and not paged:
            t.add(
                r.choice([", ", ". ", ": "]) + (self.word("page") if r.random() < 0.8 else "")
            ).add(f.page, "page")
            t.add(".")

    def imprint(self, early: bool, last: str = ".") -> None:
        r, f, t = self.r, self.f, self.t
        late = not early and bool(f.year)
        if f.series and f.type == "report":
            t.add(f.series, "collection-title").add(r.choice([" ", ", ", " No. "])).add(
                f.series_number, "collection-number"
            ).add(r.choice([". ", ", "]))
        bracket = late and r.random() < 0.15
        t.add("(" if bracket else "")
        printed = self.published(self.layout)
        if late:
            date = f.year
            if f.month and r.random() < 0.7:
                date = self.day(f.day, f.month, f.year)
            t.add(r.choice([", ", ", ", "; ", " "]) if printed else "").add(date, "issued")
        t.add(")" if bracket else "")
        if f.page and f.type == "book" and r.random() < 0.3:
            t.add(r.choice([". ", ", "])).add(f.page, "page")
        t.add(last if printed or late else "")


class Note(_Style):
    """A footnote: names in reading order, commas, a pinpoint page at the end."""

    def text(self) -> Text:  # noqa: C901
        r, f, t = self.r, self.f, self.t
        german = self.lang == "de"
        if r.random() < 0.3:
            t.add(
                r.choice(
                    [
                        "Vgl. ",
                        "Vgl. dazu ",
                        "Siehe ",
                        "S. ",
                        "Siehe hierzu ",
                        "So ",
                        "Vgl. auch ",
                        "vgl. ",
                        "Dazu: ",
                    ]
                    if german
                    else ["Lihat ", "Lih. ", "Lihat juga "]
                    if self.lang == "id"
                    else ["See ", "Cf. ", "See also ", "Voir ", "Cfr. "]
                )
            )
        if r.random() < 0.1:
            t.parts.insert(0, (r.choice(["{} ", "{}. ", "[{}] "]).format(r.randint(1, 250)), ""))
        people = f.author or f.editor
        label = "author" if f.author else "editor"
        if f.org:
            t.add(f.org, "author")
        elif people:
            form = r.choice(
                ["natural-full"] * 5 + ["natural", "natural", "full", "family", "caps-natural"]
            )
            if form == "family":
                people = [(p[0], "") for p in people]
            and_ = self.term("and")
            sep = r.choice([", ", ", ", "/", " / "] if german else [", "])
            last = sep if "/" in sep else (f" {and_} " if and_ not in ",;" else ", ")
            self.m._people(
                t,
                people,
                label,
                form,
                sep,
                last,
                " ",
                self.lang,
                1 if len(people) > 3 or (len(people) > 2 and r.random() < 0.4) else 0,
                self.word("et").strip(),
            )
            if label == "editor":
                t.add(f" ({self.term('eds' if len(people) > 1 else 'ed')})")
        sep = r.choice([", ", ", ", ", ", ": "])
        if people or f.org:
            t.add(sep)
        quote = r.choice(
            [("", "")] * (5 if not f.container else 4)
            + [
                ("„", "“") if german else ("“", "”"),
                ('"', '"'),
                ("»", "«") if german else ("‘", "’"),
            ]
        )
        star = r.choice(["", "", "", "*"]) if not quote[0] and not f.container else ""
        end = r.choice([", ", ", ", ", ", ". "])
        t.add(star)
        self.quoted(
            f.title,
            "title",
            quote,
            star
            + (
                end
                if f.type != "book" or not r.random() < 0.3
                else (" " if self.lang != "de" else end)
            ),
        )
        if f.genre:
            t.add(f.genre, "genre").add(", ")
        if f.edition and not f.container:
            t.add(self.edition(), "edition").add(", ")
        if f.container:
            self.container()
        else:
            if f.type == "book" and r.random() < 0.05:
                t.add(self.volumes()[2:] + ", ")
            self.imprint()
        self.links()
        self.pinpoint()
        return t

    def container(self) -> None:  # noqa: C901
        r, f, t = self.r, self.f, self.t
        german = self.lang == "de"
        if f.type in ("article-journal", "article-newspaper", "webpage"):
            t.add(
                r.choice(["in: ", "in: ", "in ", "", "In: "])
                if german
                else r.choice(["", "", "", self.word("in")])
            )
            t.add(f.container, "container-title")
            if f.type != "article-journal":
                if f.month:
                    t.add(r.choice([", ", " v. ", " vom "] if german else [", "])).add(
                        self.day(f.day, f.month, f.year), "issued"
                    )
                elif f.year:
                    t.add(r.choice([", ", " "])).add(f.year, "issued")
                if f.page:
                    t.add(", " + (self.word("page") or "p. ")).add(f.page, "page")
                return
            self.periodical()
            return
        t.add(self.word("in").lower() if r.random() < 0.8 else self.word("in"))
        if german and r.random() < 0.1 and f.author:
            t.add(r.choice(["ders., ", "ders. (Hrsg.), ", "dies. (Hg.), ", "Ders.: "]))
        elif f.editor and r.random() < 0.7:
            self.m._people(
                t,
                f.editor,
                "editor",
                r.choice(["natural-full", "natural-full", "natural", "full"]),
                r.choice([", ", "/"] if german else [", "]),
                r.choice(["/", " u. ", " und "]) if german else f" {self.term('and')} ",
                " ",
                self.lang,
                1 if len(f.editor) > 2 and r.random() < 0.4 else 0,
                self.word("et").strip(),
            )
            t.add(
                f" ({self.term('eds' if len(f.editor) > 1 else 'ed')})"
                + r.choice([", ", ", ", ": "])
            )
        t.add(f.container, "container-title")
        if f.editor and not any(p[1] == "editor" for p in t.parts):
            t.add(", " + self.word("edpre"))
            self.m._people(
                t,
                f.editor,
                "editor",
                "natural-full",
                ", ",
                f" {self.term('and')} " if self.term("and") not in ",;" else ", ",
                " ",
                self.lang,
            )
        t.add(", ")
        if f.volume:
            t.add("Bd. " if german else "vol. ").add(f.volume, "volume").add(", ")
        self.imprint()
        if f.page:
            t.add(", " + (self.word("page") or "S. ")).add(f.page, "page")

    def periodical(self) -> None:
        r, f, t = self.r, self.f, self.t
        form = r.choice(["v (y)", "v (y)", "v (y)", "v/y", "vol no y", "v, y"])
        lead = r.choice([" ", " ", ", "])
        if f.volume:
            t.add(lead + (self.word("vol") if form == "vol no y" else "")).add(f.volume, "volume")
            if f.issue and form == "vol no y":
                t.add(r.choice([", ", " "]) + self.word("issue").lstrip(", ")).add(f.issue, "issue")
        elif f.issue:
            t.add(lead + self.word("issue").lstrip(", ")).add(f.issue, "issue")
        if f.year:
            mark = {
                "v (y)": (" (", ")"),
                "v/y": ("/", ""),
                "v, y": (", ", ""),
                "vol no y": r.choice([(" (", ")"), (", ", "")]),
            }[form]
            t.add(mark[0]).add(f.year, "issued").add(mark[1])
        if f.issue and f.volume and form in ("v (y)", "v, y") and r.random() < 0.7:
            t.add(
                r.choice(
                    [", H. ", " H. ", ", Heft ", ", Nr. ", " Nr. "]
                    if self.lang == "de"
                    else [", no. ", ", No. "]
                )
            ).add(f.issue, "issue")
        if f.page:
            t.add(r.choice([", ", ", ", " ", ": "]) + self.word("page")).add(f.page, "page")

    def imprint(self) -> None:
        r, f, t = self.r, self.f, self.t
        german = self.lang == "de"
        layout = r.choice(
            ["place", "place", "place", "p:p"]
            if german
            else ["p:p", "p:p", "p, p", "pp", "publisher", "place"]
        )
        bracket = r.random() < (0.12 if german else 0.55)
        t.add("(" if bracket else "")
        printed = self.published(layout)
        if f.year:
            t.add(
                (" " if german and layout == "place" and r.random() < 0.85 else ", ")
                if printed
                else ""
            )
            if german and f.edition and r.random() < 0.5:
                t.add(r.choice(["²", "³", "2", "3"]))
            t.add(f.year, "issued")
        t.add(")" if bracket else "")

    def pinpoint(self) -> None:
        """A cited page after everything else, when the work has no pages of its own at the end."""
        r, f, t = self.r, self.f, self.t
        number = str(r.randint(1, 700))
        if r.random() < 0.15:
            number += r.choice(["-", "–"]) + str(int(number) + r.randint(1, 4))
        tail = r.choice(["", "", "", " f.", "f.", " ff.", "ff."]) if self.lang == "de" else ""
        if f.url or f.doi or not r.random() < 0.62:
            t.add(r.choice([".", ".", ""]))
            return
        has_pages = bool(f.page)
        if has_pages:
            mark = (
                r.choice([", hier S. ", ", hier: S. ", ", hier ", ", bes. S. ", " (", ", S. "])
                if self.lang == "de"
                else r.choice([", at ", ", hlm. ", ", p. "])
            )
            if mark == ", S. " or r.random() < 0.4:
                t.add(r.choice([".", ""]))
                return
        else:
            mark = r.choice([", ", ". ", " "] if self.lang == "id" else [", "]) + (
                self.word("page") or "S. "
            )
        label = "page" if f.container and not has_pages else "locator"
        t.add(mark).add(number, label).add(tail).add(")" if mark == " (" else "").add(
            r.choice([".", ".", ""])
        )


def _harvest(entries: Iterable[Labelled]) -> dict:
    """Names, titles, journals and publishers that stand in the corpora, by language."""
    names: list[tuple[str, str]] = []
    titles: dict[str, list[str]] = {}
    journals: dict[str, list[str]] = {}
    publishers: list[tuple[str, str]] = []
    for entry in entries:
        lang = entry.lang or _language(entry.text)
        found = {label: entry.text[a:b].strip(" .,;:[]\"“”'‘’*") for a, b, label in entry.spans}
        found = {k: v + ")" * (v.count("(") - v.count(")")) for k, v in found.items()}
        title = found.get("title", "")
        if 8 < len(title) < 220 and title[0].isalnum():
            titles.setdefault(lang, []).append(title)
        journal = found.get("container-title", "")
        if "volume" in found and 1 < len(journal) < 90 and not re.search(r"\d|proc", journal, re.I):
            journals.setdefault(lang, []).append(journal)
        if found.get("publisher") and found.get("publisher-place") and len(found["publisher"]) < 60:
            publishers.append((found["publisher"], found["publisher-place"]))
        for name in read_names(found.get("author", "")):
            if (
                name != OTHERS
                and name.family
                and name.given
                and len(name.family) > 1
                and name.family[0].isupper()
                and not name.family.isupper()
                and len(name.given) > 1
                and name.given[0].isupper()
                and "." not in name.given
                and not name.given.isupper()
                and len(name.given) < 25
            ):
                names.append((name.sort_name, name.given))
    return {"names": names, "titles": titles, "journals": journals, "publishers": publishers}


_HINTS = {
    "de": re.compile(r"\b(?:und|der|die|das|für|im|zur|zum|eine?)\b"),
    "fr": re.compile(r"\b(?:les|des|dans|pour|une|sur|aux|du)\b"),
    "es": re.compile(r"\b(?:los|las|el|para|una|del|por)\b"),
    "pt": re.compile(r"\b(?:dos|das|uma|para|em|na|no|do)\b|ção"),
    "it": re.compile(r"\b(?:della|delle|nel|gli|degli|una|alla)\b"),
    "nl": re.compile(r"\b(?:het|van|een|voor|op|zijn)\b"),
    "id": re.compile(r"\b(?:dan|yang|pada|untuk|dengan|dalam|di)\b"),
    "en": re.compile(r"\b(?:the|of|and|in|for|on|with|to|a)\b"),
}


def _language(text: str) -> str:
    counts = {lang: len(found.findall(text)) for lang, found in _HINTS.items()}
    best = max(counts, key=lambda k: counts[k])
    return best if counts[best] > 1 else "en"


def made(count: int, seed: int, entries: list[Labelled], share: float = 0.2) -> list[Labelled]:
    """`count` references: a `share` compact ones of physics, the rest of all kinds."""
    maker = Maker(seed, entries)
    found: list[Labelled] = []
    for number in range(count):
        if maker.r.random() < share:
            facts, text = maker.compact()
            source = "made-compact"
        else:
            facts = maker.facts()
            text = maker.record(facts)
            source = f"made-{facts.lang}"
        found.append(text.labelled(number, source, facts.lang, facts.type))
    return found


def composed(count: int, seed: int, entries: list[Labelled]) -> list[Facts]:
    """`count` facts to render."""
    maker = Maker(seed, entries)
    return [facts for facts in (maker.facts() for _ in range(count)) if facts.type != "legislation"]
