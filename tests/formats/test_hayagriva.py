"""Hayagriva: the YAML that Typst reads, whatever the text."""

import pytest
import yaml
from format_strategies import references
from hypothesis import given, settings

from kb.formats.csljson import from_csl
from kb.formats.hayagriva import write_hayagriva
from kb.model import OTHERS, Field, Name, Reference


def test_an_article() -> None:
    item = {
        "id": "veda2021",
        "type": "article-journal",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van"},
            {"literal": "World Bank"},
        ],
        "title": "The <i>x</i> {of} it",
        "container-title": "Jurnal",
        "volume": "1",
        "page": "3-4",
        "issued": {"date-parts": [[2021, 3]]},
        "publisher": "UI Press",
        "publisher-place": "Jakarta",
        "URL": "https://x.y",
        "accessed": {"date-parts": [[2022]]},
        "DOI": "10.1/x",
    }
    assert "".join(write_hayagriva([from_csl(item)])) == (
        '"veda2021":\n'
        "  type: article\n"
        '  title: "The x \\\\{of\\\\} it"\n'
        "  author:\n"
        '    - { name: "Berg", given-name: "Jan", prefix: "van" }\n'
        '    - { name: "World Bank" }\n'
        "  date: 2021-03\n"
        '  page-range: "3-4"\n'
        "  publisher:\n"
        '    name: "UI Press"\n'
        '    location: "Jakarta"\n'
        "  serial-number:\n"
        '    doi: "10.1/x"\n'
        "  url:\n"
        '    value: "https://x.y"\n'
        "    date: 2022\n"
        "  parent:\n"
        "    type: periodical\n"
        '    title: "Jurnal"\n'
        '    volume: "1"\n\n'
    )


@given(references)
@settings(max_examples=60, deadline=None)
def test_it_is_yaml_with_every_word(reference: Reference) -> None:
    (entry,) = yaml.safe_load("".join(write_hayagriva([reference]))).values()
    title = entry.get("title", "").replace("\\", "")
    assert title == " ".join(reference.text("title").split()).replace("\\", "")
    assert len(entry.get("author", ())) == len(reference.names())
    assert all(person["name"] for person in entry.get("author", ()))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("Berg", "Jan", "van"), '{ name: "Berg", given-name: "Jan", prefix: "van" }'),
        (Name(particle="ends"), '{ name: "ends" }'),
        (Name(given="Siti", particle="binti"), '{ name: "Siti binti" }'),
        (Name(literal="World Bank"), '{ name: "World Bank" }'),
        (OTHERS, '{ name: "others" }'),
    ],
)
def test_every_person_has_a_name(name: Name, written: str) -> None:
    (entry,) = write_hayagriva([Reference("k", "book", {"author": Field((name,))})])
    assert f"    - {written}\n" in entry
