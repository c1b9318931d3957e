"""Grades as people write them."""


def grade_label(code: str) -> str:
    """A grade's CEDS code without what only machines need: "09" is "9"."""
    return code.lstrip("0") or code
