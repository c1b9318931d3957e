"""What an adult's next days hold beside lessons: sessions of the events at which they have a seat, meetings of their
cohorts and with their mentors, days beside a leader of another school, and sessions at which projects are tuned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.adults.leadership.cohort_selectors import own_meetings
from trellis.adults.leadership.pathway_selectors import mentor_meetings
from trellis.adults.professional_learning.events.selectors import own_sessions
from trellis.adults.professional_learning.permissions import learner_network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_time_zone
from trellis.learning.internships.models import Placement
from trellis.learning.internships.places import page_of_placement
from trellis.learning.projects.tuning_selectors import own_sessions as own_tuning_sessions
from trellis.learning.projects.tuning_selectors import spans_time_zones

from .items import WeekItem


def learning_sessions(viewer: Viewer, zone: tzinfo, first: date, last: date) -> Iterator[WeekItem]:
    """The viewer's sessions from the first day to the last, on the clock of their own place."""
    if learner_network(viewer) is None:
        return
    starts = datetime.combine(first, time.min, tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    for session in own_sessions(viewer, starts, ends):
        local, event = session.starts.astimezone(zone), session.event
        if first <= local.date() <= last:
            yield WeekItem(
                key=f"learning-{session.pk}",
                day=local.date(),
                title=session.title or event.title,
                place=session.room or event.place,
                starts=local.time(),
                ends=session.ends.astimezone(zone).time(),
                url=reverse("learning-event", args=[event.pk]),
            )


def pathway_meetings(viewer: Viewer, zone: tzinfo, first: date, last: date) -> Iterator[WeekItem]:
    """The meetings of the viewer's cohorts and with their mentor or those whom they mentor, on the clock of their own
    place."""
    if learner_network(viewer) is None:
        return
    starts = datetime.combine(first, time.min, tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    for meeting in own_meetings(viewer, starts, ends):
        local = meeting.starts_at.astimezone(zone)
        yield WeekItem(
            key=f"cohort-{meeting.pk}",
            day=local.date(),
            title=meeting.cohort.title,
            place=meeting.place,
            starts=local.time(),
            url=reverse("pathway-cohort", args=[meeting.cohort_id]),
        )
    for card, name, meets_at in mentor_meetings(viewer, starts, ends):
        local = meets_at.astimezone(zone)
        yield WeekItem(
            key=f"mentor-{card.row.pk}",
            day=local.date(),
            title=f"{name} · {card.title}",
            place=card.row.meets_where,
            starts=local.time(),
            url=reverse("pathway", args=[card.row.pk]),
        )


def apprentice_days(viewer: Viewer, first: date, last: date) -> Iterator[WeekItem]:
    """The viewer's days at the school where they are an apprentice, on that school's clock."""
    if learner_network(viewer) is None:
        return
    placements = (
        Placement.objects.under_way(first, last)
        .seen_by(viewer)
        .filter(student=viewer.person_id, host_school__isnull=False)
    )
    for placement in placements.select_related("host_school"):
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if placement.is_internship_day(day):
                yield WeekItem(
                    key=f"apprentice-{placement.pk}-{day:%Y%m%d}",
                    day=day,
                    title=placement.place_name,
                    place=placement.host_school.city,
                    starts=placement.from_time,
                    ends=placement.to_time,
                    url=page_of_placement(placement),
                )


def tuning_sessions(viewer: Viewer, zone: tzinfo, first: date, last: date) -> Iterator[WeekItem]:
    """Sessions on the viewer's own projects, and those to which they are invited at any school of the network. Where
    the schools have several clocks, that of the viewer's place is named."""
    starts = datetime.combine(first, time.min, tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    for session in own_tuning_sessions(viewer, starts, ends):
        local, project = session.starts.astimezone(zone), session.project
        place = session.place or project.school.name
        if spans_time_zones(session):
            with timezone.override(zone):
                place = f"{place} · {format_time_zone(session.starts)}"
        yield WeekItem(
            key=f"tuning-{session.pk}",
            day=local.date(),
            title=_("Tuning: %(project)s") % {"project": project.title},
            place=place,
            starts=local.time(),
            ends=session.ends.astimezone(zone).time(),
            url=reverse("tuning-session", args=[session.pk]),
        )
