"""Reading tuning sessions: one with who is invited and what was said, a person's own, and whom one can invite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.formatting import format_moment, format_time_zone

from .models import Author, Project, TuningComment, TuningInvitation, TuningSession

REASON = "find who teaches at schools of the network, to invite them"
MAX_FOUND = 20


@dataclass(frozen=True)
class Colleague:
    """An adult with the names of the schools at which they work now. invitation: to the session, if any."""

    person: Person
    schools: list[str]
    invitation: TuningInvitation | None = None


@dataclass(frozen=True)
class EndedInvitation:
    """What a person was invited to and sees no more. canceled: the session; else only they were removed."""

    title: str
    starts: datetime
    canceled: bool


def session_or_404(viewer: Viewer, session_id: UUID) -> TuningSession:
    sessions = TuningSession.objects.seen_by(viewer).select_related("project__school", "arranged_by")
    return get_object_or_404(sessions, pk=session_id)


def sessions_of(viewer: Viewer, project: Project) -> list[TuningSession]:
    """The sessions on a project, in the order of their days."""
    return list(TuningSession.objects.seen_by(viewer).filter(project=project).order_by("starts"))


def own_sessions(viewer: Viewer, first: datetime, last: datetime) -> list[TuningSession]:
    """Sessions that start between these moments, of the viewer's own projects or to which they are invited."""
    if not viewer.staff_schools:
        return []
    invitations = TuningInvitation.objects.seen_by(viewer).filter(person=viewer.person_id)
    authored = Author.objects.seen_by(viewer).filter(person=viewer.person_id)
    sessions = TuningSession.objects.seen_by(viewer).filter(
        Q(pk__in=invitations.values("session"))
        | Q(project__in=authored.values("project"))
        | Q(arranged_by=viewer.person_id),
        starts__gte=first,
        starts__lt=last,
    )
    return list(sessions.select_related("project__school").order_by("starts"))


def invitations_from_elsewhere(viewer: Viewer, since: datetime) -> list[TuningSession]:
    """Sessions at other schools since a moment to which the viewer is invited, the latest first."""
    if not viewer.staff_schools:
        return []
    invitations = TuningInvitation.objects.seen_by(viewer).filter(person=viewer.person_id)
    sessions = TuningSession.objects.seen_by(viewer).filter(
        pk__in=invitations.values("session"), starts__gte=since
    )
    elsewhere = sessions.exclude(project__school__in=viewer.staff_schools)
    return list(elsewhere.select_related("project__school").order_by("-starts"))


def own_invitations(viewer: Viewer, now: datetime) -> list[TuningInvitation]:
    """The viewer's invitations to sessions that are still to come, the next first."""
    rows = TuningInvitation.objects.seen_by(viewer).filter(
        person=viewer.person_id, session__starts__gte=now, session__deleted_at=None
    )
    return list(rows.select_related("session__project__school", "invited_by").order_by("session__starts"))


def ended_invitations(viewer: Viewer, since: datetime) -> list[EndedInvitation]:
    """Sessions to come that were canceled since then, and those from which the viewer was removed."""
    rows = TuningInvitation.objects.unscoped("tell a person that they are not invited any more").filter(
        Q(deleted_at__gt=since, session__deleted_at=None) | Q(deleted_at=None, session__deleted_at__gt=since),
        person=viewer.person_id,
        session__starts__gt=since,
        session__project__school__network__in=viewer.home_networks,
    )
    return [
        EndedInvitation(row.session.project.title, row.session.starts, row.session.deleted_at is not None)
        for row in rows.select_related("session__project").order_by("session__starts")
    ]


def comments_of(viewer: Viewer, session: TuningSession) -> list[TuningComment]:
    """What was said at a session, the oldest first."""
    comments = TuningComment.objects.seen_by(viewer).filter(session=session)
    return list(comments.select_related("by").order_by("created"))


def team_of(session: TuningSession) -> list[Person]:
    """The teachers whose project it is, in the order in which they came."""
    authors = Author.objects.unscoped("name the team of a project to whom it is shown").filter(
        project=session.project_id, deleted_at=None
    )
    return [author.person for author in authors.select_related("person").order_by("created")]


def invited_colleagues(viewer: Viewer, session: TuningSession) -> list[Colleague]:
    """Who is invited, by name, with their schools."""
    rows = TuningInvitation.objects.seen_by(viewer).filter(session=session).select_related("person")
    invitations = sorted(rows, key=lambda row: row.person.name)
    add_distinctions([row.person for row in invitations])
    schools = _schools_of({row.person_id for row in invitations})
    return [
        Colleague(row.person, [school.name for school in schools[row.person_id]], row) for row in invitations
    ]


def find_colleagues(session: TuningSession, words: str) -> list[Colleague]:
    """Adults of the network's schools whose name or school has every word, twenty at most, by name."""
    if not words.strip():
        return []
    invited = TuningInvitation.objects.unscoped(REASON).filter(session=session, deleted_at=None)
    ties = _staff_ties(session.project.school.network_id)
    people = possible_colleagues(session).exclude(pk__in=invited.values("person"))
    for word in words.split()[:8]:
        at_school = ties.filter(
            Q(to_school__name__icontains=word) | Q(to_group__school__name__icontains=word)
        )
        people = people.filter(
            Q(given_name__icontains=word)
            | Q(preferred_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(pk__in=at_school.values("person"))
        )
    matches = add_distinctions(list(people.order_by("family_name", "given_name", "pk")[:MAX_FOUND]))
    schools = _schools_of({person.pk for person in matches})
    return [Colleague(person, [school.name for school in schools[person.pk]]) for person in matches]


def possible_colleagues(session: TuningSession) -> QuerySet[Person]:
    """Adults who work at schools of the network and do not design the project; no student."""
    now = active_at(timezone.now())
    students = Tie.objects.unscoped(REASON).filter(now, role=Role.STUDENT)
    authors = Author.objects.unscoped(REASON).filter(project=session.project_id, deleted_at=None)
    people = Person.objects.unscoped(REASON).filter(
        pk__in=_staff_ties(session.project.school.network_id).values("person"), deleted_at=None
    )
    return people.exclude(pk__in=students.values("person")).exclude(pk__in=authors.values("person"))


def _staff_ties(network_id: UUID) -> QuerySet[Tie]:
    """Ties of adults to schools of a network and to groups of these schools."""
    return Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()),
        Q(to_school__network=network_id) | Q(to_group__school__network=network_id),
        role__in=SCHOOL_ROLES,
    )


def _schools_of(people: Iterable[UUID]) -> dict[UUID, list[School]]:
    """By person, the schools at which they work now."""
    ties = Tie.objects.unscoped("name the schools of colleagues").filter(
        active_at(timezone.now()), person__in=list(people), role__in=SCHOOL_ROLES
    )
    schools: dict[UUID, list[School]] = defaultdict(list)
    for tie in ties.select_related("to_school", "to_group__school").order_by("starts", "pk"):
        school = tie.to_school or (tie.to_group.school if tie.to_group else None)
        if school and school not in schools[tie.person_id]:
            schools[tie.person_id].append(school)
    return schools


def spans_time_zones(session: TuningSession) -> bool:
    """Whether the schools of the project and of those who are invited have several clocks."""
    invited = TuningInvitation.objects.unscoped("find the time zones of those who are invited").filter(
        session=session, deleted_at=None
    )
    schools = _schools_of(invited.values_list("person_id", flat=True))
    zones = {school.time_zone for rows in schools.values() for school in rows}
    return len(zones | {session.project.school.time_zone}) > 1


def format_session_time(session: TuningSession) -> str:
    """When a session starts, on the clock in force, which is named where the schools have several."""
    when = format_moment(session.starts)
    if not spans_time_zones(session):
        return when
    return _("%(time)s (%(zone)s)") % {"time": when, "zone": format_time_zone(session.starts)}
