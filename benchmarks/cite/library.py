"""Makes libraries of any size: the works of works.yml among generated entries much like them.

The same size gives the same bytes. Generated entries take surnames and title words from the works
and from lists of frequent ones, so that they are rivals, not noise.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
_LISTS = yaml.safe_load((HERE / "words.yml").read_text(encoding="utf-8"))
SURNAMES = _LISTS["surnames"].split()
GIVEN = _LISTS["given"].split()
WORDS = _LISTS["words"].split()
JOURNALS = _LISTS["journals"]


def works() -> list[dict[str, Any]]:
    """The works of works.yml."""
    found = yaml.safe_load((HERE / "works.yml").read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def queries() -> list[tuple[str, str]]:
    """Query and wanted key."""
    return [(str(query), str(work["key"])) for work in works() for query in work["q"]]


def unseen(part: str) -> list[tuple[str, str]]:
    """Query and wanted key of a part of unseen.yml: `works` or `library`."""
    found = yaml.safe_load((HERE / "unseen.yml").read_text(encoding="utf-8"))[part]
    return [(str(query), str(key)) for key, some in found.items() for query in some]


def entries(size: int) -> Iterator[str]:
    """`size` BibTeX entries, the works spread evenly among the generated ones."""
    known = works()[:size]
    step = max(1, size // len(known))
    make = random.Random(7)
    for number in range(size):
        place, rest = divmod(number, step)
        if rest == 0 and place < len(known):
            yield _work(known[place])
        else:
            yield _generated(number, make)


ACCENTED = ("{\\'e}", "\\'{e}", '{\\"o}', "é", "{\\c c}", "\\~n", "{\\o}")
BEGINNINGS = ("{DNA} ", "$x^2$ and ", "R\\&D ", "{\\it Homo} ", "On {\\'E}tienne ")


def full_entries(size: int) -> Iterator[str]:
    """The same entries as they come out of reference managers: pages, numbers, DOI, URL, months,
    and in a quarter of them LaTeX in titles and names."""
    make = random.Random(3)
    for entry in entries(size):
        if make.random() < 0.2:
            other = f"{make.choice(SURNAMES)}{make.choice(ACCENTED)}s"
            entry = entry.replace("author = {", f"author = {{{other}, J. and ", 1)
        if make.random() < 0.25:
            entry = entry.replace("title = {", f"title = {{{make.choice(BEGINNINGS)}", 1)
        yield entry.rstrip()[:-1] + _more(make) + "}\n\n"


def _more(make: random.Random) -> str:
    first, number = make.randint(1, 400), make.randint(1, 99999)
    fields = {
        "number": f"{{{make.randint(1, 9)}}}",
        "pages": f"{{{first}--{first + make.randint(1, 40)}}}",
        "month": make.choice(["jan", "mar", "oct"]),
        "doi": f"{{10.1234/abc.{number}_x}}",
        "url": f"{{https://example.org/a_{number}}}",
    }
    return "".join(f"  {name} = {value},\n" for name, value in fields.items())


def _work(work: dict[str, Any]) -> str:
    kind = "article" if "ourn" in work["in"] or "Proc" in work["in"] else "book"
    container = "journal" if kind == "article" else "publisher"
    return _entry(kind, work["key"], work["a"], work["t"], work["y"], container, work["in"])


def _generated(number: int, make: random.Random) -> str:
    names = []
    for _ in range(min(6, 1 + int(make.expovariate(0.8)))):
        first, second = make.random() ** 2, make.random() ** 3
        surname = SURNAMES[int(first * len(SURNAMES))]
        if make.random() < 0.6:  # most surnames of a large library are rare
            surname += SURNAMES[int(second * len(SURNAMES))].lower()
        names.append(f"{surname}, {make.choice(GIVEN)}")
    title = [WORDS[int(make.random() ** 1.5 * len(WORDS))] for _ in range(make.randint(4, 12))]
    if make.random() < 0.5:
        title.append(f"{make.choice(WORDS)}{make.choice(['ity', 'ism', 'oid', 'an', 'nya', ''])}")
    year = 2024 - int(make.expovariate(0.08))
    key = f"{names[0].split(',')[0].lower()}{year}x{number}"
    journal = make.choice(JOURNALS)
    return _entry("article", key, " and ".join(names), " ".join(title), year, "journal", journal)


def _entry(
    kind: str, key: str, authors: str, title: str, year: int, container: str, name: str
) -> str:
    fields = {"author": authors, "title": title, container: name, "year": year, "volume": "3"}
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n\n"


if __name__ == "__main__":
    sys.stdout.writelines(entries(int(sys.argv[1])))
