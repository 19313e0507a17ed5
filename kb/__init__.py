"""kb: references out of papers, overlaps merged explainably, every claim traced to its source."""

__version__ = "0.1.0"
