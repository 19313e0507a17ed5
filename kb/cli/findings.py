"""How findings look: with the line and a caret for people, as annotations for GitHub."""

import unicodedata
from collections.abc import Callable, Iterable

import click

from kb.cli.output import clean, write
from kb.jobs.check import Report
from kb.model import Place, Problem
from kb.rules import Rule

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
WIDTH = 76
"""Columns of a line that are shown around what was found."""


def show(report: Report, line_of: Callable[[Place], str]) -> None:
    """Prints every finding with its line, then the summary."""
    for problem in report.problems:
        _show(problem, line_of(problem.place) if problem.place.column else "")
    write(summary(report))


def _show(problem: Problem, line: str) -> None:
    where = f"{problem.place}: " if str(problem.place) else ""
    level = click.style(problem.level, fg=COLOURS[problem.level], bold=True)
    write(f"{clean(where)} {level}: ".lstrip() + clean(f"{problem.message} ({problem.rule})"))
    if line:
        for row in excerpt(line, problem.place):
            write(f"    {row}")
    if problem.mend:
        write(f"    mend: {clean(problem.mend)}")


def excerpt(line: str, place: Place) -> tuple[str, str]:
    """The stretch of `line` around `place`, and tildes below what is meant."""
    start = min(place.column - 1, len(line))
    one_line = place.end_line in (0, place.line) and place.end_column > place.column
    end = min(place.end_column - 1, len(line)) if one_line else len(line)
    first = max(0, start - WIDTH // 2) if len(line) > WIDTH else 0
    last = min(len(line), max(first + WIDTH, min(end, start + WIDTH)))
    before, meant = (_flat(line[a:b]) for a, b in ((first, start), (start, min(end, last))))
    after = _flat(line[min(end, last) : last])
    dots = "..." if first else ""
    row = f"{dots}{before}{meant}{after}{'...' if last < len(line) else ''}"
    return row.rstrip(), " " * _width(dots + before) + "~" * max(1, _width(meant))


def _flat(text: str) -> str:
    """`text` with every character visible, blanks kept."""
    return "".join(" " if char.isspace() else clean(char) for char in text)


def _width(text: str) -> int:
    """Columns on a terminal: East Asian characters take two, marks above letters none."""
    wide = (2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return sum(wide) - sum(unicodedata.combining(char) > 0 for char in text)


def summary(report: Report) -> str:
    """One line: how many findings of which level, and what was not checked."""
    if report.problems:
        levels = ((level, report.levels.get(level, 0)) for level in COLOURS)
        counts = ", ".join(count(n, level) for level, n in levels if n)
        parts = [counts]
    else:
        parts = ["no findings"]
    if report.suppressed:
        parts.append(f"{report.suppressed} suppressed")
    if report.known:
        parts.append(f"{report.known} known from the baseline")
    if report.quotes:
        order = ("found", "altered", "ambiguous", "not found", "unchecked")
        told = ((report.quotes.get(name, 0), name) for name in order)
        parts.append("quotes: " + ", ".join(f"{n} {name}" for n, name in told if n))
    return "; ".join(parts)


def count(number: int, level: str) -> str:
    return f"{number} {level}{'s' if number != 1 and level != 'info' else ''}"


def github(problems: Iterable[Problem]) -> Iterable[str]:
    """Workflow commands, which GitHub shows beside the lines.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    for problem in problems:
        place = problem.place
        named = {
            "file": place.path,
            "line": place.line,
            "col": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "title": problem.rule,
        }
        said = ",".join(f"{name}={_property(str(value))}" for name, value in named.items() if value)
        words = problem.message + (f" (mend: {problem.mend})" if problem.mend else "")
        yield f"::{levels[problem.level]} {said}::{_data(words)}"


def _data(text: str) -> str:
    return clean(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def explain(rule: Rule) -> None:
    """Prints what a rule finds, why, and how to mend it."""
    write(click.style(f"{rule.id} ({rule.level})", bold=True))
    write(rule.doc)
