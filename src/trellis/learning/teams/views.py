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

from trellis.core.community.clock import at_school
from trellis.core.community.models import Group, Person
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import AT_SCHOOL
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in
from trellis.core.foundation.typed import day_of, key_of
from trellis.design.blueprint.wording import wording_of
from trellis.learning.projects import load

from . import meetings, services
from .models import CaseTalk, Meeting, Promise


@page_for(*AT_SCHOOL)
@never_cache
def team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """What was promised, what is due, what is written down today, and whom the team looks at again."""
    group, status = meetings.team_or_404(request.viewer, team_id), 200
    against = False
    if request.method == "POST":
        verb = VERBS.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message, where = verb(request, group)
        except Refusal as error:
            messages.error(request, error.sentence)
            status, against = 422, isinstance(error, services.Against)
        else:
            messages.success(request, message)
            return redirect(where)
    context = _told(request, group, status == 422, against)
    return render(request, "teams/team.html", context, status=status)


def _told(request: HttpRequest, group: Group, refused: bool, against: bool) -> dict[str, Any]:
    viewer = request.viewer
    today = at_school(group.school, timezone.now()).date()
    every = meetings.meetings_of(viewer, group)
    requested_day = request.GET.get("day", "")
    if refused and request.POST.get("meeting"):
        requested_day = next(
            (m.day.isoformat() for m in every if str(m.pk) == request.POST["meeting"]), requested_day
        )
    meeting = meetings.at_hand(every, requested_day, today)
    team = meetings.team(viewer, group)
    still, kept_promises = meetings.promises_of(viewer, group)
    sent = request.POST if refused else {}
    return {
        "group": group,
        "words": wording_of(group.school_id),
        "team": team,
        "teams": meetings.teams_of(viewer),
        "today": today,
        "meeting": meeting,
        "past": [m for m in every if m != meeting],
        "sections": _sections(meeting, sent, against),
        "revision": _revision(meeting, sent, against),
        "promises": still,
        "kept": kept_promises,
        "talks": meetings.talks_of(viewer, group),
        "inquiries": meetings.inquiries_of(viewer, group),
        "weeks": meetings.weeks_ahead(viewer, team.students, today),
        "full": load.FULL,
        "sent": sent,
    }


def _revision(meeting: Meeting | None, sent: Any, against: bool) -> Any:
    """The revision that the writer has seen: what stands now only for whoever was told that others wrote."""
    if sent.get("do") == "notes" and not against:
        return sent.get("revision", "")
    return meeting.revision if meeting else 0


def _sections(meeting: Meeting | None, sent: Any, against: bool) -> list[dict[str, Any]]:
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
            "differs": writes and _plain(sent.get(key, "")) != getattr(meeting, key),
        }
        for key in services.SECTIONS
    ]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _here(group: Group, meeting: Meeting | None = None) -> str:
    where = reverse("team", args=[group.pk])
    return f"{where}?day={meeting.day.isoformat()}" if meeting else where


def _meeting(request: HttpRequest, group: Group) -> Meeting:
    group_meetings = Meeting.objects.seen_by(request.viewer).filter(group=group)
    return get_object_or_404(group_meetings, pk=key_of(request, "meeting"))


def _begin(request: HttpRequest, group: Group) -> tuple[str, str]:
    day = day_of(request.POST.get("day", ""))
    meeting = services.meet(group, day, request.viewer.person_id)
    return _("The meeting is open."), _here(group, meeting)


def _notes(request: HttpRequest, group: Group) -> tuple[str, str]:
    post, meeting = request.POST, _meeting(request, group)
    sent = {key: post[key] for key in services.SECTIONS if key in post}
    seen = {key: post.get(f"seen-{key}", "") for key in services.SECTIONS}
    text = post.get("revision", "")
    revision = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    services.write_notes(meeting, sent, seen, revision, request.viewer.person_id)
    return _("Saved."), _here(group, meeting)


def _promise(request: HttpRequest, group: Group) -> tuple[str, str]:
    post, meeting = request.POST, _meeting(request, group)
    who = None
    if post.get("who"):
        adults = {str(adult.pk): adult for adult in meetings.team(request.viewer, group).adults}
        who = adults.get(post["who"])
        if who is None:
            raise Refusal(_("Choose someone on the team, or choose “all of us.”"))
    due = None
    if post.get("due"):
        due = day_of(post["due"])
        if due is None:
            raise Refusal(_("Choose a date within a year, or leave it blank."))
    services.promise(meeting, post.get("words", ""), who, due, request.viewer.person_id)
    return _("Added. It stays here until it is done."), _here(group, meeting)


def _done(request: HttpRequest, group: Group) -> tuple[str, str]:
    promises = Promise.objects.seen_by(request.viewer).filter(group=group)
    services.keep_promise(
        get_object_or_404(promises, pk=key_of(request, "promise")), request.viewer.person_id
    )
    return _("Done. Thank you."), _here(group)


def _talk(request: HttpRequest, group: Group) -> tuple[str, str]:
    post, meeting = request.POST, _meeting(request, group)
    student = _student(request, group, post.get("student", ""))
    look_again = day_of(post.get("look_again", ""))
    fields = post.get("words", ""), look_again
    services.talk(meeting, student, *fields, request.viewer.person_id, revision_in(request))
    return _("Saved. It stays here until you mark it done."), _here(group, meeting)


def _student(request: HttpRequest, group: Group, key: str) -> Person:
    for student in students_in(request.viewer, group):
        if str(student.pk) == key:
            return student
    raise Refusal(_("Choose a student on the team."))


def _close(request: HttpRequest, group: Group) -> tuple[str, str]:
    talks = CaseTalk.objects.seen_by(request.viewer).filter(meeting__group=group)
    services.close_talk(get_object_or_404(talks, pk=key_of(request, "talk")), request.viewer.person_id)
    return _("Marked done."), _here(group)


def _ask(request: HttpRequest, group: Group) -> tuple[str, str]:
    post = request.POST
    texts = post.get("question", ""), post.get("trying", ""), post.get("looking_at", "")
    days = day_of(post.get("starts", "")), day_of(post.get("ends", ""))
    inquiry = services.ask(group, *texts, *days, request.viewer.person_id)
    return _("Inquiry started. When you see something, write one sentence about it that day."), reverse(
        "inquiry", args=[inquiry.pk]
    )


VERBS: dict[str, Callable[[HttpRequest, Group], tuple[str, str]]] = {
    "begin": _begin,
    "notes": _notes,
    "promise": _promise,
    "done": _done,
    "talk": _talk,
    "close": _close,
    "ask": _ask,
}
