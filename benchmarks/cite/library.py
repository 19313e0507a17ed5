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
SURNAMES = """
Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez Wilson Anderson Taylor Thomas Moore
Jackson Martin Lee Thompson White Harris Clark Lewis Walker Hall Young King Wright Scott Green Baker
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Dubois Moreau Laurent
Rossi Russo Ferrari Silva Santos Oliveira Pereira Kowalski Novák Ivanov Petrov Tanaka Suzuki Sato
Kim Park Choi Nguyen Tran Le Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo
Singh Kumar Sharma Patel Gupta Khan Ahmed Hassan Ali Rahman Hidayat Santoso Wijaya Susanto Saputra
Setiawan Nugroho Kurniawan Wibowo Pratama Siregar Nasution Harahap Lubis Simanjuntak Hutapea Sitompul
Rahmawati Lestari Wulandari Handayani Puspitasari Utami Anggraini Permata Yulianti Fitriani Sari
""".split()
GIVEN = "Anna Budi Carlos Dewi Erik Fatima Grace Hendra Ines Jan Kari Lin Maria Nur Olga Peter".split()
WORDS = """
analysis approach method model system theory study case evaluation framework design application
learning network data social political economic public law policy development education health
environment management information international regional comparative empirical experimental
quantitative qualitative structural dynamic adaptive optimal robust efficient distributed human
rights victims crime justice court criminal protection prevention trafficking migration labour women
children security cooperation border state sovereignty treaty convention extradition governance
language discourse syntax semantics corpus translation memory attention perception cognition
genetic protein cellular clinical patients treatment therapy risk outcomes trial systematic review
energy water climate carbon soil forest species population growth temperature quantum particle
hukum perlindungan perdagangan orang korban tindak pidana kejahatan penegakan penyelesaian sengketa
kerjasama internasional negara wilayah perbatasan kebijakan pemerintah daerah masyarakat pendidikan
pengembangan aplikasi sistem informasi berbasis analisis pengaruh faktor kinerja pelayanan kualitas
penelitian metode studi kasus tinjauan yuridis terhadap pertanggungjawaban putusan pengadilan
""".split()
JOURNALS = """
Journal of Applied Research|International Journal of Law|Jurnal Hukum|Jurnal Ilmu Sosial|Nature|IEEE Access|
Science|Econometrica|Machine Learning|Jurnal Pendidikan|Social Science Review|Physical Review Letters
""".replace("\n", "").split("|")


def works() -> list[dict[str, Any]]:
    """The works of works.yml."""
    found = yaml.safe_load((HERE / "works.yml").read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def queries() -> list[tuple[str, str]]:
    """Query and wanted key."""
    return [(str(query), str(work["key"])) for work in works() for query in work["q"]]


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
