"""Teachers of a design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import FieldDifference

from ..models import DesignTeacher, DesignTeam, SubjectTeacher, WeekDesign
from .inputs import REASON, change_inputs, remove_meetings, save_input


def add_teachers(
    design: WeekDesign, titles: Iterable[str], person: Person | None, team: DesignTeam | None, by: UUID
) -> list[DesignTeacher]:
    """Add teachers by name, and a person; return those that are new. A name that is there already is passed over."""
    with change_inputs(design.pk, "add teachers to a design", by):
        rows = DesignTeacher.objects.unscoped(REASON).filter(design=design, deleted_at=None)
        taken = {title.casefold() for title in rows.filter(person=None).values_list("title", flat=True)}
        new_rows = []
        for title in titles:
            if title.casefold() not in taken:
                taken.add(title.casefold())
                new_rows.append(DesignTeacher(design=design, title=title, team=team))
        if person and not rows.filter(person=person).exists():
            new_rows.append(DesignTeacher(design=design, person=person, team=team))
        return DesignTeacher.objects.bulk_create(new_rows)


def change_teacher(
    teacher: DesignTeacher,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
    more: Iterable[FieldDifference] = (),
) -> None:
    """Change a teacher. Raises ActionError for a person who is on the list, EditConflict where somebody wrote since."""
    with change_inputs(teacher.design_id, "change a teacher of a design", by):
        rows = DesignTeacher.objects.unscoped(REASON).filter(design=teacher.design_id, deleted_at=None)
        person = values.get("person")
        if person and rows.filter(person=person).exclude(pk=teacher.pk).exists():
            raise ActionError(_("This person is already on the list."), field="person")
        if not person and not values["title"]:
            raise ActionError(_("Enter a name, or choose a person."), field="title")
        save_input(teacher, values, seen, labels, more)


def remove_teacher(teacher: DesignTeacher, by: UUID) -> None:
    """Remove a teacher. The meetings of what they alone taught, or shared with others, go too: who takes which group
    changes."""
    with change_inputs(teacher.design_id, "remove a teacher from a design", by):
        taught = SubjectTeacher.objects.unscoped(REASON).filter(teacher=teacher).values("subject")
        remove_meetings(teacher.design_id, Q(subject__in=taught))
        for row in DesignTeacher.objects.unscoped(REASON).filter(pk=teacher.pk):
            row.delete()
