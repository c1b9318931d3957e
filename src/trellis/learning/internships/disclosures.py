"""What mentors were shown of a student: the agreement, and the days at the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Link, Person

from . import agreements, confirming
from .models import Agreement, Placement, SiteMessage

REASON = "list what was shared outside the school, for the family"


def disclosures_to_mentors(student: Person) -> Iterator[Disclosure]:
    """Yield each mentor, with the site, who was shown the agreement or the days. The family's links do not count."""
    shown = Agreement.objects.unscoped(REASON).filter(hold__search__student=student)
    sites = {agreement.pk: agreement.hold.site.name for agreement in shown.select_related("hold__site")}
    mentor_ids = shown.values_list("mentor_id", flat=True)
    agreement_links = _links_about(agreements.LINK_PURPOSE, sites).filter(person__in=mentor_ids)
    yield from _link_disclosures(agreement_links, sites, _("internship agreement"))
    yield from _message_disclosures(student)
    placements = Placement.objects.unscoped(REASON).filter(student=student)
    sites = {placement.pk: placement.site.name for placement in placements.select_related("site")}
    begun = placements.filter(starts__lte=timezone.localdate()).exclude(mentor=None)
    for placement in begun.select_related("mentor", "site"):
        yield Disclosure(placement.starts, f"{placement.mentor.name}, {placement.site.name}", _("internship"))
    yield from _link_disclosures(_links_about(confirming.LINK_PURPOSE, sites), sites, _("internship"))


def _message_disclosures(student: Person) -> Iterator[Disclosure]:
    """Messages to a site after the school had approved: they may hold the student's first name."""
    messages = SiteMessage.objects.unscoped(REASON).filter(search__student=student)
    named = messages.filter(body__icontains=student.first_name).select_related("site", "to")
    for message in named:
        site = message.site.name
        to = f"{message.to.name}, {site}" if message.to else site
        yield Disclosure(timezone.localdate(message.created), to, _("internship"))


def _link_disclosures(links: Iterable[Link], sites: dict[UUID, str], what: str) -> Iterator[Disclosure]:
    for link in links:
        if link.person is not None:
            yield Disclosure(
                timezone.localdate(link.created), f"{link.person.name}, {sites[link.about_id]}", what
            )


def _links_about(purpose: str, about: dict[UUID, str]) -> QuerySet[Link]:
    rows = Link.objects.unscoped(REASON).filter(purpose=purpose, about_id__in=list(about))
    return rows.select_related("person")
