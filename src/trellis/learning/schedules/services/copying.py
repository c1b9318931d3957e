"""A copy of a design, for comparing two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.guard import GuardedQuerySet
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.input_parsing import clean_line

from ..models import (
    BellPeriod,
    DesignTeacher,
    DesignTeam,
    SubjectTeacher,
    TeamSection,
    TeamSubject,
    WeekDesign,
    WeekMeeting,
)

REASON = "copy a design of a week"
DRAFTED = ("drafted_at", "refused")
SETTINGS = ("school_id", "school_year", "requests", "most_consecutive", "free_periods")
NEW_ROW = ("sourced_id", "created", "modified", "revision")


def copy_design(design: WeekDesign, title: str, by: UUID) -> WeekDesign:
    """An open copy of everything in a design, its meetings too. Pressed twice, the same copy comes back."""
    title = clean_line(title, 120, _("Enter a name so you can find it later."))
    with ledger.act("copy a design of the week", by=by, about=design.pk):
        drafts = WeekDesign.objects.open().unscoped("find the same open design")
        if same := drafts.filter(copied_from=design, title=title).first():
            return same
        original = WeekDesign.objects.unscoped(REASON).get(pk=design.pk)
        settings = {name: getattr(original, name) for name in (*SETTINGS, *DRAFTED)}
        copy = WeekDesign.objects.create(title=title, copied_from=original, made_by_id=by, **settings)
        ids: dict[UUID, UUID] = {original.pk: copy.pk}
        for rows in _rows_of(original):
            _copy_rows(rows, ids)
        copy.drafted_inputs = copy.inputs_revision if original.is_current else 0
        copy.findings = _with_new_ids(original.findings, ids)
        copy.save(update_fields=["drafted_inputs", "findings", "modified"])
        return copy


def _rows_of(design: WeekDesign) -> Iterable[GuardedQuerySet]:
    """Everything of a design, what others name first."""
    live = {"deleted_at": None}
    yield BellPeriod.objects.unscoped(REASON).filter(design=design, **live)
    yield DesignTeam.objects.unscoped(REASON).filter(design=design, **live)
    yield TeamSection.objects.unscoped(REASON).filter(team__design=design, **live)
    yield DesignTeacher.objects.unscoped(REASON).filter(design=design, **live)
    yield TeamSubject.objects.unscoped(REASON).filter(team__design=design, **live)
    yield SubjectTeacher.objects.unscoped(REASON).filter(subject__team__design=design, **live)
    yield WeekMeeting.objects.unscoped(REASON).filter(design=design, **live)


def _copy_rows(rows: GuardedQuerySet, ids: dict[UUID, UUID]) -> None:
    """Copy rows; where they name a row that was copied, they name its copy. `ids` gets theirs."""
    names = [column.attname for column in rows.model._meta.concrete_fields if column.attname not in NEW_ROW]
    copies: list[Model] = []
    for row in rows.order_by("created", "pk"):
        ids[row.pk] = new_id()
        values = {name: _new_value(getattr(row, name), ids) for name in names}
        copies.append(rows.model(pk=ids[row.pk], **values))
    rows.model.objects.bulk_create(copies)


def _new_value(value: object, ids: Mapping[UUID, UUID]) -> object:
    """A column's value in the copy."""
    return ids.get(value, value) if isinstance(value, UUID) else value


def _with_new_ids(findings: dict[str, object], ids: Mapping[UUID, UUID]) -> dict[str, object]:
    """What the last draft found, about the copied rows."""
    text = json.dumps(findings)
    for old, new in ids.items():
        text = text.replace(str(old), str(new))
    return json.loads(text)
