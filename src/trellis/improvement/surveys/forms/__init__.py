"""Forms of rounds, answers and families’ decisions."""
