"""A team's page. Who: five teachers and a projector, 45 minutes each week; they leave with the week planned, each
promise with a name, and nobody forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Person
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day, posted_id
from trellis.design.blueprint.wording import wording_of
from trellis.learning.projects import load

from . import meetings, services
from .models import CaseTalk, Meeting, Promise


@page_for(*SCHOOL_ROLES)
@never_cache
def team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """What was promised, what is due, what is written down today, and whom the team looks at again."""
    group, status = meetings.team_or_404(request.viewer, team_id), 200
    against = False
    if request.method == "POST":
        verb = ACTIONS.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message, where = verb(request, group)
        except ActionError as error:
            messages.error(request, error.message)
            status, against = 422, isinstance(error, services.MergeConflict)
        else:
            messages.success(request, message)
            return redirect(where)
    context = _team_context(request, group, status == 422, against)
    return render(request, "teams/team.html", context, status=status)


def _team_context(request: HttpRequest, group: Group, refused: bool, against: bool) -> dict[str, Any]:
    viewer = request.viewer
    today = school_local_time(group.school, timezone.now()).date()
    every = meetings.meetings_of(viewer, group)
    requested_day = request.GET.get("day", "")
    if refused and request.POST.get("meeting"):
        requested_day = next(
            (m.day.isoformat() for m in every if str(m.pk) == request.POST["meeting"]), requested_day
        )
    meeting = meetings.current_meeting(every, requested_day, today)
    team = meetings.team_members(viewer, group)
    still, kept_promises = meetings.commitments_of(viewer, group)
    sent = request.POST if refused else {}
    return {
        "group": group,
        "words": wording_of(group.school_id),
        "team": team,
        "teams": meetings.teams_of(viewer),
        "today": today,
        "meeting": meeting,
        "past": [m for m in every if m != meeting],
        "sections": _section_context(meeting, sent, against),
        "revision": _seen_revision(meeting, sent, against),
        "promises": still,
        "kept": kept_promises,
        "talks": meetings.follow_ups_of(viewer, group),
        "inquiries": meetings.inquiries_of(viewer, group),
        "weeks": meetings.weeks_ahead(viewer, team.students, today),
        "full": load.FULL_WEEK,
        "sent": sent,
    }


def _seen_revision(meeting: Meeting | None, sent: Any, against: bool) -> Any:
    """Return the revision that the writer saw; the current one only for somebody who was shown the conflict."""
    if sent.get("do") == "notes" and not against:
        return sent.get("revision", "")
    return meeting.revision if meeting else 0


def _section_context(meeting: Meeting | None, sent: Any, against: bool) -> list[dict[str, Any]]:
    """Each section: its title, what stands, what its writer had seen, and what was typed and not kept."""
    if meeting is None:
        return []
    titles = {
        "planning": _("This week: who does what, when"),
        "curriculum": _("What we teach, and how it fits together"),
        "words": _("Anything else"),
    }
    writes = sent.get("do") == "notes"
    return [
        {
            "key": key,
            "title": titles[key],
            "stands": getattr(meeting, key),
            "text": sent.get(key, "") if writes else getattr(meeting, key),
            # whoever was told that others wrote has seen their words now: what is sent next is meant
            "seen": sent.get(f"seen-{key}", "") if writes and not against else getattr(meeting, key),
            "differs": writes and _normalize_text(sent.get(key, "")) != getattr(meeting, key),
        }
        for key in services.SECTIONS
    ]


def _normalize_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _team_url(group: Group, meeting: Meeting | None = None) -> str:
    where = reverse("team", args=[group.pk])
    return f"{where}?day={meeting.day.isoformat()}" if meeting else where


def _get_meeting_or_404(request: HttpRequest, group: Group) -> Meeting:
    group_meetings = Meeting.objects.seen_by(request.viewer).filter(group=group)
    return get_object_or_404(group_meetings, pk=posted_id(request, "meeting"))


def _open_meeting(request: HttpRequest, group: Group) -> tuple[str, str]:
    day = parse_day(request.POST.get("day", ""))
    meeting = services.open_meeting(group, day, request.viewer.person_id)
    return _("The meeting is open."), _team_url(group, meeting)


def _write_notes(request: HttpRequest, group: Group) -> tuple[str, str]:
    post, meeting = request.POST, _get_meeting_or_404(request, group)
    sent = {key: post[key] for key in services.SECTIONS if key in post}
    seen = {key: post.get(f"seen-{key}", "") for key in services.SECTIONS}
    text = post.get("revision", "")
    revision = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    services.write_notes(meeting, sent, seen, revision, request.viewer.person_id)
    return _("Saved."), _team_url(group, meeting)


def _add_commitment(request: HttpRequest, group: Group) -> tuple[str, str]:
    post, meeting = request.POST, _get_meeting_or_404(request, group)
    who = None
    if post.get("who"):
        adults = {str(adult.pk): adult for adult in meetings.team_members(request.viewer, group).adults}
        who = adults.get(post["who"])
        if who is None:
            raise ActionError(_("Choose someone on the team, or choose “all of us.”"))
    due = None
    if post.get("due"):
        due = parse_day(post["due"])
        if due is None:
            raise ActionError(_("Choose a date within a year, or leave it blank."))
    services.add_commitment(meeting, post.get("words", ""), who, due, request.viewer.person_id)
    return _("Added. It stays here until it is done."), _team_url(group, meeting)


def _complete_commitment(request: HttpRequest, group: Group) -> tuple[str, str]:
    promises = Promise.objects.seen_by(request.viewer).filter(group=group)
    services.complete_commitment(
        get_object_or_404(promises, pk=posted_id(request, "promise")), request.viewer.person_id
    )
    return _("Done. Thank you."), _team_url(group)


def _add_follow_up(request: HttpRequest, group: Group) -> tuple[str, str]:
    post, meeting = request.POST, _get_meeting_or_404(request, group)
    student = _chosen_student(request, group, post.get("student", ""))
    look_again = parse_day(post.get("look_again", ""))
    fields = post.get("words", ""), look_again
    services.add_follow_up(meeting, student, *fields, request.viewer.person_id, posted_revision(request))
    return _("Saved. It stays here until you mark it done."), _team_url(group, meeting)


def _chosen_student(request: HttpRequest, group: Group, key: str) -> Person:
    for student in students_in(request.viewer, group):
        if str(student.pk) == key:
            return student
    raise ActionError(_("Choose a student on the team."))


def _close_follow_up(request: HttpRequest, group: Group) -> tuple[str, str]:
    talks = CaseTalk.objects.seen_by(request.viewer).filter(meeting__group=group)
    services.close_follow_up(
        get_object_or_404(talks, pk=posted_id(request, "talk")), request.viewer.person_id
    )
    return _("Marked done."), _team_url(group)


def _begin_inquiry(request: HttpRequest, group: Group) -> tuple[str, str]:
    post = request.POST
    texts = post.get("question", ""), post.get("trying", ""), post.get("looking_at", "")
    days = parse_day(post.get("starts", "")), parse_day(post.get("ends", ""))
    inquiry = services.begin_inquiry(group, *texts, *days, request.viewer.person_id)
    return _("Inquiry started. When you see something, write one sentence about it that day."), reverse(
        "inquiry", args=[inquiry.pk]
    )


ACTIONS: dict[str, Callable[[HttpRequest, Group], tuple[str, str]]] = {
    "begin": _open_meeting,
    "notes": _write_notes,
    "promise": _add_commitment,
    "done": _complete_commitment,
    "talk": _add_follow_up,
    "close": _close_follow_up,
    "ask": _begin_inquiry,
}
