"""Exports as LaTeX, biber, pandoc and Typst take them: no warning, and a list as it should be.

Skipped where the programs are not installed, unless KB_COMPILE is set: `.ci/run` installs them.
"""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from kb.disk.pandoc import engines
from kb.disk.store import Store
from kb.formats.bib import write_bib
from kb.formats.csljson import from_csl
from kb.jobs.export import Request, export

HOSTILE = [
    r"\input{/etc/passwd}", r"\write18{x}", "}}{{ \\end{document}", "100% & #1 _x_ $y$ ~ ^ | < >",
    "NUL\x00 \x1b[31m", "\u202eright", "emoji 🙂", "x" * 300_000, "@book{a, title={b}}", "ends \\",
    "Łódź ő ș α-x ≤", "[a] {b}",
]  # fmt: skip
GOOD = [
    {
        "type": "article-journal",
        "author": [{"family": "Veda", "given": "Siti"}, {"literal": "World Bank"}],
        "title": "Peran ASEAN",
        "container-title": "Jurnal",
        "volume": "1",
        "page": "1-2",
        "issued": {"date-parts": [[2020, 3]]},
    },
    {"type": "legislation", "title": "Undang-Undang Nomor 21", "issued": {"date-parts": [[2007]]}},
    {
        "type": "thesis",
        "genre": "Skripsi",
        "author": [{"family": "Sari", "given": "Dewi"}],
        "title": "Hukum",
        "publisher": "UI",
        "issued": {"date-parts": [[2019]]},
    },
    {
        "type": "webpage",
        "author": [{"literal": "UNODC"}],
        "title": "Laman",
        "URL": "https://x.y/a_b%20c",
        "issued": {"date-parts": [[2021]]},
        "accessed": {"date-parts": [[2022, 1, 2]]},
    },
]


def needs(*programs: str) -> None:
    missing = [name for name in programs if not shutil.which(name)]
    if missing and os.environ.get("KB_COMPILE"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    elif missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def needs_package(name: str) -> None:
    if find_spec(name) is None:
        (pytest.fail if os.environ.get("KB_COMPILE") else pytest.skip)(f"not installed: {name}")


def pandoc() -> str:
    found = [engine.path for engine in engines()]
    if not found:
        needs("pandoc")
    return found[0]


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, timeout=120, encoding="utf-8", errors="replace"
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


def put(folder: Path, items: list[dict], **options: object) -> None:
    store = Store.init(folder / "base")[0]
    references = [from_csl({"id": f"k{n}", **item}) for n, item in enumerate(items)]
    (store.refs / "library.bib").write_text(write_bib(references), encoding="utf-8")
    text = "".join(export(store, Request(**options)).pieces)  # type: ignore[arg-type]
    (folder / "lib.bib").write_text(text, encoding="utf-8")


def document(folder: Path, packages: str, end: str) -> None:
    (folder / "t.tex").write_text(
        f"\\documentclass{{article}}\\usepackage[T1]{{fontenc}}{packages}"
        f"\\begin{{document}}\\nocite{{*}}x\n{end}\n\\end{{document}}\n"
    )


NATBIB = ("\\usepackage{natbib,url}", "\\bibliographystyle{plainnat}\\bibliography{lib}")
BIBLATEX = (
    "\\usepackage[backend=biber,style=authoryear]{biblatex}\\addbibresource{lib.bib}",
    "\\printbibliography",
)
LATEX = ("pdflatex", "-halt-on-error", "-interaction=nonstopmode", "t")


def hostile(text: str) -> dict:
    person = [{"family": text, "given": text[:50]}, {"literal": text[:200]}]
    item = {"type": "book", "author": person, "title": text, "publisher": text, "note": text}
    return {**item, "URL": f"http://x.y/{text[:300]}", "issued": {"date-parts": [[2020]]}}


@pytest.mark.parametrize("ascii_only", [False, True])
def test_bibtex(tmp_path: Path, ascii_only: bool) -> None:
    needs("pdflatex", "bibtex")
    put(tmp_path, GOOD, ascii_only=ascii_only)
    document(tmp_path, *NATBIB)
    run(tmp_path, *LATEX)
    assert "Warning" not in run(tmp_path, "bibtex", "t")
    run(tmp_path, *LATEX)
    listed = " ".join((tmp_path / "t.bbl").read_text().split())
    assert "{ASEAN}" in listed
    assert "{World Bank}" in listed


def test_biblatex(tmp_path: Path) -> None:
    needs("pdflatex", "biber")
    put(tmp_path, GOOD, format="biblatex")
    document(tmp_path, *BIBLATEX)
    run(tmp_path, *LATEX)
    assert "WARN" not in run(tmp_path, "biber", "t")
    run(tmp_path, *LATEX)
    run(tmp_path, *LATEX)
    assert "biblatex Warning" not in (tmp_path / "t.log").read_text(errors="replace")


@pytest.mark.parametrize("format_", ["bibtex", "biblatex"])
def test_hostile_text_compiles(tmp_path: Path, format_: str) -> None:
    program = {"bibtex": "bibtex", "biblatex": "biber"}[format_]
    needs("pdflatex", program)
    put(tmp_path, [hostile(text) for text in HOSTILE], format=format_, ascii_only=True)
    document(tmp_path, *(NATBIB if format_ == "bibtex" else BIBLATEX))
    for command in (LATEX, (program, "t"), LATEX, LATEX):
        run(tmp_path, *command)
    assert "root:" not in (tmp_path / "t.bbl").read_text(errors="replace")


def test_pandoc(tmp_path: Path) -> None:
    program = pandoc()
    put(tmp_path, [*GOOD, *map(hostile, HOSTILE)], format="csl-json")
    (tmp_path / "lib.bib").rename(tmp_path / "lib.json")
    (tmp_path / "t.md").write_text("---\nnocite: '@*'\nbibliography: lib.json\n---\n@k0\n")
    listed = run(tmp_path, program, "--citeproc", "-t", "plain", "--wrap=none", "t.md")
    assert "Veda, Siti, and World Bank. 2020. “Peran ASEAN.” Jurnal 1 (March): 1–2." in listed


def typst_list(folder: Path, name: str) -> str:
    """The reference list that Typst prints of a file, as text."""
    import typst

    source = f'#bibliography("{name}", full: true, style: "apa")\n'
    (folder / "t.typ").write_text(source)
    typst.compile(str(folder / "t.typ"), output=str(folder / "t.pdf"))
    return printed(folder)


@pytest.mark.parametrize(("format_", "name"), [("hayagriva", "lib.yml"), ("biblatex", "lib.bib")])
def test_typst(tmp_path: Path, format_: str, name: str) -> None:
    needs_package("typst")
    needs("pdftotext")
    put(tmp_path, [*GOOD, *map(hostile, HOSTILE)], format=format_)
    (tmp_path / "lib.bib").rename(tmp_path / name)
    listed = typst_list(tmp_path, name)
    assert "Veda, S., & World Bank. (2020). Peran ASEAN. Jurnal, 1, 1–2." in listed


# ---------------------------------------------------------------------------------------------
# The reference list of a whole knowledge base: the project's own

OWN = Path(__file__).parents[2]
ODD = re.compile(r"\.\.(?!\.)|\\|[{}]|,\)|\(\)|,,|\?\?")
"""What no reference list should show: doubled stops, commands, braces, holes."""
STYLES = {
    **dict.fromkeys(("plainnat", "plain", "apalike", "unsrt"), ("bibtex", *NATBIB)),
    **dict.fromkeys(("authoryear", "apa", "numeric"), ("biblatex", *BIBLATEX)),
}


def printed(folder: Path) -> str:
    text = run(folder, "pdftotext", "-raw", "t.pdf", "-")
    return " ".join(text.replace("-\n", "-").split())


def own_library(folder: Path, format_: str) -> int:
    """Exports the project's own library; how many works it has."""
    text = "".join(export(Store.find(str(OWN)), Request(format=format_)).pieces)
    (folder / "lib.bib").write_text(text, encoding="utf-8")
    return len(re.findall(r"^@(?!preamble)", text, re.M))


@pytest.mark.parametrize("style", STYLES)
def test_a_whole_library_in_latex(tmp_path: Path, style: str) -> None:
    format_, packages, end = STYLES[style]
    program = {"bibtex": "bibtex", "biblatex": "biber"}[format_]
    needs("pdflatex", program, "pdftotext")
    works = own_library(tmp_path, format_)
    packages = packages.replace("authoryear", style)
    document(tmp_path, packages, end.replace("plainnat", style))
    for command in (LATEX, (program, "t"), LATEX, LATEX):
        said = run(tmp_path, *command)
        assert "WARN" not in said
    log = (tmp_path / "t.blg").read_text() + (tmp_path / "t.log").read_text(errors="replace")
    assert not re.search(r"Warning--|biblatex Warning|Citation .* undefined", log)
    entry = re.compile(r"\\bibitem(?:\[.*?\])?%?\s*\{(.*?)\}|\\entry\{(.*?)\}", re.DOTALL)
    assert len(set(entry.findall((tmp_path / "t.bbl").read_text()))) == works
    assert not ODD.findall(printed(tmp_path))


def test_a_whole_library_in_pandoc(tmp_path: Path) -> None:
    program = pandoc()
    own_library(tmp_path, "csl-json")
    (tmp_path / "lib.bib").rename(tmp_path / "lib.json")
    (tmp_path / "t.md").write_text("---\nnocite: '@*'\nbibliography: lib.json\n---\nx\n")
    listed = run(tmp_path, program, "--citeproc", "-t", "plain", "--wrap=none", "t.md")
    assert not ODD.findall(listed)


def test_a_whole_library_in_typst(tmp_path: Path) -> None:
    needs_package("typst")
    needs("pdftotext")
    own_library(tmp_path, "hayagriva")
    (tmp_path / "lib.bib").rename(tmp_path / "lib.yml")
    assert not ODD.findall(typst_list(tmp_path, "lib.yml"))
