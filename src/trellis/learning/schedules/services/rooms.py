"""Rooms of a school. Every open design of the school uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from ..models import DesignTeacher, Room, WeekDesign, WeekMeeting
from .inputs import REASON, save_input, touch_inputs


def add_rooms(school: School, titles: Iterable[str], kind: str, is_general: bool, by: UUID) -> list[Room]:
    """Add rooms of one kind; return those that are new. A room with a name that is there already stays as it is."""
    with ledger.act("add rooms", by=by, about=school.pk):
        rows = Room.objects.unscoped(REASON).filter(school=school, deleted_at=None)
        taken = {title.casefold() for title in rows.values_list("title", flat=True)}
        new_titles = {
            title.casefold(): title for title in reversed(list(titles)) if title.casefold() not in taken
        }
        rooms = [
            Room(school=school, title=title, kind=kind, is_general=is_general or not kind)
            for title in reversed(new_titles.values())
        ]
        Room.objects.bulk_create(rooms)
        if rooms:
            _touch_designs(school.pk)
        return rooms


def change_room(
    room: Room, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Another name, kind or closed days. Raises ActionError for a name that another room has."""
    with ledger.act("change a room", by=by, about=room.school_id, room=str(room.pk)):
        rows = Room.objects.unscoped(REASON).filter(school=room.school_id, deleted_at=None)
        if rows.filter(title__iexact=values["title"]).exclude(pk=room.pk).exists():
            raise ActionError(_("There is already a room with this name."), field="title")
        save_input(room, values, seen, labels)
        _touch_designs(room.school_id)


def remove_room(room: Room, by: UUID) -> None:
    """Remove a room. In open designs its lessons have no room then; an adopted week keeps what it had."""
    with ledger.act("remove a room", by=by, about=room.school_id, room=str(room.pk)):
        Room.objects.unscoped(REASON).filter(pk=room.pk, deleted_at=None).update(
            deleted_at=timezone.now(), revision=F("revision") + 1
        )
        designs = _open_designs(room.school_id)
        meetings = WeekMeeting.objects.unscoped(REASON).filter(room=room, design__in=designs)
        in_use = set(meetings.values_list("design", flat=True))
        meetings.update(room=None)
        DesignTeacher.objects.unscoped(REASON).filter(home_room=room, design__in=designs).update(
            home_room=None
        )
        WeekDesign.objects.unscoped(REASON).filter(pk__in=in_use).update(week_revision=F("week_revision") + 1)
        _touch_designs(room.school_id)


def _open_designs(school_id: UUID) -> list[UUID]:
    designs = WeekDesign.objects.open().unscoped(REASON).filter(school=school_id)
    return list(designs.values_list("pk", flat=True))


def _touch_designs(school_id: UUID) -> None:
    """Open designs are no longer as drafted; a week in use is read anew where it is kept (`adopted_weeks.py`)."""
    for design_id in _open_designs(school_id):
        touch_inputs(design_id)
    adopted = WeekDesign.objects.adopted().unscoped(REASON).filter(school=school_id)
    adopted.update(modified=timezone.now())
