"""Makes citation strings of few works by very many hands, and a clean against a scraped list.

Works are real ones (`items.csl.json` beside the labelled references in $KB_SHARED/training), so
titles and names collide as they do in life. Three sets, none of which the weights are learnt on:

- `cited`: each work cited up to 200 times (Zipf), fields cut by a machine that errs: titles with
  the venue in them, truncated, swapped with it; wrong years and pages; lists of authors uncut; the
  same work as a report, at a conference and in a journal.
- `read`: the same as strings in a dozen styles, typed with slips, read by `kb.parse`.
- `scraped`: the clean list against what a search engine took from the web.
"""

import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRAINING = Path(os.environ.get("KB_SHARED", "../shared")) / "training"
VENUES = (
    ("Proceedings of the {n}th International Conference on Machine Learning", "ICML-{y}",
     "Proc. {n}th Int. Conf. on Machine Learning", "Machine Learning: Proceedings of the {n}th "
     "International Conference", "In {n}th ICML"),
    ("Proceedings of the {n}th Annual ACM Symposium on Theory of Computing", "STOC '{yy}",
     "Proc. {n}th ACM Symp. on Theory of Computing", "In STOC"),
    ("Advances in Neural Information Processing Systems {v}", "NIPS-{v}",
     "Advances in Neural Information Processing {v}", "In NIPS {v}"),
    ("Proceedings of the {n}th National Conference on Artificial Intelligence", "AAAI-{yy}",
     "Proc. AAAI-{yy}", "In Proceedings of AAAI"),
    ("Machine Learning", "Machine Learn.", "Mach. Learning", "Machine Learning Journal"),
    ("Journal of the ACM", "J. ACM", "JACM", "Journal of the Association for Computing Machinery"),
    ("Information and Computation", "Inform. and Comput.", "Inf. Comput.", "Inf. & Comp."),
    ("Communications of the ACM", "CACM", "Comm. ACM", "Commun. ACM"),
    ("Proceedings of the {n}th VLDB Conference", "VLDB", "Proc. VLDB", "Very Large Data Bases"),
    ("ACM SIGMOD International Conference on Management of Data", "SIGMOD Conference",
     "Proc. ACM SIGMOD", "SIGMOD Rec.", "In Proc. of SIGMOD"),
)  # fmt: skip
REPORT = ("Technical Report {n}, Department of Computer Science", "Tech. Rep. CS-{yy}-{n}",
          "Technical report", "TR-{n}, MIT AI Laboratory", "PhD thesis", "Manuscript",
          "Submitted for publication", "To appear", "Unpublished", "working paper")  # fmt: skip

GARBAGE = ("Technical Report", "To appear", "LECTURE NOTES IN COMPUTER SCIENCE", "University of",
           "International Journal of", "Unpublished")  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What is true: (given, family) of the authors, title, the versions that came out."""

    id: int
    authors: tuple[tuple[str, str], ...]
    title: str
    versions: tuple[tuple[tuple[str, ...], int, str, str], ...]
    """Of each version: forms of its venue, year, volume, pages."""


def items() -> list[dict]:
    """Works of the shared list, each once: what looks like a twin of an earlier one is left out."""
    seen: set[str] = set()
    found = []
    for item in json.loads((TRAINING / "items.csl.json").read_text(encoding="utf-8")):
        title = re.sub(r"<[^>]+>|[{}$\\]", "", item["title"])
        squash = re.sub(r"\W|_", "", title.lower())
        named = [name for name in item.get("author", ()) if name.get("family")]
        marks = {squash[:28], squash[-28:], (item.get("DOI") or squash).lower()}
        if not named or len(squash) < 12 or marks & seen or not _year(item):
            continue
        seen |= marks
        found.append({**item, "title": title, "author": named})
    return found


def _year(item: dict) -> int:
    parts = item.get("issued", {}).get("date-parts", [[0]])
    return int(parts[0][0] or 0)


class Citers:
    """Authors who cite from memory, and the machine that cuts what they wrote into fields."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(f"citers {seed}")
        self.items = items()
        self.r.shuffle(self.items)

    def maybe(self, share: float) -> bool:
        return self.r.random() < share

    def works(self, count: int) -> list[Work]:
        """Works; one in six is followed by another one of the same authors on the same subject."""
        found: list[Work] = []
        for item in self.items:
            authors = tuple((n.get("given", ""), n["family"]) for n in item["author"][:6])
            found.append(Work(len(found), authors, item["title"], self.versions(_year(item))))
            if self.maybe(0.17):
                title = self.sequel(item["title"])
                found.append(Work(len(found), authors, title, self.versions(_year(item) + 1)))
            if len(found) >= count:
                break
        return found

    def sequel(self, title: str) -> str:
        words = title.split()
        half = words[: max(2, len(words) // 2)]
        other = self.r.choice(self.items)["title"].split()
        return self.r.choice((
            " ".join(half + other[:3]), f"{title}, part II",
            f"On {' '.join(half).lower()} and {' '.join(other[:4])}",
        ))  # fmt: skip

    def versions(self, year: int) -> tuple:
        count = self.r.choice((1, 1, 2, 3))
        found = []
        for n in range(count):
            venue = REPORT[:4] if n == 2 else self.r.choice(VENUES)
            first = self.r.randint(1, 700)
            later = self.r.choice((0, 0, 1, 2)) if n else 0
            pages = f"{first}-{first + self.r.randint(3, 30)}"
            found.append((venue, year + later, str(self.r.randint(1, 60)), pages))
        return tuple(found)

    def cited(self, size: int, works: int, most: int) -> Iterator[tuple[int, dict[str, str]]]:
        """(work, fields) of about `size` citations; the most cited work has about `most`."""
        pool = self.works(works)
        weights = [1 / (rank + 1) for rank in range(len(pool))]
        scale = min(most, size / sum(weights))
        for work, weight in zip(pool, weights, strict=True):
            for _ in range(max(1, round(scale * weight + self.r.choice((0, 0, 1, 2, 4))))):
                yield work.id, self.cite(work)

    def cite(self, work: Work) -> dict[str, str]:
        forms, year, volume, pages = self.r.choice(work.versions[:1] * 2 + work.versions)
        venue = "" if self.maybe(0.1) else self.fill(self.r.choice(forms), year, volume)
        if self.maybe(0.1):
            venue = self.fill(self.r.choice(REPORT), year, volume)
        fields = {
            "author": self.authors(work),
            "title": self.title(work.title),
            "venue": venue,
            "year": str(year + (self.r.choice((-2, -1, -1, 1, 1, 3)) if self.maybe(0.13) else 0)),
            "volume": volume if "Proc" not in venue and self.maybe(0.4) else "",
            "pages": self.pages(pages) if self.maybe(0.6) else "",
        }
        for name, share in (("author", 0.02), ("title", 0.015), ("year", 0.07)):
            if self.maybe(share):
                fields[name] = ""
        return self.miscut(fields)

    def fill(self, form: str, year: int, volume: str) -> str:
        return form.format(n=self.r.randint(2, 30), y=year, yy=str(year)[2:], v=volume)

    def authors(self, work: Work) -> str:
        people = list(work.authors)
        if len(people) > 1 and self.maybe(0.04):
            people.pop(self.r.randrange(len(people)))
        style = self.r.randrange(5)
        names = [self.name(given, family, style) for given, family in people]
        if len(names) > 3 and self.maybe(0.3):
            names = [names[0], "others"]
        return " and ".join(names)

    def name(self, given: str, family: str, style: int) -> str:
        if self.maybe(0.03):
            family = self.typo(family)
        parts = [part for part in re.split(r"[\s.-]+", given) if part]
        initials = " ".join(f"{part[0].upper()}." for part in parts)
        if style == 0 or not parts:
            return f"{given} {family}".strip()
        if style == 1:
            return f"{family}, {initials}"
        if style == 2:
            return f"{initials.replace(' ', '')} {family}"
        return f"{initials[:2]} {family}" if style == 3 else f"{family}, {given}"

    def title(self, title: str) -> str:
        title = title if self.maybe(0.4) else title.capitalize()
        if ":" in title and self.maybe(0.12):
            title = self.r.choice(
                (title.partition(":")[0], title.partition(":")[2].strip() or title)
            )
        if self.maybe(0.07):
            title = self.typo(title)
        if self.maybe(0.04):
            title = self.typo(self.typo(self.typo(title)))
        if self.maybe(0.05):
            words = title.split()
            words.pop(self.r.randrange(len(words)))
            title = " ".join(words) or title
        if self.maybe(0.03):
            title = f"{title} (extended abstract)"
        if self.maybe(0.04):
            title = title.replace(" ", "- ", 1) if " " in title else title
        return title

    def typo(self, text: str) -> str:
        at = self.r.randrange(max(1, len(text) - 1))
        middle = self.r.choice(("", text[at] * 2, self.r.choice("aeinrst")))
        return text[:at] + middle + text[at + 1 :]

    def pages(self, pages: str) -> str:
        first, _, last = pages.partition("-")
        if self.maybe(0.1):
            first = str(int(first) + self.r.choice((-1, 1, 2, 10, 100)))
        return self.r.choice(
            (f"{first}-{last}", f"pp. {first}--{last}", f"pages {first}-{last}", first)
        )

    def miscut(self, fields: dict[str, str]) -> dict[str, str]:
        """What a machine that cuts strings into fields gets wrong."""
        way = self.r.random()
        venue, title, author = fields["venue"], fields["title"], fields["author"]
        if way < 0.03:
            fields |= {"title": f"{title}. {venue}".strip(". "), "venue": ""}
        elif way < 0.05:
            fields |= {"title": f"{title}, {fields['year']}", "year": ""}
        elif way < 0.065:
            fields |= {"title": venue, "venue": title}
        elif way < 0.085:
            people = author.split(" and ")
            fields |= {"author": " and ".join(people[:-1]), "title": f"{people[-1]}. {title}"}
        elif way < 0.105 and len(title) > 40:
            fields["title"] = title[: self.r.randint(25, len(title) - 8)]
        elif way < 0.155:
            fields["author"] = self.uncut(author)
        return {name: text for name, text in fields.items() if text}

    def uncut(self, author: str) -> str:
        """A list of names that was not cut: 'M. Kearns, R. Roe, and L. Doe'."""
        if any("," in name for name in author.split(" and ")):
            return author
        names = author.replace(" and others", " and et al.").split(" and ")
        return ", ".join(names) if len(names) > 2 else " & ".join(names)

    # ---- as strings

    def string(self, fields: dict[str, str]) -> str:
        """A citation as it is typed, in one of some orders."""
        names = fields.get("author", "").split(" and ")
        author = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
        author = author.replace("and others", "et al.")
        year, pages = fields.get("year", ""), fields.get("pages", "")
        venue = fields.get("venue", "")
        where = ", ".join(filter(None, (venue, fields.get("volume", ""), pages)))
        title = fields.get("title", "")
        return self.r.choice((
            f"{author}. {title}. {where}, {year}.", f"{author} ({year}). {title}. {where}.",
            f'{author}, "{title}," {where}, {year}.', f"{author}, {year}. {title}. {where}.",
            f"{author}: {title}. In: {where} ({year})", f"[{author} {year}] {title}, {where}.",
        ))  # fmt: skip

    # ---- scraped

    def scraped(self, size: int) -> Iterator[tuple[str, int, dict[str, str]]]:
        """(side, work, fields): each work clean once, or scraped, or both (up to five times)."""
        for number, item in enumerate(self.items[:size]):
            side = self.r.choices(("clean", "both", "scraped"), (25, 45, 30))[0]
            if side != "scraped":
                yield "a", number, self.clean(item)
            if side != "clean":
                for _ in range(self.r.choices((1, 2, 3, 5), (62, 22, 10, 6))[0]):
                    yield "b", number, self.scrape(item)
            if self.maybe(0.06):
                other = {**item, "title": self.sequel(item["title"])}
                yield "ab"[self.maybe(0.6)], number + 100_000, self.scrape(other)

    def clean(self, item: dict) -> dict[str, str]:
        names = [f"{n.get('given', '')} {n['family']}".strip() for n in item["author"]]
        return {
            "author": " and ".join(names),
            "title": item["title"],
            "venue": item.get("container-title", item.get("publisher", "")),
            "year": str(_year(item)),
        }

    def scrape(self, item: dict) -> dict[str, str]:
        names = []
        for n in item["author"][: self.r.choice((3, 5, 9))]:
            initials = "".join(p[0] for p in re.split(r"[\s.-]+", n.get("given", "")) if p)
            names.append(f"{initials} {n['family']}".strip())
        if len(names) < len(item["author"]):
            names.append("others")
        if self.maybe(0.06):
            names = names[1:] or names
        title = item["title"]
        if self.maybe(0.12) and len(title) > 45:
            title = title[: self.r.randint(30, len(title) - 6)] + self.r.choice((" ...", "...", ""))
        if self.maybe(0.1):
            title = title.partition(":")[0]
        if self.maybe(0.1):
            title = self.typo(title)
        if self.maybe(0.04):
            title = f"{names[-1]}. {title}" if self.maybe(0.5) else f"{title}, {_year(item)}"
        venue = item.get("container-title", item.get("publisher", ""))
        year = "" if self.maybe(0.35) else str(_year(item) + self.r.choice((0,) * 12 + (-1, 1, 2)))
        return {
            name: text
            for name, text in (
                ("author", " and ".join(names)),
                ("title", title),
                ("venue", self.garble(venue)),
                ("year", year),
            )
            if text
        }  # fmt: skip

    def garble(self, venue: str) -> str:
        way = self.r.random()
        if way < 0.3 or not venue:
            return ""
        words = venue.split()
        if way < 0.5:
            return " ".join(word[:4] + "." if len(word) > 5 else word for word in words)
        if way < 0.65:
            return "".join(word[0] for word in words if word[0].isupper())
        if way < 0.75:
            return " ".join(words[:3]) + ", ..."
        if way < 0.85:
            return self.r.choice(GARBAGE)
        return venue


def entry(key: str, fields: dict[str, str]) -> str:
    """BibTeX; what kind of work it is nobody said."""
    names = {"venue": "journal"}
    inside = "".join(
        f"  {names.get(name, name)} = {{{re.sub('[{}]', '', text)}}},\n"
        for name, text in fields.items()
    )
    return f"@misc{{{key},\n{inside}}}\n\n"


def write(kind: str, folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """Writes `KIND-SEED.bib` and its truth as JSON (key -> [work, -1])."""
    citers = Citers(seed)
    if kind == "scraped":
        rows = [(work, fields) for _, work, fields in citers.scraped(2300)]
    else:
        rows = list(citers.cited(1500, 130, 200))
    citers.r.shuffle(rows)
    entries = (
        _read(citers, rows)
        if kind == "read"
        else [entry(f"c{n}", f) for n, (_, f) in enumerate(rows)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    bib, truth = folder / f"{kind}-{seed}.bib", folder / f"{kind}-{seed}.json"
    bib.write_text("".join(entries), encoding="utf-8")
    truth.write_text(json.dumps({f"c{n}": [w, -1] for n, (w, _) in enumerate(rows)}))
    return bib, truth


def _read(citers: Citers, rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    from dataclasses import replace

    from kb.formats.bib import write_entry
    from kb.parse.reader import read_references

    texts = [citers.string(fields) for _, fields in rows]
    for number, reference in enumerate(read_references(texts)):
        yield write_entry(replace(reference, key=f"c{number}")) + "\n\n"
