"""Words to compose bibliographic facts from: names, titles, journals, publishers, by language."""

from pathlib import Path
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
)
"""The lists of words.yaml, by name, then mostly by language."""
