"""What a paper's own text tells of the paper: how to cite it, title, authors, DOI, journal."""

import re
from collections import Counter
from collections.abc import Sequence

from kb.model import Field, Reference
from kb.parse.lines import Line
from kb.parse.reader import read_references
from kb.parse.signs import is_name_list, names_then_year

_HOW_TO_CITE = re.compile(
    r"how to cite|cite this (?:article|paper|as)|please cite|cara (?:men)?(?:sitasi|gutip|citasi)|"
    r"sitasi artikel|suggested citation|zitiervorschlag|zitierweise|pour citer|c[óo]mo citar|"
    r"para citar|citazione consigliata|come citare|citeerwijze|to cite this",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>)\]]{2,120}")
_MARKS = re.compile(r"[*_]{1,3}|<sup>[^<]{0,20}</sup>|^#{1,6}\s+|<[^>]{0,100}>")
_TITLED = re.compile(
    r"(?:dengan judul|berjudul|skripsi|tesis|entitled|titled|mit dem titel|intitul[ée]e?|"
    r"titulad[oa]|intitulad[oa]|dal titolo|getiteld)\s*[:,]?\s*[“\"«„]([^”\"»“]{20,250})[”\"»“]",
    re.IGNORECASE,
)
_HEAD_LINES = 60
_EDGE_NUMBER = re.compile(r"^\d{1,4}\b\s*|\s*\b\d{1,4}$")


def read_item(lines: Sequence[Line], heads: Sequence[Line], paper_id: str) -> Reference:
    """The paper's own item; `heads` are its running heads. Fields that its text does not tell are
    not there."""
    first = lines[:_HEAD_LINES]
    fields = _from_citation_line(first)
    for name, found in _from_head(first).items():
        fields.setdefault(name, found)
    for name, found in _from_running_heads(heads).items():
        fields.setdefault(name, found)
    if "title" not in fields:
        fields |= _from_body(lines)
    kind = "article-journal" if "container-title" in fields else "document"
    return Reference("", kind, fields, (paper_id,))


def _from_citation_line(lines: Sequence[Line]) -> dict[str, Field]:
    """The fields of the line that says how to cite the paper."""
    for at, line in enumerate(lines):
        match = _HOW_TO_CITE.search(line.text)
        if match:
            after = line.text[match.end() :].partition(":")[2].strip()
            parts = [after] if len(after) > 30 else []
            parts += [follow.text for follow in lines[at + 1 : at + 4]]
            return _read("\n".join(_until_whole(parts)))
    return {}


def _until_whole(parts: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if kept and (part.startswith("#") or part.isupper()):
            break
        kept.append(part)
        if re.search(r"https?:|doi", part):
            break
    return kept


def _read(text: str) -> dict[str, Field]:
    if not names_then_year(text):
        return {}
    read = read_references([text])[0]
    return dict(read.fields)


def _from_head(lines: Sequence[Line]) -> dict[str, Field]:
    """Title, authors and DOI from the lines before the abstract."""
    fields: dict[str, Field] = {}
    title_at = next((i for i, line in enumerate(lines[:12]) if _is_title(line.text)), None)
    if title_at is not None:
        title = plain(lines[title_at].text)
        fields["title"] = Field(title, lines[title_at].text, None, 0.7)
        fields |= _authors(lines[title_at + 1 : title_at + 3])
    doi = next((m[0] for line in lines if (m := _DOI.search(line.text))), None)
    if doi:
        fields["DOI"] = Field(doi.rstrip(".,;"), doi, None, 0.6)
    return fields


def _is_title(text: str) -> bool:
    words = plain(text)
    return text.startswith("#") and len(words.split()) >= 5 and len(words) < 300


def _authors(lines: Sequence[Line]) -> dict[str, Field]:
    for line in lines:
        text = plain(line.text)
        if 5 < len(text) < 250 and is_name_list(text) and not any(c.isdigit() for c in text):
            read = read_references([f"{text}. (2000). X."])[0].fields.get("author")
            return {"author": Field(read.value, line.text, None, 0.5)} if read else {}
    return {}


def plain(text: str) -> str:
    """A line without Markdown, superscripts and tags."""
    return " ".join(_MARKS.sub("", text).split())


def _from_running_heads(heads: Sequence[Line]) -> dict[str, Field]:
    """The journal that a running head names, and the pages its numbers span."""
    words = Counter(" ".join(_EDGE_NUMBER.sub("", h.text).split()) for h in heads)
    if not words:
        return {}
    head, count = words.most_common(1)[0]
    if count < 2 or not re.search(r"jurnal|journal|review|zeitschrift|revue|revista", head, re.I):
        return {}
    return {"container-title": Field(head, head, None, 0.6)}


def _from_body(lines: Sequence[Line]) -> dict[str, Field]:
    """'... dengan judul “X”' in the introduction of a thesis."""
    for at in range(min(300, len(lines))):
        text = plain(" ".join(follow.text for follow in lines[at : at + 3])[:3000])
        match = _TITLED.search(text)
        if match and _speaks_of_itself(text[: match.start()]):
            return {"title": Field(match[1].strip(), match[1], None, 0.5)}
    return {}


def _speaks_of_itself(before: str) -> bool:
    tail = before[-160:].casefold()
    return (
        re.search(r"penulis|peneliti|penelitian|this (?:study|thesis|paper)|diese arbeit", tail)
        is not None
    )
