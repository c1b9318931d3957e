"""What waits for the leaders of a school: each thing with the page on which it is decided."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.adults.coaching.summaries import unread_summaries
from trellis.adults.leadership.handover_selectors import (
    ending_without_handover,
    open_handovers,
    waiting_items,
)
from trellis.adults.professional_learning.sign_ups.substitutes import waiting_approvals
from trellis.core.community.decisions import Decision
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_day, format_list
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import IdsOf
from trellis.design.blueprint.school_selectors import undecided_version
from trellis.design.blueprint.wording import Wording
from trellis.improvement.change_ideas.decisions import idea_decisions
from trellis.improvement.cycles.decisions import cycle_decisions
from trellis.improvement.measure_questions.decisions import question_decisions
from trellis.improvement.surveys.decisions import survey_decisions
from trellis.learning.internships.apprenticeships.decisions import apprenticeship_decisions
from trellis.learning.internships.models import Clearance, Concern, Placement, Reservation
from trellis.learning.internships.querysets import awaiting_answer_on, under_way_on

from .leading import ids_of_students

EXPIRES_AHEAD = timedelta(days=30)
SHOWN = 6
UNREAD_CONCERNS = PreparedQuery(
    Concern,
    lambda concerns: (
        concerns.unread().select_related("placement__student", "raised_by").order_by("created")[:SHOWN]
    ),
)
"""The oldest of the concerns that nobody at school has read."""
_REQUESTS = PreparedQuery(
    Reservation,
    lambda requests: requests.select_related("search__student", "site").order_by("created")[:SHOWN],
)
_GROUP_IDS = PreparedQuery(Group, lambda groups: groups.values_list("pk", flat=True))
_PEOPLE = PreparedQuery(
    Person,
    lambda people: people.only("given_name", "preferred_name", "family_name").order_by("given_name"),
)
_STUDENTS_AT_SITES = PreparedQuery(
    Placement, lambda placements: placements.order_by().values_list("site_id").annotate(Count("pk"))
)
_CHECKS = PreparedQuery(Clearance, lambda checks: checks.select_related("site").order_by("expires"))
_RENEWED = PreparedQuery(Clearance, lambda checks: checks.values_list("site_id", "kind"))


def decisions(viewer: Viewer, school: School, words: Wording, today: date) -> list[Decision]:
    """What waits for the school's leaders, the most pressing first."""
    return [
        *_unread_concerns(viewer, school),
        *_requests(viewer, school, words, today),
        *_shared_visits(viewer, school),
        *students_without_advisory(viewer, school, words),
        *_expiring_checks(viewer, school, words, today),
        *_newer_version(viewer, school),
        *_handovers(viewer, school),
        *_learning_requests(viewer, school),
        *apprenticeship_decisions(viewer),
        *cycle_decisions(viewer, today),
        *question_decisions(viewer),
        *idea_decisions(viewer, today),
        *survey_decisions(viewer, today),
    ]


def _learning_requests(viewer: Viewer, school: School) -> list[Decision]:
    """Staff who asked to go to an event and wait for an answer, together."""
    requests = waiting_approvals(viewer, school)
    if not requests:
        return []
    title = ngettext("%(n)d request to attend an event", "%(n)d requests to attend events", len(requests)) % {
        "n": len(requests)
    }
    names = format_list(request.person.name for request in requests[:SHOWN])
    address = reverse("school-learning", args=[school.pk])
    return [Decision(title, names, f"{address}#approvals", _("Answer"))]


def _handovers(viewer: Viewer, school: School) -> list[Decision]:
    """The packet that waits for the viewer; and where their lead of the school ends without one, that they can start
    it."""
    packets = [row for row in open_handovers(viewer) if row.school_id == school.pk]
    decided = [
        Decision(
            _("Your handover packet is waiting"),
            ngettext("%(n)d item waits for you.", "%(n)d items wait for you.", count) % {"n": count},
            reverse("leader-handover", args=[packet.pk]),
            _("Open"),
        )
        for packet in packets
        if (count := waiting_items(viewer, packet))
    ]
    ends = None if packets else ending_without_handover(viewer, school)
    if ends:
        decided.append(
            Decision(
                _("Your access to this school ends %(day)s.") % {"day": format_day(ends)},
                "",
                reverse("school-handover", args=[school.pk]),
                _("Start a handover"),
            )
        )
    return decided


def _newer_version(viewer: Viewer, school: School) -> list[Decision]:
    """The latest version of the school's model, until its leaders have decided about it."""
    package = undecided_version(viewer, school)
    if package is None:
        return []
    return [
        Decision(
            _("Version %(version)s of your model is here") % {"version": package.version},
            _("Decide part by part. Nothing changes until you adopt it."),
            reverse("model-upgrade", args=[school.pk, package.pk]),
            _("Compare and decide"),
        )
    ]


def _shared_visits(viewer: Viewer, school: School) -> list[Decision]:
    """Summaries of a coach's visits that nobody who leads the school has read."""
    return [
        Decision(
            _("The coach shared a visit with you"),
            format_day(summary.visit.day),
            reverse("coach-visit", args=[summary.visit_id]),
            _("Read"),
        )
        for summary in unread_summaries(viewer)
        if summary.visit.school_id == school.pk
    ]


def _unread_concerns(viewer: Viewer, school: School) -> list[Decision]:
    students = ids_of_students(viewer, school)
    return concern_decisions(UNREAD_CONCERNS.seen_by(viewer, placement__student__in=students))


def concern_decisions(concerns: list[Concern]) -> list[Decision]:
    """What is to be read of these concerns of mentors."""
    return [
        Decision(
            _("%(mentor)s shared a concern about %(student)s")
            % {
                "mentor": row.raised_by.name if row.raised_by else _("A mentor"),
                "student": row.placement.student.name,
            },
            row.words.splitlines()[0][:120],
            reverse("placement", args=[row.placement_id]),
            _("Read"),
        )
        for row in concerns
    ]


def _requests(viewer: Viewer, school: School, words: Wording, today: date) -> list[Decision]:
    """Requests of sites that the school has not answered."""
    if not words.has("internship"):
        return []
    students = ids_of_students(viewer, school)
    rows = _REQUESTS.seen_by(viewer, awaiting_answer_on(today), search__student__in=students)
    return [
        Decision(
            _("%(student)s requests a spot at %(site)s")
            % {"student": row.search.student.name, "site": row.site.name},
            row.reason,
            reverse("placement-search", args=[row.search.student_id]),
            _("Open"),
        )
        for row in rows
    ]


def students_without_advisory(viewer: Viewer, school: School, words: Wording) -> list[Decision]:
    """Students in no advisory, where the school has advisories at all."""
    advisories = _GROUP_IDS.seen_by(viewer, school=school, kind=Group.Kind.ADVISORY)
    if not advisories:
        return []
    placed = IdsOf(
        Tie,
        "person",
        active_at(viewer.now) & Q(role=Role.STUDENT, to_group__in=advisories),
        reason="leave out the students who are in an advisory",
    )
    without = _PEOPLE.seen_by(viewer, ~Q(pk__in=placed), pk__in=ids_of_students(viewer, school))
    if not without:
        return []
    count, names = len(without), ", ".join(person.name for person in without[:SHOWN])
    title = ngettext("%(n)d student needs an advisory", "%(n)d students need an advisory", count) % {
        "n": count
    }
    return [Decision(title, names, reverse("group-drafts", args=[school.pk]), _("Choose"))]


def _check_title(check: Clearance, today: date) -> str:
    title = (
        _("%(site)s: a check ended %(day)s")
        if check.expires and check.expires < today
        else _("%(site)s: a check ends %(day)s")
    )
    return title % {"site": check.site.name, "day": format_day(check.expires) if check.expires else ""}


def _expiring_checks(viewer: Viewer, school: School, words: Wording, today: date) -> list[Decision]:
    """Checks of sites that students go to now, which end in the next weeks or have ended."""
    if not words.has("internship"):
        return []
    students = ids_of_students(viewer, school)
    counts = dict(_STUDENTS_AT_SITES.seen_by(viewer, under_way_on(today), student__in=students))
    last = today + EXPIRES_AHEAD
    rows = _CHECKS.seen_by(viewer, site__in=counts, expires__lte=last)
    renewed = set(_RENEWED.seen_by(viewer, site__in={row.site_id for row in rows}, expires__gt=last))
    return [
        Decision(
            _check_title(row, today),
            ngettext("%(n)d student is there.", "%(n)d students are there.", counts[row.site_id])
            % {"n": counts[row.site_id]},
            reverse("site", args=[row.site_id]),
            _("Open"),
        )
        for row in rows
        if (row.site_id, row.kind) not in renewed and row.expires
    ][:SHOWN]
