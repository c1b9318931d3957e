"""The student's day at the site, on a phone: it opens without a signal, and sends when there is one."""

from __future__ import annotations

from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.formatting import format_time
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.offline_pages import worker_response
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import selectors
from .days import MAX_AGE
from .forms import show_errors_as_messages
from .models import DayEntry, InternshipDay
from .permissions import APPRENTICE_ROLES
from .phone_forms import EntryForm, QueuedEntryForm
from .places import page_of_placement, school_of_learner

FILE_ROLES = (Role.STUDENT, Role.GUARDIAN, *APPRENTICE_ROLES)


@page_for(Role.STUDENT, *APPRENTICE_ROLES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_day(request: Request) -> HttpResponse:
    """Arrive, today's goal, leave, one sentence. A plain form: the script only makes it work without a signal. A
    student opens it at the site, an adult at the school where they are an apprentice; each leaves in a minute."""
    viewer = request.viewer
    if request.method == "POST":
        show_errors_as_messages(PageActions(request, [EntryForm]))
        return redirect("my-day")
    school = school_of_learner(viewer.person_id)
    local_now = school_local_time(school, timezone.now())
    placement = selectors.own_placement(viewer, local_now.date())
    if placement is None and Role.STUDENT not in viewer.roles:
        raise Http404  # an adult without an apprenticeship
    days = selectors.days_of(viewer, placement) if placement else []
    context = {
        "placement": placement,
        "placement_url": page_of_placement(placement) if placement else "",
        "words": wording_of(school.pk if school else None),
        "today": local_now.date(),
        "day": next((day for day in days if day.date == local_now.date()), None),
        "past": [day for day in days if day.date < local_now.date()][:4],
        "is_internship_day": placement is not None and placement.is_internship_day(local_now.date()),
        "earliest": max(local_now.date() - MAX_AGE, placement.starts) if placement else local_now.date(),
        "ids": [new_id() for _form in range(7)],
        "now": local_now,
    }
    with timezone.override(local_now.tzinfo):
        return render(request, "internships/day.html", context)


@page_for(Role.STUDENT, *APPRENTICE_ROLES)
@never_cache
@require_POST
def receive_entry(request: Request) -> HttpResponse:
    """Where the phone's queue is sent, one entry at a time: JSON of the day, or of the sentence that refuses it."""
    form = PageActions(request, [QueuedEntryForm]).form(QueuedEntryForm)
    if form.day is None:
        return JsonResponse({"sentence": form.sentence}, status=409 if form.is_for_other else 422)
    return JsonResponse({"day": _day_data(form.day)})


def _day_data(day: InternshipDay) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "arrived": f"{day.arrived:%H:%M}" if day.arrived else "",
        "left": f"{day.left:%H:%M}" if day.left else "",
        "shown": {
            "arrived": format_time(day.arrived) if day.arrived else "",
            "left": format_time(day.left) if day.left else "",
        },
        "goal": day.goal,
        "said": day.summary,
        "confirmed": bool(day.confirmed_at),
    }


@page_for(*FILE_ROLES)
@require_safe
def entry_file(request: Request, entry_id: UUID) -> FileResponse:
    """A photo or a voice note, to those with a tie to the student."""
    entry = get_object_or_404(DayEntry.objects.seen_by(request.viewer).exclude(file=""), pk=entry_id)
    return file_response(entry.file, entry.media_type)


def file_response(file: FieldFile, media_type: str) -> FileResponse:
    """A photo or a voice note as the browser gets it: shown, and never run."""
    answer = FileResponse(file.open(), content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@page_for(public=True)
@require_safe
def service_worker(request: Request) -> HttpResponse:
    """The service worker: it is served from the folder of the page that it stores."""
    return worker_response("trellis-day", r"^/day/$")


@page_for(public=True)
@require_safe
def web_manifest(request: Request) -> HttpResponse:
    """What a phone needs to put the page among its apps."""
    icon = {"src": static("shell/trellis.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    fields = {
        "name": _("Trellis: my day"),
        "short_name": _("My day"),
        "start_url": "/day/",
        "scope": "/day/",
        "id": "/day/",
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#1b6b4f",
        "icons": [icon],
    }
    return JsonResponse(fields, content_type="application/manifest+json")
