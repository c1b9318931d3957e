"""Adaptations and reasons: what the school changed in its model, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.core.community.models import School
from trellis.design.blueprint.models import Adoption
from trellis.design.blueprint.school_selectors import adaptations_of

from ..handover_facts import GATHERING, Fact, text, words


def changes(school: School, today: date) -> Iterator[Fact]:
    """Every change that is in force. The same place stays the same fact when the school adopts a new version."""
    rows = Adoption.objects.unscoped(GATHERING).current().filter(school=school).select_related("package")
    for adoption in rows:
        for each in {row.path: row for row in adaptations_of(adoption, {})}.values():
            change = {"adoption": str(adoption.pk), "path": each.path}
            lines = [words("model-change", **change)]
            if each.reason:
                lines.append(text(each.reason))
            if each.on:
                lines.append(words("changed", day=each.on))
            yield Fact(
                "adaptation",
                each.path[:160],
                words("model-change", part="title", **change),
                tuple(lines),
                page=("school-model", str(school.pk)),
            )
