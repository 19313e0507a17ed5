"""Sentences, cut where the cases say."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.parse.sentences import find_sentences

CASES = Path(__file__).parent.parent / "cases" / "find"
SENTENCES = yaml.safe_load((CASES / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SENTENCES)
@pytest.mark.parametrize("joint", [" ", "\n"])
def test_sentences(case: str, joint: str) -> None:
    wanted = [part.strip() for part in case.split("|")]
    text = joint.join(wanted)
    spans = find_sentences(text).spans
    assert [text[span.start : span.end] for span in spans] == wanted


def test_a_mark_after_the_full_stop_is_in_no_sentence() -> None:
    text = "It was used.12 Then it was not."
    spans = find_sentences(text, [12]).spans
    assert [text[s.start : s.end] for s in spans] == ["It was used.", "Then it was not."]


@given(st.text(alphabet='aB. (1)\n"“”!?5,', max_size=200))
def test_sentences_stand_in_order_and_hold_every_letter(text: str) -> None:
    spans = find_sentences(text).spans
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = sum(text[s.start : s.end].count("a") for s in spans)
    assert kept == text.count("a")
