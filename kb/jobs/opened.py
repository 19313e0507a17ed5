"""Open a knowledge base for a job: its values, its settings, the texts of its papers, its files."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kb.disk.files import read_snapshot
from kb.disk.store import Store
from kb.errors import KbError
from kb.formats.thesis import Thesis, read_thesis
from kb.memory import no_collection
from kb.model import Base, Paper, Place
from kb.text import SourceText

T = TypeVar("T")


class Opened:
    """A knowledge base, read as far as somebody asks for it; `base` is what was read already."""

    def __init__(self, store: Store, base: Base | None = None) -> None:
        self.store = store
        self._lines: dict[str, list[str]] = {}
        if base is not None:
            self.base = base

    @cached_property
    def refs(self) -> Base:
        """Everything but the notes."""
        return _quickly(self.store.load_refs)

    @cached_property
    def base(self) -> Base:
        """Everything that is here."""
        return replace(self.refs, notes=_quickly(self.store.load_notes))

    @cached_property
    def _heads(self) -> Mapping[str, Paper]:
        return {paper.name: paper for paper in self.store.heads()}

    @property
    def root(self) -> Path:
        return self.store.root

    @property
    def settings(self) -> Mapping[str, Any]:
        """The tables of kb.toml. Raises KbError for what they may not hold."""
        return self.store.settings

    def text_of(self, paper: Paper) -> SourceText | None:
        """The text of a paper, when it is here and is still the text that was read."""
        try:
            text = self.store.text_of(paper)
        except KbError:
            return None
        return text if text and paper.sha256 in ("", text.sha256) else None

    def thesis_of(self, path: str) -> Thesis | None:
        """A thesis file; None when there is no such file."""
        file = Path(path)
        return read_thesis(read_snapshot(file).text, path) if file.is_file() else None

    def line_of(self, place: Place) -> str:
        """The line on which something stands, '' when its file is not here."""
        if place.path not in self._lines:
            self._lines[place.path] = self._read_lines(place.path)
        lines = self._lines[place.path]
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def _read_lines(self, path: str) -> list[str]:
        paper = self._heads.get(path)
        if paper:
            text = self.text_of(paper)
            return [text.cut(text.line_span(n + 1)) for n in range(text.line_count)] if text else []
        file = next((f for f in (self.root / path, Path(path)) if f.is_file()), None)
        try:
            text_ = read_snapshot(file).text if file else ""
        except KbError:
            return []
        return SourceText(path, text_).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def open_base(start: str | None) -> Opened:
    """The knowledge base at `start`, or here or above. Raises KbError when there is none."""
    return Opened(Store.find(start))


def _quickly(load: Callable[[], T]) -> T:
    """What `load` gives; nothing can be thrown away meanwhile, so nobody looks for what could."""
    with no_collection():
        try:
            return load()
        finally:
            gc.freeze()
