"""Credentials of adults: pieces of practice, awards and their certificates."""
