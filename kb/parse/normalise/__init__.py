"""Turn the raw words of a field into its value: one small module a kind of field."""
