"""`kb extract`: what a paper's references and citations are, printed only."""

from pathlib import Path

import click

from kb.cli.output import (
    clean,
    console,
    format_option,
    show_problems,
    table,
    visible,
    write,
    write_json,
)
from kb.cli.summary import summary
from kb.model import OTHERS, Citation, Paper, RawReference, Reference
from kb.text import SourceText

EXAMPLES = """
\b
Examples:
  kb extract paper.txt                        tables of references and citations
  kb extract paper.txt --annotate | less -R   the text, each citation with its target
  kb extract paper.txt -f json                every value with its place
"""


@click.command(epilog=EXAMPLES)
@click.argument("paper", type=click.Path(path_type=Path))
@click.option("--annotate", is_flag=True, help="Print the text with each citation's target.")
@format_option("json")
def command(paper: Path, annotate: bool, fmt: str) -> None:
    """Reads the references and citations of PAPER and prints them."""
    from kb.jobs.extract import as_json, extract

    source, read = extract(paper)
    if fmt == "json":
        write_json(as_json(read))
    elif annotate:
        _annotated(source, read)
    else:
        _tables(read)
    if fmt != "json":
        show_problems(read.problems)


def _annotated(source: SourceText, paper: Paper) -> None:
    from rich.text import Text

    from kb.jobs.annotate import annotate, mark

    drawn = Text()
    for piece in annotate(source, paper):
        if piece.citation is None:
            drawn.append(visible(piece.text))
        else:
            drawn.append("[" + visible(piece.text), style="bold cyan")
            drawn.append(f" {clean(mark(piece.citation))}]", style=_colour(piece.citation))
    console().print(drawn, soft_wrap=True)


def _colour(citation: Citation) -> str:
    return {"exact": "green", "none": "red"}.get(citation.certainty, "yellow")


def _tables(paper: Paper) -> None:
    write(f"{clean(paper.name)}: {summary(paper)}")
    if paper.entries:
        head = ("id", "line", "kind", "authors", "year", "title")
        table(head, (_entry_row(*entry) for entry in paper.entries), "References")
    if paper.stubs:
        rows = ((s.id, str(s.line), *_who_when(s.reference), s.text) for s in paper.stubs)
        table(("id", "line", "authors", "year", "cited as"), rows, "Works cited without a list")
    if paper.citations:
        head = ("line", "citation", "style", "target", "certainty", "why")
        table(head, (_citation_row(c) for c in paper.citations), "Citations")


def _who_when(read: Reference) -> tuple[str, str]:
    names = read.names() or read.names("editor")
    who = "; ".join(name.sort_name for name in names[:3] if name != OTHERS)
    who += " et al." if len(names) > 3 or OTHERS in names else ""
    issued = read.date()
    when = f"{issued.year or issued.literal}{issued.suffix}" if issued else ""
    return who, when


def _entry_row(raw: RawReference, read: Reference) -> tuple[str, ...]:
    lines = str(raw.line) if raw.line == raw.end_line else f"{raw.line}-{raw.end_line}"
    kind = raw.kind if raw.refers_to is None else f"{raw.kind} = {raw.refers_to}"
    return raw.id, lines, kind, *_who_when(read), read.text("title") or raw.text


def _citation_row(citation: Citation) -> tuple[str, ...]:
    why = "" if citation.certainty == "exact" else citation.why
    target = citation.target or citation.stub or ""
    return str(citation.line), citation.text, citation.style, target, citation.certainty, why
