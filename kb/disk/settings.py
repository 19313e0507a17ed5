"""kb.toml: what a person set for a knowledge base."""

import tomllib
from pathlib import Path
from typing import Any

from kb.errors import KbError


def read_settings(base: str) -> dict[str, Any]:
    """The tables of `base`/kb.toml, empty when there is none. Raises KbError for broken TOML."""
    path = Path(base) / "kb.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KbError(f"is no TOML: {error}", str(path), "see https://toml.io") from None
    except OSError as error:
        raise KbError(f"cannot be read: {error.strerror}", str(path)) from None
