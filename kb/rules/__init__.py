"""The rules of `kb check`: one a file, found by looking into this folder.

A rule is a module with ID, LEVEL, SCOPE and `check(subject, ctx)`; its docstring is what
`kb check --explain ID` prints. SCOPE says what the subject is: `work`, `paper`, `note`, `claim`,
`quote` (of a note or thesis) or `thesis`. Rules that look at many things at once have one subject
only: of `library` it is the context, of `ids` the ids of all claims with their places. Only rules
of `thesis` and `ids` may ask about all notes: what the others find in a note is kept until the note
or the references change.
The rules of SCOPE `reader` have no `check`: readers report them, here is what they mean.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final, Literal

from kb.model import Level, Problem

Scope = Literal["work", "paper", "note", "claim", "quote", "thesis", "library", "ids", "reader"]
Check = Callable[..., Iterator[Problem]]

FIRST: Final = "kb.rules."


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, what it wants to be given, and what it says of itself."""

    id: str
    scope: Scope
    level: Level
    doc: str
    check: Check | None

    @property
    def what(self) -> str:
        """Its first sentence."""
        return " ".join(self.doc.split("\n\n")[0].split())


@cache
def registry() -> Mapping[str, Rule]:
    """Every rule by its id."""
    names = (found.name for found in pkgutil.iter_modules(__path__))
    modules = (import_module(FIRST + name) for name in names)
    rules = (_rule(module) for module in modules if hasattr(module, "ID"))
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}


def _rule(module: Any) -> Rule:
    doc = str(module.__doc__).strip()
    return Rule(module.ID, module.SCOPE, module.LEVEL, doc, getattr(module, "check", None))
