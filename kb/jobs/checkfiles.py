"""Check the files that a command names: notes, theses, papers, or the whole knowledge base."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kb.disk.files import read_snapshot, write_text
from kb.errors import UNREADABLE, USAGE, KbError
from kb.formats.thesis import Thesis, read_thesis
from kb.jobs.check import (
    Report,
    Settings,
    apply_baseline,
    in_theses,
    known_rules,
    read_settings,
    report,
    write_baseline,
)
from kb.jobs.checkcache import all_findings
from kb.jobs.opened import Opened
from kb.links import Links
from kb.model import Base

THESES: Final = (".tex", ".ltx", ".latex", ".typ", ".md", ".markdown", ".qmd", ".rmd")


@dataclass(frozen=True)
class Options:
    """What the command line says beside the files."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: str = ""
    update_baseline: bool = False


def check_files(opened: Opened, files: Sequence[str], options: Options) -> Report:
    """The findings in `files` (none: in the knowledge base and the theses of its settings).

    Raises KbError for a file that is not there or that nothing is checked in.
    """
    settings = _settings(opened, options)
    named, theses = _sort(opened, files)
    if not files:
        theses = [_thesis(opened.root / path, path) for path in settings.theses]
    paths = {*named, *(thesis.path for thesis in theses)}
    folders = tuple(path for path in paths if path.endswith("/"))
    only = (lambda path: path in paths or path.startswith(folders)) if files else None
    used = in_theses(opened.base, theses, opened.text_of) if theses else ()
    found = report([*all_findings(opened), *used], settings, only)
    return _baseline(opened, found, settings, options)


def _settings(opened: Opened, options: Options) -> Settings:
    table = opened.settings.get("check", {})
    if not isinstance(table, dict):
        raise KbError("check is not a table", "kb.toml", "write: [check]", USAGE)
    settings = read_settings(table)
    return replace(
        settings,
        select=known_rules(_split(options.select)) or settings.select,
        ignore=(*settings.ignore, *known_rules(_split(options.ignore))),
        baseline=options.baseline or settings.baseline,
    )


def _split(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for word in words for part in word.replace(",", " ").split())


def _sort(opened: Opened, files: Sequence[str]) -> tuple[list[str], list[Thesis]]:
    """The files as the base calls them, and those that are theses."""
    links = Links(opened.refs) if files else Links(Base())
    named, theses = [], []
    for file in files:
        path = Path(file)
        inside = _inside(opened.root, path)
        paper = links.paper(file)
        if f"{inside}/".startswith(("notes/", "refs/")) and path.exists():
            named.append(f"{inside}/" if path.is_dir() else inside)
        elif paper:
            named.append(paper.name)
        elif path.suffix.lower() in THESES or not path.is_file():
            theses.append(_thesis(path, file))
        else:
            mend = f"kb check reads notes, papers it knows, and {', '.join(THESES)}"
            raise KbError("nothing can be checked in this file", file, mend, USAGE)
    return named, theses


def _inside(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return ""


def _thesis(path: Path, name: str) -> Thesis:
    if not path.exists():
        raise KbError("there is no such file", name, "check the path", UNREADABLE)
    if path.is_dir():
        raise KbError("this is a folder", name, "name the files in it", USAGE)
    return read_thesis(read_snapshot(path).text, name)


def _baseline(opened: Opened, report: Report, settings: Settings, options: Options) -> Report:
    if not settings.baseline:
        if options.update_baseline:
            mend = "name it: --baseline FILE"
            raise KbError("there is no baseline to update", "", mend, USAGE)
        return report
    path = Path(options.baseline) if options.baseline else opened.root / settings.baseline
    before = read_snapshot(path)
    text = write_baseline(report.problems) if options.update_baseline else before.text
    if options.update_baseline:
        write_text(path, text, before)
    elif not before.digest:
        mend = "make it with --update-baseline"
        raise KbError("there is no such baseline", str(path), mend, UNREADABLE)
    return apply_baseline(report, text)
