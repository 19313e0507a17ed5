"""A paper's references and citations as values, without writing anything."""

from pathlib import Path

from kb.disk.documents import read_document
from kb.formats.csljson import to_csl
from kb.formats.records import citation_json, raw_json
from kb.links import paper_id
from kb.model import Citation, Paper, RawReference, Reference, Stub
from kb.parse.paper import read_paper
from kb.text import SourceText


def extract(path: Path) -> tuple[SourceText, Paper]:
    """Reads the paper at `path`. Raises KbError when the file cannot be read."""
    source = read_document(path)
    return source, read_paper(source, paper_id(source.name))


def as_json(paper: Paper) -> dict[str, object]:
    """A paper as the JSON that `kb extract --format json` prints."""
    return {
        "paper": paper.name,
        "sha256": paper.sha256,
        "item": _item(paper.item),
        "references": [_reference(raw, read) for raw, read in paper.entries],
        "citations": [_citation(citation) for citation in paper.citations],
        "stubs": [_stub(stub) for stub in paper.stubs],
        "problems": [
            {"rule": p.rule, "level": p.level, "line": p.place.line, "message": p.message}
            for p in paper.problems
        ],
    }


def _item(reference: Reference) -> dict[str, object]:
    return {name: value for name, value in to_csl(reference).items() if name != "id"}


def _reference(raw: RawReference, read: Reference) -> dict[str, object]:
    return raw_json(raw) | {
        "csl": _item(read),
        "confidence": {name: round(field.confidence, 3) for name, field in read.fields.items()},
        "unread": list(read.unread),
    }


def _citation(citation: Citation) -> dict[str, object]:
    return citation_json(citation) | {"target": citation.target}


def _stub(stub: Stub) -> dict[str, object]:
    return {
        "id": stub.id,
        "line": stub.line,
        "text": stub.text,
        "csl": _item(stub.reference),
    }
