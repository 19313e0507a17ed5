"""Run the rules over a knowledge base: `kb check`."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, Final, get_args

from kb.errors import USAGE, KbError
from kb.formats.thesis import Thesis
from kb.links import Links
from kb.model import Base, Level, Note, Place, Problem, Quote, Suppression
from kb.rules import Scope, registry
from kb.rules.context import Context, Reader, no_text

SETTINGS: Final = ("select", "ignore", "levels", "suppress", "baseline", "theses")
WHERE: Final = "kb.toml [check]"


@dataclass(frozen=True)
class Silence:
    """An entry of `[[check.suppress]]`: rule, reason, and which findings (path, words)."""

    rule: str
    reason: str
    path: str = "*"
    match: str = ""

    def covers(self, problem: Problem) -> bool:
        return (
            problem.rule == self.rule
            and fnmatchcase(problem.place.path, self.path)
            and self.match in problem.message
        )


@dataclass(frozen=True)
class Settings:
    """What is checked and how loud: the table `[check]` of kb.toml and the options."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    suppress: tuple[Silence, ...] = ()
    baseline: str = ""
    theses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What a run found; `quotes` counts the outcomes of looking quotes up ('unchecked': 3)."""

    problems: tuple[Problem, ...]
    suppressed: int = 0
    known: int = 0
    quotes: Mapping[str, int] = field(default_factory=dict)

    @property
    def levels(self) -> Mapping[str, int]:
        return Counter(problem.level for problem in self.problems)


def read_settings(table: Mapping[str, Any]) -> Settings:
    """The table `[check]`. Raises KbError (usage) for a setting that does not exist."""
    for name in table:
        if name not in SETTINGS:
            near = get_close_matches(name, SETTINGS, 1)
            mend = f"did you mean {near[0]}?" if near else f"there are: {', '.join(SETTINGS)}"
            raise KbError(f"there is no setting {name!r}", WHERE, mend, USAGE)
    return Settings(
        known_rules(_strings(table, "select")),
        known_rules(_strings(table, "ignore")),
        _levels(table.get("levels", {})),
        tuple(_silence(each) for each in _list(table, "suppress")),
        _string(table, "baseline"),
        _strings(table, "theses"),
    )


def _list(table: Mapping[str, Any], name: str) -> list[Any]:
    value = table.get(name, [])
    if not isinstance(value, list):
        raise KbError(f"{name} is not a list", WHERE, f'write it as: {name} = ["..."]', USAGE)
    return value


def _strings(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _list(table, name)
    if not all(isinstance(each, str) for each in found):
        raise KbError(f"{name} is not a list of words", WHERE, f'write: {name} = ["..."]', USAGE)
    return tuple(found)


def _string(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise KbError(f"{name} is not a word", WHERE, f'write it as: {name} = "..."', USAGE)
    return value


def _levels(table: Any) -> Mapping[str, Level]:
    if not isinstance(table, dict):
        mend = 'write: [check.levels], then lines like: entry-never-cited = "info"'
        raise KbError("levels is not a table", WHERE, mend, USAGE)
    for rule, level in table.items():
        known_rules((rule,))
        if level not in get_args(Level):
            mend = f"use one of: {', '.join(get_args(Level))}"
            raise KbError(f"{level!r} is no level", f"{WHERE} levels.{rule}", mend, USAGE)
    return dict(table)


def _silence(entry: Any) -> Silence:
    wanted = {"rule", "reason", "path", "match"}
    if not isinstance(entry, dict) or not set(entry) <= wanted or "rule" not in entry:
        mend = 'write: [[check.suppress]] rule = "...", reason = "...", and path or match'
        raise KbError("an entry of suppress cannot be read", WHERE, mend, USAGE)
    words = {name: str(value) for name, value in entry.items()}
    return Silence(
        words["rule"], words.get("reason", ""), words.get("path", "*"), words.get("match", "")
    )


def known_rules(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns (`citation-*`), each of which some rule answers. Raises KbError (usage)."""
    found = tuple(patterns)
    for pattern in found:
        if not any(fnmatchcase(rule, pattern) for rule in registry()):
            near = get_close_matches(pattern, registry(), 1)
            mend = f"did you mean {near[0]}?" if near else "kb check --explain all lists them"
            raise KbError(f"there is no rule {pattern!r}", "", mend, USAGE)
    return found


EVERYTHING: Final = Settings()


def check(
    base: Base,
    settings: Settings = EVERYTHING,
    theses: Sequence[Thesis] = (),
    text_of: Reader = no_text,
    only: Callable[[str], bool] | None = None,
) -> Report:
    """All findings in `base` and `theses`, sorted by place; `only` says which paths count."""
    rules = Checker(replace(base, notes=()), text_of)
    found = [rules.rest(), *map(rules.note, base.notes)]
    return report([*found, *in_theses(base, theses, text_of)], settings, only)


@dataclass(frozen=True)
class Findings:
    """What the rules find in one note or thesis, or in everything else, whatever the settings."""

    path: str = ""
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    ids: tuple[tuple[str, Place], ...] = ()
    """The ids of its claims."""
    quotes: Mapping[str, int] = field(default_factory=dict)
    """How often looking up its quotes came out in which way."""


class Checker:
    """The rules over one base. It knows no notes but the one it is given, so that what is found in
    a note depends on that note and on what is no note, and on nothing else."""

    def __init__(self, base: Base, text_of: Reader = no_text) -> None:
        self._ctx = Context(Links(base), date.today().year, text_of)

    def rest(self) -> Findings:
        """The findings in references and papers."""
        base = self._ctx.links.base
        found = [*base.problems, *(p for paper in base.papers for p in paper.problems)]
        found += _run("work", self._ctx.links.works, self._ctx)
        found += _run("paper", base.papers, self._ctx)
        for rule in _rules("library"):
            found += rule(self._ctx)
        return Findings(problems=_once(found))

    def note(self, note: Note) -> Findings:
        """The findings in one note and its claims."""
        found = [*note.problems, *_run("note", (note,), self._ctx)]
        found += _run("claim", note.claims, self._ctx)
        quotes = (*(q for claim in note.claims for q in claim.quotes), *note.stray)
        found += _run("quote", quotes, self._ctx)
        ids = tuple((claim.id, claim.place) for claim in note.claims)
        outcomes = _outcomes(quotes, self._ctx)
        return Findings(note.path, _once(found), note.suppressions, ids, outcomes)


def in_theses(
    base: Base, theses: Sequence[Thesis], text_of: Reader = no_text
) -> Iterator[Findings]:
    """The findings in each thesis; they use the claims of all notes."""
    ctx = Context(Links(base), date.today().year, text_of)
    for thesis in theses:
        found = [*_run("thesis", (thesis,), ctx), *_run("quote", thesis.quotes, ctx)]
        outcomes = _outcomes(thesis.quotes, ctx)
        yield Findings(thesis.path, _once(found), thesis.suppressions, (), outcomes)


def _outcomes(quotes: Iterable[Quote], ctx: Context) -> Mapping[str, int]:
    return Counter(ctx.quote(quote).found.value for quote in quotes)


def _rules(scope: Scope) -> Iterator[Callable[..., Iterator[Problem]]]:
    return (rule.check for rule in registry().values() if rule.check and rule.scope == scope)


def _run(scope: Scope, subjects: Iterable[object], ctx: Context) -> Iterator[Problem]:
    rules = list(_rules(scope))
    for subject in subjects:
        for rule in rules:
            yield from rule(subject, ctx)


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))


def report(
    findings: Sequence[Findings], settings: Settings, only: Callable[[str], bool] | None = None
) -> Report:
    """What of all that was found a person wants to see, sorted by place."""
    ids = [pair for each in findings for pair in each.ids]
    every = [problem for each in findings for problem in each.problems]
    every += [problem for rule in _rules("ids") for problem in rule(ids)]
    found = [problem for problem in every if wanted(problem.rule, settings)]
    marks = [mark for each in findings for mark in each.suppressions]
    kept, used = _suppress(found, marks, settings)
    suppressed = len(found) - len(kept)
    kept += _complaints(marks, settings, used)
    if only:
        kept = [problem for problem in kept if only(problem.place.path)]
    kept = [_levelled(problem, settings) for problem in kept]
    quotes: Counter[str] = Counter()
    for each in findings:
        quotes.update(each.quotes if not only or only(each.path) else {})
    return Report(tuple(sorted(kept, key=_by_place)), suppressed, 0, quotes)


def wanted(rule: str, settings: Settings) -> bool:
    """Whether the selection has the rule in it; `ignore` wins."""
    selected = not settings.select or any(fnmatchcase(rule, each) for each in settings.select)
    return selected and not any(fnmatchcase(rule, each) for each in settings.ignore)


def _levelled(problem: Problem, settings: Settings) -> Problem:
    level = settings.levels.get(problem.rule)
    return replace(problem, level=level) if level else problem


def _by_place(problem: Problem) -> tuple[object, ...]:
    place = problem.place
    return place.path, place.line, place.column, problem.rule, problem.message


Marks = set[Suppression | Silence]


def _suppress(
    found: list[Problem], marks: Iterable[Suppression], settings: Settings
) -> tuple[list[Problem], Marks]:
    """The findings that nobody suppressed, and the suppressions that were used."""
    by_file: dict[str, list[Suppression]] = {}
    for mark in marks:
        by_file.setdefault(mark.place.path, []).append(mark)
    kept, used = [], Marks()
    for problem in found:
        hits: Marks = {m for m in by_file.get(problem.place.path, ()) if _covers(m, problem)}
        hits |= {silence for silence in settings.suppress if silence.covers(problem)}
        used |= hits
        if not hits:
            kept.append(problem)
    return kept, used


def _covers(mark: Suppression, problem: Problem) -> bool:
    first, last = mark.lines
    return mark.rule == problem.rule and (not first or first <= problem.place.line <= last)


def _complaints(marks: Iterable[Suppression], settings: Settings, used: Marks) -> Iterator[Problem]:
    """Suppressions that suppress nothing or do not say why."""
    placed: list[tuple[Suppression | Silence, Place]] = [(mark, mark.place) for mark in marks]
    placed += [(silence, Place("kb.toml")) for silence in settings.suppress]
    for mark, place in placed:
        if mark.rule in registry() and not wanted(mark.rule, settings):
            continue
        if mark not in used and wanted("suppression-stale", settings):
            known = mark.rule in registry()
            what = (
                f"nothing here breaks {mark.rule!r}"
                if known
                else f"no rule is called {mark.rule!r}"
            )
            yield Problem("suppression-stale", "warning", what, place, "delete the suppression")
        if not mark.reason and wanted("suppression-without-reason", settings):
            what = f"the suppression of {mark.rule!r} does not say why"
            inside = isinstance(mark, Suppression)
            mend = "write the reason behind a colon" if inside else 'add: reason = "..."'
            yield Problem("suppression-without-reason", "warning", what, place, mend)


def fingerprint(problem: Problem) -> str:
    """What of a finding stays the same when lines move: rule, file, message without numbers."""
    return f"{problem.rule}\t{problem.place.path}\t{' '.join(problem.message.split())}"


def write_baseline(problems: Iterable[Problem]) -> str:
    """The text of a baseline file: one known finding a line, sorted."""
    head = "# Findings that kb check knew when this file was made; kb check --update-baseline\n"
    return head + "".join(f"{line}\n" for line in sorted(map(fingerprint, problems)))


def apply_baseline(report: Report, text: str) -> Report:
    """The report without the findings of the baseline, each as often as it stands there."""
    known = Counter(line for line in text.splitlines() if line and not line.startswith("#"))
    fresh = []
    for problem in report.problems:
        line = fingerprint(problem)
        if known[line]:
            known[line] -= 1
        else:
            fresh.append(problem)
    return replace(report, problems=tuple(fresh), known=len(report.problems) - len(fresh))


def as_json(report: Report) -> dict[str, object]:
    """The value that `--format json` prints."""
    return {"problems": [_row(problem) for problem in report.problems]}


def _row(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "rule": problem.rule,
        "level": problem.level,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "message": problem.message,
        "mend": problem.mend,
    }
