"""LaTeX text <-> Unicode text: accents, symbols, simple markup; hostile text comes out harmless.

Decoded text is what CSL means by rich text: Unicode with `<i>`, `<b>`, `<sup>`, `<sub>` and
`<span style="font-variant:small-caps;">`. A command that is not known stays as it is written, and
is written again as visible text, so that nothing read from a paper is ever executed by TeX.
"""

import re
import sys
import unicodedata
from functools import lru_cache
from typing import Final

_MARKS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "h": "\u0309",
}  # fmt: skip
_SYMBOLS: Final = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dj": "đ", "DJ": "Đ",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{",
    "rbrace": "}", "textasciitilde": "~", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textbar": "|", "textdollar": "$", "textunderscore": "_",
    "textquotedbl": '"', "textquotesingle": "'", "textasciigrave": "`", "slash": "/",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„",
    "quotesinglbase": "‚", "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«",
    "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "ldots": "…",
    "dots": "…", "textellipsis": "…", "copyright": "©", "textcopyright": "©",
    "textregistered": "®", "texttrademark": "™", "pounds": "£", "textsterling": "£",
    "euro": "€", "texteuro": "€", "textyen": "¥", "textcent": "¢", "textdegree": "°",
    "textpm": "±", "texttimes": "×", "textdiv": "÷", "textmu": "µ", "textonehalf": "½",
    "textonequarter": "¼", "textthreequarters": "¾", "textonesuperior": "¹",
    "texttwosuperior": "²", "textthreesuperior": "³", "textordfeminine": "ª",
    "textordmasculine": "º", "textexclamdown": "¡", "textquestiondown": "¿",
    "textperiodcentered": "·", "textbullet": "•", "textdagger": "†", "dag": "†",
    "textdaggerdbl": "‡", "ddag": "‡", "textsection": "§", "textparagraph": "¶",
    "textbrokenbar": "¦", "textlnot": "¬", "textcurrency": "¤", "textperthousand": "‰",
    "textnumero": "№", "textcompwordmark": "\u200c", "nobreakspace": " ", "space": " ",
    "relax": "", "textnormal": "", "protect": "", "newline": " ", "TeX": "TeX", "LaTeX": "LaTeX",
    "textsoftsign": "ь", "dotlessi": "ı", "aleph": "ℵ",
}  # fmt: skip
_MATH: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈", "sim": "∼",
    "equiv": "≡", "times": "×", "pm": "±", "cdot": "⋅", "infty": "∞", "rightarrow": "→",
    "to": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "partial": "∂",
    "nabla": "∇", "sum": "∑", "int": "∫", "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩",
    "forall": "∀", "exists": "∃", "ell": "ℓ", "hbar": "ℏ", "circ": "∘", "degree": "°",
    "star": "⋆", "prime": "′", "langle": "⟨", "rangle": "⟩", "ll": "≪", "gg": "≫",
    "propto": "∝", "perp": "⊥", "parallel": "∥", "otimes": "⊗", "oplus": "⊕", "wedge": "∧",
    "vee": "∨", "neg": "¬", "uparrow": "↑", "downarrow": "↓", "checkmark": "✓", "sharp": "♯",
    "flat": "♭", "natural": "♮", "emptyset": "∅", "setminus": "∖", "mid": "∣", "cong": "≅",
}  # fmt: skip
_MARKUP: Final = {
    "emph": "i", "textit": "i", "textsl": "i", "textbf": "b", "textsuperscript": "sup",
    "textsubscript": "sub", "textsc": "span",
}  # fmt: skip
_SWITCHES: Final = {
    "em": "i", "it": "i", "itshape": "i", "sl": "i", "bf": "b", "bfseries": "b", "sc": "span",
    "scshape": "span",
}  # fmt: skip
_TRANSPARENTS: Final = """
    text textrm textsf texttt textup textmd mbox hbox url nolinkurl ensuremath mathrm path
"""
_TRANSPARENT: Final = frozenset(_TRANSPARENTS.split())
"""Commands whose argument is what they print."""
_SMALL_CAPS = '<span style="font-variant:small-caps;">'
_OPEN = {"i": "<i>", "b": "<b>", "sup": "<sup>", "sub": "<sub>", "span": _SMALL_CAPS}
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "?`": "¿", "!`": "¡"}
_LIGATURES |= {"-": "-"}
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)[ \t\r\n]*|\\(?P<char>[^A-Za-z])|(?P<brace>[{}])"
    r"|(?P<math>\$(?:[^$\\]|\\.)*+\$)|(?P<ligature>---?|``|''|~|[?!]`)|\{\[U\+[0-9A-F]+\]\}|\\\Z"
    r"|(?P<text>[^\\{}$~`'\-?!]+|.)",
    re.DOTALL,
)
_CODE = re.compile(r"\[U\+([0-9A-F]{4,6})\]\}")
_CODED = re.compile(r"\{\[U\+([0-9A-F]{4,6})\]\}")
_HARD_TO_READ = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
MAX_DEPTH: Final = 40
"""Groups nested deeper than this are read as text."""


def decode(text: str) -> str:
    """The Unicode text that LaTeX would print for `text`; what it cannot tell stays as written."""
    if not _HARD_TO_READ.search(text):
        return text
    if not _HARDER.search(text):
        easy = _EASY.sub(_without, text)
        if not _HARD_TO_READ.search(easy):
            return easy
    return _Decoder(text).group(0)


_HARDER = re.compile(r"[$~\u0300-\u036f]|--|``|''|[?!]`")
_EASY = re.compile(r"\\([&%#_])|\{([^{}\\\[]*)\}")


def _without(found: re.Match[str]) -> str:
    """The text of a group of plain words, or of an escaped sign."""
    return found[1] or found[2] or ""


class _Decoder:
    """Reads LaTeX from left to right; `at` is where the next token begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def group(self, depth: int) -> str:
        """Everything up to the brace that closes this group, or up to the end."""
        out: list[str] = []
        closing: list[str] = []
        while self.at < len(self.text):
            token = self._next()
            if token["brace"] == "}" and depth:
                break
            switch = _SWITCHES.get(token["word"] or "") if depth else None
            if switch:
                out.append(_OPEN[switch])
                closing.append(f"</{switch}>")
            else:
                out.append(self._token(token, depth))
        return unicodedata.normalize("NFC", "".join([*out, *reversed(closing)]))

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self.text, self.at)
        assert token
        self.at = token.end()
        return token

    def _token(self, token: re.Match[str], depth: int) -> str:
        kind = token.lastgroup
        if kind == "word":
            return self._command(token["word"], token[0], depth)
        if kind == "char":
            return self._escape(token["char"], depth)
        if kind == "brace":
            return self._brace(token[0], depth)
        if kind == "math":
            return _math(token[0])
        return _LIGATURES.get(token[0], token[0])

    def _brace(self, brace: str, depth: int) -> str:
        if brace == "}":
            return brace
        code = _CODE.match(self.text, self.at)
        if code and int(code[1], 16) < 0x110000:
            self.at = code.end()
            return chr(int(code[1], 16))
        return self.group(depth + 1) if depth < MAX_DEPTH else brace

    def _escape(self, char: str, depth: int) -> str:
        if char in _MARKS:
            return self._accent(char, "\\" + char, depth)
        if char in " \t\n\r":
            return " "
        return {"-": "\u00ad", "\\": " ", "/": "", ",": "\u2009", "@": ""}.get(char, char)

    def _command(self, word: str, written: str, depth: int) -> str:
        symbol = _SYMBOLS.get(word, _MATH.get(word))
        if symbol is not None:
            return symbol
        if word in _MARKS and len(word) == 1:
            return self._accent(word, written, depth)
        if word in _MARKUP and self._peek("{"):
            tag = _MARKUP[word]
            return f"{_OPEN[tag]}{self._argument(depth)}</{tag}>"
        if word in _TRANSPARENT and self._peek("{"):
            return self._argument(depth)
        if word == "enquote" and self._peek("{"):
            return f"“{self._argument(depth)}”"
        return written + self._written_arguments()

    def _peek(self, char: str) -> bool:
        return self.text.startswith(char, self.at)

    def _argument(self, depth: int) -> str:
        self.at += 1
        return self.group(depth + 1)

    def _accent(self, mark: str, written: str, depth: int) -> str:
        base = self._base(depth)
        if not base or not (base[0].isalpha() or base[0] in " \u200c"):
            return base if not base and mark in "~^" else written + base
        first = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
        return unicodedata.normalize("NFC", first + _MARKS[mark]) + base[1:]

    def _base(self, depth: int) -> str:
        """The letter under an accent: a group, a command or one character."""
        while self._peek(" "):
            self.at += 1
        if self._peek("{") and depth < MAX_DEPTH:
            return self._argument(depth)
        if self._peek("\\") and depth < MAX_DEPTH and self.at + 1 < len(self.text):
            return self._token(self._next(), depth + 1)
        base = self.text[self.at : self.at + 1]
        if base in "{}":
            return ""
        self.at += 1
        return base

    def _written_arguments(self) -> str:
        """The groups after an unknown command, as they are written."""
        start = self.at
        while self._peek("{"):
            end = closing_brace(self.text, self.at)
            if end < 0:
                break
            self.at = end + 1
        return self.text[start : self.at]


def closing_brace(text: str, start: int, limit: int = sys.maxsize) -> int:
    """Where the group that begins at `start` ends, -1 when it does not before `limit`. As BibTeX
    counts: a backslash before a brace makes no difference."""
    depth = 0
    for found in _BRACE.finditer(text, start, limit):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.start()
    return -1


def unclosed_braces(text: str, start: int) -> frozenset[int]:
    """Where from `start` on a brace opens that is never closed."""
    opened: list[int] = []
    for found in _BRACE.finditer(text, start):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            opened.pop()
    return frozenset(opened)


_BRACE = re.compile(r"[{}]")
_MATH_WORD = re.compile(r"\\([A-Za-z]+) ?")
_SCRIPTS = re.compile(r"([_^])(?:\{([^{}\\$]*)\}|([^{}\\$]))")


def _math(written: str) -> str:
    """Math that plain text with sub- and superscripts can say; other math as written."""
    inner = _MATH_WORD.sub(lambda m: _MATH.get(m[1], m[0]), written[1:-1])
    tags = {"_": "sub", "^": "sup"}
    inner = _SCRIPTS.sub(
        lambda m: f"<{tags[m[1]]}>{m[2] if m[3] is None else m[3]}</{tags[m[1]]}>", inner
    )
    return written if re.search(r"[\\{}$^_]", inner) or not inner else inner


# Writing

_ESCAPES: Final = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "<": r"{\textless}", ">": r"{\textgreater}", "|": r"{\textbar}",
    "\u00ad": r"\-", "\u2009": r"\,",
}  # fmt: skip
_HARD_TO_WRITE = re.compile(r"[^ !\"'(-,\-./0-9:;=?@A-Z\[\]a-z¡-¬®-ſ‐-‘’“”„†‡•…‰‹›€]|--|''|[?!]`")
_TAGS = re.compile(
    r'<(?:(i|b|sup|sub)|span style="font-variant: ?small-caps;")>([^<>]*)</(?:\1|span)>'
)
_MATH_COMMANDS = [*_MATH, "frac", "sqrt", "mathbb", "mathcal", "mathrm", "mathbf", "overline"]
_SAFE_MATH = re.compile(
    r"\$(?! )((?:[A-Za-z0-9 +\-=<>^_{}()\[\]|,.*/:;'!]|\\[,;! ]|"
    + rf"\\(?:{'|'.join(_MATH_COMMANDS)})(?![A-Za-z]))+)(?<! )\$(?!\d)"
)
_UNSOUND = re.compile(
    r"(?:^|[_^{(\s])[_^]|[_^](?![A-Za-z0-9{])|[_^]\{\s*\}"
    r"|([_^])(?:\{[^{}]*\}|[A-Za-z0-9])\1|\\(?:frac|sqrt|math\w+|overline)(?!\{)"
)
"""Math at which TeX stops: a script without base or twice, a command without its argument."""
MARKED: Final = re.compile(f"{_TAGS.pattern}|{_SAFE_MATH.pattern}")
"""Markup and math, which are written as a whole."""
_COMMANDS = {"i": "textit", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}
_MULTIPLE = {"-": "{}", "`": "{}", "'": "{}"}
_SYMBOL_OF = {symbol: name for name, symbol in reversed(_SYMBOLS.items()) if symbol}
_MATH_OF = {symbol: name for name, symbol in reversed(_MATH.items())}
_MARK_OF = {mark: name for name, mark in _MARKS.items()}


def encode(text: str, ascii_only: bool = False) -> str:
    """`text` as LaTeX that prints it and does nothing else; braces are always balanced.

    With `ascii_only` letters are written with commands (`{\\"o}`). What LaTeX has no sign for
    (control characters, direction marks, emoji) is written as its code: `{[U+202E]}`.
    """
    if not _HARD_TO_WRITE.search(text) and (not ascii_only or text.isascii()):
        return text
    return _encode_tags(unicodedata.normalize("NFC", text), ascii_only)


def _encode_tags(text: str, ascii_only: bool) -> str:
    out, at = [], 0
    for found in MARKED.finditer(text):
        out.append(_encode_text(text[at : found.start()], ascii_only))
        out.append(_encode_marked(found, ascii_only))
        at = found.end()
    out.append(_encode_text(text[at:], ascii_only))
    return "".join(out)


def _encode_marked(found: re.Match[str], ascii_only: bool) -> str:
    if found[3] is not None:
        sound = _balanced(found[3]) and not _UNSOUND.search(found[3])
        safe = sound and _math(found[0]) == found[0]
        return found[0] if safe else _encode_text(found[0], ascii_only)
    command = _COMMANDS.get(found[1] or "", "textsc")
    opening = "span" if not found[1] else found[1]
    if not found[0].endswith(f"</{opening}>"):
        return _encode_text(found[0], ascii_only)
    return f"{{\\{command}{{{_encode_text(found[2], ascii_only)}}}}}"


def _balanced(text: str) -> bool:
    depth = 0
    for found in _BRACE.finditer(text):
        depth += 1 if found[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _encode_text(text: str, ascii_only: bool) -> str:
    out: list[str] = []
    before = ""
    lone = {found.start() for found in _LONE_GREEK.finditer(text)}
    for at, char in enumerate(text):
        if (char == before and char in _MULTIPLE) or (char == "`" and before in ("?", "!")):
            out.append("{}")  # no ligature
        out.append(char if _is_plain(char) else _sign(char, ascii_only or at in lone))
        before = char
    return "".join(out)


_LONE_GREEK = re.compile(r"(?<![Ͱ-Ͽἀ-῿])[Α-Ωα-ω](?![Ͱ-Ͽἀ-῿])")
"""A Greek letter by itself is a symbol, and pdfLaTeX has no letter for it; a word is a word."""


def _is_plain(char: str) -> bool:
    return " " <= char <= "z" and char not in _ESCAPES


@lru_cache(maxsize=4096)
def _sign(char: str, ascii_only: bool) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char in _MATH_OF and not ("α" <= char.lower() <= "ω" and not ascii_only):
        return f"{{\\ensuremath{{\\{_MATH_OF[char]}}}}}"
    if not ascii_only and _is_written(char):
        return char
    return _ascii_sign(char)


def _is_written(char: str) -> bool:
    """Letters, marks, numbers, punctuation, blanks and currencies stand as they are."""
    if char == "\u200c":
        return True
    return (unicodedata.category(char)[0] in "LMNPZ" and char not in "\u2028\u2029") or (
        unicodedata.category(char) == "Sc" or "\u00a0" <= char <= "\u00ff"
    )


def _ascii_sign(char: str) -> str:
    if char in _SYMBOL_OF:
        return f"{{\\{_SYMBOL_OF[char]}}}"
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and parts[0].isascii() and all(p in _MARK_OF for p in parts[1:]):
        made = {"i": "\\i", "j": "\\j"}.get(parts[0], parts[0])
        for mark in parts[1:]:
            made = f"\\{_MARK_OF[mark]}{{{made}}}"
        return f"{{{made}}}"
    return f"{{[U+{ord(char):04X}]}}"
