"""`kb dedupe` on files: names of entries, clean files that keep every other byte, bad input."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.dedupe import command
from kb.errors import KbError
from kb.jobs.bibfiles import prefixes_of
from kb.jobs.clean import clean_files, write_clean
from kb.jobs.decided import FileNotebook, decisions_for, decisions_of, decisions_path
from kb.jobs.dedupe import dedupe_files, name_of, several
from kb.jobs.settle import settle
from kb.model import Decision

FIRST = """% my own bibliography
@string{jh = "Jurnal Hukum"}

@article{veda2021, % a note
  author = {Veda, Justitia and Roe, K.},
  title  = {Perdagangan orang di perbatasan negara},
  journal = jh, year = 2021, volume = 3, pages = {1--9},
  shelf = {top left},
}

@comment{kept}

@book{other1999,
  author = {Other, A.}, title = {Something else altogether}, year = 1999,
}
"""
SECOND = """@article{v21,
  author = {Justitia Veda and K. Roe},
  title = {Perdagangan Orang di Perbatasan Negara: Sebuah Studi},
  journal = {Jurnal Hukum}, year = 2021, number = 2,
}
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "my.bib", tmp_path / "other.bib"]
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_keys_carry_the_file_when_there_are_several(files: list[Path]) -> None:
    assert several(dedupe_files(files).deduped) == [("my.bib:veda2021", "other.bib:v21")]
    assert prefixes_of(files[:1]) == [""]
    assert prefixes_of([Path("a/x.bib"), Path("b/x.bib")]) == ["a/x.bib:", "b/x.bib:"]


STRINGS = """@misc{one,
  note = {Jane Roe and John Doe. Village law in the northern hills. Journal of Law, 3(2):1-9, 2020.}
}
@misc{two,
  title = {Roe, J. & Doe, J. (2020). Village law in the northern hills. Journal of Law, 3(2), 1-9.}
}
@misc{three, authors = {Jane Roe, John Doe}, name = {Village law in the northern hills},
  venue = {Journal of Law}, date = {(2020).}}
@misc{other, title = {The state of the villages in 2020: what the ministry says of law, and why}}
@misc{mere, note = {Read on a train in May 2020 with great pleasure, and lost again}}
"""


def test_an_entry_that_says_all_in_one_field_is_read(tmp_path: Path) -> None:
    path, clean = tmp_path / "strings.bib", tmp_path / "clean.bib"
    path.write_text(STRINGS, encoding="utf-8")
    run = CliRunner().invoke(command, [str(path), "-o", str(clean), "-f", "json"])
    assert json.loads(run.stdout)["clusters"] == [["one", "three", "two"]]
    text = clean.read_text(encoding="utf-8")
    assert "  journal = {Journal of Law},\n  year = {2020},\n  volume = {3},\n" in text
    assert "note = {Jane Roe and John Doe. Village law in the northern hills." in text
    assert (
        "Doe, J. (2020). Village law in the northern hills. Journal of Law, 3(2), 1-9. (two)"
        in text
    )


def test_json(files: list[Path]) -> None:
    result = CliRunner().invoke(command, [*map(str, files), "-f", "json"])
    found = json.loads(result.stdout)
    assert found["clusters"] == [["my.bib:veda2021", "other.bib:v21"]]
    assert found["links"][0]["reasons"] == [
        "title 0.86, one is the beginning or a part of the other",
        "authors equal",
        "year equal",
        "venue equal",
    ]
    assert found["proposals"] == []


def test_json_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.bib"
    path.write_text("", encoding="utf-8")
    result = CliRunner().invoke(command, [str(path), "-f", "json"])
    assert json.loads(result.stdout) == {
        "clusters": [],
        "links": [],
        "proposals": [],
        "related": [],
    }


def test_a_clean_file_keeps_every_other_byte(files: list[Path]) -> None:
    cleaned = clean_files(files, dedupe_files(files).deduped)
    start = FIRST.index("@article")
    end = FIRST.index("\n\n@comment")
    text = cleaned[0].text
    assert text.startswith(FIRST[:start])
    assert text.endswith(FIRST[end:])
    merged = text[start : len(text) - len(FIRST[end:])]
    for part in ("@article{veda2021,", "ids = {v21}", "number = {2}", "shelf = {top left}", "1--9"):
        assert part in merged
    assert (cleaned[1].text, cleaned[1].gone) == ("", {"v21": "veda2021"})


def test_in_place_and_again(files: list[Path]) -> None:
    run = CliRunner().invoke(command, [*map(str, files), "--in-place"])
    assert run.exit_code == 0
    before = [path.read_text(encoding="utf-8") for path in files]
    CliRunner().invoke(command, [*map(str, files), "--in-place"])
    assert [path.read_text(encoding="utf-8") for path in files] == before


def test_nothing_to_merge_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "one.bib"
    path.write_bytes(FIRST.replace("\n", "\r\n").encode())
    assert clean_files([path], dedupe_files([path]).deduped)[0].text.encode() == path.read_bytes()


def test_undo_is_a_decision_that_holds(files: list[Path]) -> None:
    paths = [*map(str, files)]
    CliRunner().invoke(command, [*paths, "--undo", "my.bib:veda2021"])
    decisions, problems = decisions_of(files[0].with_suffix(".decisions.txt"))
    assert not problems
    assert several(dedupe_files(files, decisions).deduped) == []


def test_review_without_a_terminal_lists(files: list[Path]) -> None:
    result = CliRunner().invoke(command, [*map(str, files), "--review"])
    assert "This is no terminal, so nothing is asked." in result.output


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "twice.bib"
    path.write_text("@misc{a, title={One thing}}\n@misc{a, title={Another}}\n", encoding="utf-8")
    found = dedupe_files([path])
    assert [one.members for one in found.deduped.clusters] == [("a",), ("a#2",)]
    assert [one.message for one in found.problems] == [
        "twice.bib: the key a stands here more than once"
    ]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.bib"
    path.write_text("@misc{a, title={One}}\n@misc{b, title={Two\n@misc{c, title={Three}}\n")
    found = dedupe_files([path])
    assert [one.members for one in found.deduped.clusters] == [("a",), ("c",)]
    assert [(one.rule, one.place.line) for one in found.problems] == [("bib-broken", 2)]


def test_large_files_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, pieces = (tmp_path / f"{name}.bib" for name in ("whole", "pieces"))
    text = "".join(
        FIRST.replace("{veda2021", f"{{k{i}").replace("other1999", f"o{i}") for i in range(9)
    )
    for path in (whole, pieces):
        path.write_text(text + "@misc{x, title={Never closed\n", encoding="utf-8")
    wanted = dedupe_files([whole])
    monkeypatch.setattr("kb.jobs.bibfiles.PIECE", 300)
    found = dedupe_files([pieces])
    assert found.deduped == wanted.deduped
    assert [one.place.line for one in found.problems] == [one.place.line for one in wanted.problems]


def test_pieces_know_every_macro_and_break_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pieces.bib"
    entry = (
        "@article{{k{0},\n title = {{Law {0}}},\n journal = jh,\n abstract = {{a\n@home {0}}}\n}}\n"
    )
    text = "@STRING{jh = {Jurnal\n Hukum} # other}\n" + "".join(map(entry.format, range(30)))
    path.write_text(text + "@misc{x, title = nothing}\n", encoding="utf-8")
    wanted = dedupe_files([path])
    monkeypatch.setattr("kb.jobs.bibfiles.PIECE", 200)
    found = dedupe_files([path])
    assert found.deduped == wanted.deduped
    assert found.problems == wanted.problems
    assert [(one.rule, one.place.line) for one in found.problems] == [
        ("bib-macro-unknown", 2),
        ("bib-macro-unknown", 183),
    ]


def test_entries_in_a_comment_are_none_in_a_large_file_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pieces.bib"
    inner = "".join(f"@misc{{c{i}, title = {{No {i}}}}}\n" for i in range(30))
    path.write_text(f"@comment{{\n{inner}}}\n@misc{{a, title = {{A}}}}\n", encoding="utf-8")
    monkeypatch.setattr("kb.jobs.bibfiles.PIECE", 200)
    assert dedupe_files([path]).entries == 1


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(KbError, match="there is no such file"):
        dedupe_files([tmp_path / "gone.bib"])


RIS = """TY  - JOUR
AU  - Veda, Justitia
TI  - VILLAGE LAW IN THE NORTHERN HILLS
JO  - Journal of Law
PY  - 2021
VL  - 3
SP  - 1
EP  - 9
ER  -

TY  - BOOK
ID  - dogs one
TI  - A book of dogs & cats
PY  - 1999
ER  -
"""
TWIN = """@misc{v,
  author = {Veda, J.}, title = {Village law in the northern hills}, journal = {J. Law}, year = 2020,
  volume = 3, pages = {1-9} }
"""


def test_a_ris_file_is_read_and_becomes_bibtex(tmp_path: Path) -> None:
    mine, theirs, clean = (tmp_path / name for name in ("my.bib", "their.ris", "clean.bib"))
    mine.write_text(TWIN, encoding="utf-8")
    theirs.write_text(RIS, encoding="utf-8")
    run = CliRunner().invoke(command, [str(mine), str(theirs), "-o", str(clean), "-f", "json"])
    assert json.loads(run.stdout)["clusters"] == [["my.bib:v", "their.ris:item1"]]
    text = clean.read_text(encoding="utf-8")
    assert "@book{dogs-one,\n" in text
    assert "  title = {A book of dogs \\& cats},\n" in text
    assert "ids = {item1}," in text
    assert "issued: 2020 (my.bib:v)" in text


def test_what_is_no_bibtex_is_not_written_in_place(tmp_path: Path) -> None:
    path = tmp_path / "their.ris"
    path.write_text(RIS, encoding="utf-8")
    with pytest.raises(KbError, match=r"only .bib files are written in place"):
        write_clean(clean_files([path], dedupe_files([path]).deduped), None)
    assert path.read_text(encoding="utf-8") == RIS


def test_one_key_for_two_works_is_told(tmp_path: Path) -> None:
    paths = [tmp_path / "a.bib", tmp_path / "b.bib"]
    for path, title in zip(paths, ("A history of boats", "Soil of the moon"), strict=True):
        path.write_text(f"@book{{k, title={{{title}}}}}\n", encoding="utf-8")
    run = CliRunner().invoke(command, [*map(str, paths), "-o", str(tmp_path / "c.bib")])
    assert "c.bib:3:1: error: the key k is used before, in line 1" in run.stderr


def test_another_format(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(KbError, match="this is neither BibTeX, RIS nor CSL-JSON"):
        dedupe_files([path])


@pytest.mark.parametrize(
    "entries",
    [
        ["@article{k%d, title={The same title for every one of them}, year=2020}"] * 3000,
        ["@misc{k%d, author={Anonymous}, year={2020}}"] * 3000,
        ["@misc{k%d}"] * 3000,
        ["@misc{k%d, title={" + "word " * 200_000 + "}}"] * 2,
        ["@misc{k%d, title={a\\x00b}, author={\\x00}, year={}, pages={9999999999999999999999-}}"]
        * 50,
        ["@inbook{k%d, crossref={k%d}, title={Circle}}"] * 10,
    ],
    ids=["same title", "anonymous", "empty", "huge title", "control characters", "circle"],
)
def test_broken_input_ends(entries: list[str], tmp_path: Path) -> None:
    path = tmp_path / "broken.bib"
    lines = (text.replace("%d", str(number)) for number, text in enumerate(entries))
    path.write_text("\n".join(lines), encoding="utf-8")
    found = dedupe_files([path])
    assert sum(len(one.members) for one in found.deduped.clusters) == len(entries)


def test_the_report_names_works_reasons_and_counts(files: list[Path]) -> None:
    result = CliRunner().invoke(command, [*map(str, files)], catch_exceptions=False)
    assert result.stdout == (
        "my.bib:veda2021 = other.bib:v21\n"
        "    my.bib:veda2021 = other.bib:v21  0.999  title 0.86, one is the beginning or a part of "
        "the other, authors equal, year equal, venue equal\n"
        "3 entries are 2 works, 1 of them with several entries\n"
    )


def test_a_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KbError) as caught:
        CliRunner().invoke(command, ["."], catch_exceptions=False)
    assert str(caught.value) == ".: this is a folder, not a file"


def test_a_decision_about_nothing_is_shown_with_its_place(files: list[Path]) -> None:
    path = files[0].with_suffix(".decisions.txt")
    path.write_text("# mine\nsame my.bib:veda2021 gone\n", encoding="utf-8")
    result = CliRunner().invoke(command, [*map(str, files)], catch_exceptions=False)
    assert result.stderr == (
        f"{path}:2:1: warning: nothing here has the key 'my.bib:gone' (decision-unknown)\n"
        "    mend: correct the key, or take the line out\n"
    )


MIXED = """% for BibTeX
@string{jh = "Jurnal Hukum"}
@InProceedings{child, crossref = {old}, author = {Lind, T.}, title = {Letters in the archive}}

@Article{veda2021,
    Author  = {Veda, Justitia and Roe, Kárin},
    Title   = {Perdagangan {O}rang di perbatasan negara},
    % checked
    Journal = jh,
    Year    = 2021
}

@proceedings{new, title = {Letters}, editor = {Berg, H.}, year = 2019, isbn = {3161484100}}

@article{v21, author = {Veda, J. and Roe, K.}, % from the library
  title = {Perdagangan orang di perbatasan}, journal = jh, year = 2021, volume = 3}

@proceedings{old, title = {Letters}, editor = {Berg, Hans}, year = 2019, isbn = {3161484100}}
"""
CLEANED = """% for BibTeX
@string{jh = "Jurnal Hukum"}
@InProceedings{child, crossref = {new}, author = {Lind, T.}, title = {Letters in the archive}}

@Article{veda2021,
    Author  = {Veda, Justitia and Roe, Kárin},
    Title   = {Perdagangan {O}rang di perbatasan negara},
    % checked
    Journal = jh,
    Year    = 2021,
    % from the library
    volume = {3},
    ids = {v21},
    kb-not-taken = {author: Veda, J.; Roe, K. (v21); title: Perdagangan orang di perbatasan (v21)},
}

@proceedings{new, title = {Letters}, editor = {Berg, Hans}, year = 2019, \
isbn = {3161484100}, ids = {old}, kb-not-taken = {editor: Berg, H. (new)},}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_clean_file_is_as_it_was_written(tmp_path: Path, encoding: str, newline: str) -> None:
    """Layout, macros, braces, remarks, line ends, encoding; entries that name one that is gone name
    the one it became, which stays after them."""
    path = tmp_path / "my.bib"
    path.write_bytes(MIXED.replace("\n", newline).encode(encoding))
    assert CliRunner().invoke(command, [str(path), "--in-place"]).exit_code == 0
    assert path.read_bytes() == CLEANED.replace("\n", newline).encode(encoding)
    CliRunner().invoke(command, [str(path), "--in-place"])
    assert path.read_bytes() == CLEANED.replace("\n", newline).encode(encoding)


def test_only_the_first_entry_goes_on_inheriting(tmp_path: Path) -> None:
    """BibTeX wants a parent after its children: an entry that had none gets none."""
    path = tmp_path / "my.bib"
    first = "author = {Veda, J.}, title = {Village law in the northern hills}, pages = {1--9}"
    parent = "@book{p, title = {Honey}, publisher = {Ice Press}, year = 1999}\n"
    path.write_text(
        f"{parent}@inbook{{a, {first}}}\n@inbook{{b, {first}, crossref = {{p}}}}\n", "utf-8"
    )
    CliRunner().invoke(command, [str(path), "--in-place"])
    text = path.read_text("utf-8").removeprefix(parent)
    assert text == (
        f"@inbook{{a, {first}, booktitle = {{Honey}}, year = {{1999}}, publisher = {{Ice Press}}, "
        "ids = {b}, kb-not-taken = {crossref: p (b)},}\n"
    )


def test_damaged_bytes_stay(tmp_path: Path) -> None:
    path, clean = tmp_path / "my.bib", tmp_path / "clean.bib"
    rest = "\n@misc{x, note = {åäö åäö åäö ".encode() + b"caf\xe9}}\n"
    path.write_bytes(MIXED.encode() + rest)
    CliRunner().invoke(command, [str(path), "-o", str(clean)])
    assert clean.read_bytes() == CLEANED.encode() + rest


def test_letters_that_an_encoding_lacks_are_written_for_tex(tmp_path: Path) -> None:
    path, other = tmp_path / "my.bib", tmp_path / "other.bib"
    path.write_bytes("@misc{a, title = {Höhlen und Häuser im Eis}, year = 1999}".encode("cp1252"))
    other.write_text(
        "@misc{b, author = {Łuk, Ż.}, title = {Höhlen und Häuser im Eis}, year = 1999}", "utf-8"
    )
    decisions = tmp_path / "d.txt"
    decisions.write_text("same my.bib:a other.bib:b\n", encoding="utf-8")
    run = [str(path), str(other), "--in-place", "--decisions", str(decisions)]
    assert CliRunner().invoke(command, run).exit_code == 0
    text = path.read_bytes().decode("cp1252")
    assert text.startswith(
        "@misc{a, title = {Höhlen und Häuser im Eis}, year = 1999, author = {{\\L}uk"
    )
    assert other.read_bytes() == b""


def test_what_was_not_taken_before_is_kept(tmp_path: Path) -> None:
    path, clean = tmp_path / "my.bib", tmp_path / "clean.bib"
    for key, note in (("a", "x: 1 (p)"), ("b", "y: 2 (q)")):
        path.write_text(
            (path.read_text("utf-8") if path.exists() else "")
            + f"@misc{{{key}, author = {{Veda, J.}}, title = {{Village law in the northern hills}},"
            f" year = 1999, shelf = {{{key}}}, kb-not-taken = {{{note}}}}}\n",
            encoding="utf-8",
        )
    CliRunner().invoke(command, [str(path), "-o", str(clean)])
    assert "kb-not-taken = {x: 1 (p); y: 2 (q); shelf: b (b)}" in clean.read_text("utf-8")


def test_one_file_under_two_names_is_read_once(tmp_path: Path) -> None:
    path, link = tmp_path / "my.bib", tmp_path / "link.bib"
    path.write_text(MIXED, encoding="utf-8")
    link.symlink_to(path)
    run = CliRunner().invoke(command, [str(path), str(link), str(path), "--in-place"])
    assert path.read_text("utf-8") == CLEANED
    assert f"{link}: warning: this is the same file as {path}; it is read once" in run.stderr


def test_a_pipe_cannot_be_read_again(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(KbError, match="a pipe can be read only once"):
        CliRunner().invoke(
            command, [str(pipe), "-o", str(tmp_path / "x.bib")], catch_exceptions=False
        )


def test_a_record_of_another_kind_gives_way_to_the_bibliography(tmp_path: Path) -> None:
    ris, mine = tmp_path / "a.ris", tmp_path / "b.bib"
    ris.write_text(
        "TY  - JOUR\nAU  - Veda, Justitia\nAU  - Roe, Kárin\nPY  - 2021\n"
        "TI  - Perdagangan orang di perbatasan negara\nJO  - Jurnal Hukum\nER  - \n",
        encoding="utf-8",
    )
    mine.write_text(MIXED, encoding="utf-8")
    clean = tmp_path / "clean.bib"
    CliRunner().invoke(command, [str(ris), str(mine), "-o", str(clean)])
    text = clean.read_text("utf-8")
    assert text.startswith(CLEANED[: CLEANED.index("    volume")])
    assert "ids = {item1, v21}" in text


# Decisions beside several files


def write_two(folder: Path) -> list[Path]:
    paths = [folder / "my refs.bib", folder / "other.bib"]
    for path, key, year in zip(paths, "ab", (1999, 2003), strict=True):
        path.write_text(
            f"@book{{{key}, author = {{Veda, J.}}, title = {{Village law}}, year = {year}}}\n"
            f"@book{{{key}2, author = {{Roe, K.}}, title = {{Honey and ice}}, year = {year}}}\n",
            encoding="utf-8",
        )
    return paths


def decided(paths: list[Path]) -> list[tuple[str, ...]]:
    return several(dedupe_files(paths, decisions_for(paths).decisions).deduped)


def test_decisions_hold_whichever_file_is_named_first(tmp_path: Path) -> None:
    paths = write_two(tmp_path)
    notebook = FileNotebook(decisions_path(paths[0]))
    notebook.append(Decision("same", "my refs.bib:a", "other.bib:b"))
    assert notebook.path.read_text("utf-8") == "same my%20refs.bib:a other.bib:b\n"
    assert decided(paths) == decided(paths[::-1]) == [("my refs.bib:a", "other.bib:b")]


def test_decisions_about_one_file_hold_among_several(tmp_path: Path) -> None:
    paths = write_two(tmp_path)
    decisions_path(paths[1]).write_text("same b b2\n", encoding="utf-8")
    assert decided(paths) == [("other.bib:b", "other.bib:b2")]
    decisions_path(paths[1]).write_text("same other.bib:b b2\n", encoding="utf-8")
    assert decided(paths[1:]) == [("b", "b2")]


def test_decisions_hold_when_an_entry_has_moved(tmp_path: Path) -> None:
    paths = write_two(tmp_path)
    decisions_path(paths[0]).write_text("same a other.bib:b\ndiffer other.bib:b a2\n", "utf-8")
    run = CliRunner().invoke(command, [*map(str, paths), "--in-place"])
    assert "ids = {b}" in paths[0].read_text("utf-8")
    before = [path.read_text("utf-8") for path in paths]
    run = CliRunner().invoke(command, [*map(str, paths), "--in-place"])
    assert run.stderr == ""
    assert [path.read_text("utf-8") for path in paths] == before


def test_what_was_merged_cannot_be_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text("@book{a, title = {Ice}, ids = {b}}\n", encoding="utf-8")
    path.with_suffix(".decisions.txt").write_text("same a b\ndiffer a b\n", encoding="utf-8")
    run = CliRunner().invoke(command, [str(path)])
    assert run.stderr == (
        f"{path.with_suffix('.decisions.txt')}:2:1: warning: a and b are one entry here, "
        "which stays one (decision-void)\n"
        "    mend: write the other entry again, or take the line out\n"
    )


# Again changes nothing


PARTS = """@article{a1, author = {Veda, Justitia and Roe, Karin}, journal = {Rural Studies},
  title = {Village law in the northern hills: courts and customs}, pages = {12--30}}
@article{b, author = {Roe, Karin}, title = {Village law}, year = 2012, volume = 7,
  pages = {11--30}}
@article{a2, author = {Veda, Justitia and Roe, Karin}, title = {Village law},
  journal = {Journal of Rural Law}, volume = 7, pages = {11}}
@misc{c, title = {Something else altogether}}
"""


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 0, 3, 2)])
def test_what_is_written_is_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[int, ...]
) -> None:
    monkeypatch.setattr("kb.match.dedupe.close", lambda *_: [])
    path = tmp_path / "my.bib"
    entries = ["@" + text for text in PARTS.split("@")[1:]]
    path.write_text("".join(entries[i] for i in order), encoding="utf-8")
    found = dedupe_files([path])
    assert several(found.deduped) == [("a2", "b")]
    settled = settle([path], found)
    assert several(settled) == [("a1", "a2", "b")]
    assert [(link.left, link.right) for link in settled.links] == [("a2", "b"), ("a1", "a2")]
    CliRunner().invoke(command, [str(path), "--in-place"])
    before = path.read_bytes()
    CliRunner().invoke(command, [str(path), "--in-place"])
    assert path.read_bytes() == before
    differ = [Decision("differ", "a1", "b")]
    path.write_text("".join(entries[i] for i in order), encoding="utf-8")
    assert several(settle([path], dedupe_files([path], differ), differ)) == [("a2", "b")]


# A clear word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@misc{a, title = {A}}", "1 entry is 1 work: none stands twice\n"),
        (
            "@misc{a, title = {Village law in the hills}, author = {Veda, J.}, year = 1999}\n" * 2,
            "2 entries are 1 work, 1 of them with several entries\n",
        ),
        ("", "no entry was found\n"),
        ("Only words.\n" * 3, "no entry was found\n"),
    ],
)
def test_the_sum(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "my.bib"
    path.write_text(text, encoding="utf-8")
    run = CliRunner().invoke(command, [str(path)])
    assert run.stdout.splitlines(keepends=True)[-1] == said
    nothing = f"{path}: warning: no entry stands in here (entry-none)\n"
    assert (nothing in run.stderr) == (said == "no entry was found\n")


def test_very_many_findings_are_summed_up(tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text("@misc{a, title = {never closed\n" * 3000, encoding="utf-8")
    lines = CliRunner().invoke(command, [str(path)]).stderr.splitlines()
    assert len(lines) == 201
    assert lines[-1] == "... and 2900 more problems (bib-broken)"


def test_entries_that_inherit_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "my.bib"
    path.write_text(
        "@inbook{a, title = {A}, crossref = {b}}\n@inbook{b, title = {B}, crossref = {a}}\n"
        "@book{c, title = {C}, crossref = {c}}\n",
        encoding="utf-8",
    )
    run = CliRunner().invoke(command, [str(path)])
    assert (run.exit_code, run.stdout) == (0, "3 entries are 3 works: none stands twice\n")


# Looking at one work


def test_explain_tells_what_is_not_taken(files: list[Path]) -> None:
    run = CliRunner().invoke(command, [*map(str, files), "--explain", "v21"])
    assert run.stdout.splitlines()[0] == "my.bib:veda2021 other.bib:v21"
    assert "    not taken: title 'Perdagangan orang di perbatasan negara' of my.bib:veda2021" in (
        run.stdout.splitlines()
    )
    run = CliRunner().invoke(command, [*map(str, files), "--explain", "v21", "-f", "json"])
    assert [*json.loads(run.stdout)["not_taken"]] == ["title"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("veda2012", "there is no entry 'veda2012'; did you mean veda2021?"),
        ("a", "there is no entry 'a'; kb dedupe BIB -f json names them"),
    ],
)
def test_an_entry_that_is_not_there(files: list[Path], key: str, said: str) -> None:
    with pytest.raises(KbError) as caught:
        name_of(dedupe_files(files[:1]), key)
    assert f"{caught.value.what}; {caught.value.mend}" == said


def test_a_key_of_several_files_must_be_named_with_its_file(tmp_path: Path) -> None:
    paths = write_two(tmp_path)
    paths[1].write_text(paths[0].read_text("utf-8"), encoding="utf-8")
    found = dedupe_files(paths)
    assert name_of(found, "my refs.bib:a") == "my refs.bib:a"
    with pytest.raises(KbError, match="'a' may mean several entries"):
        name_of(found, "a")


def test_a_merge_that_a_file_holds_cannot_be_undone(files: list[Path]) -> None:
    CliRunner().invoke(command, [*map(str, files), "--in-place"])
    run = CliRunner().invoke(command, [str(files[0]), "--undo", "v21"], catch_exceptions=True)
    assert isinstance(run.exception, KbError)
    assert run.exception.mend == (
        "its file was written so: take the former one, or write the other entry again"
    )
