"""Claim notes as a job: new ones, lists, renaming, keys brought up to date, backlinks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.disk.files import ABSENT, read_snapshot, write_text
from kb.disk.move import move_text
from kb.disk.notefiles import read_note_file
from kb.errors import USAGE, KbError
from kb.formats import noteedit
from kb.formats.noteedit import Draft
from kb.formats.terms import tokens
from kb.jobs.check import Checker
from kb.jobs.opened import Opened
from kb.jobs.trace import describe, locator_words, once
from kb.links import Links, fingerprint, split_line
from kb.model import Claim, Note, NoteCitation, Problem, Status
from kb.rules.context import nearest

_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*\Z")
_WORDS_IN_ID: Final = 5
_NO_PAGE: Final = re.compile(r"[\[\]{};@\x00-\x1f]")
"""What would end a citation in a note."""


@dataclass(frozen=True)
class Wish:
    """What `kb note new` was asked to write; `seen` as `003:41`, `sources` as citation keys."""

    claim: str
    sources: tuple[str, ...] = ()
    page: str = ""
    id: str = ""
    status: Status = "open"
    tags: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    quote: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """A file of notes before and after."""

    path: str
    before: str
    after: str


def as_json(base_claims: Iterable[Claim]) -> dict[str, object]:
    """What `kb note list --format json` prints."""
    return {"claims": [claim_row(claim) for claim in base_claims]}


def claim_row(claim: Claim) -> dict[str, object]:
    """A claim as JSON; the locator of a page is its number, others have their label before them."""
    return {
        "id": claim.id,
        "claim": claim.text,
        "status": claim.status,
        "path": claim.place.path,
        "line": claim.place.line,
        "sources": [{"key": c.key, "locator": _locator(c)} for c in once(claim.citations)],
    }


def _locator(citation: NoteCitation) -> str | None:
    if not citation.locator:
        return None
    return citation.locator if citation.label == "page" else locator_words(citation)


def select(
    opened: Opened, status: str = "", tag: str = "", source: str = ""
) -> list[tuple[Note, Claim]]:
    """The claims with a status, a tag, that rest on a source. Raises KbError (usage)."""
    links = Links(opened.base)
    if source and not links.work(source):
        raise unknown_key(source, links)
    resting = {id(rest.claim) for rest in links.rests(source)} if source else set()
    return [
        (note, claim)
        for note in opened.base.notes
        for claim in note.claims
        if (not status or claim.status == status)
        and (not tag or tag in claim.tags)
        and (not source or id(claim) in resting)
    ]


def unknown_key(key: str, links: Links) -> KbError:
    near = nearest(key, links.keys())
    mend = f"did you mean {near}?" if near else "kb cite WORDS finds the key"
    return KbError(f"no reference has the key {key!r}", "", mend, USAGE)


def find(opened: Opened, name: str) -> tuple[Note, Claim]:
    """The claim with an id, or the only claim of a note with that path. Raises KbError (usage)."""
    links = Links(opened.base)
    found = list(links.claims.get(name, ()))
    if not found:
        notes = [n for n in opened.base.notes if name in (n.id, n.path)]
        found = [(note, claim) for note in notes for claim in note.claims]
    if not found:
        near = nearest(name, links.claims)
        mend = f"did you mean {near}?" if near else "kb note list shows all"
        raise KbError(f"no claim has the id {name!r}", "", mend, USAGE)
    if len(found) > 1:
        where = ", ".join(str(claim.place) for _, claim in found)
        raise KbError(f"{len(found)} claims answer to {name!r}", where, "give each an id", USAGE)
    return found[0]


def new(opened: Opened, wish: Wish) -> str:
    """Writes a note and gives its path in the base. Raises KbError."""
    links = Links(opened.base)
    taken = {note.id for note in opened.base.notes} | set(links.claims)
    if not wish.claim.strip():
        raise KbError("the claim is empty", "", 'say it: --claim "..."', USAGE)
    name = wish.id or free_id(wish.claim, taken)
    if not _ID.match(name):
        raise KbError(f"{name!r} is no id", "", "use letters, digits, '-', '_' and '.'", USAGE)
    if name in taken:
        raise KbError(f"the id {name!r} is taken", "", "give another with --id", USAGE)
    seen = [_seen(where, opened, links) for where in wish.seen]
    named = {_known(key, links): "" for key in wish.sources}
    rests_on = (named or dict(_cited_at(wish.seen, links))).items()
    citations = [noteedit.cite(key, *_page(wish.page or page)) for key, page in rests_on]
    draft = Draft(
        name, wish.claim, citations, wish.status, wish.tags, seen, wish.quote, wish.reason
    )
    path = opened.root / "notes" / f"{name}.md"
    write_text(path, noteedit.write_note(draft), ABSENT, opened.root)
    return f"notes/{name}.md"


def quote_problems(opened: Opened, path: str) -> tuple[Problem, ...]:
    """What is wrong with the quotes of the note at `path`, compared with the sources here."""
    found = Checker(opened.refs, opened.text_of).note(read_note_file(opened.root, path))
    return tuple(each for each in found.problems if each.rule.startswith("quote-"))


def _page(page: str) -> tuple[str, str]:
    """'58' -> ('58', ''); 'ch. 3' -> ('3', 'ch.'). Raises KbError for what ends a citation."""
    if _NO_PAGE.search(page):
        raise KbError(f"{page!r} is no page", "", "write it as 58, 58-60 or 'ch. 3'", USAGE)
    found = re.match(r"\s*([^\W\d]+\.?|§+|¶+)\s*(\S.*)", page)
    return (found[2], found[1]) if found else (page.strip(), "")


def _known(key: str, links: Links) -> str:
    work = links.work(key.removeprefix("@"))
    if not work:
        raise unknown_key(key, links)
    return work.key


def _seen(where: str, opened: Opened, links: Links) -> str:
    name, line = split_line(where)
    paper = links.paper(name)
    if not paper or not line:
        raise KbError(f"{where!r} is no line of a paper", "", "write it as 003:41", USAGE)
    text = opened.text_of(paper)
    if text and line > text.line_count:
        mend = f"{paper.name} has {text.line_count} lines"
        raise KbError(f"{where!r} is no line of a paper", "", mend, USAGE)
    return f"{paper.id}:{line}"


def _cited_at(seen: Iterable[str], links: Links) -> Iterator[tuple[str, str]]:
    """The works that are cited where the statement stands, with the page named there if any."""
    for where in seen:
        name, line = split_line(where)
        paper = links.paper(name)
        for citation in paper.citations if paper else ():
            work = links.cited_work(citation) if citation.line == line else None
            if work:
                page = citation.locator or ""
                yield work.key, "" if _NO_PAGE.search(page) else page


def free_id(claim: str, taken: Iterable[str]) -> str:
    """An id from the claim's words that matter: 'recall-improves-spacing'."""
    words = [word for word in tokens(claim) if word.isascii()][:_WORDS_IN_ID]
    name = "-".join(words) or "claim"
    used, number = set(taken), 2
    free = name
    while free in used:
        free, number = f"{name}-{number}", number + 1
    return free


def text_of(opened: Opened, note: Note) -> str:
    """The note's text as it stands in its file."""
    return read_snapshot(opened.root / note.path).text


def _write(opened: Opened, changes: Iterable[Change]) -> list[str]:
    """Writes what changed; refuses a file that is no longer what it was. Gives the paths."""
    written = []
    for change in changes:
        path = opened.root / change.path
        now = read_snapshot(path)
        if now.text != change.before:
            mend = "run the command again"
            raise KbError("the file changed while it was being worked on", str(path), mend)
        if write_text(path, change.after, now, opened.root):
            written.append(change.path)
    return written


def set_status(opened: Opened, name: str, status: Status, reason: str) -> list[str]:
    """Changes the status of a claim; gives the paths written."""
    note, claim = find(opened, name)
    before = text_of(opened, note)
    after = noteedit.set_status(before, note.path, claim, status, reason)
    return _write(opened, [Change(note.path, before, after)])


def checked(opened: Opened, name: str) -> list[str]:
    """Writes down that a claim was compared with its sources as they are now."""
    note, claim = find(opened, name)
    links = Links(opened.base)
    works = {c.key: links.work(c.key) for c in claim.citations}
    digests = {key: fingerprint(work) for key, work in works.items() if work}
    before = text_of(opened, note)
    after = noteedit.set_checked(before, note.path, claim, digests)
    return _write(opened, [Change(note.path, before, after)])


def rename(opened: Opened, old: str, new_id: str) -> list[str]:
    """Gives a claim another id, and its file the new name if it had the old one."""
    note, claim = find(opened, old)
    if not _ID.match(new_id):
        raise KbError(f"{new_id!r} is no id", "", "use letters, digits, '-', '_' and '.'", USAGE)
    if new_id in Links(opened.base).claims:
        raise KbError(f"the id {new_id!r} is taken", "", "take another", USAGE)
    before = text_of(opened, note)
    after = noteedit.rename_id(before, note.path, claim, new_id)
    path = Path(note.path)
    if path.stem != claim.id:
        return _write(opened, [Change(note.path, before, after)])
    target = path.with_name(f"{new_id}.md").as_posix()
    move_text(opened.root / note.path, opened.root / target, before, after, opened.root)
    return [target]


def stale_keys(opened: Opened) -> dict[str, str]:
    """Older keys that notes cite -> the keys of today."""
    links = Links(opened.base)
    cited = (c.key for n in opened.base.notes for c in _all_citations(n))
    works = {key: links.work(key) for key in dict.fromkeys(cited)}
    return {key: work.key for key, work in works.items() if work and work.key != key}


def _all_citations(note: Note) -> Iterator[NoteCitation]:
    for claim in note.claims:
        yield from claim.citations
    yield from note.loose


def key_changes(opened: Opened, renamed: dict[str, str]) -> list[Change]:
    """What the notes become when keys are renamed; nothing is written."""
    changes = []
    for note in opened.base.notes:
        keys = {citation.key for citation in _all_citations(note)} & set(renamed)
        if keys:
            before = after = text_of(opened, note)
            for key in sorted(keys):
                after = noteedit.rename_key(after, note.path, key, renamed[key])
            changes.append(Change(note.path, before, after))
    return changes


def rename_key(opened: Opened, old: str, new_key: str, write: bool) -> list[str]:
    """Makes notes that cite `old` cite `new_key`, which must be a key of the library."""
    links = Links(opened.base)
    if not links.work(new_key):
        raise unknown_key(new_key, links)
    return apply(opened, key_changes(opened, {old: new_key}), write)


def apply(opened: Opened, changes: list[Change], write: bool) -> list[str]:
    """Writes the changes, or only tells which files they concern."""
    return _write(opened, changes) if write else [change.path for change in changes]


def card(opened: Opened, note: Note, claim: Claim) -> dict[str, object]:
    """Everything about one claim: what it rests on, its quotes, where it stands."""
    links = Links(opened.base)
    rows = []
    for citation in once(claim.citations):
        work = links.work(citation.key)
        said = describe(work) if work else "no reference has this key"
        others = {r.claim.id for r in links.rests(citation.key)} - {claim.id}
        row = {"key": citation.key, "locator": _locator(citation), "text": said}
        rows.append({**row, "claims": sorted(others)})
    return {
        **claim_row(claim),
        "sources": rows,
        "quotes": [quote.text for quote in claim.quotes],
        "tags": list(claim.tags),
        "seen": list(claim.seen),
        "reason": claim.reason,
        "note": note.id,
    }
