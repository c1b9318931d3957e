"""What somebody signed up for and what they learned: by person, so it stays theirs at whichever school they work."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from trellis.core.community.viewer import Viewer

from ..models import LearningCertificate, LearningEvent, SessionAttendance, SignUp


def own_sign_ups(viewer: Viewer) -> list[SignUp]:
    """Seats, places on the waiting list and requests for what is not over yet, the next first."""
    rows = SignUp.objects.seen_by(viewer).active().filter(person=viewer.person_id)
    coming = rows.filter(event__status=LearningEvent.Status.OPEN, event__ends__gt=viewer.now)
    return list(coming.select_related("event__host", "event__network").order_by("event__starts", "pk"))


@dataclass(frozen=True)
class LearnedEvent:
    """An event at which somebody was. minutes: of the sessions they attended, or as the certificate says."""

    sign_up: SignUp
    minutes: int
    certificate: LearningCertificate | None

    @property
    def event(self) -> LearningEvent:
        return self.sign_up.event


def learned_events(viewer: Viewer) -> list[LearnedEvent]:
    """Everything that the viewer attended, the latest first."""
    marks = SessionAttendance.objects.seen_by(viewer).filter(sign_up__person=viewer.person_id)
    minutes: dict[UUID, int] = {}
    for mark in marks.select_related("session"):
        minutes[mark.sign_up_id] = minutes.get(mark.sign_up_id, 0) + mark.session.minutes
    certificates = LearningCertificate.objects.seen_by(viewer).filter(deleted_at=None)
    by_sign_up = {row.sign_up_id: row for row in certificates.filter(sign_up__person=viewer.person_id)}
    rows = SignUp.objects.seen_by(viewer).filter(person=viewer.person_id)
    attended = rows.filter(Q(pk__in=minutes) | Q(pk__in=by_sign_up)).select_related(
        "event__host", "event__network"
    )
    return [
        LearnedEvent(row, _minutes(row, minutes, by_sign_up), by_sign_up.get(row.pk))
        for row in attended.order_by("-event__starts", "pk")
    ]


def _minutes(row: SignUp, minutes: dict[UUID, int], certificates: dict[UUID, LearningCertificate]) -> int:
    certificate = certificates.get(row.pk)
    return certificate.minutes if certificate else minutes.get(row.pk, 0)
