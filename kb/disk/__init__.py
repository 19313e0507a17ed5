"""The only place where files are opened and written."""
