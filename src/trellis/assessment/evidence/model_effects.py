"""What another rubric or outcome in a school's model touches: work that is scored already, which keeps its scores."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import ngettext

from trellis.design.blueprint.package.tree import named_entries, value_at
from trellis.design.blueprint.part_effects import ChangedPart

from .models import RowScore, Score


def touched_scores(changed: ChangedPart) -> Iterable[str]:
    """For each rubric or outcome that changes: how many pieces of work are scored on it already."""
    if changed.part == "rubrics":
        titles, path = _changed_rubrics(changed), "criterion__rubric__key"
        rows = RowScore.objects.seen_by(changed.viewer).filter(score__work__student__in=changed.students)
        work = "score__work"
    else:
        titles, path = changed.changed_entries("outcomes"), "outcome__key"
        rows = Score.objects.seen_by(changed.viewer).filter(work__student__in=changed.students)
        work = "work"
    rows = rows.filter(**{f"{path}__in": list(titles)}, deleted_at=None).order_by(path)
    for key, count in rows.values_list(path).annotate(count=Count(work, distinct=True)):
        yield ngettext(
            "%(count)s piece of work is scored on “%(title)s” already. Its scores stay.",
            "%(count)s pieces of work are scored on “%(title)s” already. Their scores stay.",
            count,
        ) % {"count": count, "title": titles[key]}


def _changed_rubrics(changed: ChangedPart) -> dict[str, str]:
    """Rubrics that change, also those whose scale does."""
    titles = changed.changed_entries("rubrics")
    scales = changed.changed_entries("scales")
    rubrics = named_entries(value_at(changed.tables, ("rubrics", "rubrics"))) or {}
    for key, rubric in rubrics.items():
        if isinstance(rubric, dict) and rubric.get("scale") in scales:
            titles.setdefault(key, str(rubric.get("title", key)))
    return titles
