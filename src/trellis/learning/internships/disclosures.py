"""What mentors were shown of a student: the agreement, and the days at the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Link, Person

from . import agreeing, confirming
from .models import Agreement, Placement

REASON = "list what was shared outside the school, for the family"


def disclosures_to_mentors(student: Person) -> Iterator[Disclosure]:
    """Yield each mentor, with the site, who was shown the agreement or the days. The family's links do not count."""
    agreements = Agreement.objects.unscoped(REASON).filter(hold__search__student=student)
    sites = {agreement.pk: agreement.hold.site.name for agreement in agreements.select_related("hold__site")}
    mentor_ids = agreements.values_list("mentor_id", flat=True)
    for link in _links_about(agreeing.LINK_PURPOSE, sites).filter(person__in=mentor_ids):
        yield Disclosure(
            _link_day(link), f"{link.person.name}, {sites[link.about_id]}", _("internship agreement")
        )
    placements = Placement.objects.unscoped(REASON).filter(student=student)
    sites = {placement.pk: placement.site.name for placement in placements.select_related("site")}
    begun = placements.filter(starts__lte=timezone.localdate()).exclude(mentor=None)
    for placement in begun.select_related("mentor", "site"):
        yield Disclosure(placement.starts, f"{placement.mentor.name}, {placement.site.name}", _("internship"))
    for link in _links_about(confirming.LINK_PURPOSE, sites).exclude(person=None):
        yield Disclosure(_link_day(link), f"{link.person.name}, {sites[link.about_id]}", _("internship"))


def _links_about(purpose: str, about: dict[Any, str]) -> Any:
    rows = Link.objects.unscoped(REASON).filter(purpose=purpose, about_id__in=list(about))
    return rows.select_related("person")


def _link_day(link: Link) -> Any:
    return timezone.localdate(link.created)
