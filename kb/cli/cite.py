"""kb cite: finds a reference from any words of it and prints how to cite it."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kb.cli.output import clean, format_option, write, write_json
from kb.jobs import cite as job

if TYPE_CHECKING:
    from kb.disk.index import Index
    from kb.render.citation import Cite

NOT_FOUND = 1
"""Exit code: nothing answers the query, or several do and nobody is there to choose."""

EXAMPLES = """
\b
Examples:
  kb cite albayumi 2022               any words: author, year, title, journal, key
  kb cite author:bassiouni year:1974  only in these fields
  kb cite albyumi kerjsama            typos are forgiven
  kb cite albayumi 2022 + shelley     two works in one citation
  kb cite -a pandoc -l 58 albayumi    [@albayumi2022kerja, p. 58]
  kb cite -a bibliography --style apa --locale id-ID albayumi
  kb cite -f json 'kerja sama'        all that fit, best first
  kb cite                             asks: type to narrow, Tab takes several
  kb cite --pick kerja | pbcopy       asks, and hands the answer on
\b
Exit codes: 0 found; 1 nothing found, or not clear which and no terminal to ask on (the best is
printed, the others are listed on stderr; --first takes it without a word); 2 wrong usage;
3 something cannot be read.
"""


def complete_key(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Citation keys for the shell's completion; none when there is no library."""
    from kb.errors import KbError

    root = ctx.find_root()
    try:
        return job.complete(root.params.get("base"), ctx.params.get("bibs") or (), incomplete)
    except KbError:
        return []


@click.command(epilog=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=complete_key)
@click.option(
    "-b", "--bib", "bibs", multiple=True, type=click.Path(), help="Search this .bib file."
)
@click.option(
    "-a",
    "--as",
    "target",
    metavar="NAME",
    shell_complete=lambda ctx, param, incomplete: [
        name
        for name in job.forms(ctx.find_root().params.get("base"))
        if name.startswith(incomplete)
    ],
    help="key, latex, cite, citep, citet, biblatex, pandoc, typst, text, bibliography,"
    " or a template of kb.toml.",
)
@click.option("-l", "--locator", multiple=True, help="Page or place: 58, 58-60, 'ch. 2'.")
@click.option("--prefix", multiple=True, help="Words before, like 'see'.")
@click.option("--suffix", multiple=True, help="Words after.")
@click.option("--suppress-author", is_flag=True, help="Leave the author out.")
@click.option("--style", default="", help="CSL style of text and bibliography: apa, ieee, a file.")
@click.option("--locale", default="", help="Language of text and bibliography: id-ID, en-GB.")
@click.option(
    "--in",
    "within",
    type=click.Path(exists=True, dir_okay=False),
    help="The document it is cited in, which year suffixes and numbers depend on.",
)
@click.option("-1", "--first", is_flag=True, help="Take the best, never ask.")
@click.option("-p", "--pick", is_flag=True, help="Always ask; the answer goes to stdout.")
@click.option(
    "-n",
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(min=1),
    help="How many to list at most.",
)
@click.option("--copy", is_flag=True, help="Put it on the clipboard too.")
@click.option("--open", "open_", is_flag=True, help="Open the work's DOI or URL.")
@format_option("json")
@click.pass_context
def command(ctx: click.Context, /, query: tuple[str, ...], **options: Any) -> int:
    """Finds a reference by author, year, words of the title, journal or key, typos forgiven, and
    prints how to cite it. Says which, and asks on a terminal, when several fit."""
    library = job.find_library(ctx.obj, options["bibs"])
    index = job.open_library(library)
    ctx.call_on_close(index.close)
    recent = job.recent(library.name)
    if not any(word.strip("+") for word in query):
        _need_terminal(options)
        found = [job.everything(index, recent)]
    else:
        found = [job.search(index, part, recent) for part in job.parts(index, query)]
    if options["fmt"] == "json":
        return _print_json(index, found, options["limit"])
    chosen, code = _choose(index, found, options)
    if not chosen:
        return code
    job.remember(library.name, [one.key for one in chosen])
    _print(library, index, chosen, options)
    return code


def _need_terminal(options: dict[str, Any]) -> None:
    if options["fmt"] != "text" or options["first"] or not _interactive(options):
        raise click.UsageError(
            "Missing words to look for; without any, kb cite asks on a terminal."
        )


def _print_json(index: "Index", found: Sequence[Sequence[job.Found]], limit: int) -> int:
    rows = [row for some in found for row in job.as_json(index, some[:limit])]
    write_json(rows)
    return 0 if rows else NOT_FOUND


# ---------------------------------------------------------------------------------------------
# Which one


def _choose(
    index: "Index", found: Sequence[Sequence[job.Found]], options: dict[str, Any]
) -> tuple[list[job.Found], int]:
    chosen: list[job.Found] = []
    code = 0
    for some in found:
        if not some:
            _say_nothing_found(index)
            return [], NOT_FOUND
        picks, clear = _pick(index, some, options)
        chosen += picks
        code = code if clear else NOT_FOUND
    return chosen, code


def _say_nothing_found(index: "Index") -> None:
    what, mend = "no reference answers that", "fewer or other words; kb status shows what is here"
    if not len(index):
        what, mend = "there is no reference here yet", "kb ingest PAPER, or kb add library.bib"
    write(f"kb: {what}", err=True)
    write(f"    mend: {mend}", err=True)


def _pick(
    index: "Index", some: Sequence[job.Found], options: dict[str, Any]
) -> tuple[Sequence[job.Found], bool]:
    if not options["pick"] and (options["first"] or job.clear_best(some)):
        return some[:1], True
    if _interactive(options):
        from kb.cli.picker import pick

        picked = pick(index, some)
        return picked, bool(picked)
    rivals = some[: options["limit"]]
    fit = f"{len(some)} references fit; the best of them" if len(some) > 1 else "perhaps this one"
    write(f"kb: {fit}:", err=True)
    for one in rivals:
        write(f"    {clean(one.key)}\t{clean(job.line(index, one))}", err=True)
    return some[:1], False


def _interactive(options: dict[str, Any]) -> bool:
    """Whether somebody is there to ask: at both ends, or at the keyboard and asked for."""
    end = sys.stderr if options["pick"] else sys.stdout
    return sys.stdin.isatty() and end.isatty() and os.environ.get("TERM") != "dumb"


# ---------------------------------------------------------------------------------------------
# How it looks


def _print(
    library: job.Library, index: "Index", chosen: Sequence[job.Found], options: dict[str, Any]
) -> None:
    target = options["target"] or ("" if sys.stdout.isatty() else "key")
    text = _text(library, index, chosen, target or "key", options)
    if target:
        write("\n".join(clean(line) for line in text.split("\n")))
    else:
        _print_all(index, chosen, _cites(chosen, options))
    if options["copy"]:
        _copy(text)
    if options["open_"]:
        _open(index, chosen)


def _text(
    library: job.Library,
    index: "Index",
    chosen: Sequence[job.Found],
    target: str,
    options: dict[str, Any],
) -> str:
    if target == "key":
        return "\n".join(one.key for one in chosen)
    wanted = job.Wanted(target, options["style"], options["locale"], options["within"])
    return job.text_of(library, index, chosen, _cites(chosen, options), wanted)


def _cites(chosen: Sequence[job.Found], options: dict[str, Any]) -> "list[Cite]":
    words = (options["locator"], options["prefix"], options["suffix"])
    return job.cites([one.key for one in chosen], *words, options["suppress_author"])


def _print_all(index: "Index", chosen: Sequence[job.Found], cites: "Sequence[Cite]") -> None:
    for one in chosen:
        write(_style(clean(job.line(index, one)), bold=True))
    for label, target in (
        ("key", "key"),
        ("LaTeX", "latex"),
        ("pandoc", "pandoc"),
        ("Typst", "typst"),
    ):
        for line in job.cited(cites, target).split("\n"):
            write(f"  {_style(label.ljust(6), dim=True)}  {clean(line)}")
            label = ""
    for one in chosen:
        for text in job.claim_lines(index, one.key):
            write(f"  {_style('claim ', dim=True)}  {_cut(clean(text))}")


def _cut(text: str) -> str:
    """`text` on one line of the terminal."""
    from shutil import get_terminal_size

    room = max(20, get_terminal_size().columns - 10)
    return text if len(text) <= room else text[: room - 1] + "…"


def _style(text: str, **how: Any) -> str:
    return text if os.environ.get("NO_COLOR") else click.style(text, **how)


def _copy(text: str) -> None:
    from kb.cli.clipboard import copy

    copy(text)


def _open(index: "Index", chosen: Sequence[job.Found]) -> None:
    for one in chosen:
        address = job.address(index.item(one.id))
        if address:
            click.launch(address)
        else:
            write(f"kb: {clean(one.key)} has neither DOI nor URL", err=True)
