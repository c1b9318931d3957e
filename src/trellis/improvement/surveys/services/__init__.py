"""Writing rounds, decisions of families, and answers."""
