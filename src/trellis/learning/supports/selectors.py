"""What pages about support show: one student's supports, and a counselor's caseload."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.community.models import Person, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import (
    CaseNote,
    ClassroomSupport,
    Consent,
    EmergencyAccess,
    Need,
    Partner,
    Referral,
    Service,
    Strength,
)
from .permissions import counseled_students

_NEEDS = PreparedQuery(Need, lambda needs: needs.select_related("by").order_by("review_on", "created"))
_SERVICES = PreparedQuery(
    Service, lambda services: services.select_related("giver").order_by("starts", "created")
)
_REFERRALS = PreparedQuery(
    Referral, lambda referrals: referrals.select_related("partner").order_by("-sent_at")
)
_STRENGTHS = PreparedQuery(Strength, lambda strengths: strengths.order_by("created"))
_CONSENTS = PreparedQuery(
    Consent, lambda consents: consents.select_related("partner", "given_by").order_by("-asked_at")
)
_CLASSROOM_SUPPORTS = PreparedQuery(ClassroomSupport, lambda supports: supports.order_by("created"))
ANSWER_PERIOD = timedelta(days=5)
"""How long a partner may take to answer before the counselor is reminded of it."""
ENDING_WITHIN = timedelta(days=30)
AHEAD_PERIOD = timedelta(days=7)
RECENT_PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class StudentSupports:
    """The supports of one student, as far as the viewer may see them."""

    strengths: list[Strength]
    in_class: list[ClassroomSupport]
    needs: list[Need]
    met: list[Need]
    consents: list[Consent]


def student_supports(viewer: Viewer, student: Person, today: date) -> StudentSupports:
    """The supports of one student. Needs carry `seen_services` and `seen_referrals`."""
    needs = _NEEDS.seen_by(viewer, student=student)
    services = _SERVICES.seen_by(viewer, need__in=needs)
    referrals = _REFERRALS.seen_by(viewer, need__in=needs)
    for need in needs:
        need.seen_services = [service for service in services if service.need_id == need.pk]
        need.seen_referrals = [referral for referral in referrals if referral.need_id == need.pk]
    return StudentSupports(
        _STRENGTHS.seen_by(viewer, student=student),
        class_supports_of(viewer, [student], today).get(student.pk, []),
        [need for need in needs if need.met_at is None],
        [need for need in needs if need.met_at],
        consents_of(viewer, student),
    )


def class_supports_of(
    viewer: Viewer, students: Iterable[Person], today: date
) -> dict[UUID, list[ClassroomSupport]]:
    """The classroom supports of each of some students on a day."""
    in_class_by_student: dict[UUID, list[ClassroomSupport]] = {}
    rows = _CLASSROOM_SUPPORTS.seen_by(
        viewer, Q(until=None) | Q(until__gte=today), student__in=list(students)
    )
    for row in rows:
        in_class_by_student.setdefault(row.student_id, []).append(row)
    return in_class_by_student


def consents_of(viewer: Viewer, student: Person) -> list[Consent]:
    """What the family was asked and answered, the newest first."""
    return _CONSENTS.seen_by(viewer, student=student)


def partners_of(viewer: Viewer, *schools: School) -> list[Partner]:
    """The partners that some schools work with, by name."""
    return list(Partner.objects.seen_by(viewer).filter(school__in=schools).order_by("name", "pk"))


def staff_of(viewer: Viewer, school: School) -> QuerySet[Person]:
    """The adults who work at a school."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role__in=SCHOOL_ROLES)
    school_ties = ties.filter(to_school=school) | ties.filter(to_group__school=school)
    return Person.objects.seen_by(viewer).filter(pk__in=school_ties.values("person"))


def consents_with_status(consents: list[Consent], today: date) -> list[tuple[Consent, str, bool]]:
    """Return each consent, its status, and whether the partner may still be told because of another consent."""
    partner_ids = {consent.partner_id for consent in consents if consent.status_on(today) == "holds"}
    return [(consent, consent.status_on(today), consent.partner_id in partner_ids) for consent in consents]


@dataclass
class Caseload:
    """What a counselor has to do, most urgent first. `open_count`: of needs. `open_glass_count`: of notes open now."""

    due_needs: list[Need] = field(default_factory=list)
    unanswered_referrals: list[Referral] = field(default_factory=list)
    answered_referrals: list[Referral] = field(default_factory=list)
    observations: list[CaseNote] = field(default_factory=list)
    glass_breaks: list[EmergencyAccess] = field(default_factory=list)
    ending_consents: list[Consent] = field(default_factory=list)
    unanswered_consents: list[Consent] = field(default_factory=list)
    upcoming_needs: list[Need] = field(default_factory=list)
    open_count: int = 0
    open_glass_count: int = 0

    @property
    def due_count(self) -> int:
        """How many things are due today."""
        due_lists = self.due_needs, self.unanswered_referrals, self.observations
        return sum(map(len, due_lists)) + self.open_glass_count


def caseload_of(viewer: Viewer, today: date) -> Caseload:
    """Return everything open for the students whom the viewer counsels, without the words of confidential notes."""
    open_needs = Need.objects.open().seen_by(viewer).filter(counseled_students(viewer))
    needs = list(open_needs.select_related("student").order_by("review_on", "created"))
    unanswered = (
        Referral.objects.open()
        .seen_by(viewer)
        .filter(need__in=open_needs, accepted_at=None, sent_at__lt=viewer.now - ANSWER_PERIOD)
    )
    consents = (
        Consent.objects.seen_by(viewer)
        .filter(counseled_students(viewer), refused_at=None, withdrawn_at=None, ends__gte=today)
        .select_related("student", "partner")
        .order_by("ends")
    )
    glass_breaks = _recent_glass_breaks(viewer)
    return Caseload(
        due_needs=[need for need in needs if need.review_on <= today],
        unanswered_referrals=list(unanswered.select_related("need__student", "partner").order_by("sent_at")),
        answered_referrals=_recently_answered_referrals(viewer, open_needs),
        observations=_unread_observations(viewer),
        glass_breaks=glass_breaks,
        ending_consents=[
            consent for consent in consents if consent.given_at and consent.ends <= today + ENDING_WITHIN
        ],
        unanswered_consents=[consent for consent in consents if not consent.given_at],
        upcoming_needs=[need for need in needs if today < need.review_on <= today + AHEAD_PERIOD],
        open_count=len(needs),
        open_glass_count=sum(glass_break.until > viewer.now for glass_break in glass_breaks),
    )


def _recently_answered_referrals(viewer: Viewer, needs: QuerySet[Need]) -> list[Referral]:
    """What partners declined or closed lately, of needs that are still open."""
    rows = Referral.objects.seen_by(viewer).filter(
        Q(declined_at__gt=viewer.now - RECENT_PERIOD) | Q(closed_at__gt=viewer.now - RECENT_PERIOD),
        need__in=needs,
    )
    return list(rows.select_related("need__student", "partner").order_by("-modified"))


def _unread_observations(viewer: Viewer) -> list[CaseNote]:
    """Return what other staff noticed and no counselor has read yet."""
    rows = CaseNote.objects.seen_by(viewer).filter(
        counseled_students(viewer), kind=CaseNote.Kind.NOTICED, read_at=None
    )
    return list(rows.select_related("student", "by").defer("words").order_by("created"))


def _recent_glass_breaks(viewer: Viewer) -> list[EmergencyAccess]:
    rows = EmergencyAccess.objects.seen_by(viewer).filter(
        counseled_students(viewer), created__gt=viewer.now - RECENT_PERIOD
    )
    return list(rows.select_related("student", "person").order_by("-created"))
