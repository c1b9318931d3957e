"""Finding cycles by words."""

from __future__ import annotations

from django.db.models import Q

SEARCHED = ("title", "change_idea", "data_plan", "decision_words", "team__title")


def with_words(words: str) -> Q:
    """Cycles that have all of these words, each in any of their texts."""
    condition = Q()
    for word in words.split()[:8]:
        condition &= Q(*((f"{name}__icontains", word) for name in SEARCHED), _connector=Q.OR)
    return condition
