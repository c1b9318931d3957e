"""What mentors were shown of a student: the agreement, and the days at the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Shown
from trellis.core.community.models import Link, Person

from . import agreeing, confirming
from .models import Agreement, Placement

WHY = "what was told beyond the school"


def told(student: Person) -> Iterator[Shown]:
    """Each mentor, at their site: they know the days, with a link or without. The family's own links are none of it."""
    agreements = Agreement.objects.unscoped(WHY).filter(hold__search__student=student)
    sites = {agreement.pk: agreement.hold.site.name for agreement in agreements.select_related("hold__site")}
    mentor_ids = agreements.values_list("mentor_id", flat=True)
    for link in _links(agreeing.PURPOSE, sites).filter(person__in=mentor_ids):
        yield Shown(_day(link), f"{link.person.name}, {sites[link.about_id]}", _("internship agreement"))
    placements = Placement.objects.unscoped(WHY).filter(student=student)
    sites = {placement.pk: placement.site.name for placement in placements.select_related("site")}
    begun = placements.filter(starts__lte=timezone.localdate()).exclude(mentor=None)
    for placement in begun.select_related("mentor", "site"):
        yield Shown(placement.starts, f"{placement.mentor.name}, {placement.site.name}", _("internship"))
    for link in _links(confirming.PURPOSE, sites).exclude(person=None):
        yield Shown(_day(link), f"{link.person.name}, {sites[link.about_id]}", _("internship"))


def _links(purpose: str, about: dict[Any, str]) -> Any:
    rows = Link.objects.unscoped(WHY).filter(purpose=purpose, about_id__in=list(about))
    return rows.select_related("person")


def _day(link: Link) -> Any:
    return timezone.localdate(link.created)
