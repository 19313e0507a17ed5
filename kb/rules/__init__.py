"""The rules of `kb check`: one a file, found by looking into this folder.

A rule is a module with ID, LEVEL, SCOPE and `check(subject, base)`; its docstring is what
`kb check --explain ID` prints. SCOPE says what the subject is: `work`, `paper`, `note`, `claim`,
`thesis`, or `library` for rules that look at everything at once (their subject is the base).
The rules of SCOPE `reader` have no `check`: readers report them, here is what they mean.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final, Literal

from kb.model import Level, Problem

Scope = Literal["work", "paper", "note", "claim", "thesis", "library", "reader"]
Check = Callable[[Any, Any], Iterator[Problem]]

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
