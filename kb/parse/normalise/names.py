"""Names: 'Smith, J., & van der Berg, P.' -> two `Name`s; organisations become literals.

The order of a list (inverted, natural, family with initials behind) is decided name by name from
its parts, because lists mix orders: 'Smith, John, and Mary Jones'.
"""

import re
from functools import lru_cache
from typing import Final

from kb.model import OTHERS, Name
from kb.parse.lexicons import flags

PARTICLES: Final = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "du",
        "la",
        "le",
        "ten",
        "ter",
        "te",
        "zu",
        "zum",
        "zur",
        "vom",
        "af",
        "av",
        "el",
        "al",
        "bin",
        "binti",
        "ibn",
        "bint",
        "'t",
        "d'",
        "des",
        "y",
        "lo",
        "dal",
        "dalla",
        "degli",
        "vande",
        "vander",
    ]
)
SUFFIX: Final = re.compile(r"(?:Jr|Sr|jr|sr|I{2,3}|IV|2nd|3rd|filho|Filho|Neto)\.?\Z")
_OTHERS = re.compile(
    r"[\s,;&]*(?:\b(?:and|dan|und|y|e|et)\s+)?(?:\bet\.?\s*(?:al|coll)\b|\bdkk\b|\bdll\b|"
    r"\bd\.k\.k|\bu\.\s?a\b|"
    r"\by\s+otros\b|\be\s+outros\b|\be\s+altri\b|\bothers\b|\ben\s+anderen\b|\bet\s+autres\b|"
    r"\bkawan-kawan\b|"
    r"\bu\.\s?v\.\s?a\b|(?:\.\.\.|…)\s*\Z)[.,;:\s)]*",
    re.I,
)
_ROLE = re.compile(
    r"[\s,]*[(\[]?\s*\b(?:eds?|editors?|editor|hrsgg?|hgg?|herausgeber|penyunting|coords?|"
    r"orgs?|dirs?|comps?|trans|"
    r"ed\. lit|éds?|edits)\b\.?\s*[)\]]?[.,:;\s]*\Z",
    re.I,
)
_LEAD = re.compile(
    r"[\s(\[]*(?:(?:in|dalam|en|em|dans)\s*:\s*|(?:edited|translated)\s+by\s+|(?:hrsg|"
    r"hg)\.?\s*(?:von|v\.)?\s+|"
    r"(?:and|und|dan|&)\s+)",
    re.I,
)
_AND: Final = frozenset(
    ("and", "und", "et", "dan", "og", "och", "serta", "con", "with", "e", "y", "en", "u.", "&", "+")
)
_DASHES = re.compile(r"[\s_\-–—―⸺⸻.,*]+\Z")
_NO_NAME = re.compile(
    r"\W*(?:ibid(?:em)?|ebda?|ebenda|op\.?\s?cit|loc\.?\s?cit|a\.\s?a\.\s?o|idem|ders(?:elbe)?|"
    r"dies(?:elben?)?|vgl|siehe|lihat|see|anonymous|anonym|anonim|n\.?\s?n)\W*\Z",
    re.I,
)
_INITIAL = re.compile(
    r"(?:Md|Ch|Th|Ph)\.(?:\s?[^\W\d_]\.)*\Z|(?:Yu|St|Zh|Kh|Ts|Sh|Ju|Ya)\.(?:\s?[^\W\d_]\.)+\Z"
    r"|[^\W\d_](?:['’][^\W\d_])?\.?(?:[-–‐.]\s?[^\W\d_]{1,2}\.?)*\Z"
)
_CAPS = re.compile(r"[^\W\d_a-zà-ÿ]{1,4}(?:[-–‐][^\W\d_a-zà-ÿ])?\.?\Z")
_HARD = re.compile(r"\s*(?:;|\s/\s|\s[-–—]\s|/(?=[A-ZÄÖÜ]))\s*")
_FINAL_STOP = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_][a-z]))\.\Z")
_TITLE_WORDS = re.compile(
    r"\b(?:(?:Dr|Prof|Ir|Drs|Hj)\.\s+)+(?:H\.\s+(?=\w\w+\s+\w)|(?:jur|phil|med)\.\s+)?(?=[A-Z]\w)"
)
_DEGREE = r"(?:[SM]\.\s?(?:Sos|IP|Pd|Ag|Kom|Si|Hum|Sc)|Ph\.\s?D|LL\.\s?M)\b\.?"
_SHORT_DEGREE = rf"(?:{_DEGREE}|[SM]\.\s?[HEATM]\b\.?)"
_DEGREES = re.compile(
    rf",\s*(?:{_DEGREE}|{_SHORT_DEGREE},\s*{_SHORT_DEGREE})(?:,?\s*{_SHORT_DEGREE})*"
    r",?\s*(?=\Z|;|&|dan\b|and\b)"
)
"""Degrees behind a name: 'Budi Santoso, S.H., M.Hum.'; 'S.H.' alone may be initials."""


_BEFORE_MARK = re.compile(r"\s+(?=[.,;](?:\s|\Z))")
_AFTER_MARK = re.compile(r"(?<=[,;])(?=\S)|(?<=\b[^\W\d_]\.)(?=[^\W\d_]{2})")
_BROKEN = re.compile(r"(?<=[a-zß-ÿ])-\s+(?=[a-zß-ÿ])")


def _tidy(raw: str) -> str:
    """`raw` on one line with blanks where they belong and words whole: 'Stin- chcombe,A.B.Lee'."""
    text = " ".join(raw.replace("*", "").split())
    text = _BROKEN.sub("", text) if "- " in text else text
    return _AFTER_MARK.sub(" ", _BEFORE_MARK.sub("", text))


def read_names(raw: str) -> tuple[Name, ...]:
    """The names in `raw`; `OTHERS` at the end for 'et al.'; () when there is none.

    >>> [name.family for name in read_names('Smith, J., & van der Berg, P.')]
    ['Smith', 'Berg']
    """
    text = _tidy(raw)
    text = _DEGREES.sub(" ", text) if "," in text else text
    text = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    text = _cut_tail(_ROLE, _ROLE_SIGNS, text)
    whole, text = text, _cut_tail(_OTHERS, _OTHERS_SIGNS, text)
    others = text != whole
    text = _FINAL_STOP.sub("", text.strip(" ,;:([").replace("..", "."))
    if not text or _DASHES.match(text) or _OTHERS.fullmatch(text) or _NO_NAME.match(text):
        return ()
    if is_organisation(text) and not _person_first(text):
        names = tuple(Name(literal=part) for part in _organisations(text))
    else:
        names = tuple(name for name in map(_whole_name, _people(text)) if name != Name())
    return (*names, OTHERS) if others and names else names


def _whole_name(name: Name) -> Name:
    """`name` with a family name: a person with one name has it as that."""
    if name.family or name.literal:
        return name
    return Name(name.given.strip(" .,")) if name.given.strip(" .,") else Name()


_TAIL: Final = 40
"""Characters at the end of a list in which its closing words are looked for."""


_ROLE_SIGNS: Final = re.compile("[Ee]d|ED|r[sg]|R[SG]|[Hh]g|[éÉ]d|oord|ir\\.|omp|rans|unting|eraus")
_OTHERS_SIGNS: Final = re.compile(
    "al|AL|ll|[dk]kk?|D?KK|d\\.k|u\\.|t[rh]?[oer]+s|deren|kawan|\\.\\.|…"
)
"""Without one of these in its tail a list has no such closing words: spares a slow search."""


def _cut_tail(pattern: re.Pattern[str], signs: re.Pattern[str], text: str) -> str:
    """`text` before the closing words that `pattern` finds; `text` when nothing would be left."""
    start = max(0, len(text) - _TAIL)
    tail = text[start:]
    if not signs.search(tail):
        return text
    found = pattern.search(text, start)
    return text[: found.start()] if found and found.start() else text


_BODIES: Final = frozenset(
    [
        "news",
        "newswire",
        "tv",
        "radio",
        "project",
        "forum",
        "collaboration",
        "authority",
        "alliance",
        "league",
    ]
)
"""Words of names of bodies that are too common elsewhere for the word list of institutions."""


def is_organisation(text: str) -> bool:
    """Whether `text` names institutions: a word of such names, and nothing like initials; or the
    address of a site ('Kompas.com')."""
    if is_site(text):
        return True
    words = _LETTERS.findall(text)
    for word in words:
        if len(word) == 1 and word.isupper():
            return False
    for word in words:
        low = word.lower()
        if "o" in flags(low) or low in _BODIES:
            return "," not in _inverted_part(text)
    return False


_LETTERS = re.compile(r"[^\W\d_]+")
_SITE = re.compile(
    r"[\w-]{3,}(?:\.[\w-]{2,}){0,2}\.(?:com|org|net|co|go|gov|info|edu)(?:\.[a-z]{2})?", re.I
)


_AFFILIATION = re.compile(
    r"(?:mahasiswa|dosen|fakultas|jurusan|program studi|prodi|student|lecturer|faculty|school of|"
    r"dep(?:artemen|artment|t\.))\b",
    re.I,
)
"""How a part of a list begins that tells where its author works or studies."""


def affiliations(raw: str) -> list[str]:
    """The parts of a list of names that tell where somebody works or studies, and are no names."""
    if not _AFFILIATION.search(raw):
        return []
    parts = (part.strip(" .;") for part in raw.split(",")[1:])
    return [part for part in parts if _AFFILIATION.match(part)]


def is_site(text: str) -> bool:
    """Whether `text` is the address of a site: 'ecoi.net'."""
    return _SITE.fullmatch(text) is not None


def _person_first(text: str) -> bool:
    """'Veda, Justitia Avila, Direktorat Hukum': a list that a person, inverted, begins."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 3 or len(parts[0].split()) > 2 or not 0 < len(parts[1].split()) < 4:
        return False
    words = f"{parts[0]} {parts[1]}".lower().split()
    return not any("o" in flags(word) or word in _BODIES for word in words)


def _inverted_part(text: str) -> str:
    """A comma that parts family and given name, not one within an institution's name."""
    head, comma, rest = text.partition(",")
    return (
        comma
        if comma
        and len(head.split()) == 1
        and "o" not in flags(head.lower())
        and not any("o" in flags(w.lower()) for w in rest.split())
        else ""
    )


def _organisations(text: str) -> list[str]:
    return [_bare(part) for part in text.split(";") if _bare(part)]


def _bare(text: str) -> str:
    return text.strip(" ,;:.") if not re.search(r"\b\w\.\w?\.?$", text) else text.strip(" ,;:")


def _people(text: str) -> list[Name]:
    found: list[Name] = []
    blocks = _HARD.split(text) if not _HARD_MARKS.isdisjoint(text) else [text]
    for block in blocks:
        groups = _groups(block)
        last_bare = len(groups) > 1 and _is_one_word(groups[-1]) and not _first_inverted(groups)
        first_alone = _first_alone_inverted(groups)
        for group in groups:
            parts = _parted([p.strip() for p in group.split(",") if p.strip(" .")])
            parts = parts[:1] + [part for part in parts[1:] if not _AFFILIATION.match(part)]
            if len(groups) == 1 and len(parts) == 2 and _both_whole(parts):
                found.append(_inverted(*parts))
            elif first_alone:
                whole = parts if found else parts[2:]
                found += [] if found else [_inverted(*parts[:2])]
                found += map(read_name, whole)
            else:
                found += _group(parts, last_bare)
    return _with_double_families(found, text)


def _with_double_families(names: list[Name], text: str) -> list[Name]:
    """'Donoso Romo, Andrés, Rafael Contreras Mühlenbrock': after a first name with two family
    names the last two words of others are such too, where the first of them is known as one."""
    first = names[0].family if names else ""
    if len(names) < 2 or " " not in first or not text.startswith(f"{first},"):
        return names
    found = names[:1]
    for name in names[1:]:
        given = name.given.split()
        if len(given) == 2 and " " not in name.family and not name.particle and _is_family(given):
            name = Name(f"{given[1]} {name.family}", given[0])
        found.append(name)
    return found


def _is_family(given: list[str]) -> bool:
    """Whether the second of two words taken for given names is a family name."""
    one, other = given
    known = flags(other.lower())
    return len(one) > 2 and "." not in one and "f" in known and "g" not in known


_HARD_MARKS: Final = frozenset(";/-–—")


def _groups(block: str) -> list[str]:
    """What stands between the 'and's of a list; where it has ', &', no other 'and' parts names."""
    words = block.replace("&", " & ").split()
    if not any(map(_AND.__contains__, map(str.lower, words))):
        return [block] if block.strip(" ,.;") else []
    found: list[list[str]] = [[]]
    one = re.search(r",\s*&", block) is not None
    for word in words:
        if one and word != "&":
            found[-1].append(word)
        elif (word in _AND or (len(word) > 2 and word.lower() in _AND)) and found[-1]:
            found.append([])
        else:
            found[-1].append(word)
    return [text for words in found if (text := " ".join(words)).strip(" ,.;")]


def _first_inverted(groups: list[str]) -> bool:
    """'Hadriyani, Siti, Eka Santi Simarmata': only the first name is inverted, for names in
    natural order follow."""
    parts = [part.split() for part in groups[0].split(",") if part.strip(" .")]
    natural = [part for part in parts[2:] if len(part) > 1 and not _has_initials(" ".join(part))]
    return len(parts) > 2 and len(parts[1]) == 1 and len(natural) == len(parts) - 2


def _first_alone_inverted(groups: list[str]) -> bool:
    """'Malau, Tohati, Sawaluddin, Sutarman, and Tulus Joseph': the last name, in natural order,
    tells that the names between are so too, and single ones whole."""
    parts = [part for part in groups[0].split(",") if part.strip(" .")]
    return (
        len(parts) > 2
        and len(groups) == 2
        and _is_one_word(parts[0].strip())
        and _is_natural(groups[1])
        and not any(_has_initials(part) or _is_initials(part) for part in parts)
    )


def _is_natural(text: str) -> bool:
    """'Tulus Joseph': a name of several whole words in reading order."""
    words = text.split()
    return len(words) > 1 and "," not in text and all(len(w) > 2 and "." not in w for w in words)


def _both_whole(parts: list[str]) -> bool:
    """'García Márquez, Juan Carlos': alone, two parts of two words are one person."""
    return all(1 < len(part.split()) < 4 and not _has_initials(part) for part in parts)


_NEXT = re.compile(r"((?:[^\W\d_]\.[-\s]?)+)\s+([^\W\d_]{2}.*)\Z")


def _parted(parts: list[str]) -> list[str]:
    """'Smith', 'J. A. Jones', 'B.' (a lost '&' or comma) is four parts, not three."""
    if len(parts) < 3:
        return parts
    found = [parts[0]]
    for before, this, after in zip(parts, parts[1:], [*parts[2:], ""], strict=False):
        match = _NEXT.match(this)
        if match and after and _is_initials(after) and not _has_initials(before):
            found += [match[1].strip(), match[2]]
        else:
            found.append(this)
    return found


def _is_one_word(text: str) -> bool:
    return len(text.split()) == 1 and "," not in text


def _group(parts: list[str], bare: bool) -> list[Name]:
    """The names in what stands between two 'and's, cut at its commas."""
    found: list[Name] = []
    at = 0
    initialled = any("." in part and _is_initials(part) for part in parts)
    while at < len(parts):
        this = parts[at]
        after = parts[at + 1] if at + 1 < len(parts) else ""
        if SUFFIX.match(this) and found:
            found[-1] = Name(found[-1].family, found[-1].given, found[-1].particle, this)
            at += 1
        elif after and initialled and not _whole(this) and not _is_initials(after):
            found.append(read_name(this))
            at += 1
        elif after and _goes_before(this, after, at, len(parts), bare):
            found.append(_inverted(this, after))
            at += 2
        else:
            found.append(read_name(this))
            at += 1
    return found


def _goes_before(this: str, after: str, at: int, count: int, bare: bool) -> bool:
    """Whether `this` is a family name and `after` its given names.

    `at` is the place of `this` among `count` parts; `bare` tells that the list's last name is a
    single word.
    """
    if _shouted(this, after):
        return True
    if _whole(this) or SUFFIX.match(after):
        return False
    if _is_initials(after) or after.split()[-1] in PARTICLES:
        return True
    words, others = len(this.split()), len(after.split())
    if bare and others == 1 and words == 1:
        return False
    if at:
        return words == 1 and (count - at) % 2 == 0
    return words == 1 or others == 1 or this.split()[0].lower() in PARTICLES


def _shouted(this: str, after: str) -> bool:
    """'LIN', 'Ellie': a family name in capitals before a given name that is not."""
    return len(this) > 2 and this.isupper() and "." not in this and after[1:2].islower()


def _whole(text: str) -> bool:
    """Whether `text` can be no family name that waits for its given names."""
    return _has_initials(text) or (_is_initials(text) and "." in text)


@lru_cache(maxsize=10_000)
def _is_initials(text: str) -> bool:
    words = [w for w in text.split() if w.lower() not in PARTICLES]
    return bool(words) and all(_INITIAL.match(w) or (_CAPS.match(w) and len(w) < 5) for w in words)


@lru_cache(maxsize=10_000)
def _has_initials(text: str) -> bool:
    """'J. Smith' or 'Smith JA': a name that is whole by itself."""
    words = text.split()
    if len(words) < 2:
        return False
    if _INITIAL.match(words[0]) and len(words[0]) < 8:
        return True
    return _are_capitals(words) or bool(_INITIAL.match(words[-1]))


def _are_capitals(words: list[str]) -> bool:
    """Whether the last of `words` are initials without stops: 'Smith JA', 'DONOHUE M'."""
    if not _CAPS.match(words[-1]):
        return False
    return not words[0].isupper() or (len(words[-1].strip(".")) < 3 and len(words[0]) > 3)


def _untitled(text: str) -> str:
    """'Dr. Budi Santoso' without the title."""
    return _TITLE_WORDS.sub("", text) if text[:1] in "DPIH" else text


def _inverted(family: str, given: str) -> Name:
    words = given.split()
    if words and len(words[-1]) > 3 and words[-1].count(".") == 1:
        words[-1] = words[-1].rstrip(".")
    particle: list[str] = []
    while words and words[-1].lower() in PARTICLES and words[-1].islower():
        particle.insert(0, words.pop())
    suffix = (
        words.pop() if len(words) > 1 and SUFFIX.match(words[-1]) and len(words[-1]) > 1 else ""
    )
    lead, family = _split_particle(_untitled(family))
    if words == [family]:  # a single name that a form made its owner give twice
        return Name(family)
    return Name(family, " ".join(words), " ".join(particle) or lead, suffix)


def _split_particle(family: str) -> tuple[str, str]:
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:]).strip(" .;:()[]")


def read_name(text: str) -> Name:
    """One name without an inverting comma: 'J. A. van der Berg', 'Berg JA', 'Suryono'."""
    text = text.strip(" ,;:()[]")
    words = _untitled(text).split()
    if len(words) < 2:
        glued = re.match(r"((?:[^\W\d_]\.-?)+)([^\W\d_]{2,}.*)\Z", "".join(words))
        if glued:
            return Name(glued[2].strip(" ."), glued[1])
        return Name("".join(words).strip(" .;:"))
    if len(words) > 2 and is_organisation(text):
        return Name(literal=text.strip(" ."))
    suffix = words.pop() if len(words) > 2 and SUFFIX.match(words[-1]) else ""
    if _initials_behind(words):
        return _behind(words, suffix)
    if words[0].isupper() and len(words[0]) > 2 and not words[-1].isupper() and "." not in words[0]:
        cut = next(i for i, w in enumerate(words) if not w.isupper())
        return Name(" ".join(words[:cut]), " ".join(words[cut:]), "", suffix)
    cut = _family_from(words)
    particle, family = _split_particle(" ".join(words[cut:]))
    given = " ".join(words[:cut])
    return Name(family, given, particle, suffix)


def _family_from(words: list[str]) -> int:
    """Where the family name (with its particles) begins in a name in natural order."""
    small = next((i for i, w in enumerate(words) if w in PARTICLES and w != "y"), 0)
    if 0 < small < len(words) - 1:  # 'Ana-Maria de Roda Husman'
        return small
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _CAPITAL_PARTICLES:  # 'Robert Van Valin'
        cut -= 1
    if cut == 1 and words[0] in PARTICLES:
        return 0
    start = next((i for i, w in enumerate(words) if not _INITIAL.match(w)), cut)
    known = "g" in flags(words[start].lower())
    if 0 < start < cut < start + 3 and not known:  # 'A. Corbera Mori'
        return start
    return cut


_CAPITAL_PARTICLES: Final = PARTICLES - {"bin", "binti", "y", "do"} | {"los", "las", "san", "st"}


def _initials_behind(words: list[str]) -> bool:
    tail = [w for w in words[1:] if w not in PARTICLES]
    if not tail or _INITIAL.match(words[0]):
        return False
    return bool(_INITIAL.match(tail[-1])) or _are_capitals([words[0], tail[-1]])


def _behind(words: list[str], suffix: str) -> Name:
    particle: list[str] = []
    while words[-1] in PARTICLES:
        particle.insert(0, words.pop())
    cut = len(words)
    while cut > 1 and (_INITIAL.match(words[cut - 1]) or _CAPS.match(words[cut - 1])):
        cut -= 1
    lead, family = _split_particle(" ".join(words[:cut]))
    return Name(family, " ".join(words[cut:]), " ".join(particle) or lead, suffix)
