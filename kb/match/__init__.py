"""Which references are one work, why, and what the merged entry says."""
