"""A note is so long that code and comments in it are not told from text.

Why: citations in code fences would count.

Passes: a note of up to a million characters.

Fails: a whole book pasted into a note.

Mend: split the note.
"""

from typing import Final

ID: Final = "note-too-large"
SCOPE: Final = "reader"
LEVEL: Final = "warning"
