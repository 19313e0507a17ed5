"""A suppression suppresses nothing, or names no rule.

Why: it hides the next finding of its kind, which nobody has looked at.

Passes:
    [@smith2019] <!-- kb: ignore citation-unknown: in print only --> and no such entry

Fails: the same, when the entry is there

Mend: delete the comment, or the entry of [[check.suppress]] in kb.toml.
"""

from typing import Final

ID: Final = "suppression-stale"
SCOPE: Final = "reader"
LEVEL: Final = "warning"
