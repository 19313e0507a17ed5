"""Settings of all tests: properties are tried on the same examples each time.

`KB_FUZZ=1 pytest` tries them on other examples, which is how new cases are found.
"""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("fuzz", derandomize=False)
settings.load_profile("fuzz" if os.environ.get("KB_FUZZ") else "same")
