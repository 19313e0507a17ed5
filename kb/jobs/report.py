"""The values of the report page: every work with its raw strings, every claim with its sources."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.jobs.status import Status
from kb.model import Base, Claim, Problem, Reference


@dataclass(frozen=True, slots=True)
class Origin:
    """A raw string and where it stands."""

    id: str
    paper: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work, the raw strings that it was read from, the claims that rest on it."""

    key: str
    title: str
    names: str
    year: str
    container: str
    incomplete: bool
    origins: tuple[Origin, ...]
    losing: Mapping[str, tuple[tuple[str, str], ...]]
    claims: tuple[str, ...]


def report(base: Base, status: Status, problems: Iterable[Problem]) -> dict[str, object]:
    """What the report page shows of `base`, by the names its template uses."""
    claims = [claim for note in base.notes for claim in note.claims]
    origins = {origin.id: origin for origin in _origins(base)}
    resting = _claims_by_key(claims)
    return {
        "status": status,
        "works": [_work(work, origins, resting, base) for work in base.library],
        "claims": claims,
        "names": _keys(base.library),
        "problems": list(problems),
    }


def _origins(base: Base) -> Iterable[Origin]:
    for paper in base.papers:
        for raw, _ in paper.entries:
            yield Origin(raw.id, paper.name, raw.line, raw.text)
        for stub in paper.stubs:
            yield Origin(stub.id, paper.name, stub.line, stub.text)


def _claims_by_key(claims: Iterable[Claim]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        for citation in claim.citations:
            if claim.id not in found[citation.key]:
                found[citation.key].append(claim.id)
    return found


def _keys(library: Iterable[Reference]) -> dict[str, str]:
    """Every key and alias -> the key of the entry that it means."""
    return {name: work.key for work in library for name in (*work.aliases, work.key)}


def _work(
    work: Reference,
    origins: Mapping[str, Origin],
    resting: Mapping[str, list[str]],
    base: Base,
) -> WorkView:
    names = [name.display for name in work.names() or work.names("editor")]
    issued = work.date()
    claims = [claim for key in (work.key, *work.aliases) for claim in resting.get(key, ())]
    return WorkView(
        key=work.key,
        title=work.text("title"),
        names="; ".join(names),
        year=str(issued.year or issued.literal) if issued else "",
        container=work.text("container-title") or work.text("publisher"),
        incomplete=work.incomplete,
        origins=tuple(origins[name] for name in work.origins if name in origins),
        losing=base.losing.get(work.key, {}),
        claims=tuple(claims),
    )
