"""The status of a note is none of open, supported, partly, disputed.

Why: the claim counts as open, whatever was meant.

Passes:
    status: supported

Fails:
    status: suported

Mend: use one of the four.
"""

from typing import Final

ID: Final = "status-unknown"
SCOPE: Final = "reader"
LEVEL: Final = "error"
