"""Change a note and nothing else in it: its status, a citation key, an id, a new note.

Every function takes the text of a file and gives the text with only the characters concerned
changed; line ends, comments and spacing stay.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kb.formats.notehead import Entry, read_head
from kb.formats.notes import cited_keys, read_note, unify
from kb.model import Claim, Place, Status
from kb.text import SourceText

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ,;.()/'’–—-]*[\w.)’])?\Z")
"""What YAML reads as it stands."""
_RESERVED: Final = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
_BARE_KEY: Final = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*\Z")


@dataclass(frozen=True)
class Draft:
    """What a new note is to say."""

    id: str
    claim: str
    citations: Sequence[str] = ()
    status: Status = "open"
    tags: Sequence[str] = ()
    seen: Sequence[str] = ()
    quote: str = ""
    reason: str = ""


def write_note(draft: Draft) -> str:
    """The text of a new note; reading it gives back what the draft says."""
    head = [f"id: {scalar(draft.id)}", f"claim: {scalar(draft.claim)}", f"status: {draft.status}"]
    head += [f"tags: [{', '.join(map(listed, draft.tags))}]"] if draft.tags else []
    head += [f"seen: [{', '.join(map(listed, draft.seen))}]"] if draft.seen else []
    head += [f"reason: {scalar(draft.reason)}"] if draft.reason else []
    cited = f"[{'; '.join(draft.citations)}]\n" if draft.citations else ""
    quoted = "".join(f"> {line}\n" for line in draft.quote.strip().splitlines())
    body = "\n".join(part for part in (quoted, cited) if part)
    return "\n".join(["---", *head, "---", body])


def cite(key: str, locator: str = "", label: str = "") -> str:
    """`@key, p. 58`; strange keys in braces, a range with 'pp.'."""
    name = key if _BARE_KEY.match(key) else f"{{{key}}}"
    if not locator:
        return f"@{name}"
    word = label or ("pp." if re.search(r"\d\s*[-–,]\s*\d", locator) else "p.")
    return f"@{name}, {word} {locator}"


def scalar(text: str) -> str:
    """`text` as a YAML value on one line."""
    text = " ".join(text.split())
    if _PLAIN.match(text) and text.casefold() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)


def listed(text: str) -> str:
    """`text` as a member of a YAML list in brackets; '003:41' is a number to many readers."""
    plain = re.fullmatch(r"[A-Za-z_][\w.-]*", text) and text.casefold() not in _RESERVED
    return text if plain else json.dumps(text, ensure_ascii=False)


def replace_at(text: str, changes: Iterable[tuple[Place, str]]) -> str:
    """`text` with the characters at each place replaced; places do not overlap."""
    source = SourceText("", text)
    for place, new in sorted(changes, key=lambda change: _key(change[0]), reverse=True):
        start = _offset(source, place.line, place.column)
        end = _offset(source, place.end_line, place.end_column)
        text = text[:start] + new + text[end:]
    return text


def _key(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _offset(source: SourceText, line: int, column: int) -> int:
    # A byte order mark is no column for people, but a character of the text.
    mark = line == 1 and source.text.startswith("\ufeff")
    return source.line_starts[line - 1] + column - 1 + mark


def rename_key(text: str, path: str, old: str, new: str) -> str:
    """Every citation of `old` cites `new`; keys in `checked` too."""
    note = read_note(text, path)
    name = new if _BARE_KEY.match(new) else f"{{{new}}}"
    changes = {
        citation.place: new if _braced(text, citation.place) else name
        for citation in cited_keys(note)
        if citation.key == old
    }
    text = replace_at(text, changes.items())
    for claim in note.claims:
        if old in dict(claim.checked) and _marked_line(text, claim) is not None:
            renamed = {new if key == old else key: digest for key, digest in claim.checked}
            text = set_checked(text, path, claim, renamed)
    pairs = _checked(text, path)
    if old not in pairs:
        return text
    renamed = {new if key == old else key: digest for key, digest in pairs.items()}
    return set_head(text, path, "checked", _mapping(renamed))


def _braced(text: str, place: Place) -> bool:
    source = SourceText("", text)
    start = _offset(source, place.line, place.column)
    return text[start - 1 : start] == "{"


def _checked(text: str, path: str) -> dict[str, str]:
    entry = read_head(unify(text), path).entries.get("checked")
    return dict(entry.pairs) if entry else {}


def _mapping(pairs: dict[str, str]) -> str:
    return (
        "{" + ", ".join(f"{_member(key)}: {_member(value)}" for key, value in pairs.items()) + "}"
    )


def _member(text: str) -> str:
    return text if re.fullmatch(r"[\w-]+", text) else json.dumps(text, ensure_ascii=False)


def set_checked(text: str, path: str, claim: Claim, digests: dict[str, str]) -> str:
    """The claim says with which digests of its sources it was compared."""
    marked = _marked_line(text, claim)
    if marked is not None:
        pairs = " ".join(f"{key}:{digest}" for key, digest in digests.items())
        return _set_marked(text, marked, claim, {"checked": pairs})
    return set_head(text, path, "checked", _mapping(digests))


def set_head(text: str, path: str, name: str, value: str) -> str:
    """The head says `name: value` (value is YAML already)."""
    entry = read_head(unify(text), path).entries.get(name)
    if entry:
        return replace_at(text, [_value_change(text, entry, value)])
    return _insert(text, f"{name}: {value}", path)


def _value_change(text: str, entry: Entry, value: str) -> tuple[Place, str]:
    place = entry.place
    empty = (place.line, place.column) == (place.end_line, place.end_column)
    if place.end_column == 1 and place.end_line > place.line:
        # A block scalar ends at the start of the next line; its last line end stays.
        last = SourceText("", text).line_span(place.end_line - 1)
        place = Place("", place.line, place.column, place.end_line - 1, len(last) + 1)
    return place, f" {value}" if empty else value


def _insert(text: str, line: str, path: str) -> str:
    """Puts a line at the end of the head; without a head, makes one."""
    source = SourceText("", text)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = read_head(unify(text), path).lines
    if not lines:
        return f"---{newline}{line}{newline}---{newline}{text}"
    at = source.line_starts[lines - 1]
    return text[:at] + line + newline + text[at:]


def set_status(text: str, path: str, claim: Claim, status: Status, reason: str = "") -> str:
    """The claim has another status, and a reason if one is given."""
    marked = _marked_line(text, claim)
    if marked is not None:
        return _set_marked(text, marked, claim, {"status": status, "reason": reason})
    text = set_head(text, path, "status", status)
    return set_head(text, path, "reason", scalar(reason)) if reason else text


def _marked_line(text: str, claim: Claim) -> int | None:
    """The offset of `^id` of a claim in the body; None for the head's claim."""
    if claim.place.line <= read_head(unify(text), "").lines:
        return None
    start = SourceText("", text).line_starts[claim.place.line - 1]
    mark = re.compile(rf"(?<=\s)\^{re.escape(claim.id)}[ \t]*(?=\r|\n|\Z)")
    found = mark.search(text, start)
    return found.start() if found else None


def _set_marked(text: str, at: int, claim: Claim, values: dict[str, str]) -> str:
    """Changes `{status=... reason="..."}` before `^id`, or puts it there."""
    before = text[:at].rstrip(" \t")
    old = re.search(r"\{([^{}\n]*)\}\Z", before)
    kept = old[1] if old else ""
    for name, value in values.items():
        if value:
            kept = re.sub(rf"""\s*\b{name}=(?:"[^"]*"|'[^']*'|\S+)""", "", kept)
            kept = f"{kept} {name}={_attribute(value)}"
    stem = before[: old.start()].rstrip(" \t") if old else before
    return f"{stem} {{{kept.strip()}}} {text[at:]}"


def _attribute(value: str) -> str:
    plain = " ".join(value.replace('"', "'").replace("{", "(").replace("}", ")").split())
    return plain if re.fullmatch("[a-z]+", plain) else f'"{plain}"'


def rename_id(text: str, path: str, claim: Claim, new: str) -> str:
    """The claim has another id, in the head or behind its `^`."""
    at = _marked_line(text, claim)
    if at is None:
        return set_head(text, path, "id", scalar(new))
    return text[: at + 1] + new + text[at + 1 + len(claim.id) :]
