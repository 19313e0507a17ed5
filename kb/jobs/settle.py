"""Works compared with each other as they will be written, until none is found twice: to clean a
clean bibliography changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from kb.jobs.bibfiles import references_of
from kb.jobs.clean import merged_reference
from kb.jobs.dedupe import Found, several, silent
from kb.match.dedupe import Deduped, Progress, dedupe_records
from kb.match.normal import Record, record
from kb.model import Cluster, Decision

ROUNDS: Final = 3
"""How often works are compared again at most."""
Members = tuple[str, ...]
"""The names of the entries of a work."""


def settle(
    paths: Sequence[Path],
    found: Found,
    decisions: Sequence[Decision] = (),
    progress: Progress = silent,
) -> Deduped:
    """What was found in `paths`, with the works that are one once their entries are merged.

    Takes the time of finding duplicates again, as often as that finds more: once or twice, and
    `ROUNDS` times where entries that have nothing in common but a mistake (one DOI for thousands)
    would go on for long.
    """
    deduped = found.deduped
    if not several(deduped):
        return deduped
    works: dict[Members, Record] = {}
    for _ in range(ROUNDS):
        clusters = several(deduped)
        works |= _works(paths, [one for one in clusters if one not in works], decisions)
        members = frozenset(chain.from_iterable(clusters))
        singles = (one for one in found.records if one.key not in members)
        records = [*(works[one] for one in clusters), *singles]
        again = dedupe_records(records, _names(clusters, found.names), decisions, progress)
        if not several(again):
            break
        deduped = _united(deduped, again)
    return deduped


def _works(
    paths: Sequence[Path], clusters: Sequence[Members], decisions: Sequence[Decision]
) -> dict[Members, Record]:
    """The record of each work as it will be written, under the name of its first member."""
    wanted = frozenset(chain.from_iterable(clusters))
    references = references_of(paths, wanted.__contains__)
    fields = [one for one in decisions if one.kind == "field"]
    found = {}
    for members in clusters:
        merged = merged_reference({name: references[name] for name in members}, fields)
        found[members] = record(merged)._replace(key=members[0])
    return found


def _names(clusters: Iterable[Sequence[str]], names: Mapping[str, str]) -> dict[str, str]:
    """Every alias and every member with the first member of its work."""
    first = {name: members[0] for members in clusters for name in members}
    return {alias: first.get(key, key) for alias, key in names.items()} | first


def _united(before: Deduped, again: Deduped) -> Deduped:
    """The clusters of before, those united that are one work; what is open of what is left."""
    of = {name: cluster for cluster in before.clusters for name in cluster.members}
    clusters = []
    for cluster in again.clusters:
        parts = [of[name] for name in cluster.members]
        members = sorted(chain.from_iterable(part.members for part in parts))
        links = (*chain.from_iterable(part.links for part in parts), *cluster.links)
        clusters.append(Cluster(tuple(members), links))
    clusters.sort(key=lambda one: one.members)
    return replace(again, clusters=tuple(clusters), links=(*before.links, *again.links))
