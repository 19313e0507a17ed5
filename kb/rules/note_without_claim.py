"""A note has a head but states no claim.

Why: its citations then rest under nothing, and no statement is traced to them.

Passes:
    claim: Recall improves with spacing

Fails:
    title: Thoughts about spacing

Mend: add `claim:` to the head, or end a paragraph or list item with ` ^its-id`.
"""

from typing import Final

ID: Final = "note-without-claim"
SCOPE: Final = "reader"
LEVEL: Final = "warning"
