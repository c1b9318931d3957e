"""School visits: a school offers one, visitors bring questions, and both write down what they saw and take home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger, revisions

from ..events.sessions import sessions_of
from ..models import LearningEvent, LearningSession, SessionCredit, SignUp, VisitRecord
from ..permissions import may_organize, seated_events
from ..services import events
from ..services.events import FirstSession
from .guard import check_words_about_school

REASON = "list who comes to a visit, for those who take part in it"


@dataclass(frozen=True)
class VisitOffer:
    """What a school offers: when guests come, what they look at, and how many."""

    title: str
    focus: str
    starts: datetime
    ends: datetime
    seats: int
    about: str = ""


def offer_visit(school: School, offer: VisitOffer, by: UUID) -> LearningEvent:
    """Publish a visit to a school. Sent twice, it is one."""
    with ledger.act("offer a school visit", by=by, about=school.pk):
        rows = LearningEvent.objects.unscoped("find a visit that the school offered already")
        same = rows.filter(host=school, title=offer.title, starts=offer.starts, deleted_at=None).first()
        if same:
            return same
        values = {
            "network_id": school.network_id,
            "host": school,
            "kind": LearningEvent.Kind.VISIT,
            "title": offer.title,
            "about": offer.about,
            "focus": offer.focus,
            "place": school.name,
            "time_zone": school.time_zone,
            "capacity": offer.seats,
        }
        event = events.create_event(values, FirstSession(offer.starts, offer.ends), by)
        events.publish_event(event, by)
        return event


@dataclass(frozen=True)
class ChangedTimes:
    """When a visit is from now on, and when it was as its form showed it; None where the form did not say."""

    starts: datetime
    ends: datetime
    shown_starts: datetime | None
    shown_ends: datetime | None


def parse_shown(text: str) -> datetime | None:
    """A moment as a form carries it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def only_session(event: LearningEvent) -> LearningSession | None:
    """The session of a visit; None where it has several, or none yet."""
    sessions = sessions_of(event)
    return sessions[0] if len(sessions) == 1 else None


def update_visit(
    event: LearningEvent,
    values: Mapping[str, object],
    times: ChangedTimes | None,
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Change what a visit is, and when; calendars that hold it get the change. times: None where they stay."""
    with ledger.act("change a school visit", by=by, about=event.pk):
        events.update_event(event, values, seen, labels, by)
        session = only_session(event)
        if times and session:
            _move_session(session, times, by)


def _move_session(session: LearningSession, times: ChangedTimes, by: UUID) -> None:
    values = {"starts": times.starts, "ends": times.ends}
    labels = {"starts": _("Starts at"), "ends": _("Ends at")}
    shown = {"starts": times.shown_starts, "ends": times.shown_ends}
    revisions.check_unchanged(session, shown, values, labels)
    credits = SessionCredit.objects.unscoped("leave what a session counts for as it is").filter(
        session=session
    )
    minutes_by_category = dict(credits.values_list("category", "minutes"))
    events.update_session(session, values, minutes_by_category, None, {}, by)


def side_of(viewer: Viewer, event: LearningEvent) -> str:
    """On which side of the visit the viewer is; "" where they take no part."""
    if event.host_id in viewer.staff_schools:
        return VisitRecord.Side.HOST
    seats = SignUp.objects.seen_by(viewer).filter(event=event, event__in=seated_events(viewer))
    if seats.filter(person=viewer.person_id).exists():
        return VisitRecord.Side.VISITOR
    return ""


def may_open_visit(viewer: Viewer, event: LearningEvent) -> bool:
    return bool(side_of(viewer, event)) or may_organize(viewer, event)


def visitors_of(event: LearningEvent) -> list[SignUp]:
    """Who comes, with their questions, by name."""
    rows = SignUp.objects.unscoped(REASON).seated().filter(event=event).select_related("person", "school")
    sign_ups = list(rows)
    add_distinctions([sign_up.person for sign_up in sign_ups])
    return sorted(sign_ups, key=lambda sign_up: (sign_up.person.name, sign_up.pk))


def records_of(viewer: Viewer, event: LearningEvent) -> list[VisitRecord]:
    """What the others wrote, on both sides, the host first; the viewer's own stands in their form."""
    rows = VisitRecord.objects.seen_by(viewer).filter(event=event).exclude(person=viewer.person_id)
    return list(rows.select_related("person").order_by("side", "created"))


def save_question(
    sign_up: SignUp, question: str, by: UUID, seen: int | None, labels: Mapping[str, str]
) -> None:
    """Save what a visitor wants to find out."""
    check_words_about_school(_host_id(sign_up.event), question)
    with ledger.act("ask a question before a visit", by=by, about=sign_up.pk):
        revisions.save_if_current(sign_up, {"question": question}, seen, labels)


def save_record(
    event: LearningEvent,
    person_id: UUID,
    side: str,
    values: Mapping[str, str],
    seen: int | None,
    labels: Mapping[str, str],
) -> None:
    """Save what somebody saw and takes home. Raises ActionError where it names a student or a teacher."""
    for text in values.values():
        check_words_about_school(_host_id(event), text)
    with ledger.act("record a school visit", by=person_id, about=event.pk):
        key = {"event": event, "person_id": person_id}
        revisions.create_or_save_if_current(VisitRecord, key, {**values, "side": side}, seen, labels)


def _host_id(event: LearningEvent) -> UUID:
    if event.host_id is None:
        raise ValueError("A visit has a host.")
    return event.host_id


def has_started(event: LearningEvent) -> bool:
    return bool(event.starts and event.starts <= timezone.now())
