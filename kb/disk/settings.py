"""kb.toml: what a person set for a knowledge base."""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from kb.errors import USAGE, KbError

TABLES: Final[dict[str, tuple[str, ...] | None]] = {
    "keys": ("pattern",),
    "papers": ("folders",),
    "cite": ("style", "locale", "templates"),
    "check": None,
}
"""The tables of kb.toml with their settings; None where the job itself knows them."""


def read_settings(base: str) -> dict[str, Any]:
    """The tables of `base`/kb.toml, empty when there is none.

    Raises KbError for broken TOML and for a table or setting that does not exist.
    """
    path = Path(base) / "kb.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KbError(f"is no TOML: {error}", str(path), "see https://toml.io") from None
    except OSError as error:
        raise KbError(f"cannot be read: {error.strerror}", str(path)) from None
    _refuse_unknown(tables, path)
    return tables


def _refuse_unknown(tables: dict[str, Any], path: Path) -> None:
    for name, table in tables.items():
        if name not in TABLES or not isinstance(table, dict):
            raise _unknown(f"there is no table [{name}]", name, list(TABLES), path)
        known = TABLES[name]
        for setting in table if known is not None else ():
            if setting not in (known or ()):
                what = f"there is no setting {setting!r} in [{name}]"
                raise _unknown(what, setting, list(known or ()), path)


def _unknown(what: str, name: str, known: list[str], path: Path) -> KbError:
    near = get_close_matches(name, known, 1)
    mend = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
    return KbError(what, str(path), mend, USAGE)
