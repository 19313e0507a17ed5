"""The checks of `kb check`: one rule a file."""
