"""Writes tests/cases/cite/csl.yml: what pandoc's citeproc makes of csl-items.json today.

Run it when pandoc or the styles changed, and look the difference over against the styles' manuals.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from kb.render import csl
from kb.render.citation import Cite

CASES = Path(__file__).parents[2] / "tests/cases/cite"
STYLES = (
    ("apa", ""),
    ("apa", "id-ID"),
    ("chicago-notes-bibliography", ""),
    ("chicago-author-date", ""),
    ("ieee", ""),
    ("nlm-citation-sequence", ""),
    ("modern-language-association", ""),
    ("harvard-cite-them-right", ""),
)
HEAD = """\
# What pandoc's citeproc makes of csl-items.json, looked over against the styles' manuals.
# `cited`: each work cited once, in order; `group`: the last two, cited together with page 58;
# `listed`: their entries in the reference list. Written by benchmarks/cite/golden.py.
"""


def golden(style_name: str, locale: str, folder: Path) -> dict[str, Any]:
    """One style's citations and entries of all items."""
    items = json.loads((CASES / "csl-items.json").read_text(encoding="utf-8"))
    style = csl.find_style(style_name, [], Path.read_bytes)
    if style.mended:
        path = folder / f"{style.digest}.csl"
        path.write_text(style.mended, encoding="utf-8")
        style = style._replace(path=str(path))
    keys = [item["id"] for item in items]
    group = [Cite("twice-a", "58", "see"), Cite("twice-b", "60-62")]
    job = csl.Job(items, group, locale, [[key] for key in keys])
    alone = csl.run(csl.find_engine(), style, job)
    cites = [Cite(key) for key in keys]
    listed = csl.run(csl.find_engine(), style, csl.Job(items, cites, locale)).entries
    return {
        "style": style_name,
        "locale": locale,
        "cited": dict(zip(keys, alone.before, strict=True)),
        "group": alone.citation,
        "listed": list(listed),
    }


def main() -> None:
    with TemporaryDirectory() as folder:
        made = [golden(style, locale, Path(folder)) for style, locale in STYLES]
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=1000)
    (CASES / "csl.yml").write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
