"""A word in the head of a note looks like a slip of the pen.

Why: `staus: disputed` disputes nothing.

Passes:
    status: disputed

Fails:
    staus: disputed

Mend: write it as the message proposes.
"""

from typing import Final

ID: Final = "note-head-unknown"
SCOPE: Final = "reader"
LEVEL: Final = "warning"
