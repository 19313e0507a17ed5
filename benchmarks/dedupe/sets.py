"""Every kind of made set under one roof: records with the work each is of."""

import json
import tempfile
from pathlib import Path

import citations
import computing
import generate
import reviews

from kb.formats.bib import read_bib
from kb.match.normal import Record, record

Labelled = list[tuple[Record, int]]
KINDS = (
    "generated",
    "review",
    "clean",
    *(("cited", "read", "scraped") if citations.TRAINING.exists() else ()),
)


def write(kind: str, folder: Path, seed: int, size: int = 0) -> tuple[Path, Path]:
    """Writes a set as .bib, and its truth as JSON: key -> [work, the work it looks like or -1]."""
    if kind == "generated":
        return generate.write(size or 6000, folder, seed)
    if kind == "review":
        return reviews.write(size or 4000, folder, seed)
    if kind == "clean":
        return computing.write(folder, seed)
    return citations.write(kind, folder, seed)


def make(kind: str, seed: int) -> Labelled:
    """The records of a set."""
    with tempfile.TemporaryDirectory() as folder:
        bib, truth = write(kind, Path(folder), seed)
        labels = json.loads(truth.read_text(encoding="utf-8"))
        references = read_bib(bib.read_text(encoding="utf-8")).references
    return [(record(reference), labels[reference.key][0]) for reference in references]
