"""CSL texts against tests/cases/cite/csl.yml; needs pandoc >= 3 and the styles of `kb[csl]`."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.disk import pandoc
from kb.errors import KbError
from kb.render import csl
from kb.render.citation import Cite

CASES = Path(__file__).parent.parent / "cases/cite"
GOLDEN = yaml.safe_load((CASES / "csl.yml").read_text(encoding="utf-8"))
ITEMS = json.loads((CASES / "csl-items.json").read_text(encoding="utf-8"))
KEYS = [item["id"] for item in ITEMS]


def engine() -> pandoc.Engine:
    try:
        return pandoc.find_engine("this test", "csl")
    except KbError as error:
        pytest.skip(f"{error}: {error.mend}")


def style(name: str, folder: Path) -> csl.Style:
    try:
        found = csl.find_style(name, [], Path.read_bytes)
    except KbError as error:
        pytest.skip(f"{error}: {error.mend}")
    if found.mended:
        (folder / "mended.csl").write_text(found.mended, encoding="utf-8")
        return found._replace(path=str(folder / "mended.csl"))
    return found


@pytest.mark.parametrize("case", GOLDEN, ids=lambda c: f"{c['style']} {c['locale']}".strip())
def test_golden(case: dict[str, Any], tmp_path: Path) -> None:
    group = [Cite("twice-a", "58", "see"), Cite("twice-b", "60-62")]
    job = csl.Job(ITEMS, group, case["locale"], [[key] for key in KEYS])
    found = csl.run(engine(), style(case["style"], tmp_path), job)
    assert dict(zip(KEYS, found.before, strict=True)) == case["cited"]
    assert found.citation == case["group"]
    everything = csl.Job(ITEMS, [Cite(key) for key in KEYS], case["locale"])
    listed = csl.run(engine(), style(case["style"], tmp_path), everything).entries
    assert list(listed) == case["listed"]


def test_year_suffix_depends_on_the_document() -> None:
    default = csl.Style(None, "default")
    alone = csl.run(engine(), default, csl.Job(ITEMS, [Cite("twice-b")]))
    within = csl.run(engine(), default, csl.Job(ITEMS, [Cite("twice-b")], "", [["twice-a"]]))
    assert alone.citation == "(Aronowitz 2009)"
    assert within.citation == "(Aronowitz 2009b)"
    assert within.before == ("(Aronowitz 2009a)",)
    assert len(within.entries) == 1


def test_suppressed_author() -> None:
    job = csl.Job(ITEMS, [Cite("book", "ch. 2", suppress_author=True)])
    assert csl.run(engine(), csl.Style(None, ""), job).citation == "(2010, ch. 2)"


def test_markup_of_csl_and_nothing_else() -> None:
    assert csl._rich("a <i>b</i> <b>c") == [
        {"t": "Str", "c": "a "},
        {"t": "Emph", "c": [{"t": "Str", "c": "b"}]},
        {"t": "Str", "c": " "},
        {"t": "Str", "c": "<b>"},
        {"t": "Str", "c": "c"},
    ]


def test_no_such_style() -> None:
    with pytest.raises(KbError) as caught:
        csl.find_style("no-such-style", [], Path.read_bytes)
    assert str(caught.value) == "no-such-style: there is no such citation style"
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        (
            '<names variable="editor"><label/></names>',
            '<names variable="editor"><name/><label/></names>',
        ),
        ('<names v="e"><label/><name/></names>', '<names v="e"><label/><name/></names>'),
        ('<names v="e"><name/><label/></names>', '<names v="e"><name/><label/></names>'),
        (
            '<names v="a"></names><names v="b">\n <label/></names>',
            '<names v="a"></names><names v="b"><name/>\n <label/></names>',
        ),
    ],
)
def test_labels_of_names(style: str, wanted: str) -> None:
    assert csl.mend_style(style) == wanted
    assert csl.mend_style(wanted) == wanted


def test_dependent_style_is_followed(tmp_path: Path) -> None:
    link = '<link href="http://www.zotero.org/styles/parent" rel="independent-parent"/>'
    (tmp_path / "child.csl").write_text(f"<style>{link}</style>", encoding="utf-8")
    (tmp_path / "parent.csl").write_text("<style/>", encoding="utf-8")
    found = csl.find_style("child", [tmp_path], Path.read_bytes)
    assert found.path == str(tmp_path / "parent.csl")
