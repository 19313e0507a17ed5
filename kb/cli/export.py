"""`kb export`: references in the formats of other programs."""

import sys
from itertools import islice
from pathlib import Path

import click

from kb.cli.cite import complete_key
from kb.cli.output import clean, show_problems, visible, write

EXAMPLES = """
\b
Examples:
  kb export -o library.bib                         everything, as BibTeX
  kb export --used-in thesis.tex -o thesis.bib     what a thesis cites, with its chapters
  kb export --used-in thesis.bcf -o thesis.bib     biblatex, as biber reads it
  kb export --used-in paper.md -o paper.json       CSL-JSON for pandoc
  kb export --used-in paper.typ -o works.yml       Hayagriva for Typst (works.bib: biblatex)
  kb export veda2021kerja --format ris
"""
NAMES = ["bibtex", "biblatex", "csl-json", "ris", "hayagriva"]


@click.command(epilog=EXAMPLES)
@click.argument("keys", nargs=-1, shell_complete=complete_key)
@click.option(
    "-f", "--format", "fmt", type=click.Choice(NAMES), help="Without it: by the suffixes."
)
@click.option(
    "--used-in",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only what this document cites: .tex, .aux, .bcf, .md, .qmd or .typ. May be repeated.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--strict", is_flag=True, help="Refuse when a key or a needed field is missing.")
@click.option("--ascii", "ascii_only", is_flag=True, help="LaTeX commands for accented letters.")
@click.pass_obj
def command(
    base: str | None,
    keys: tuple[str, ...],
    fmt: str | None,
    used_in: tuple[Path, ...],
    output: Path | None,
    strict: bool,
    ascii_only: bool,
) -> int:
    """Prints the references with these KEYS, or all of them, for LaTeX, pandoc, Typst, Zotero.

    Order and layout are always the same, and text from papers is made harmless. Exit code 1 when a
    key is unknown.
    """
    from kb.disk.store import Store
    from kb.jobs.export import Request, export, format_of, save

    request = Request(keys, used_in, format_of(fmt, output, used_in), ascii_only, strict)
    store = Store.find(base)
    done = export(store, request)
    if output:
        changed = save(store, done, output)
        write(clean(f"written: {output if changed else 'nothing, all is as it was'}"), err=True)
    else:
        while chunk := "".join(islice(done.pieces, 500)):
            click.echo(visible(chunk) if sys.stdout.isatty() else chunk, nl=False)
    show_problems(done.problems)
    return 1 if any(problem.level == "error" for problem in done.problems) else 0
