"""Organizations, each school's relationship with one, and what of other apps belongs to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record, Revised
from trellis.learning.internships.models import Site
from trellis.learning.supports.models import Partner

from ..querysets import OrganizationQuerySet


class Organization(Revised):
    """An organization of the community: one record in a network, whatever it does for which school."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="organizations")
    name = models.CharField(max_length=160)
    about = models.CharField(max_length=600, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    website = models.CharField(max_length=600, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    languages: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="BCP 47: spoken there."
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="forwards",
        help_text="The organization that it turned out to be.",
    )

    objects = GuardedManager.from_queryset(OrganizationQuerySet)()


class Relationship(Revised):
    """What one school has with an organization. A school may have two: an agreement for each thing that it does."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="relationships")
    school = models.ForeignKey(School, models.CASCADE, related_name="organizations")
    services: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Keys of service_kinds.SERVICE_KINDS."
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The last day.")
    contact = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(
        max_length=12, blank=True, default="", help_text="In which it reads its page."
    )
    agreement = models.CharField(max_length=600, blank=True, default="", help_text="What was agreed.")
    signed_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="The agreement's last day.")
    file = models.FileField(upload_to="organizations/%Y/%m", blank=True, default="")
    file_name = models.CharField(max_length=120, blank=True, default="")
    media_type = models.CharField(max_length=80, blank=True, default="")


class SiteLink(Record):
    """An internship site is a place of an organization."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="organization_link")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="sites")


class PartnerLink(Record):
    """A school's support partner is the school's relationship with an organization."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="organization_link")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="partners")


class PanelMember(Record):
    """An adult from outside who sits on a school's panels and comes from an organization, as a person confirmed."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="panel_members")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "person"],
                condition=Q(person__isnull=False),
                name="panelmember_one_per_person",
            ),
            models.UniqueConstraint(
                fields=["school", "name", "email"],
                condition=Q(person=None),
                name="panelmember_one_per_name",
            ),
        ]
