"""A note does not begin with a head.

Why: without `id`, `claim` and `status` nothing can be traced to the note or from it.

Passes:
    ---
    id: spacing-helps
    claim: Recall improves with spacing
    status: open
    ---

Fails:
    Recall improves with spacing [@smith2019].

Mend: write the head; `kb note new --claim "..." --source KEY` does it for you.
"""

from typing import Final

ID: Final = "note-head-missing"
SCOPE: Final = "reader"
LEVEL: Final = "warning"
