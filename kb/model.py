"""The values that every other module passes around: frozen, plain, without input or output.

Bibliographic names are those of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html):
item types (`article-journal`), variables (`container-title`), names (`family`, `given`, `literal`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from kb.text import Span

ReferenceKind = Literal["full", "ibid", "op-cit", "loc-cit", "short"]
CitationStyle = Literal["parenthetical", "narrative", "footnote", "numeric", "key"]
Certainty = Literal["exact", "year-differs", "name-differs", "both-differ", "none"]
Level = Literal["error", "warning", "info"]
Status = Literal["open", "supported", "partly", "disputed"]
Verdict = Literal["same", "differ", "related", "unsure"]

NAME_FIELDS = (
    "author",
    "editor",
    "translator",
    "container-author",
    "collection-editor",
    "director",
)
"""CSL variables whose value is a tuple of `Name`."""
DATE_FIELDS = ("issued", "accessed", "original-date", "event-date")
"""CSL variables whose value is a `Date`. Every other variable is a string."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, for people: lines and columns are 1-based, 0 is 'not known'."""

    path: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        parts = [self.path, str(self.line or ""), str(self.column or "")]
        return ":".join(parts).rstrip(":")


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding in somebody's data: the one currency of readers, rules and jobs."""

    rule: str
    level: Level
    message: str
    place: Place = Place()
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family`, `given`, ...) or, with `literal` alone, an organisation.

    A person with one name has it as `family`.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def sort_name(self) -> str:
        """What the name is filed under: family name with its particle, or the literal."""
        return self.literal or " ".join(filter(None, (self.particle, self.family)))

    @property
    def display(self) -> str:
        """The name in reading order."""
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(filter(None, parts))


OTHERS = Name(literal="others")
"""Ends a list of names that ended in 'et al.', 'dkk.', 'u. a.' (BibTeX's 'and others')."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a range. `literal` is what could not be read ('n.d.'), `suffix` the a of 2013a."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    end: tuple[int, ...] = ()
    suffix: str = ""
    literal: str = ""
    circa: bool = False


Value = str | tuple[Name, ...] | Date


@dataclass(frozen=True, slots=True)
class Field:
    """One value of an item, the raw words it was read from, and how sure the reader is (0-1).

    `span` is counted in the raw string of the reference, None when the value was not read there.
    """

    value: Value
    raw: str = ""
    span: Span | None = None
    confidence: float = 1.0


def _no_fields() -> Mapping[str, Field]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Reference:
    """A bibliographic item: `key`, CSL `type`, CSL variables in `fields`.

    `origins` are ids of the raw references it was read from; `unread` holds the words of the raw
    string that no field took; `extra` the BibTeX fields without a CSL variable, as written;
    `aliases` older keys that still mean this item; `incomplete` marks a stub (names and year only).
    """

    key: str
    type: str = "document"
    fields: Mapping[str, Field] = field(default_factory=_no_fields)
    origins: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    aliases: tuple[str, ...] = ()
    incomplete: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        object.__setattr__(self, "extra", MappingProxyType(dict(self.extra)))

    def text(self, name: str) -> str:
        """The value of a string variable, '' when it has none."""
        found = self.fields.get(name)
        return found.value if found and isinstance(found.value, str) else ""

    def names(self, name: str = "author") -> tuple[Name, ...]:
        """The value of a name variable, () when it has none."""
        found = self.fields.get(name)
        return found.value if found and isinstance(found.value, tuple) else ()

    def date(self, name: str = "issued") -> Date | None:
        """The value of a date variable."""
        found = self.fields.get(name)
        return found.value if found and isinstance(found.value, Date) else None

    @property
    def year(self) -> int | None:
        issued = self.date()
        return issued.year if issued else None

    def with_key(self, key: str) -> "Reference":
        return replace(self, key=key)


@dataclass(frozen=True, slots=True)
class RawReference:
    """One reference as it stands in a paper: a list entry, a footnote, or one part of a footnote.

    `id` is `<paper>#<number>` (the printed number of a footnote, else the count); `spans` point
    into the paper's text, one a physical line, and `SourceText.rebuild(spans) == text`. Bullets and
    numbers before the entry stand outside. `refers_to` is the id that an ibid, op. cit., loc. cit.
    or short form means; `locator` the pinpoint page of a footnote.
    """

    id: str
    text: str
    spans: tuple[Span, ...]
    line: int
    end_line: int
    kind: ReferenceKind = "full"
    refers_to: str | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a paper's text that cites one work.

    A group '(A, 2020; B, 2021)' is two citations, each with its own `span` (without the brackets
    of the group). `authors` and `year` are as printed ('2013a', 'n.d.'). `sentence` is what it
    supports. `secondary` is the original of a second-hand citation ('X 2008, as cited in Y 2014':
    the target is Y, secondary says 'X 2008'). `target` is the id of a `RawReference` of the same
    paper, `stub` the id of the stub that stands for a work which no list of the paper names.
    """

    span: Span
    line: int
    text: str
    style: CitationStyle
    authors: tuple[str, ...] = ()
    year: str | None = None
    locator: str | None = None
    secondary: str | None = None
    sentence: Span | None = None
    target: str | None = None
    certainty: Certainty = "none"
    why: str = ""
    stub: str | None = None


@dataclass(frozen=True, slots=True)
class Stub:
    """A work that a paper cites without listing it: names and year, and where it is cited.

    `id` is `<paper>~<n>`; `text` is the first citation's words and `line` where they stand, so
    that a stub too can be traced to its line. `reference.incomplete` is true.
    """

    id: str
    reference: Reference
    text: str
    line: int


@dataclass(frozen=True)
class Paper:
    """What was read from one paper."""

    id: str
    name: str
    sha256: str
    item: Reference
    entries: tuple[tuple[RawReference, Reference], ...] = ()
    citations: tuple[Citation, ...] = ()
    stubs: tuple[Stub, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence about a pair: what was compared, how alike (0-1), in words.

    `weight` is what it adds to (or, below 0, takes from) the score, in log-odds.
    """

    what: str
    words: str
    alike: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """Two references compared: a probability that they are one work, and why."""

    left: str
    right: str
    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """References that are one work: their keys, and the links that hold them together."""

    members: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, one line of `refs/decisions.txt`.

    `same a b`, `differ a b`, or `field a NAME b` (a takes the value of NAME from b). `a` and `b`
    are citation keys or ids of raw references.
    """

    kind: Literal["same", "differ", "field"]
    left: str
    right: str
    field: str = ""
    why: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoteCitation:
    """One `[@key, p. 58]` of a note: pandoc's prefix, key, locator, suffix."""

    key: str
    place: Place
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote in a note or thesis with the citations that say where it is from."""

    text: str
    place: Place
    citations: tuple[NoteCitation, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding that a person does not want to see again, and why.

    `lines` are the first and last line that it holds for, (0, 0) for the whole file.
    """

    rule: str
    reason: str
    place: Place
    lines: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of a note: its words, where it stands, what it rests on.

    `citations` are all that it rests on, those of its quotes among them.
    """

    id: str
    text: str
    place: Place
    status: Status = "open"
    citations: tuple[NoteCitation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    tags: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    """Where the statement stands in a paper: `003:41` (paper id and line)."""
    reason: str = ""
    """Why it is disputed or only partly supported."""
    checked: tuple[tuple[str, str], ...] = ()
    """What a person compared the claim with: citation key and digest of its reference then."""


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file of `notes/`.

    `loose` are citations outside its claims, `stray` quotes outside them.
    """

    path: str
    id: str = ""
    claims: tuple[Claim, ...] = ()
    loose: tuple[NoteCitation, ...] = ()
    stray: tuple[Quote, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Base:
    """A whole knowledge base as values.

    `library` holds one reference a work; `places` tells where the entry of a citation key stands
    (`refs/library.bib:12`), or that of a paper's own entry by the id of its raw reference;
    `losing` the values that a merge did not take: key -> variable -> ((value, origin), ...).
    """

    papers: tuple[Paper, ...] = ()
    library: tuple[Reference, ...] = ()
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
    losing: Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    notes: tuple[Note, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()
