"""The page of a school's rooms."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from .days import DAY_NAMES
from .input_selectors import get_school_or_404, rooms_of
from .input_views import edited_row
from .room_forms import AddRoomsForm, ChangeRoomForm, RemoveRoomForm


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def school_rooms(request: Request, school_id: UUID) -> HttpResponse:
    """The rooms of a school. Whoever makes the schedule opens it once a year with the floor plan, for ten minutes; they
    leave with every room, and those that only some lessons can use."""
    school = get_school_or_404(request.viewer, school_id)
    actions = PageActions(request, (AddRoomsForm, ChangeRoomForm, RemoveRoomForm), school)
    if actions.done:
        return actions.redirect_to(request.path)
    rooms = rooms_of(request.viewer, school.pk)
    context = {
        "school": school,
        "rooms": rooms,
        "lines": [(room, [DAY_NAMES[day] for day in room.closed_days]) for room in rooms],
        "edited": edited_row(request, rooms),
        "kinds": sorted({room.kind for room in rooms if room.kind}),
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    return render(request, "schedules/input_rooms.html", context, status=actions.status)
