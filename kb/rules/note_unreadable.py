"""A note cannot be read: it is not UTF-8, may not be read, or is a link out of the folder.

Why: its claims are missing from everything.

Passes: a text file in UTF-8.

Fails: a file in Latin-1 with an accent in it.

Mend: save the file as UTF-8, or replace the link by the file itself.
"""

from typing import Final

ID: Final = "note-unreadable"
SCOPE: Final = "reader"
LEVEL: Final = "error"
