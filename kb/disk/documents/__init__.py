"""Readers of document formats: bytes -> SourceText."""
