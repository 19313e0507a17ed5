"""References as text in a citation style, and pages to look at."""
