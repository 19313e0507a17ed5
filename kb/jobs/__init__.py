"""What the commands do: one job a module, values in, values out."""
