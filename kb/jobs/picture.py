"""A trace as a picture: Graphviz dot and Mermaid."""

from collections.abc import Iterator
from typing import Final

from kb.jobs.trace import Node

WIDTH: Final = 60
"""Characters of a node's words that a picture shows."""
_SHAPES: Final = {
    "claim": ("box", "([", "])"),
    "citation": ("box, style=rounded", "[/", "/]"),
    "reference": ("note", "[", "]"),
    "raw": ("plaintext", "[(", ")]"),
    "paper": ("folder", "[[", "]]"),
    "passage": ("ellipse", "(", ")"),
}


def to_dot(root: Node) -> str:
    """The tree as a directed graph; what stands in it twice is one node."""
    numbers, edges = _graph(root)
    lines = ["digraph trace {", "  rankdir=LR; node [fontname=sans, fontsize=10];"]
    for node, number in numbers.items():
        label = "\\n".join(_quoted(part) for part in _label(node))
        lines.append(f'  n{number} [shape={_SHAPES[node[0]][0]}, label="{label}"];')
    lines += [f"  n{a} -> n{b};" for a, b in edges]
    return "\n".join([*lines, "}"])


def to_mermaid(root: Node) -> str:
    """The same for Mermaid, which code hosts draw in Markdown."""
    numbers, edges = _graph(root)
    lines = ["flowchart LR"]
    for node, number in numbers.items():
        _, left, right = _SHAPES[node[0]]
        label = "<br>".join(_escaped(part) for part in _label(node))
        lines.append(f'  n{number}{left}"{label}"{right}')
    return "\n".join([*lines, *(f"  n{a} --> n{b}" for a, b in edges)])


Face = tuple[str, str, str, str]
"""What a picture shows of a node: kind, id, words, place."""


def _graph(root: Node) -> tuple[dict[Face, int], list[tuple[int, int]]]:
    numbers: dict[Face, int] = {}
    edges: dict[tuple[int, int], None] = {}
    for parent, child in _edges(root):
        ends = [numbers.setdefault(_face(node), len(numbers)) for node in (parent, child)]
        edges[ends[0], ends[1]] = None
    numbers.setdefault(_face(root), len(numbers))
    return numbers, list(edges)


def _edges(node: Node) -> Iterator[tuple[Node, Node]]:
    for child in node.children:
        yield node, child
        yield from _edges(child)


def _face(node: Node) -> Face:
    where = f"{node.path}:{node.line}" if node.line else node.path
    return node.kind, node.id, node.text, where


def _label(face: Face) -> list[str]:
    kind, name, words, where = face
    short = words if len(words) <= WIDTH else words[: WIDTH - 3] + "..."
    return [part for part in (f"{kind} {name}".strip(), short, where) if part]


def _quoted(text: str) -> str:
    return _plain(text).replace("\\", "\\\\").replace('"', '\\"')


def _escaped(text: str) -> str:
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "#": "#35;", "`": "#96;"}
    return "".join(marks.get(char, char) for char in _plain(text))


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
