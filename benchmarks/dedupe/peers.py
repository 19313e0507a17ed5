"""Other programs on the same entries, where they are installed."""

from collections import defaultdict
from pathlib import Path

from kb.formats.bib import read_bib
from kb.match.merge import value_text
from kb.model import Reference

_COLUMNS = {
    "author": "author", "title": "title", "issued": "year", "container-title": "journal",
    "volume": "volume", "issue": "number", "page": "pages", "DOI": "doi",
}  # fmt: skip


def bib_dedupe(bib: Path) -> list[list[str]]:
    """Clusters of two or more keys as bib-dedupe finds them."""
    import pandas
    from bib_dedupe.bib_dedupe import block, cluster, match, prep

    references = read_bib(bib.read_text(encoding="utf-8")).references
    table = pandas.DataFrame([_row(reference) for reference in references])
    found = cluster(match(block(prep(table))))
    groups = defaultdict(list)
    for group in found:
        groups[group[0]] = list(group)
    return list(groups.values())


def _row(reference: Reference) -> dict[str, str]:
    row = {"ID": reference.key, "ENTRYTYPE": "article"}
    for variable, column in _COLUMNS.items():
        field = reference.fields.get(variable)
        row[column] = value_text(field.value).replace("; ", " and ") if field else ""
    return row
