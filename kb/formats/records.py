"""The `.jsonl` files beside the entries: what BibTeX cannot carry byte for byte.

`refs/<paper>.jsonl` holds a paper's raw strings, stubs and citations with their places,
`refs/library.jsonl` what each merged work did not take over, and why its entries are one work. One
JSON object a line, in a fixed order of keys, so that differences are small.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kb.formats.csljson import from_csl, to_csl
from kb.model import (
    Citation,
    Link,
    Paper,
    Place,
    Problem,
    RawReference,
    Reason,
    Reference,
    Stub,
)
from kb.text import Span

Json = dict[str, Any]
Losing = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class PaperRecords:
    """The lines of `refs/<paper>.jsonl`.

    The references of `stubs` are as first read; `keys` holds the citation key of each raw
    reference and stub that has an entry, by its id, and `written` the digest of each entry as the
    program wrote it, by its key.
    """

    id: str
    name: str
    sha256: str
    item: Reference
    raws: tuple[RawReference, ...] = ()
    stubs: tuple[Stub, ...] = ()
    citations: tuple[Citation, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkRecord:
    """A line of `refs/library.jsonl`: what is known of one entry of the library."""

    key: str
    written: str = ""
    origins: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    losing: Losing = field(default_factory=dict)
    links: tuple[Link, ...] = ()


def _line(value: Json) -> str:
    line = json.dumps(value, ensure_ascii=False)
    return (line if line.isprintable() else json.dumps(value)) + "\n"


# A paper


def write_paper(paper: Paper, keys: Mapping[str, str], written: Mapping[str, str]) -> str:
    """The text of a paper's file; `keys` by id, `written` by key as in `PaperRecords`."""
    head = {
        "paper": paper.name,
        "id": paper.id,
        "sha256": paper.sha256,
        "item": to_csl(paper.item),
    }
    lines = [head]
    lines += [_raw(raw, keys, written) for raw, _ in paper.entries]
    lines += [_stub(stub, keys, written) for stub in paper.stubs]
    lines += [_citation(citation) for citation in paper.citations]
    return "".join(map(_line, lines))


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _raw(raw: RawReference, keys: Mapping[str, str], written: Mapping[str, str]) -> Json:
    key = keys.get(raw.id)
    return raw_json(raw) | {"key": key, "written": written.get(key or "")}


def raw_json(raw: RawReference) -> Json:
    """A raw reference as JSON values."""
    return {
        "id": raw.id,
        "line": raw.line,
        "end_line": raw.end_line,
        "spans": _spans(raw.spans),
        "kind": raw.kind,
        "refers_to": raw.refers_to,
        "locator": raw.locator,
        "text": raw.text,
    }


def _stub(stub: Stub, keys: Mapping[str, str], written: Mapping[str, str]) -> Json:
    key = keys.get(stub.id)
    return {
        "stub": stub.id,
        "text": stub.text,
        "line": stub.line,
        "csl": {k: v for k, v in to_csl(stub.reference).items() if k != "id" and v},
        "key": key,
        "written": written.get(key or ""),
    }


def _citation(citation: Citation) -> Json:
    return {"cites": citation.target} | citation_json(citation)


def citation_json(citation: Citation) -> Json:
    """A citation as JSON values, without what it points to."""
    sentence = citation.sentence
    return {
        "start": citation.span.start,
        "end": citation.span.end,
        "line": citation.line,
        "text": citation.text,
        "style": citation.style,
        "authors": list(citation.authors),
        "year": citation.year,
        "locator": citation.locator,
        "secondary": citation.secondary,
        "sentence": [sentence.start, sentence.end] if sentence else None,
        "certainty": citation.certainty,
        "why": citation.why,
        "stub": citation.stub,
    }


def read_paper(text: str, path: str, id_: str) -> tuple[PaperRecords, tuple[Problem, ...]]:
    """A paper's file; each line that cannot be read is a problem, and the rest is read."""
    lines = _Lines(text, path)
    head: Json = {}
    raws: list[RawReference] = []
    stubs: list[Stub] = []
    citations: list[Citation] = []
    keyed: list[tuple[str, Json]] = []
    for value in lines:
        if "paper" in value:
            head = value
            continue
        found = lines.take(_to_record, value)
        if isinstance(found, RawReference):
            raws.append(found)
        elif isinstance(found, Stub):
            stubs.append(found)
        elif found is not None:
            citations.append(found)
        if isinstance(found, RawReference | Stub):
            keyed.append((found.id, value))
    if not head:
        lines.number = 1
        lines.problem("the line that tells of the paper is missing")
    records = PaperRecords(
        str(head.get("id") or id_),
        str(head.get("paper") or id_),
        str(head.get("sha256") or ""),
        _item(head, id_),
        tuple(raws),
        tuple(stubs),
        tuple(citations),
        {id_: value["key"] for id_, value in keyed if value.get("key")},
        {value["key"]: value["written"] for _, value in keyed if value.get("written")},
    )
    return records, tuple(lines.problems)


def _item(head: Json, id_: str) -> Reference:
    item = head.get("item")
    read = from_csl(item) if isinstance(item, dict) else Reference(id_)
    return read if read.key else read.with_key(id_)


class _Lines:
    """The JSON objects of a file's lines, and a problem for each line that is none."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.number = 0
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[Json]:
        for number, line in enumerate(self.text.split("\n"), 1):
            self.number = number
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                self.problem("this line is no JSON")
                continue
            if isinstance(value, dict):
                yield value
            else:
                self.problem("this line is no JSON object")

    def take(self, read: Any, value: Json) -> Any:
        try:
            return read(value)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            self.problem(f"this record cannot be read ({type(error).__name__}: {error})")
            return None

    def problem(self, message: str) -> None:
        mend = "read the paper again: kb ingest, or take the line from git"
        place = Place(self.path, self.number, 1)
        self.problems.append(Problem("record-broken", "error", message, place, mend))


def _to_spans(value: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in value)


def _text_or_none(value: Any) -> str | None:
    return None if value is None else str(value)


def _to_record(value: Json) -> RawReference | Stub | Citation:
    """The reference, stub or citation of a line. Raises ValueError when it is none of them."""
    if "id" in value:
        return _to_raw(value)
    if "cites" in value:
        return _to_citation(value)
    if "stub" in value:
        return _to_stub(value)
    raise ValueError("neither id, stub nor cites")


def _to_raw(value: Json) -> RawReference:
    return RawReference(
        str(value["id"]),
        str(value["text"]),
        _to_spans(value["spans"]),
        int(value["line"]),
        int(value["end_line"]),
        value.get("kind", "full"),
        _text_or_none(value.get("refers_to")),
        _text_or_none(value.get("locator")),
    )


def _to_stub(value: Json) -> Stub:
    id_ = str(value["stub"])
    read = replace(from_csl(value.get("csl") or {}), key=id_, origins=(id_,), incomplete=True)
    return Stub(id_, read, str(value["text"]), int(value["line"]))


def _to_citation(value: Json) -> Citation:
    sentence = value.get("sentence")
    return Citation(
        Span(value["start"], value["end"]),
        int(value["line"]),
        str(value["text"]),
        value.get("style", "parenthetical"),
        tuple(str(author) for author in value.get("authors", ())),
        _text_or_none(value.get("year")),
        _text_or_none(value.get("locator")),
        _text_or_none(value.get("secondary")),
        Span(*sentence) if sentence else None,
        _text_or_none(value["cites"]),
        value.get("certainty", "none"),
        str(value.get("why", "")),
        _text_or_none(value.get("stub")),
    )


# The library


def write_works(works: Iterable[WorkRecord]) -> str:
    """The text of `refs/library.jsonl`."""
    return "".join(_line(_work(work)) for work in works)


def _work(work: WorkRecord) -> Json:
    return {
        "key": work.key,
        "written": work.written,
        "origins": list(work.origins),
        "aliases": list(work.aliases),
        "losing": {name: [list(pair) for pair in pairs] for name, pairs in work.losing.items()},
        "links": [_link(link) for link in work.links],
    }


def _link(link: Link) -> Json:
    return {
        "left": link.left,
        "right": link.right,
        "score": link.score,
        "verdict": link.verdict,
        "reasons": [
            {"what": r.what, "words": r.words, "alike": r.alike, "weight": r.weight}
            for r in link.reasons
        ],
    }


def read_works(text: str, path: str) -> tuple[tuple[WorkRecord, ...], tuple[Problem, ...]]:
    """The records of `refs/library.jsonl`; a line that cannot be read is a problem."""
    lines = _Lines(text, path)
    found = [work for value in lines if (work := lines.take(_to_work, value))]
    return tuple(found), tuple(lines.problems)


def _to_work(value: Json) -> WorkRecord:
    return WorkRecord(
        str(value["key"]),
        str(value.get("written") or ""),
        tuple(value.get("origins", ())),
        tuple(value.get("aliases", ())),
        {
            name: tuple((str(pair[0]), str(pair[1])) for pair in pairs)
            for name, pairs in value.get("losing", {}).items()
        },
        tuple(_to_link(link) for link in value.get("links", ())),
    )


def _to_link(value: Json) -> Link:
    reasons = tuple(
        Reason(r["what"], r["words"], float(r["alike"]), float(r.get("weight", 0)))
        for r in value.get("reasons", ())
    )
    verdict = value.get("verdict", "same")
    return Link(value["left"], value["right"], float(value["score"]), verdict, reasons)
