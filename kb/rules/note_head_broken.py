"""The head of a note cannot be read as YAML, or a part of it cannot.

Why: what the head says may be misread; kb reads what it can, line by line.

Passes:
    claim: "Recall improves: with spacing"

Fails:
    claim: Recall improves: with spacing

Mend: put values that hold ': ' or ' #' into quotes; use blanks, not tabs; close it with ---.
"""

from typing import Final

ID: Final = "note-head-broken"
SCOPE: Final = "reader"
LEVEL: Final = "error"
