"""Sites and their mentors: adding a site to the network's list, and keeping its details up to date."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, Person, Role, Tie
from trellis.core.community.site_followups import follow_up_on_site
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .models import Site, SiteMentor


def save_site(
    site: Site | None,
    network: Network | UUID,
    facts: Mapping[str, object],
    by: UUID,
    seen: int | None = None,
    labels: Mapping[str, str] | None = None,
) -> Site:
    """Add a site (None), or write what changed. Raises ActionError for a second one of the same name in a city,
    EditConflict when somebody changed it since `seen`. labels: what the form calls each fact."""
    network_id = network.pk if isinstance(network, Network) else network
    existing = Site.objects.unscoped("keep one site of the same name and address").filter(
        network=network_id, deleted_at=None
    )
    same = existing.filter(name__iexact=facts["name"], city__iexact=facts["city"])
    if same.exclude(pk=site.pk if site else None).exists():
        raise ActionError(
            _("%(site)s is already on the list. Search for it there, or add the branch to the name.")
            % {"site": facts["name"]}
        )
    with ledger.act("change a site" if site else "add a site", by=by, about=site.pk if site else None):
        if site is None:
            new_site = Site.objects.create(network_id=network_id, **facts)
            follow_up_on_site(network_id)
            return new_site
        return save_if_current(site, facts, seen, labels or {fact: fact for fact in facts})


def add_mentor(site: Site, facts: Mapping[str, str], by: UUID) -> Person:
    """Somebody at the site takes students on. Who has the same mail address in the network is the same person.

    They see nothing by it: what a mentor sees begins with a placement. Raises ActionError when they are there already.
    """
    people = Person.objects.unscoped("keep one entry of a mentor with the same name").filter(
        network=site.network_id, deleted_at=None, email__iexact=facts["email"]
    )
    with ledger.act("add a mentor to a site", by=by, about=site.pk):
        existing = people.first() if facts["email"] else None
        mentor = existing or Person.objects.create(network_id=site.network_id, **facts)
        if existing and _has_other_role(existing):
            raise ActionError(
                _("This email address belongs to someone at a school. A mentor needs a different one.")
            )
        row, created = SiteMentor.objects.unscoped("keep one entry of a mentor at a site").get_or_create(
            site=site, person=mentor
        )
        if not created and row.left_at is None:
            raise ActionError(_("%(name)s is already on this site’s list.") % {"name": mentor.name})
        if not created:
            row.left_at = None
            row.save()
    return mentor


def _has_other_role(person: Person) -> bool:
    """Whether a person is anything else than a mentor: a student, somebody's family, staff."""
    ties = Tie.objects.unscoped("check that no one else uses the mentor's email address").filter(
        person=person
    )
    return ties.exclude(role=Role.MENTOR).exists()


def remove_mentor(row: SiteMentor, by: UUID) -> None:
    """The mentor takes no new students here. Placements under way go on."""
    now = timezone.now()
    with ledger.act("remove a mentor", by=by, about=row.site_id):
        fresh = SiteMentor.objects.unscoped("end a mentor's work at a site only once").filter(
            pk=row.pk, left_at=None
        )
        fresh.update(left_at=now, modified=now)
