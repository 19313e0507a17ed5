"""Which entries of bibliographies are one work: files in, clusters with reasons out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from kb.errors import USAGE, KbError
from kb.jobs.bibfiles import prefixes_of, read_records
from kb.match.dedupe import Deduped, Progress, dedupe_records
from kb.match.normal import Record
from kb.memory import no_collection
from kb.model import Cluster, Decision, Problem


@dataclass(frozen=True)
class Found:
    """What was found in files: clusters and links by `name` (bare keys of one file, else
    `file:key`), how many entries there are, what was compared of them, and their aliases."""

    deduped: Deduped
    entries: int
    problems: tuple[Problem, ...] = ()
    records: Sequence[Record] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def dedupe_files(
    paths: Sequence[Path], decisions: Sequence[Decision] = (), progress: Progress = silent
) -> Found:
    """Groups the entries of `paths` (BibTeX, RIS, CSL-JSON). Raises KbError for what cannot be
    read."""
    with no_collection():
        return _dedupe_files(paths, decisions, progress)


def _dedupe_files(
    paths: Sequence[Path], decisions: Sequence[Decision], progress: Progress
) -> Found:
    records, names, problems = read_records(paths, progress)
    if decisions:
        names = _everywhere(names, prefixes_of(paths))
    deduped = dedupe_records(records, names, decisions, progress)
    return Found(deduped, len(records), (*problems, *deduped.problems), records, names)


def _everywhere(names: Mapping[str, str], prefixes: Sequence[str]) -> dict[str, str]:
    """Aliases as if they stood in every file: an entry that was merged may have moved to another,
    and decisions that name it still hold."""
    found = dict(names)
    for name, key in names.items():
        bare = next(name.removeprefix(one) for one in prefixes if name.startswith(one))
        for prefix in prefixes:
            found.setdefault(prefix + bare, key)
    return found


def several(deduped: Deduped) -> list[tuple[str, ...]]:
    """The clusters of two or more."""
    return [cluster.members for cluster in deduped.clusters if len(cluster.members) > 1]


def linked(deduped: Deduped) -> set[str]:
    """Every key that a cluster of several or a proposal names."""
    proposed = ((link.left, link.right) for link in deduped.proposals)
    return set(chain.from_iterable((*several(deduped), *proposed)))


def work_of(found: Found, name: str) -> Cluster:
    """The work that the entry `name`, as `name_of` gives it, is in."""
    return next(one for one in found.deduped.clusters if name in one.members)


def name_of(found: Found, key: str) -> str:
    """The name of the entry that is meant by `key`: a name, an alias, or a bare key where entries
    are called `file:key`. Raises KbError when none is meant, or several are."""
    names = {one.key for one in found.records}
    if key in names:
        return key
    known = found.names.get(key, "")
    meant = [known] if known in names else sorted(n for n in names if n.endswith(f":{key}"))
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise KbError(f"{key!r} may mean several entries", "", f"name one: {meant[0]}", USAGE)
    near = get_close_matches(key, names, 1)
    mend = f"did you mean {near[0]}?" if near else "kb dedupe BIB -f json names them"
    raise KbError(f"there is no entry {key!r}", "", mend, USAGE)
