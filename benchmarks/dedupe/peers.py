"""Other programs on the same entries, where they are installed."""

import importlib.util
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from kb.formats.bib import read_bib
from kb.match.merge import value_text
from kb.model import Reference

_COLUMNS = {
    "author": "author", "title": "title", "issued": "year", "container-title": "journal",
    "volume": "volume", "issue": "number", "page": "pages", "DOI": "doi",
}  # fmt: skip
Clusters = list[list[str]]


def installed() -> dict[str, Callable[[Path], Clusters]]:
    """The programs that can be run here, by name; each gives clusters of two or more keys."""
    known = {"bib_dedupe": bib_dedupe, "splink": splink}
    return {name: run for name, run in known.items() if importlib.util.find_spec(name)}


def _table(bib: Path):
    import pandas

    references = read_bib(bib.read_text(encoding="utf-8")).references
    return pandas.DataFrame([_row(reference) for reference in references])


def _row(reference: Reference) -> dict[str, str]:
    row = {"ID": reference.key, "ENTRYTYPE": "article"}
    for variable, column in _COLUMNS.items():
        field = reference.fields.get(variable)
        row[column] = value_text(field.value).replace("; ", " and ") if field else ""
    return row


def bib_dedupe(bib: Path) -> Clusters:
    from bib_dedupe.bib_dedupe import block, cluster, match, prep

    return [list(group) for group in cluster(match(block(prep(_table(bib)))))]


def splink(bib: Path) -> Clusters:
    """Splink's model over DuckDB, trained on the entries themselves, pairs from 0.9 on."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = _table(bib).replace("", None)
    table["title"] = table["title"].str.lower().str.replace(r"\W+", " ", regex=True).str.strip()
    table["first"] = table["author"].str.lower().str.split(r"[, ]").str[0]
    table["start"] = table["title"].str[:20]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="ID",
        comparisons=[
            cl.JaroWinklerAtThresholds("title", [0.97, 0.92, 0.85]),
            cl.JaroWinklerAtThresholds("author", [0.95, 0.85]),
            cl.JaroWinklerAtThresholds("journal", [0.95, 0.85]),
            *(cl.ExactMatch(name) for name in ("year", "volume", "number", "doi")),
            cl.LevenshteinAtThresholds("pages", [1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("start"), block_on("doi"), block_on("first", "year"),
            block_on("volume", "pages"),
        ],
    )  # fmt: skip
    database = DuckDBAPI()
    linker = Linker(_registered(database, table), settings)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("title", "year")], recall=0.6)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("title"), block_on("first", "year")):
        train.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.9)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.9)
    groups = defaultdict(list)
    for row in found.as_pandas_dataframe().itertuples():
        groups[row.cluster_id].append(row.ID)
    return [group for group in groups.values() if len(group) > 1]


def _registered(database, table):
    return database.register(table)
