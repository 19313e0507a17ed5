"""kb trace: from a statement to the line of the paper it comes from."""

import sys
from typing import TYPE_CHECKING

import click

from kb.cli.output import clean, console, format_option, styled, write, write_json

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from kb.jobs.trace import Node

NOTHING = 1
"""Exit code: nothing answers."""
ABOVE = "(see above)"
STYLES = {
    "claim": "bold",
    "citation": "cyan",
    "reference": "green",
    "raw": "",
    "paper": "magenta",
    "passage": "yellow",
}

EXAMPLES = """
\b
Examples:
  kb trace 'TSE Law is applied inconsistently'   words, in English or Indonesian
  kb trace weak-mla                a claim's id
  kb trace albayumi2022kerja       a citation key
  kb trace '003#12'                a raw reference
  kb trace 003:41                  a line of a paper
  kb trace thesis.tex:120          a line of a thesis
  kb trace --impact albayumi2022kerja --in thesis.tex    everything that rests on a work
  kb trace weak-mla -f mermaid     a picture; -f dot for Graphviz
\b
Exit codes: 0 found; 1 nothing found; 2 wrong usage; 3 something cannot be read.
"""


@click.command(epilog=EXAMPLES)
@click.argument("statement", nargs=-1, required=True)
@format_option("json", "dot", "mermaid")
@click.option("--impact", is_flag=True, help="Upwards: what rests on this work.")
@click.option(
    "--in", "theses", multiple=True, metavar="FILE", help="With --impact: a thesis to look into."
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How many hits for words.",
)
@click.pass_obj
def command(
    base: str | None,
    statement: tuple[str, ...],
    fmt: str,
    impact: bool,
    theses: tuple[str, ...],
    limit: int,
) -> int:
    """Tells where a statement comes from: claim, reference, raw string, line of the paper."""
    from kb.jobs.picture import to_dot, to_mermaid
    from kb.jobs.trace import Node, as_json
    from kb.jobs.tracefiles import trace_here

    what = " ".join(statement)
    found = trace_here(base, what, impact, theses, limit)
    if fmt == "json":
        write_json(as_json(found or Node("passage", "", what)))
    elif found and fmt in ("dot", "mermaid"):
        write(to_dot(found) if fmt == "dot" else to_mermaid(found))
    elif found:
        _show(found)
    if not found:
        write(f"nothing found for {clean(what)!r}", err=True)
        write("    mend: try other words, a citation key, or a place like 003:41", err=True)
    return 0 if found else NOTHING


def _show(root: "Node") -> None:
    if not sys.stdout.isatty():
        _plain(root, 0, set())
        return
    from rich.tree import Tree

    tree = Tree(_label(root), guide_style="dim")
    _grow(tree, root, set())
    console().print(tree)


def _grow(tree: "Tree", node: "Node", shown: set[str]) -> None:
    if _seen_again(node, shown):
        tree.add(styled(ABOVE, "dim"))
        return
    for child in node.children:
        _grow(tree.add(_label(child)), child, shown)


def _label(node: "Node") -> "Text":
    label = styled(" ".join(filter(None, (node.kind, node.id))), STYLES[node.kind])
    if node.score is not None:
        label.append(f" {node.score:.2f}", style="dim")
    label.append("  ").append_text(styled(node.text))
    return label.append("  ").append_text(styled(_where(node), "dim"))


def _seen_again(node: "Node", shown: set[str]) -> bool:
    """Whether a work was unfolded further up; notes it otherwise."""
    again = node.kind == "reference" and bool(node.children) and node.id in shown
    shown.add(node.id if node.kind == "reference" else "")
    return again


def _plain(node: "Node", depth: int, shown: set[str]) -> None:
    score = f"{node.score:.2f}" if node.score is not None else ""
    parts = (node.kind, node.id, score, node.text, f"({_where(node)})" if node.path else "")
    write("  " * depth + "  ".join(clean(part) for part in parts if part))
    if _seen_again(node, shown):
        write("  " * (depth + 1) + ABOVE)
        return
    for child in node.children:
        _plain(child, depth + 1, shown)


def _where(node: "Node") -> str:
    return f"{node.path}:{node.line}" if node.line else node.path
