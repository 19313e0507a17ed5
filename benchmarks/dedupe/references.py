"""Made entries as references, without a file between them."""

from generate import Entry

from kb.formats.names import read_names
from kb.model import Date, Field, Reference, Value

VARIABLES = {
    "journal": "container-title", "booktitle": "container-title", "school": "publisher",
    "institution": "publisher", "publisher": "publisher", "pages": "page", "volume": "volume",
    "number": "issue", "doi": "DOI", "title": "title", "edition": "edition",
}  # fmt: skip
TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference", "book": "book",
    "techreport": "report", "phdthesis": "thesis", "misc": "document",
}  # fmt: skip


def to_reference(entry: Entry, key: str) -> Reference:
    """The entry as a reader of BibTeX would give it."""
    values: dict[str, Value] = {
        VARIABLES[name]: text for name, text in entry.fields.items() if name in VARIABLES
    }
    if "author" in entry.fields:
        values["author"] = read_names(entry.fields["author"])
    if "year" in entry.fields:
        values["issued"] = Date(int(entry.fields["year"]))
    fields = {name: Field(value) for name, value in values.items()}
    return Reference(key, TYPES[entry.type], fields, (key,))
