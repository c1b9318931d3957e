"""Reading the lists: one module a list."""
