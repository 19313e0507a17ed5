"""Papers -> raw references, fields, citations and what each citation points to."""
