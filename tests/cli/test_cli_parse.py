"""`kb parse`: order, formats, doubtful fields, input that cannot be read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.parse import command
from kb.errors import KbError
from kb.jobs.parse import as_item, doubtful, parse, read_lines

LINES = (
    "Beck, Ulrich (1986): Risikogesellschaft. Frankfurt am Main: Suhrkamp.\n"
    "\n"
    "S. Weinberg, Phys. Rev. Lett. 19, 1264 (1967).\n"
)


def run(*options: str, text: str = LINES) -> str:
    result = CliRunner().invoke(command, list(options), input=text, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_jsonl_keeps_the_order_and_numbers_of_the_lines() -> None:
    items = [json.loads(line) for line in run().splitlines()]
    assert [item["id"] for item in items] == ["1", "2", "3"]
    assert items[0]["author"] == [{"family": "Beck", "given": "Ulrich"}]
    assert items[1] == {"id": "2", "type": "document", "custom": {"confidence": {}, "unread": []}}
    assert items[2]["container-title"] == "Phys. Rev. Lett."
    assert set(items[2]["custom"]["confidence"]) == set(items[2]) - {"id", "type", "custom"}


def test_json_is_one_list() -> None:
    assert [item["id"] for item in json.loads(run("-f", "json"))] == ["1", "2", "3"]


def test_bibtex_has_an_entry_a_line() -> None:
    printed = run("-f", "bibtex")
    assert "@book{beck1986risikogesellschaft,\n" in printed
    assert "  journal = {Phys. Rev. Lett.},\n" in printed


def test_table_marks_what_is_doubtful() -> None:
    rows = [line.split("\t") for line in run("-f", "text").splitlines()]
    assert rows[0][:4] == ["1", "book", "Beck", "1986"]
    (unsure,) = parse(["word"])
    assert all(unsure.fields[name].confidence < 0.8 for name in doubtful(unsure))


def test_hostile_text_does_not_steer_the_terminal() -> None:
    printed = run(
        "-f", "text", text="Beck, \x1b[31mU. (1986). [red]Titel[/red]. Berlin: Suhrkamp.\n"
    )
    assert "\x1b" not in printed


def test_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "references.txt"
    path.write_bytes("\ufeffMuladi. 2009. Hak Asasi Manusia.\r\nWeber, M. 1922.".encode())
    assert read_lines(path) == ["Muladi. 2009. Hak Asasi Manusia.", "Weber, M. 1922."]


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_nothing_to_read_is_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "references.txt"
    path.write_bytes(data)
    with pytest.raises(KbError) as error:
        read_lines(path)
    assert str(error.value) == f"{path}: there is no reference in it"
    assert error.value.mend == "give one reference a line"


def test_item_says_how_sure_it_is() -> None:
    (reference,) = parse(["Beck, Ulrich (1986): Risikogesellschaft. Frankfurt: Suhrkamp."])
    custom = as_item(reference)["custom"]
    assert isinstance(custom, dict)
    assert custom["confidence"]["issued"] > 0.9
