"""A small knowledge base out of a YAML text, for tests of what works on `model.Base`.

library:                      # CSL-JSON with `id`; a year is enough for issued, names as text
  - {id: veda2021, type: book, author: "Veda; Baker, Jo", issued: 2021, title: T,
     origins: [003#1], aliases: [old], incomplete: false}
papers:
  - name: 003.txt
    item: {title: ..., author: ..., issued: ...}
    references: [{id: 003#1, line: 9, text: ..., csl: {...}, kind: full, refers_to: null}]
    stubs: [{id: 003~1, line: 4, text: ..., csl: {...}}]
    citations: [{line: 3, text: (Veda 2021), target: 003#1, certainty: exact}]
decisions: [{kind: same, left: a, right: b}]
losing: {veda2021: {issued: [["2022", "004#2"]]}}
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import yaml

from kb.formats.csljson import from_csl
from kb.formats.notes import read_note
from kb.links import paper_id
from kb.model import (
    Base,
    Citation,
    Decision,
    Paper,
    Place,
    RawReference,
    Reference,
    Stub,
)
from kb.text import Span


def small_base(text: str, notes: Mapping[str, str] | None = None) -> Base:
    data = yaml.safe_load(text) or {}
    library = tuple(reference(item) for item in data.get("library", []))
    return Base(
        tuple(paper(each) for each in data.get("papers", [])),
        library,
        {work.key: Place("refs/library.bib", 10 * n + 1) for n, work in enumerate(library)},
        data.get("losing", {}),
        tuple(read_note(body, path) for path, body in (notes or {}).items()),
        tuple(Decision(**each, line=n) for n, each in enumerate(data.get("decisions", []), 1)),
    )


def reference(item: Mapping[str, Any]) -> Reference:
    item = dict(item)
    own = {name: tuple(item.pop(name, ())) for name in ("origins", "aliases")}
    incomplete = item.pop("incomplete", False)
    for name in ("author", "editor"):
        if name in item:
            item[name] = [person(each) for each in str(item[name]).split(";")]
    for name in ("issued", "accessed"):
        if name in item:
            item[name] = {"date-parts": [[item[name]]]}
    item.setdefault("id", "")
    return replace(from_csl(item), incomplete=incomplete, **own)


def person(words: str) -> dict[str, str]:
    family, _, given = words.strip().partition(", ")
    return {"family": family, "given": given} if given else {"family": family}


def paper(data: Mapping[str, Any]) -> Paper:
    name = data["name"]
    return Paper(
        paper_id(name),
        name,
        data.get("sha256", ""),
        reference({"id": paper_id(name), **data.get("item", {})}),
        tuple(entry(each) for each in data.get("references", [])),
        tuple(citation(each) for each in data.get("citations", [])),
        tuple(
            Stub(
                each["id"],
                replace(reference(each["csl"]), incomplete=True),
                each["text"],
                each["line"],
            )
            for each in data.get("stubs", [])
        ),
    )


def entry(data: Mapping[str, Any]) -> tuple[RawReference, Reference]:
    data = dict(data)
    item = reference(data.pop("csl", {}))
    line = data.pop("line")
    spans = (Span(0, 0),)
    return RawReference(spans=spans, line=line, end_line=data.pop("end_line", line), **data), item


def citation(data: Mapping[str, Any]) -> Citation:
    data = dict(data)
    data["authors"] = tuple(data.get("authors", ()))
    start, end = data.pop("span", (0, 0))
    sentence = data.pop("sentence", None)
    data.setdefault("style", "parenthetical")
    return Citation(Span(start, end), sentence=Span(*sentence) if sentence else None, **data)
