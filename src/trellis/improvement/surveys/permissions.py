"""Who sees what of surveys.

A round: who works at its school, and whom it is for; students and families of the school, as its questions are theirs
to read. What families decided: the family, the student, and the school's leaders and counselors. Tickets and answers:
nobody; pages show counts.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES, Viewer
from trellis.core.foundation.permissions import NOBODY, register

from .models import SurveyDecision, SurveyRound, SurveyTally, SurveyTicket, SurveyWords

READER_ROLES = SCHOOL_ROLES
ANSWERING_ROLES = (*SCHOOL_ROLES, Role.STUDENT, Role.GUARDIAN)


def schools_of_family(viewer: Viewer) -> set[UUID]:
    """The schools that a guardian's children go to, and a student's own."""
    if not viewer.roles & {Role.STUDENT, Role.GUARDIAN}:
        return set()
    return viewer.schools


def _rounds(viewer: Viewer) -> Q:
    staff = Q(school__in=viewer.staff_schools)
    family = Q(school__in=schools_of_family(viewer)) & ~Q(audience=SurveyRound.Audience.STAFF)
    return Q(deleted_at=None) & (staff | family)


def _decisions(viewer: Viewer) -> Q:
    leading = Q(round__school__in=viewer.to("school", *LEADING_ROLES))
    return Q(round__deleted_at=None) & (leading | viewer.as_family("student"))


register(SurveyRound, rows=_rounds, shows=("school", "school__network"))
register(SurveyDecision, rows=_decisions, shows=("round", "student"))
register(SurveyTicket, rows=lambda viewer: NOBODY)
register(SurveyTally, rows=lambda viewer: NOBODY)
register(SurveyWords, rows=lambda viewer: NOBODY)


def leads_surveys(viewer: Viewer, school_id: UUID) -> bool:
    """Whether the viewer starts rounds of a school and reads what people wrote."""
    return school_id in viewer.to("school", *LEADING_ROLES)
