"""Plain text and Markdown: bytes -> characters, whatever the encoding."""

import codecs
import re
from typing import Final

from kb.errors import KbError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT: Final = "this is no text"
_MEND: Final = "give the paper as UTF-8 text"


def decode_text(name: str, data: bytes) -> tuple[str, str]:
    """The characters of `data` without a byte order mark, and the encoding they were in.

    UTF-8 (with or without a mark), UTF-16 and UTF-32; anything else is guessed by
    charset-normalizer. Raises KbError when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(name, data[len(mark) :], encoding), encoding
    if encoding := _utf16_without_mark(data):
        return _decode(name, data, encoding), encoding
    if _is_binary(data):
        raise KbError(_NOT_TEXT, name, _MEND)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        mended = _damaged_utf8(data)
        return (mended, "utf-8") if mended is not None else _guess(name, data)


def mark_of(data: bytes) -> bytes:
    """The byte order mark that `data` begins with, b'' when there is none."""
    return next((mark for mark, _ in _MARKS if data.startswith(mark)), b"")


def _decode(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        what = f"the file says it is {encoding.upper()} but byte {error.start} is not"
        raise KbError(what, name, _MEND) from error


def _utf16_without_mark(data: bytes) -> str:
    """Latin text in UTF-16 has a zero as every second byte."""
    head = data[:2000]
    half = len(head) // 2
    if half < 2 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else ""


def _is_binary(data: bytes) -> bool:
    """Many control characters near the start; a stray NUL, left by a converter, is none."""
    head = data[:8000]
    control = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in head)
    return head.count(0) > max(1, len(head) * 0.01) or control > len(head) * 0.05


_BAD = re.compile("[\udc80-\udcff]")
_GOOD = re.compile("[^\x00-\x7f\udc80-\udcff]")


def _damaged_utf8(data: bytes) -> str | None:
    """`data` as UTF-8 with a few bytes that are not: pasted from elsewhere (read as Latin-1), or
    cut off at the end. None when the bytes are no UTF-8 at all."""
    text = data.decode("utf-8", "surrogateescape")
    bad, good = len(_BAD.findall(text)), len(_GOOD.findall(text))
    return _BAD.sub(lambda m: _western_sign(ord(m[0]) & 0xFF), text) if 4 * bad <= good else None


def _western_sign(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


def _guess(name: str, data: bytes) -> tuple[str, str]:
    """The encoding of bytes that are not UTF-8.

    cp1252 (which holds Latin-1) comes first where it makes plausible Western text: a detector has
    too little to go by in the few accents of a long text.
    """
    western = _western(data)
    if western is not None:
        return western, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise KbError(_NOT_TEXT, name, _MEND)
    return data.decode(best.encoding), best.encoding


_IMPLAUSIBLE: Final = re.compile(r"[À-ÿ]{3}|[A-Za-zÀ-ÿ][¡-¨ª-¶¸-¿ƒˆ˜†‡‰™][a-zà-ÿ]|[\x80-\x9f]")
"""Runs of accented letters (another script) and signs within words (another Latin)."""


def _western(data: bytes) -> str | None:
    """`data` as cp1252, None when most of its upper half makes no sense."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    upper = sum(byte > 127 for byte in data)
    return text if len(_IMPLAUSIBLE.findall(text)) * 10 < upper else None
