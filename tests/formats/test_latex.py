"""LaTeX <-> Unicode: what was written decodes to the same, and is harmless to TeX."""

import re

import pytest
from format_strategies import lines, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.formats.latex import decode, encode

ALLOWED = re.compile(
    r"\\(?:(?:text[a-z]+|ensuremath|psi|[A-Za-z]{1,2})(?![A-Za-z])|[&%#_$,\-`'^~=.\"])"
)

MATH = re.compile(r"(?<!\\)\$[^$]+(?<!\\)\$")
"""Math that is kept as written; what may be is tested by itself."""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (r"$\sqrt{n}$", True),
        (r"$\sqrt{a} + b$", True),
        (r"$\frac{a}{b}$", True),
        ("$_$", False),
        ("$a^b^c$", False),
        ("$a_{}$", False),
        (r"$\frac$", False),
        (r"$\write18{ls}$", False),
        ("$5 and $6", False),
    ],
)
def test_math_is_kept_where_tex_can_set_it(text: str, kept: bool) -> None:
    assert (encode(text) == text) == kept
    assert decode(encode(text)) == text


@given(lines)
@settings(max_examples=300)
def test_decoding_what_was_encoded(text: str) -> None:
    assert decode(encode(text)) == text
    assert decode(encode(text, ascii_only=True)) == text


@given(texts)
@settings(max_examples=300)
def test_encoded_text_is_harmless(text: str) -> None:
    for written in (encode(text), encode(text, ascii_only=True)):
        assert _depth_ok(written)
        written = MATH.sub("", written)
        assert re.sub(ALLOWED, "", written).count("\\") == 0
        assert not re.search(r"(?<!\\)[%&#_$]", written)
        assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u200b]", written)
    assert encode(text, ascii_only=True).isascii()


def _depth_ok(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


@given(st.text(st.sampled_from(r"\{}$ab'`~^_-emi"), max_size=30))
@settings(max_examples=300)
def test_decoding_never_fails(text: str) -> None:
    once = decode(text)
    assert decode(encode(once)) == once


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"G{\"o}del and \"{O}zal, \"Uber", "Gödel and Özal, Über"),
        (r"{\L}ukasz \v{S}t\v epan Fran\c{c}ois \'{\i}", "Łukasz Štěpan François í"),
        (r"Erd\H{o}s Stra{\ss}e \o{} \aa{}b", "Erdős Straße ø åb"),
        ("``a'' -- b --- c~d", "“a” – b — c d"),
        (r"5\% \& a\_b \#1 \$2 \{x\}", "5% & a_b #1 $2 {x}"),
        (r"The {DNA} of \emph{Homo sapiens}", "The DNA of <i>Homo sapiens</i>"),
        (
            r"{\em a} {\bf b} {\sc c}",
            '<i>a</i> <b>b</b> <span style="font-variant:small-caps;">c</span>',
        ),
        (r"$\alpha$-rays, H$_2$O, $10^{-3}$", "α-rays, H<sub>2</sub>O, 10<sup>-3</sup>"),
        (r"$\frac{a}{b}$", r"$\frac{a}{b}$"),
        (r"\foo{bar}{b} c", r"\foo{bar}{b} c"),
        (r"\url{http://a.b/c}", "http://a.b/c"),
        (r"\enquote{a}", "“a”"),
        ("{[U+1F642]}", "🙂"),
        ("a } b", "a } b"),
        ("\\", "\\"),
    ],
)
def test_decode(written: str, meant: str) -> None:
    assert decode(written) == meant


@pytest.mark.parametrize(
    ("meant", "utf8", "ascii_"),
    [
        ("Straße in Łódź", "Straße in Łódź", r"Stra{\ss}e in {\L}{\'{o}}d{\'{z}}"),
        ("50 % & _", r"50 \% \& \_", r"50 \% \& \_"),
        (r"\input{x}", r"{\textbackslash}input{\textbraceleft}x{\textbraceright}", None),
        ("a -- b", "a -{}- b", "a -{}- b"),
        ("α ≤ 5", r"{\ensuremath{\alpha}} {\ensuremath{\leq}} 5", None),
        ("μν", "μν", r"{\ensuremath{\mu}}{\ensuremath{\nu}}"),
        ("日本 🙂", "日本 {[U+1F642]}", "{[U+65E5]}{[U+672C]} {[U+1F642]}"),
        ("a\u202eb\x00", "a{[U+202E]}b{[U+0000]}", "a{[U+202E]}b{[U+0000]}"),
        ("<i>E. coli</i>", r"{\textit{E. coli}}", r"{\textit{E. coli}}"),
        (r"$\sqrt{x}$ for $5 and $6", r"$\sqrt{x}$ for \$5 and \$6", None),
    ],
)  # fmt: skip
def test_encode(meant: str, utf8: str, ascii_: str | None) -> None:
    assert encode(meant) == utf8
    assert encode(meant, ascii_only=True) == (ascii_ or utf8)


def test_deep_nesting_is_read_without_a_traceback() -> None:
    assert decode("{" * 5000 + "x" + "}" * 5000).count("x") == 1
