"""What the daily email tells: one module for each kind of reader. Each function reads with `seen_by(viewer)`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.adults.professional_learning.permissions import LEARNER_ROLES
from trellis.core.community.models import Role

from ..registry import SOURCES, Source
from . import (
    apprenticeships,
    beliefs,
    change_ideas,
    coaching,
    cycles,
    families,
    handovers,
    joining,
    leaders,
    learning,
    measures,
    mentors,
    partnerships,
    pathways,
    reviews,
    schedules,
    staff,
    students,
    surveys,
    tuning,
)

STUDENT, FAMILY, MENTOR = (frozenset({role}) for role in (Role.STUDENT, Role.GUARDIAN, Role.MENTOR))
ADVISOR, LEADER, COUNSELOR = (frozenset({role}) for role in (Role.ADVISOR, Role.LEADER, Role.COUNSELOR))
TEACHING = frozenset({Role.ADVISOR, Role.TEACHER})
JOINING = LEADER | {Role.COACH, Role.NETWORK_STAFF}
COACHED = LEADER | {Role.COACH}
OWNERS = TEACHING | LEADER | COUNSELOR | {Role.NETWORK_STAFF}
SCORING = TEACHING | LEADER | COUNSELOR
PARTNERS = frozenset({Role.NETWORK_STAFF, Role.LEADER, Role.PARTNER})


def register_sources() -> None:
    """Register every kind, in the order in which an email tells them."""
    for source in (*_school_sources(), *_network_sources()):
        SOURCES.register(source.key, source)


def _school_sources() -> tuple[Source, ...]:
    """What happens at a school."""
    return (
        Source("returned-work", _("My work was returned"), STUDENT, students.returned_work, "project"),
        Source("due-soon", _("Steps and goals that are due soon"), STUDENT, students.due_soon),
        Source(
            "exhibition-time", _("Times of exhibitions"), STUDENT, students.exhibition_times, "exhibition"
        ),
        Source("measure-answers", _("Answers about measures"), STUDENT | FAMILY, measures.new_answers),
        Source("measure-questions", _("Questions about measures"), ADVISOR, measures.waiting_for_answer),
        Source("new-week", _("A new week of lessons"), TEACHING | STUDENT, schedules.adopted_weeks),
        Source("shared-week", _("Drafts of the school’s week"), SCORING, schedules.shared_weeks),
        Source("open-surveys", _("Surveys that are open"), STUDENT | FAMILY | SCORING, surveys.open_to_me),
        Source("family-notices", _("Messages from the school"), FAMILY, families.new_notices),
        Source("meeting-dates", _("Dates of meetings and exhibitions"), FAMILY, families.new_dates),
        Source(
            "days-to-confirm", _("Internship days to confirm"), MENTOR, mentors.days_to_confirm, "internship"
        ),
        Source("mentor-notes", _("Notes from mentors"), TEACHING, staff.unread_concerns, "internship"),
        Source("family-replies", _("Replies from families"), TEACHING, staff.unread_replies),
        Source("work-to-score", _("Work to score"), TEACHING | LEADER, staff.work_to_score, "project"),
        Source("portfolio-work", _("Portfolio work to score"), SCORING, staff.portfolio_work, "portfolio"),
        *_practice_sources(),
        Source("tuning", _("Sessions to tune projects"), SCORING, tuning.tuning_news),
        Source("panel-answers", _("Answers from panelists"), ADVISOR, staff.panel_answers, "exhibition"),
        Source(
            "unconfirmed-days",
            _("Internship days awaiting confirmation"),
            ADVISOR,
            staff.unconfirmed_days,
            "internship",
        ),
        Source("decisions", _("Waiting for your decision"), LEADER | COUNSELOR, leaders.open_decisions),
    )


def _network_sources() -> tuple[Source, ...]:
    """What a network, a district and a school have with each other; and a counselor's own."""
    return (
        Source("agreements-to-sign", _("Agreements to sign"), PARTNERS, partnerships.agreements_to_sign),
        Source("deadlines", _("Agreements and waivers that end soon"), PARTNERS, partnerships.deadlines),
        Source("coach-visits", _("Coach visits"), COACHED, coaching.visits_tomorrow),
        Source("shared-visits", _("Visits that the coach shared"), LEADER, coaching.shared_visits),
        Source("coach-commitments", _("Commitments with the coach"), OWNERS, coaching.due_commitments),
        Source(
            "school-reviews",
            _("School reviews"),
            SCORING | {Role.COACH, Role.NETWORK_STAFF},
            reviews.review_news,
        ),
        Source("joining-steps", _("Steps of schools that join"), JOINING, joining.due_steps),
        Source(
            "handovers",
            _("Handover of a school"),
            LEADER,
            handovers.waiting_packets,
            readers=handovers.people_of_open_packets,
        ),
        Source("own-learning", _("My learning"), frozenset(LEARNER_ROLES), learning.own_learning),
        Source("pathways", _("Pathways"), SCORING | {Role.COACH}, pathways.pathway_news),
        Source(
            "apprenticeships",
            _("Apprenticeships with a leader"),
            SCORING | {Role.COACH, Role.NETWORK_STAFF},
            apprenticeships.apprenticeship_news,
        ),
        Source("cycles", _("Cycles with a decision or a meeting that is due"), OWNERS, cycles.due_cycles),
        Source(
            "beliefs", _("Beliefs to look at again"), frozenset({Role.NETWORK_STAFF}), beliefs.due_beliefs
        ),
        Source("change-ideas", _("Change ideas"), SCORING | {Role.COACH}, change_ideas.change_idea_news),
        Source("student-needs", _("Follow-ups on student needs"), COUNSELOR, leaders.due_needs),
    )


def _practice_sources() -> tuple[Source, ...]:
    """What the email tells of colleagues' practice."""
    return (
        Source(
            "practice-work",
            _("Colleagues’ work to score"),
            SCORING | {Role.COACH, Role.NETWORK_STAFF},
            staff.practice_work,
        ),
        Source(
            "practice-scorers",
            _("Colleagues’ work that needs scorers"),
            LEADER | {Role.NETWORK_STAFF},
            staff.practice_to_assign,
        ),
    )
