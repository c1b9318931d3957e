"""The frame of every page, sign-in, and the family's page."""
