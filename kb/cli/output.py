"""What commands print: for people on a terminal, plain text in a pipe, JSON on request.

Text that comes from papers is hostile: `clean` takes away what could steer a terminal, and nothing
from a paper is ever read as rich markup.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from kb.errors import KbError
    from kb.model import Problem

FORMATS = click.Choice(["text", "json", "jsonl"])


@cache
def _hidden() -> tuple[int, ...]:
    marks = (0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, *range(0x202A, 0x202F))
    return (*marks, *range(0x2066, 0x206A), *range(0x7F, 0xA0), *range(0xD800, 0xE000))


@cache
def _visible() -> dict[int, str]:
    controls = {code: chr(0x2400 + code) for code in range(0x20)}
    return controls | {code: f"<U+{code:04X}>" for code in _hidden()}


@cache
def _visible_lines() -> dict[int, str]:
    return {code: shown for code, shown in _visible().items() if chr(code) not in "\n\t"}


@cache
def _escapes() -> dict[int, str]:
    return {code: f"\\u{code:04x}" for code in _hidden()}


def format_option(*choices: str) -> Callable[[Any], Any]:
    """The option `--format`, with `text` first and default."""
    return click.option(
        "-f",
        "--format",
        "fmt",
        type=click.Choice(["text", *choices]) if choices else FORMATS,
        default="text",
        show_default=True,
        help="What to print.",
    )


def clean(text: str) -> str:
    """`text` on one line, with control characters and direction marks made visible."""
    line = " ".join(text.split())
    return line if line.isprintable() else line.translate(_visible())


def counted(number: int, one: str, many: str = "") -> str:
    """'1 work', '2 works'; `many` where the plural takes more than an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def visible(text: str) -> str:
    """`text` with its lines kept and everything else that `clean` makes visible."""
    return text.translate(_visible_lines())


def to_json(value: object, indent: int | None = 2) -> str:
    """`value` as JSON that no terminal can be steered with: keys as given, UTF-8 kept."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_escapes())


def write(text: str, err: bool = False) -> None:
    """Prints `text` and a line end, in UTF-8 or with escapes where the stream has less."""
    click.echo(text, err=err)


def write_json(value: object) -> None:
    write(to_json(value))


def write_jsonl(values: Iterable[object]) -> None:
    for value in values:
        write(to_json(value, indent=None))


def console(err: bool = False) -> "Console":
    """A rich console: colours on a terminal (NO_COLOR is obeyed), endless lines in a pipe."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() else 100_000
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def styled(text: str, style: str = "") -> "Text":
    """`text` from anywhere as rich text: cleaned, never read as markup."""
    from rich.text import Text

    return Text(clean(text), style=style)


def styled_line(text: str, style: str = "") -> "Text":
    """As `styled`, of text that is clean already and whose blanks stay."""
    from rich.text import Text

    return Text(text, style=style)


def under(text: "Text") -> "Padding":
    """`text` below another line: indented, the lines that it is broken into, too."""
    from rich.padding import Padding

    return Padding(text, (0, 0, 0, 4), expand=False)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Prints a table for people, the words of a row in its last column; in a pipe, tab-separated
    lines below a `# title`."""
    if not sys.stdout.isatty():
        if title:
            write(f"# {title}")
        for row in rows:
            write("\t".join(clean(cell) for cell in row))
        return
    out = console()
    lines = [[clean(cell) for cell in row] for row in rows]
    if title:
        out.print(styled(title, "bold underline"))
    if _is_too_narrow(lines, out.width):
        _stacked(head, lines, out)
    else:
        _drawn(head, lines, out)


ROOM: Final = 40
"""Cells that the last column, the words, needs to be read beside the others."""
WIDEST: Final = 30
"""Cells of any other column, where each row's words stand on lines of their own."""


def _is_too_narrow(rows: Sequence[Sequence[str]], width: int) -> bool:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    taken = sum(min(WIDEST, each) + 2 for each in widths[:-1])
    return bool(widths) and taken + min(ROOM, widths[-1]) > width


def _drawn(head: Sequence[str], rows: Iterable[Sequence[str]], out: "Console") -> None:
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False)
    for place, name in enumerate(head):
        drawn.add_column(name, no_wrap=place == 0, overflow="fold")
    for row in rows:
        drawn.add_row(*map(styled, row))
    out.print(drawn)


def _stacked(head: Sequence[str], rows: Sequence[Sequence[str]], out: "Console") -> None:
    """Each row's last cell, its words, below the others: for terminals where a column of words
    would be a ribbon."""
    columns = zip(head[:-1], *(row[:-1] for row in rows), strict=True)
    widths = [min(WIDEST, max(map(len, column))) for column in columns]
    if sum(widths) + 2 * len(widths) > out.width:
        widths = [0] * len(widths)  # lined up they would not fit
    for place, row in enumerate([head, *rows]):
        cells = (cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True))
        style = "" if place else "bold"
        out.print(styled_line("  ".join(cells).rstrip(), style or "cyan"))
        if row[-1]:
            out.print(under(styled(row[-1], style)))


def show_error(error: "KbError") -> None:
    """Prints what could not be done, where, and how to mend it, to stderr."""
    click.secho("kb: ", err=True, nl=False, fg="red", bold=True)
    write(clean(str(error)), err=True)
    if error.mend:
        write(f"    mend: {clean(error.mend)}", err=True)


MOST: Final = 100
"""Findings of one rule that are shown one by one."""


def show_problems(problems: "Iterable[Problem]", err: bool = True) -> None:
    """Prints findings, one a line, `path:line:column: level: message (rule)`; of a rule with very
    many the first ones, and how many more there are."""
    found: Counter[str] = Counter()
    for problem in problems:
        found[problem.rule] += 1
        if found[problem.rule] > MOST:
            continue
        place = f"{problem.place}: " if str(problem.place) else ""
        write(clean(f"{place}{problem.level}: {problem.message} ({problem.rule})"), err=err)
        if problem.mend:
            write(f"    mend: {clean(problem.mend)}", err=err)
    for rule, count in found.items():
        if count > MOST:
            write(f"... and {counted(count - MOST, 'more problem')} ({rule})", err=err)
