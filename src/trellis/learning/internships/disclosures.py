"""What mentors were shown of a student: the agreement, and the days at the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Link, Person
from trellis.core.foundation.prepared_queries import PreparedQuery

from . import agreements, confirming
from .models import Agreement, Placement, SiteMessage

_AGREEMENTS = PreparedQuery(
    Agreement, lambda agreements: agreements.values_list("pk", "hold__site__name", "mentor")
)
_PLACEMENTS = PreparedQuery(Placement, lambda placements: placements.select_related("mentor", "site"))
_SITE_MESSAGES = PreparedQuery(SiteMessage, lambda messages: messages.select_related("site", "to"))
_LINKS = PreparedQuery(Link, lambda links: links.select_related("person"))
REASON = "list what was shared outside the school, for the family"


def disclosures_to_mentors(student: Person) -> Iterator[Disclosure]:
    """Yield each mentor, with the site, who was shown the agreement or the days. The family's links do not count."""
    shown = _AGREEMENTS.unscoped(REASON, hold__search__student=student)
    sites = {agreement: site for agreement, site, _mentor in shown}
    mentors = {mentor for _agreement, _site, mentor in shown}
    links = _links_about(agreements.LINK_PURPOSE, sites)
    agreement_links = [link for link in links if link.person_id in mentors]
    yield from _link_disclosures(agreement_links, sites, _("internship agreement"))
    yield from _message_disclosures(student)
    placements = _PLACEMENTS.unscoped(REASON, student=student)
    sites = {placement.pk: placement.site.name for placement in placements}
    for placement in placements:
        if placement.mentor and placement.starts <= timezone.localdate():
            to = f"{placement.mentor.name}, {placement.site.name}"
            yield Disclosure(placement.starts, to, _("internship"))
    yield from _link_disclosures(_links_about(confirming.LINK_PURPOSE, sites), sites, _("internship"))


def _message_disclosures(student: Person) -> Iterator[Disclosure]:
    """Messages to a site after the school had approved: they may hold the student's first name."""
    name = student.first_name.casefold()
    for message in _SITE_MESSAGES.unscoped(REASON, search__student=student):
        if name not in message.body.casefold():
            continue
        site = message.site.name
        to = f"{message.to.name}, {site}" if message.to else site
        yield Disclosure(timezone.localdate(message.created), to, _("internship"))


def _link_disclosures(links: Iterable[Link], sites: dict[UUID, str], what: str) -> Iterator[Disclosure]:
    for link in links:
        if link.person is not None:
            yield Disclosure(
                timezone.localdate(link.created), f"{link.person.name}, {sites[link.about_id]}", what
            )


def _links_about(purpose: str, about: dict[UUID, str]) -> list[Link]:
    return _LINKS.unscoped(REASON, purpose=purpose, about_id__in=about)
