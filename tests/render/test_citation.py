"""Citations in every form, from tests/cases/cite/citations.yml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.errors import KbError
from kb.render.citation import TARGETS, Cite, fill

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases/cite/citations.yml").read_text(encoding="utf-8")
)
PAIRS = [
    pytest.param(case, target, id=f"{target}: {case['note']}")
    for case in CASES
    for target in case["want"]
]


@pytest.mark.parametrize(("case", "target"), PAIRS)
def test_citation(case: dict[str, Any], target: str) -> None:
    cites = [Cite(**cite) for cite in case["cites"]]
    assert TARGETS[target](cites) == case["want"][target]


def test_template_is_filled() -> None:
    values = {"key": "a", "year": "2022", "author": "Albayumi"}
    assert fill("{{{author}}} {year}: {key}{doi}", values) == "{Albayumi} 2022: a"


def test_template_with_unknown_slot() -> None:
    with pytest.raises(KbError) as caught:
        fill("{author} {yaer}", {})
    assert str(caught.value) == "kb.toml: a template of kb.toml asks for {yaer}"
    assert caught.value.mend.startswith("a template may use {key}, {author}, {year}")
    assert caught.value.code == 2
