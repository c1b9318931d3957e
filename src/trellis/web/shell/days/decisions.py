"""What waits for the leaders of a school: each thing with the page on which it is decided."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.decisions import Decision
from trellis.core.community.models import Group, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_day
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import Clearance, Concern, Placement, Reservation

from .leading import school_students

EXPIRES_AHEAD = timedelta(days=30)
SHOWN = 6


def decisions(viewer: Viewer, school: School, words: Wording, today: date) -> list[Decision]:
    """What waits for the school's leaders, the most pressing first."""
    return [
        *_unread_concerns(viewer, school),
        *_requests(viewer, school, words, today),
        *students_without_advisory(viewer, school, words),
        *_expiring_checks(viewer, school, words, today),
    ]


def _unread_concerns(viewer: Viewer, school: School) -> list[Decision]:
    students = school_students(viewer, school)
    return concern_decisions(Concern.objects.unread().seen_by(viewer).filter(placement__student__in=students))


def concern_decisions(concerns: QuerySet[Concern]) -> list[Decision]:
    """These concerns of mentors, the oldest first."""
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
        for row in concerns.select_related("placement__student", "raised_by").order_by("created")[:SHOWN]
    ]


def _requests(viewer: Viewer, school: School, words: Wording, today: date) -> list[Decision]:
    """Requests of sites that the school has not answered."""
    if not words.has("internship"):
        return []
    rows = Reservation.objects.awaiting_answer(today).seen_by(viewer)
    rows = rows.filter(search__student__in=school_students(viewer, school))
    return [
        Decision(
            _("%(student)s requests a spot at %(site)s")
            % {"student": row.search.student.name, "site": row.site.name},
            row.reason,
            reverse("placement-search", args=[row.search.student_id]),
            _("Open"),
        )
        for row in rows.select_related("search__student", "site").order_by("created")[:SHOWN]
    ]


def students_without_advisory(viewer: Viewer, school: School, words: Wording) -> list[Decision]:
    """Students in no advisory, where the school has advisories at all."""
    advisories = Group.objects.seen_by(viewer).filter(school=school, kind=Group.Kind.ADVISORY)
    if not advisories.exists():
        return []
    placed = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.STUDENT, to_group__in=advisories
    )
    without = school_students(viewer, school).exclude(pk__in=placed.values("person"))
    count = without.count()
    if not count:
        return []
    names = ", ".join(person.name for person in without.order_by("given_name")[:SHOWN])
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
    placements = (
        Placement.objects.under_way(today).seen_by(viewer).filter(student__in=school_students(viewer, school))
    )
    counts = Counter(placements.values_list("site_id", flat=True))
    checks = Clearance.objects.seen_by(viewer).filter(site__in=counts, expires__lte=today + EXPIRES_AHEAD)
    newer = Clearance.objects.seen_by(viewer).filter(site__in=counts, expires__gt=today + EXPIRES_AHEAD)
    renewed = set(newer.values_list("site_id", "kind"))
    rows = [row for row in checks.select_related("site").order_by("expires") if row.expires]
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
