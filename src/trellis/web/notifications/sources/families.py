"""What a family is told: messages from the school, and when they are expected there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community import links
from trellis.core.community.models import Account, Link, Person, Role
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.formatting import format_moment
from trellis.core.foundation.ledger_history import moments_before
from trellis.design.blueprint.wording import wording_of
from trellis.learning.plans.models import Plan
from trellis.web.families.models import Notice
from trellis.web.families.services import LINK_PURPOSE

from ..registry import DigestItem, no_link, page_link, public_link
from .students import newly_timed_exhibitions


def new_notices(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Messages about each child that came since then. What they say stays on the family's page."""
    children = viewer.to("person", Role.GUARDIAN)
    rows = Notice.objects.seen_by(viewer).filter(student__in=children, created__gt=since, deleted_at=None)
    counts = dict(rows.order_by().values_list("student").annotate(Count("pk")))
    for child in _children(viewer, set(counts)):
        count = counts[child.pk]
        text = ngettext(
            "%(n)d new message from the school about %(student)s",
            "%(n)d new messages from the school about %(student)s",
            count,
        )
        yield DigestItem(text % {"n": count, "student": child.first_name}, family_page(viewer, child.pk))


def new_dates(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Plan meetings and exhibitions to come whose time was set or changed since then."""
    children = viewer.to("person", Role.GUARDIAN)
    dates = [
        (exhibition.student, "exhibition", exhibition.starts)
        for exhibition in newly_timed_exhibitions(viewer, Q(student__in=children), since)
        if exhibition.starts
    ]
    dates += [
        (plan.student, "plan_meeting", plan.next_meeting)
        for plan in _newly_timed_plans(viewer, children, since)
        if plan.next_meeting
    ]
    for child, term, moment in sorted(dates, key=lambda row: row[2]):
        school = school_of(child.pk)
        params = {
            "student": child.first_name,
            "what": wording_of(school.pk if school else None).one[term],
            "when": format_moment(moment),
        }
        text = _("%(student)s, new time for the %(what)s: %(when)s") % params
        yield DigestItem(text, family_page(viewer, child.pk))


def _newly_timed_plans(viewer: Viewer, children: set[UUID], since: datetime) -> list[Plan]:
    rows = Plan.objects.seen_by(viewer).filter(
        student__in=children, next_meeting__gt=viewer.now, deleted_at=None
    )
    upcoming = {plan.pk: plan for plan in rows.select_related("student")}
    before = moments_before(Plan, "next_meeting", upcoming, since)
    return [upcoming[pk] for pk in before if before[pk] != upcoming[pk].next_meeting]


def _children(viewer: Viewer, ids: set[UUID]) -> list[Person]:
    children = Person.objects.seen_by(viewer).filter(pk__in=ids)
    return sorted(children, key=lambda child: (child.first_name, child.pk))


def family_page(viewer: Viewer, child: UUID) -> Callable[[PageUrlBuilder], str]:
    """Return what builds the address of a child's family page: signed in, or by the link that the person has."""
    if Account.objects.filter(person=viewer.person_id, is_active=True).exists():
        return page_link("family", child)
    family_links = Link.objects.unscoped("find the family page that a family member can open").filter(
        purpose=LINK_PURPOSE, about_id=child, person=viewer.person_id, expires__gt=viewer.now
    )
    link = family_links.filter(revoked_at=None, deleted_at=None).order_by("-created").first()
    return public_link("family-link", links.sign_link(link)) if link else no_link
