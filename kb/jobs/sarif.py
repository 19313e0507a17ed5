"""Findings as SARIF 2.1.0, which code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from kb import __version__
from kb.jobs.check import fingerprint
from kb.model import Place, Problem
from kb.rules import Rule, registry

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


def to_sarif(problems: Iterable[Problem]) -> dict[str, object]:
    """One run with the rules that were broken and a result a finding."""
    found = list(problems)
    ids = sorted({problem.rule for problem in found})
    index = {name: number for number, name in enumerate(ids)}
    driver = {
        "name": "kb",
        "version": __version__,
        "rules": [_rule(name, registry().get(name)) for name in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, index) for problem in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str, rule: Rule | None) -> dict[str, object]:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.what},
        "help": {"text": rule.doc},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(problem: Problem, index: Mapping[str, int]) -> dict[str, object]:
    words = problem.message + (f" (mend: {problem.mend})" if problem.mend else "")
    digest = sha256(fingerprint(problem).encode("utf-8", "replace")).hexdigest()[:32]
    result: dict[str, object] = {
        "ruleId": problem.rule,
        "ruleIndex": index[problem.rule],
        "level": _LEVELS[problem.level],
        "message": {"text": words},
        "partialFingerprints": {"kbFinding/v1": digest},
    }
    if problem.place.path:
        result["locations"] = [{"physicalLocation": _location(problem.place)}]
    return result


def _location(place: Place) -> dict[str, object]:
    path = place.path.replace("\\", "/").encode("utf-8", "surrogateescape")
    location: dict[str, object] = {"artifactLocation": {"uri": quote(path)}}
    if place.line:
        region = {"startLine": place.line, "startColumn": place.column}
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
        location["region"] = {name: value for name, value in region.items() if value}
    return location
