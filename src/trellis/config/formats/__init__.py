"""How Django writes a number by itself: as `foundation.formatting` does, one folder for each language."""
