"""What `kb dedupe` prints of works and pairs, in a knowledge base and of files alike."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kb.cli.output import clean, console, counted, styled, to_json, under, write
from kb.match.dedupe import Deduped
from kb.match.merge import Losing
from kb.model import Link, Reason

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding


def print_json(deduped: Deduped) -> None:
    """The result as JSON, one cluster or link a line, however many there are."""
    several = ([*one.members] for one in deduped.clusters if len(one.members) > 1)
    write("{")
    _array("clusters", several, ",")
    _array("links", map(link_json, deduped.links), ",")
    _array("proposals", map(link_json, deduped.proposals), ",")
    _array("related", map(link_json, deduped.related), "")
    write("}")


def _array(name: str, values: Iterator[Any], end: str) -> None:
    lines = ",\n".join("    " + to_json(value, indent=None) for value in values)
    write(f'  "{name}": [\n{lines}\n  ]{end}' if lines else f'  "{name}": []{end}')


def link_json(link: Link) -> dict[str, Any]:
    reasons = [reason.words for reason in link.reasons]
    return {"left": link.left, "right": link.right, "score": link.score, "reasons": reasons}


def print_report(deduped: Deduped, entries: int) -> None:
    """The result for people: each work with its entries and reasons, then what is open."""
    several = [cluster for cluster in deduped.clusters if len(cluster.members) > 1]
    out = console()
    for cluster in several:
        _say(out, " = ".join(cluster.members), "bold")
        print_links(cluster.links, out=out)
    print_open(deduped.proposals)
    if deduped.related:
        _say(out, "Versions of one work, kept apart:", "bold")
    print_links(deduped.related, "~", out)
    write(summary(entries, len(deduped.clusters), len(several), len(deduped.proposals)))


def _say(out: "Console", text: str, style: str) -> None:
    """A line of its own; in a pipe without rich, which takes its time over each of thousands."""
    if out.is_terminal:
        out.print(styled(text, style))
    else:
        write(clean(text))


def print_open(proposals: Sequence[Link]) -> None:
    """The pairs that a person has to decide."""
    if proposals:
        _say(console(), "Likely, not sure (kb dedupe --review asks):", "bold yellow")
    print_links(proposals, "?")


def print_links(links: Iterable[Link], sign: str = "=", out: "Console | None" = None) -> None:
    """Pairs with score and reasons, indented, one a line."""
    out = out or console()
    for link in links:
        pair, score = f"{link.left} {sign} {link.right}", f"  {link.score:.3f}  "
        reasons = ", ".join(reason.words for reason in link.reasons)
        if out.is_terminal:
            out.print(under(styled(pair).append(score, "cyan").append(styled(reasons, "dim"))))
        else:
            write(f"    {clean(pair)}{score}{clean(reasons)}")


def summary(entries: int, works: int, several: int, open_pairs: int) -> str:
    """'120 entries are 97 works, 18 of them with several entries; 3 pairs to decide'."""
    if not entries:
        return "no entry was found"
    are = "is" if entries == 1 else "are"
    text = f"{counted(entries, 'entry', 'entries')} {are} {counted(works, 'work')}"
    text += f", {several} of them with several entries" if several else ": none stands twice"
    return text + (f"; {counted(open_pairs, 'pair')} to decide" if open_pairs else "")


def print_reasons(links: Sequence[Link]) -> None:
    """Each link with its reasons and what each weighs."""
    out = console()
    for link in links:
        out.print(styled(f"{link.left} = {link.right}  {link.score:.4f}", "bold"))
        for reason in link.reasons:
            out.print(indented(f"{_weight(reason)}  {reason.words}"))


def print_losing(losing: Losing) -> None:
    """What the entries of a work say otherwise than the work."""
    out = console()
    for name, values in losing.items():
        for value, origin in values:
            out.print(indented(f"not taken: {name} {value!r} of {origin}"))


def losing_json(losing: Losing) -> dict[str, list[dict[str, str]]]:
    return {
        name: [{"value": value, "origin": origin} for value, origin in values]
        for name, values in losing.items()
    }


def _weight(reason: Reason) -> str:
    return f"{reason.weight:+5.1f}" if reason.weight else "     "


def progress_bar() -> Callable[[str, int, int], None]:
    """Tells the stages on stderr, on a terminal only; no thread, for processes are forked."""
    stages = {"read": "reading", "block": "finding pairs", "compare": "comparing"}
    if not sys.stderr.isatty():
        return lambda stage, done, total: None

    def show(stage: str, done: int, total: int) -> None:
        share = f" {100 * done // max(1, total)} %" if total > 1 else ""
        text = f"{stages.get(stage, 'grouping')}{share}"
        click.echo(f"\r{text:<30}", err=True, nl=False)
        if stage == "group":
            click.echo("\r" + " " * 30 + "\r", err=True, nl=False)

    return show


def indented(text: str, style: str = "") -> "Padding":
    """Words that stand under a line, however many lines they take."""
    return under(styled(text, style))
