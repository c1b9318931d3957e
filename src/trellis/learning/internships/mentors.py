"""What the page of a mentor shows: their sites with the checks that expire, and their students now and before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404

from trellis.core.community.link_sharing import newest_links_of
from trellis.core.community.models import Link, Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.guard import GuardedQuerySet

from .checks import CheckStatus, check_statuses
from .confirming import LINK_PURPOSE
from .models import InternshipDay, Placement, Site, SiteMentor
from .programs import InternshipProgram
from .selectors import MAX_PAST_PLACEMENTS


@dataclass(frozen=True)
class MentorSite:
    """A site of a mentor. row: their place on its list, None when they are not on it. checks: those with a day on
    which they expire or expired, and those never done."""

    site: Site
    row: SiteMentor | None
    checks: list[CheckStatus]


@dataclass(frozen=True)
class MentoredPlacement:
    """A current placement: how many days await the mentor's confirmation, and the viewer's newest link for them."""

    placement: Placement
    unconfirmed_days: int
    link: Link | None


def mentor_rows(viewer: Viewer, mentor_id: UUID) -> GuardedQuerySet:
    """Where somebody takes students on, as far as the viewer sees the lists of sites."""
    rows = SiteMentor.objects.seen_by(viewer).filter(person=mentor_id, left_at=None)
    return rows.select_related("site", "person").order_by("site__name", "pk")


def mentored(viewer: Viewer, mentor_id: UUID) -> GuardedQuerySet:
    """The placements of a mentor, of students whom the viewer works with."""
    placements = Placement.objects.seen_by(viewer).filter(viewer.in_care("student"), mentor=mentor_id)
    return placements.select_related("student", "site", "mentor")


def get_mentor_or_404(viewer: Viewer, mentor_id: UUID) -> Person:
    """A mentor on the list of one of the network's sites, or of one of the viewer's students, now or before."""
    row = mentor_rows(viewer, mentor_id).first()
    if row:
        return row.person
    placement = mentored(viewer, mentor_id).first()
    if placement is None or placement.mentor is None:
        raise Http404
    return placement.mentor


def sites_of_mentor(viewer: Viewer, mentor: Person, program: InternshipProgram) -> list[MentorSite]:
    """The sites at which a mentor takes students on or has students of the viewer's now, by name."""
    rows = {row.site.pk: row for row in mentor_rows(viewer, mentor.pk)}
    sites = {row.site.pk: row.site for row in rows.values()}
    sites |= {
        placement.internship_site.pk: placement.internship_site
        for placement in _current(viewer, mentor, program.today)
    }
    statuses = check_statuses(sites, program.internship.checks, program.today)
    by_name = sorted(sites.values(), key=lambda site: (site.name, site.pk))
    return [
        MentorSite(site, rows.get(site.pk), [status for status in statuses[site.pk] if _runs_out(status)])
        for site in by_name
    ]


def _runs_out(status: CheckStatus) -> bool:
    return status.until is not None or status.state == "open"


def _current(viewer: Viewer, mentor: Person, today: date) -> list[Placement]:
    placements = mentored(viewer, mentor.pk).filter(
        pk__in=Placement.objects.current(today).seen_by(viewer).values("pk")
    )
    return list(placements.order_by("student__given_name", "pk"))


def current_placements(viewer: Viewer, mentor: Person, today: date) -> list[MentoredPlacement]:
    """A mentor's placements now or to come, by the student's name, each with what awaits confirmation."""
    placements = _current(viewer, mentor, today)
    days = _unconfirmed_days(viewer, placements)
    links = newest_links_of(viewer, LINK_PURPOSE, [placement.pk for placement in placements])
    return [
        MentoredPlacement(placement, days[placement.pk], links.get((placement.pk, mentor.pk)))
        for placement in placements
    ]


def _unconfirmed_days(viewer: Viewer, placements: Iterable[Placement]) -> Counter[UUID]:
    """How many days of each placement await confirmation."""
    days = (
        InternshipDay.objects.awaiting_confirmation().seen_by(viewer).filter(placement__in=list(placements))
    )
    return Counter(days.values_list("placement", flat=True))


def past_placements(viewer: Viewer, mentor: Person, today: date) -> list[Placement]:
    """A mentor's placements that are over, the newest first."""
    placements = mentored(viewer, mentor.pk).filter(ends__lt=today)
    return list(placements.order_by("-ends", "student__given_name", "pk")[:MAX_PAST_PLACEMENTS])
