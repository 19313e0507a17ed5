"""Search by words: reworded statements find their notes, in English and Indonesian."""

from pathlib import Path
from random import Random

import pytest
import yaml
from smallbase import small_base

from kb.disk.store import Store
from kb.formats.terms import english, indonesian, tokens
from kb.jobs.search import Index, search
from kb.links import Links

CASES = Path(__file__).parent.parent / "cases" / "trace" / "search.yaml"
WANTED = 0.95
"""Share of reworded statements whose note must be among the first three."""


def links() -> Links:
    claims = yaml.safe_load(CASES.read_text("utf-8"))
    notes = {
        f"notes/{c['id']}.md": f"---\nid: n{n}\nclaim: {c['claim']}\n---\n"
        for n, c in enumerate(claims)
    }
    return Links(small_base("", notes))


def test_reworded_statements_find_their_note_among_the_first_three() -> None:
    found, missed = links(), []
    asked = [
        (c["id"], q) for c in yaml.safe_load(CASES.read_text("utf-8")) for q in c.get("asked", ())
    ]
    for wanted, query in asked:
        hits = [hit.note.path for hit in search(found, query, 3) if hit.note]
        if f"notes/{wanted}.md" not in hits:
            missed.append((wanted, query, hits))
    assert len(asked) >= 100
    assert len(missed) <= (1 - WANTED) * len(asked), missed


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("learning", "learned"),
        ("studies", "study"),
        ("stopped", "stopping"),
        ("agreement", "agreements"),
        ("quickly", "quick"),
        ("recruiting", "recruited"),
    ],
)
def test_english_inflection_is_forgiven(left: str, right: str) -> None:
    assert english(left) == english(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("perlindungan", "melindungi"),
        ("pelatihan", "melatih"),
        ("dipulangkan", "pemulangan"),
        ("pekerjaannya", "pekerjaan"),
        ("penyelarasan", "selaras"),
        ("pertumbuhan", "tumbuh"),
    ],
)
def test_indonesian_affixes_are_forgiven(left: str, right: str) -> None:
    assert set(indonesian(left)) & set(indonesian(right))


def test_words_that_say_nothing_are_left_out() -> None:
    assert tokens("Of the Rights and yang HAK") == ["rights", "hak"]


def test_searching_nothing_finds_nothing() -> None:
    for query in ("", "the of and", "zzzzqqq", "!!!"):
        assert search(links(), query, 3) == []


def test_the_best_comes_first_and_scores_fall() -> None:
    hits = search(links(), "sleep and learning", 5)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert hits[0].note
    assert hits[0].note.path == "notes/sleep.md"


def slip(word: str, chance: Random) -> str:
    """A word with two letters swapped, one left out, another or one twice."""
    at = chance.randrange(1, len(word) - 2)
    letter = chance.choice("aeioutrn")
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    twice = word[:at] + word[at] + word[at:]
    other = word[:at] + letter + word[at + 1 :]
    return chance.choice((swapped, twice, other, word[:at] + word[at + 1 :]))


def test_a_slip_in_every_longer_word_is_forgiven() -> None:
    asked = yaml.safe_load((CASES.parent / "asked.yaml").read_text("utf-8"))
    index = Index(Links(Store(CASES.parents[3]).load()))
    chance = Random(1)
    answers = [
        f"notes/{name}.md" in [hit.note.path if hit.note else "" for hit in index.search(said, 3)]
        for name, queries in asked.items()
        for query in queries
        for said in [" ".join(slip(w, chance) if len(w) > 5 else w for w in query.split())]
    ]
    assert sum(answers) >= 0.9 * len(answers)


def test_questions_to_this_repository_find_their_note_among_the_first_three() -> None:
    asked = yaml.safe_load((CASES.parent / "asked.yaml").read_text("utf-8"))
    root = CASES.parents[3]
    index = Index(Links(Store(root).load()))
    here = [
        (name, q) for name, qs in asked.items() if (root / f"notes/{name}.md").is_file() for q in qs
    ]
    missed = []
    for name, query in here:
        hits = [hit.note.path if hit.note else "" for hit in index.search(query, 3)]
        if f"notes/{name}.md" not in hits:
            missed.append((name, query, hits))
    assert len(here) > 120
    assert len(missed) <= (1 - WANTED) * len(here), missed
