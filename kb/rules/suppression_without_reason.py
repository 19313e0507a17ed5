"""A suppression does not say why.

Why: nobody dares to delete it, and nobody knows whether it is right.

Passes:
    <!-- kb: ignore citation-unknown: in print only -->

Fails:
    <!-- kb: ignore citation-unknown -->

Mend: write the reason behind a colon.
"""

from typing import Final

ID: Final = "suppression-without-reason"
SCOPE: Final = "reader"
LEVEL: Final = "warning"
