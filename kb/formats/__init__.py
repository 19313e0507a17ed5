"""Texts in known formats <-> values: BibTeX, CSL-JSON, RIS, notes, decisions."""
