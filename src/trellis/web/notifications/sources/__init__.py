"""What the daily email tells: one module for each kind of reader. Each function reads with `seen_by(viewer)`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role

from ..registry import SOURCES, Source
from . import families, joining, leaders, mentors, partnerships, schedules, staff, students

STUDENT, FAMILY, MENTOR = (frozenset({role}) for role in (Role.STUDENT, Role.GUARDIAN, Role.MENTOR))
ADVISOR, LEADER, COUNSELOR = (frozenset({role}) for role in (Role.ADVISOR, Role.LEADER, Role.COUNSELOR))
TEACHING = frozenset({Role.ADVISOR, Role.TEACHER})
JOINING = LEADER | {Role.COACH, Role.NETWORK_STAFF}
SCORING = TEACHING | LEADER | COUNSELOR
PARTNERS = frozenset({Role.NETWORK_STAFF, Role.LEADER, Role.PARTNER})


def register_sources() -> None:
    """Register every kind, in the order in which an email tells them."""
    for source in (
        Source("returned-work", _("My work was returned"), STUDENT, students.returned_work, "project"),
        Source("due-soon", _("Steps and goals that are due soon"), STUDENT, students.due_soon),
        Source(
            "exhibition-time", _("Times of exhibitions"), STUDENT, students.exhibition_times, "exhibition"
        ),
        Source("new-week", _("A new week of lessons"), TEACHING | STUDENT, schedules.adopted_weeks),
        Source("shared-week", _("Drafts of the school’s week"), SCORING, schedules.shared_weeks),
        Source("family-notices", _("Messages from the school"), FAMILY, families.new_notices),
        Source("meeting-dates", _("Dates of meetings and exhibitions"), FAMILY, families.new_dates),
        Source(
            "days-to-confirm", _("Internship days to confirm"), MENTOR, mentors.days_to_confirm, "internship"
        ),
        Source("mentor-notes", _("Notes from mentors"), TEACHING, staff.unread_concerns, "internship"),
        Source("family-replies", _("Replies from families"), TEACHING, staff.unread_replies),
        Source("work-to-score", _("Work to score"), TEACHING | LEADER, staff.work_to_score, "project"),
        Source("portfolio-work", _("Portfolio work to score"), SCORING, staff.portfolio_work, "portfolio"),
        Source("panel-answers", _("Answers from panelists"), ADVISOR, staff.panel_answers, "exhibition"),
        Source(
            "unconfirmed-days",
            _("Internship days awaiting confirmation"),
            ADVISOR,
            staff.unconfirmed_days,
            "internship",
        ),
        Source("decisions", _("Waiting for your decision"), LEADER | COUNSELOR, leaders.open_decisions),
        Source("agreements-to-sign", _("Agreements to sign"), PARTNERS, partnerships.agreements_to_sign),
        Source(
            "deadlines",
            _("Agreements and waivers that end soon"),
            PARTNERS,
            partnerships.deadlines,
        ),
        Source("joining-steps", _("Steps of schools that join"), JOINING, joining.due_steps),
        Source("student-needs", _("Follow-ups on student needs"), COUNSELOR, leaders.due_needs),
    ):
        SOURCES.register(source.key, source)
