"""The library out of all papers' references: one work a cluster, with the keys it had before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.disk.store import Work, has_entry
from kb.formats.keys import PATTERN, citation_key, unique
from kb.jobs.decided import placed
from kb.match.dedupe import Deduped, dedupe
from kb.match.merge import merge
from kb.model import Base, Cluster, Decision, Link, Problem, Reference


@dataclass(frozen=True)
class Library:
    """The works sorted by key, what is likely but not sure, and findings in the decisions."""

    works: tuple[Work, ...]
    proposals: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


def sources(base: Base) -> tuple[Reference, ...]:
    """Every full reference and stub of all papers, keyed by its id, and entries added by hand."""
    found = []
    for paper in base.papers:
        for raw, reference in paper.entries:
            if has_entry(raw, reference):
                found.append(_keyed(reference, raw.id))
        found += [_keyed(stub.reference, stub.id) for stub in paper.stubs]
    known = {reference.key for reference in found}
    added = [one for one in base.library if not one.origins]
    return (*found, *(one for one in added if one.key not in known))


def _keyed(reference: Reference, id_: str) -> Reference:
    """The reference under its id; a key it is cited by in its own paper's file is no alias."""
    return replace(reference, key=id_, origins=reference.origins or (id_,))


def build_library(base: Base, pattern: str = PATTERN) -> Library:
    """The library of `base`: clusters merged, keys kept, decisions obeyed.

    Again on its own result it changes nothing. `pattern` makes the keys of new works.
    """
    references = sources(base)
    found = dedupe(references, _by_origin(base))
    merged = _merge_all(references, found, base.decisions)
    works = _named(merged, base.library, imported(base), pattern)
    return Library(works, found.proposals, placed(found.problems, "refs/decisions.txt"))


def imported(base: Base) -> tuple[Reference, ...]:
    """The entries of bibliographies that people brought along, each under its own key: documents
    cite them by it. A key that the library or an earlier one has stays with that one."""
    taken = {name for work in base.library for name in (work.key, *work.aliases)}
    found: dict[str, Reference] = {}
    for paper in base.papers:
        if not paper.sha256:  # no text of a paper: a .bib in refs/
            for raw, reference in paper.entries:
                found.setdefault(reference.key, replace(reference, origins=(raw.id,)))
    return tuple(one for key, one in found.items() if key not in taken)


def _by_origin(base: Base) -> tuple[Decision, ...]:
    """Decisions that name citation keys of the library, said of their origins instead.

    An alias means the origin that had it as key. Where nothing tells which origin of a work is
    meant, `same` within the work holds all its origins together.
    """
    papers = {paper.id for paper in base.papers}  # a work that is a paper: kb.links tells
    works = {name: work for work in base.library for name in (*work.aliases, work.key)}
    own = _own_keys(base)
    found: list[Decision] = []
    for one in base.decisions:
        if {one.left, one.right} & papers:
            continue
        left, right = (_origin(name, works, own) for name in (one.left, one.right))
        work = works.get(one.left)
        if left == right and one.kind == "same" and work:
            found += [replace(one, left=left, right=other) for other in work.origins[1:]]
        else:
            found.append(replace(one, left=left, right=right))
    return tuple(found)


def _own_keys(base: Base) -> dict[str, str]:
    """The key that each origin has in its own paper's file, by its id."""
    found = {raw.id: read.key for paper in base.papers for raw, read in paper.entries}
    return found | {stub.id: stub.reference.key for paper in base.papers for stub in paper.stubs}


def _origin(name: str, works: Mapping[str, Reference], own: Mapping[str, str]) -> str:
    """The id of the origin that a citation key of the library means; else the name itself."""
    work = works.get(name)
    if work is None:
        return name
    mine = (origin for origin in work.origins if own.get(origin) == name)
    return next(mine, work.origins[0] if work.origins else work.key)


def _merge_all(
    references: Sequence[Reference], found: Deduped, decisions: Sequence[Decision]
) -> list[Work]:
    by_key = {reference.key: reference for reference in references}
    fields = [one for one in decisions if one.kind == "field"]
    return [_work(cluster, by_key, fields) for cluster in found.clusters]


def _work(cluster: Cluster, by_key: Mapping[str, Reference], decisions: Sequence[Decision]) -> Work:
    members = [by_key[key] for key in cluster.members]
    merged = merge(members, decisions)
    return Work(replace(merged.reference, aliases=()), merged.losing, cluster.links)


def _named(
    works: Sequence[Work],
    before: Sequence[Reference],
    imported_: Sequence[Reference],
    pattern: str,
) -> tuple[Work, ...]:
    """The works with keys: the one a work had, else a new one that no work has or had."""
    heirs = _heirs(works, before) + _heirs(works, imported_)
    keys = {heir: old.key for old, heir in _first_claims(heirs)}
    former = _former(heirs, keys)
    taken = {*keys.values(), *(name for names in former.values() for name in names)}
    for place, work in enumerate(works):
        if place not in keys:
            keys[place] = _new_key(work.reference, former, taken, pattern)
            taken.add(keys[place])
    named = (
        _with_key(work, keys[place], former.get(place, set()) - {keys[place]})
        for place, work in enumerate(works)
    )
    return tuple(sorted(named, key=lambda work: work.reference.key))


def _with_key(work: Work, key: str, aliases: Iterable[str]) -> Work:
    return replace(work, reference=replace(work.reference, key=key, aliases=tuple(sorted(aliases))))


Heirs = list[tuple[Reference, int, int]]
"""(a work of before, the place of the work that took most of its origins, how many of them)."""


def _heirs(works: Sequence[Work], before: Sequence[Reference]) -> Heirs:
    at = {
        origin: place
        for place, work in enumerate(works)
        for origin in (work.reference.origins or (work.reference.key,))
    }
    found = []
    for old in sorted(before, key=lambda one: one.key):
        places = [at[origin] for origin in (old.origins or (old.key,)) if origin in at]
        if places:
            heir = max(places, key=lambda place: _claim(place, places, works))
            found.append((old, heir, places.count(heir)))
    return found


def _claim(place: int, places: Sequence[int], works: Sequence[Work]) -> tuple[int, bool, int]:
    """How good a work's claim to an old key is: it took most origins, is no stub, comes first."""
    return places.count(place), not works[place].reference.incomplete, -places.index(place)


def _first_claims(heirs: Heirs) -> list[tuple[Reference, int]]:
    """One work of before for each heir: the one that brought it most origins; no stub if it can."""
    best: dict[int, tuple[Reference, tuple[int, bool]]] = {}
    for old, heir, count in heirs:
        claim = count, not old.incomplete
        if heir not in best or claim > best[heir][1]:
            best[heir] = old, claim
    return [(old, heir) for heir, (old, _) in best.items()]


def _former(heirs: Heirs, keys: Mapping[int, str]) -> dict[int, set[str]]:
    """Keys that still mean a work though it has another one now."""
    former: dict[int, set[str]] = {}
    for old, heir, _ in heirs:
        former.setdefault(heir, set()).update({old.key, *old.aliases} - {keys[heir]})
    return former


def _new_key(
    reference: Reference, former: dict[int, set[str]], taken: set[str], pattern: str
) -> str:
    """A new key; a work that was split off gets back the key that was its own."""
    key = citation_key(reference, pattern)
    own = re.compile(re.escape(key) + "[a-z]{0,2}")
    for names in former.values():
        for name in sorted(names):
            if own.fullmatch(name):
                names.discard(name)
                return name
    return unique(key, taken)


def find_work(library: Library, name: str) -> Work | None:
    """The work of a citation key, an alias, or the id of one of its references."""
    for work in library.works:
        reference = work.reference
        if name in (reference.key, *reference.aliases, *reference.origins):
            return work
    return None


def told(base: Base) -> dict[str, tuple[str, str]]:
    """Where each reference or stub stands (`003_x.txt:120`), and its words, by id."""
    found = {}
    for paper in base.papers:
        for raw, _ in paper.entries:
            found[raw.id] = (f"{paper.name}:{raw.line}", raw.text)
        for stub in paper.stubs:
            found[stub.id] = (f"{paper.name}:{stub.line}", stub.text)
    return found
