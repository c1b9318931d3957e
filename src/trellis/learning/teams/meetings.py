"""Reading a team's page: its members, commitments, follow-ups and meetings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.learning.projects import load

from . import permissions
from .models import Commitment, Meeting, StudentDiscussion

_GROUPS = PreparedQuery(Group)
_OPEN_FOLLOW_UPS = PreparedQuery(
    StudentDiscussion, lambda discussions: discussions.open().order_by("review_on", "created")
)
AHEAD_PERIOD = timedelta(weeks=6, days=-1)
TEAM_ROLES = (Role.ADVISOR, Role.TEACHER, Role.COUNSELOR)


@dataclass
class TeamMembers:
    """A team: its adults, its students, and how many of those are in which strand."""

    group: Group
    adults: list[Person]
    students: list[Person]
    strands: list[tuple[Group, int]]


def team_or_404(viewer: Viewer, team_id: UUID) -> Group:
    """A team or strand in whose meeting the viewer writes."""
    groups = Group.objects.seen_by(viewer).select_related("school").filter(kind__in=permissions.MEETING_KINDS)
    group = get_object_or_404(groups, pk=team_id)
    if not permissions.may_write_in_meeting(viewer, group):
        raise Http404
    return group


def teams_of(viewer: Viewer) -> list[Group]:
    """The viewer's own teams and strands, teams first."""
    group_ids = viewer.to("group", *TEAM_ROLES)
    groups = (
        _GROUPS.seen_by(viewer, pk__in=group_ids, kind__in=permissions.MEETING_KINDS) if group_ids else []
    )
    return sorted(groups, key=lambda group: (group.kind != Group.Kind.TEAM, group.title, group.pk))


def team_members(viewer: Viewer, group: Group) -> TeamMembers:
    """Who is in it."""
    students = students_in(viewer, group)
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now))
    adult_ids = ties.filter(to_group=group, role__in=TEAM_ROLES).values("person")
    adults = Person.objects.seen_by(viewer).filter(pk__in=adult_ids)
    inside = ties.filter(
        role=Role.STUDENT, person__in=[student.pk for student in students], to_group__kind=Group.Kind.STRAND
    ).exclude(to_group=group)
    sizes: Counter[Group] = Counter(tie.to_group for tie in inside.select_related("to_group"))
    return TeamMembers(
        group,
        add_distinctions(sorted(adults, key=lambda adult: (adult.first_name, adult.family_name, adult.pk))),
        students,
        sorted(sizes.items(), key=lambda each: each[0].title) if group.kind == Group.Kind.TEAM else [],
    )


def meetings_of(viewer: Viewer, group: Group) -> list[Meeting]:
    """A team's meetings, the newest day first."""
    return list(Meeting.objects.seen_by(viewer).filter(group=group).order_by("-day"))


def current_meeting(meetings: list[Meeting], requested_day: str, today: date) -> Meeting | None:
    """Return the meeting of the requested day, or today's or the next one, or the last one during its week."""
    for meeting in meetings:
        if meeting.day.isoformat() == requested_day:
            return meeting
    upcoming = [meeting for meeting in meetings if meeting.day >= today]
    if upcoming:
        return upcoming[-1]
    monday = today - timedelta(days=today.weekday())
    return next((meeting for meeting in meetings if meeting.day >= monday), None)


def commitments_of(viewer: Viewer, group: Group) -> tuple[list[Commitment], list[Commitment]]:
    """Return the open commitments, soonest due first, and the last ten that were done."""
    commitments = Commitment.objects.seen_by(viewer).filter(group=group)
    open_commitments = Commitment.objects.open().seen_by(viewer).filter(group=group)
    by_day = sorted(
        open_commitments.select_related("who", "meeting"),
        key=lambda commitment: (commitment.due or date.max, commitment.meeting.day, commitment.created),
    )
    done = commitments.filter(done_at__isnull=False).select_related("who", "meeting")
    return by_day, list(done.order_by("-done_at")[:10])


def follow_ups_of(viewer: Viewer, group: Group) -> list[StudentDiscussion]:
    """Return the open follow-ups on students, soonest first."""
    follow_ups = StudentDiscussion.objects.open().seen_by(viewer).filter(meeting__group=group)
    return list(follow_ups.select_related("student", "meeting").order_by("review_on", "created"))


def follow_ups_about(viewer: Viewer, student: Person) -> list[StudentDiscussion]:
    """What teams do in class for one student, as long as it is open; nothing for whoever does not work with them."""
    return _OPEN_FOLLOW_UPS.seen_by(viewer, student=student)


def weeks_ahead(viewer: Viewer, students: list[Person], today: date) -> list[load.WorkloadWeek]:
    """Six weeks from this one on, with everything that is due for the students, over all projects."""
    monday = today - timedelta(days=today.weekday())
    return load.workload_weeks(viewer, [student.pk for student in students], monday, monday + AHEAD_PERIOD)
