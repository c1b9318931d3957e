"""What a family can do on its page: whose page it is, what it can answer, and whom it can reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.models import Group, Link, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.translations.translation_services import TextForReader
from trellis.learning.plans.models import Plan

from .models import Notice, Reply
from .selectors import UpcomingEvent

_PEOPLE = PreparedQuery(Person)
_PEOPLE_OF_TIES = PreparedQuery(Tie, lambda ties: ties.values_list("person", flat=True))
_GROUPS_OF_TIES = PreparedQuery(Tie, lambda ties: ties.values_list("to_group", flat=True))
OPEN_PERIOD = timedelta(days=30)
"""How long a message that nobody answered stays at the top of the page."""
OPEN_LIMIT = 2
EVENT_LIMIT = 3


@dataclass(frozen=True)
class NoticeRow:
    """A message of the school, what this reader answered, and the id for their answer."""

    notice: Notice
    text: TextForReader
    answer: Reply | None
    key: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class EventRow:
    """Something that comes, what this reader answered, and the id for their answer."""

    event: UpcomingEvent
    answer: Reply | None
    key: UUID = field(default_factory=new_id)

    @property
    def can_answer(self) -> bool:
        return self.event.kind in Reply.Event.values


def children_of(viewer: Viewer) -> list[Person]:
    """The students whom the viewer is family of, by name."""
    people = _PEOPLE.seen_by(viewer, pk__in=viewer.to("person", Role.GUARDIAN))
    return sorted(people, key=lambda person: (person.first_name, person.pk))


def children_by_link(viewer: Viewer, link: Link) -> list[Person]:
    """The children that a family's link opens: the one it was made for, and those whom its giver works with too.

    Whoever gives a link could open it themselves, so it shows no child that they may not see.
    """
    children = children_of(viewer)
    if link.by is None:
        return children
    giver = Viewer.of(link.by)
    keys = [child.pk for child in children]
    in_care = Person.objects.seen_by(giver).filter(giver.in_care(), pk__in=keys).values_list("pk", flat=True)
    shown = {link.about_id, *in_care}
    return [child for child in children if child.pk in shown]


def split_notices(
    viewer: Viewer, notices: list[tuple[Notice, TextForReader]], replies: list[Reply]
) -> tuple[list[NoticeRow], list[NoticeRow]]:
    """Split the school's messages into those that the reader has yet to answer, and all others, newest first."""
    answers = {
        reply.notice_id: reply
        for reply in reversed(replies)
        if reply.notice_id and reply.by_id == viewer.person_id
    }
    rows = [NoticeRow(notice, text, answers.get(notice.pk)) for notice, text in notices]
    since = viewer.now - OPEN_PERIOD
    open_rows = [row for row in rows if row.answer is None and row.notice.created > since][:OPEN_LIMIT]
    return open_rows, [row for row in rows if row not in open_rows]


def event_rows(viewer: Viewer, events: list[UpcomingEvent], replies: list[Reply]) -> list[EventRow]:
    """The next few events, each with what the reader answered."""
    answers = {
        (reply.event, reply.event_at): reply
        for reply in reversed(replies)
        if reply.event and reply.by_id == viewer.person_id
    }
    return [EventRow(event, answers.get((event.kind, event.when))) for event in events[:EVENT_LIMIT]]


def is_event_at(viewer: Viewer, student: Person, kind: str, moment: datetime) -> bool:
    """Whether the student has a meeting or an exhibition at this moment."""
    if kind == Reply.Event.EXHIBITION:
        return (
            Exhibition.objects.seen_by(viewer).filter(student=student, starts=moment, held_at=None).exists()
        )
    return Plan.objects.seen_by(viewer).filter(student=student, next_meeting=moment).exists()


def advisors_of(viewer: Viewer, student: Person) -> list[Person]:
    """The student's advisors now, by name."""
    active = active_at(viewer.now)
    groups = _GROUPS_OF_TIES.seen_by(
        viewer, active, person=student, role=Role.STUDENT, to_group__kind=Group.Kind.ADVISORY
    )
    advisors = _PEOPLE_OF_TIES.seen_by(viewer, active, role=Role.ADVISOR, to_group__in=groups)
    people = _PEOPLE.seen_by(viewer, pk__in=advisors)
    return sorted(people, key=lambda person: (person.first_name, person.pk))
