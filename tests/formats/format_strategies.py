"""Hypothesis strategies for bibliographic values, shared by the tests of formats."""

from hypothesis import strategies as st

from kb.model import OTHERS, Date, Field, Name, Reference

SPECIALS = list("abcXYZéøßłÅžאشЖψ中🙂{}\\%&#_$^~\"'`,;:/@=<>|-–—‘“ \t\n\x00\x1b\u202e\u200b")
COMMANDS = [r"\input{x}", r"\write18", r"\textbf{a}", "``", "''", "--", "---", " and ", "{[U+41]}"]
TEXT = st.lists(st.sampled_from([*SPECIALS, *COMMANDS, "Kerja", "ASEAN", "iPhone"]), max_size=12)
texts = TEXT.map("".join)
words = st.text(st.sampled_from("abcdeäöłAEIOU"), min_size=1, max_size=8)


def line(text: str) -> str:
    """As BibTeX sees it: one blank for any run of blanks, none at the ends."""
    return " ".join(text.split())


lines = texts.map(line).filter(bool)
plain = st.lists(words, min_size=1, max_size=4).map(" ".join)
years = st.integers(1, 2999)
ends = st.tuples(st.integers(3000, 3999))
dates = st.one_of(
    st.builds(Date, years, circa=st.booleans()),
    st.builds(Date, years, end=ends),
    st.builds(Date, years, st.integers(1, 12)),
    st.builds(Date, years, st.integers(1, 12), st.integers(1, 28)),
    st.builds(Date, literal=st.sampled_from(["t.t.", "n.d.", "forthcoming", "spring"])),
)
persons = st.builds(
    Name, family=plain, given=plain, particle=st.sampled_from(["", "van der", "de"])
)
hard_persons = st.builds(Name, family=lines, given=st.one_of(st.just(""), lines))
organisations = st.builds(Name, literal=lines)
single = st.one_of(persons, hard_persons, organisations, st.builds(Name, family=plain))
names = st.lists(single, min_size=1, max_size=4).map(tuple)
name_lists = st.one_of(names, names.map(lambda n: (*n, OTHERS)))

STRINGS = ["title", "container-title", "publisher", "publisher-place", "note", "genre", "edition"]
NUMBERS = ["volume", "issue", "number"]
TYPES = """
    article-journal book chapter paper-conference thesis report webpage legislation treaty
    legal_case article-newspaper document post-weblog manuscript dataset patent
"""
types = st.sampled_from(TYPES.split())


def _fields(string, name, date):  # type: ignore[no-untyped-def]
    keys = [*STRINGS, *NUMBERS]
    texts_ = st.dictionaries(st.sampled_from(keys), string.map(Field), max_size=5)
    names_ = st.dictionaries(st.sampled_from(["author", "editor"]), name.map(Field), max_size=2)
    dates_ = st.dictionaries(st.just("issued"), date.map(Field), max_size=1)
    return st.builds(lambda a, b, c: {**a, **b, **c}, texts_, names_, dates_)


keys = st.from_regex(r"[a-z][a-z0-9]{2,12}", fullmatch=True)
references = st.builds(Reference, key=keys, type=types, fields=_fields(lines, name_lists, dates))
