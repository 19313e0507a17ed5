"""SARIF as the schema of version 2.1.0 has it: every object has what it must, nothing unknown."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kb.jobs.sarif import to_sarif
from kb.model import Place, Problem
from kb.rules import registry

Schema = dict[str, Any]


def whole(**members: Any) -> Schema:
    """An object with these members; a name that ends in _ must be there."""
    return members


TEXT = whole(text_=str)
LEVEL = {"none", "note", "warning", "error"}
REGION = whole(startLine=1, startColumn=1, endLine=1, endColumn=1)
"""Whole numbers from 1 on."""
URI = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#]|%[0-9A-F]{2})+")
PLACE = whole(physicalLocation_=whole(artifactLocation_=whole(uri_=URI), region=REGION))
RULE = whole(
    id_=str,
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    defaultConfiguration=whole(level=LEVEL),
)
RESULT = whole(
    ruleId=str,
    ruleIndex=0,
    level=LEVEL,
    message_=TEXT,
    partialFingerprints={str: str},
    locations=[PLACE],
)
RUN = whole(
    tool_=whole(driver_=whole(name_=str, version=str, rules=[RULE])),
    columnKind={"utf16CodeUnits", "unicodeCodePoints"},
    results=[RESULT],
)
LOG = {"$schema": str, "version_": {"2.1.0"}, "runs_": [RUN]}


def wrong(value: Any, schema: Any, at: str = "") -> list[str]:
    """Where a value is not as the schema wants it."""
    if isinstance(schema, list):
        return [w for n, each in enumerate(value) for w in wrong(each, schema[0], f"{at}[{n}]")]
    if isinstance(schema, dict) and str in schema:
        return [w for name, each in value.items() for w in wrong(each, schema[str], f"{at}.{name}")]
    if isinstance(schema, dict):
        known = {name.rstrip("_"): each for name, each in schema.items()}
        missing = [n for n in schema if n.endswith("_") and n.rstrip("_") not in value]
        found = [f"{at}: {name} is missing" for name in missing]
        for name, each in value.items():
            known_as = f"{at}.{name}"
            found += (
                wrong(each, known[name], known_as) if name in known else [f"{known_as}: unknown"]
            )
        return found
    fits = {
        set: lambda: value in schema,
        int: lambda: isinstance(value, int) and value >= schema,
        re.Pattern: lambda: schema.fullmatch(value) is not None,
        type: lambda: isinstance(value, schema),
    }
    return [] if fits[type(schema)]() else [f"{at}: {value!r}"]


TEXTS = st.text(max_size=12)
NUMBERS = st.integers(0, 3)
PLACES = st.builds(Place, TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
PROBLEMS = st.builds(
    Problem,
    st.sampled_from([*registry(), "bib-broken"]),
    st.sampled_from(["error", "warning", "info"]),
    TEXTS,
    PLACES,
    TEXTS,
)


@given(st.lists(PROBLEMS, max_size=5))
def test_every_finding_becomes_valid_sarif(problems: list[Problem]) -> None:
    log = to_sarif(problems)
    assert wrong(log, LOG) == []
    (run,) = log["runs"]  # type: ignore[misc]
    assert len(run["results"]) == len(problems)
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [ids[each["ruleIndex"]] for each in run["results"]] == [p.rule for p in problems]


def test_the_check_of_this_test_can_fail() -> None:
    log: Any = to_sarif([Problem("id-duplicate", "error", "x", Place("a b.md", 1, 1))])
    result = log["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.md"
    result["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    result["level"] = "info"
    result["extra"] = 1
    del result["message"]
    assert wrong(log, LOG) == [
        ".runs[0].results[0]: message_ is missing",
        ".runs[0].results[0].level: 'info'",
        ".runs[0].results[0].locations[0].physicalLocation.region.startLine: 0",
        ".runs[0].results[0].extra: unknown",
    ]
