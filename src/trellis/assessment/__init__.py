"""Work that is scored, exhibitions and portfolios."""
