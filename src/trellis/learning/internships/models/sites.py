"""Sites, who mentors there, what was checked, and how many students each takes in a term."""

from __future__ import annotations

from django.db import models

from trellis.core.community.models import Network, Person, Term
from trellis.core.foundation.models import Record, Revised


class Site(Revised):
    """A place in the community where students learn."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True)
    field = models.CharField(max_length=80, blank=True, help_text="What is done there: health, boats, radio.")
    capacity = models.PositiveSmallIntegerField(default=4, help_text="Students at one time.")
    weekdays: models.JSONField[list[int]] = models.JSONField(
        default=list, blank=True, help_text="ISO weekdays; empty: any."
    )
    languages: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="BCP 47: spoken there."
    )
    minutes_away = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="From the school, door to door, by foot, bus or train."
    )
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    least_age = models.PositiveSmallIntegerField(default=0, help_text="In years; 0: the site asks for none.")


class SiteMentor(Record):
    """Somebody at a site who takes students on. Access comes from a tie to a student, never from this."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="mentors")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["site", "person"], name="sitementor_unique_person")]


class SiteOpening(Revised):
    """How many students a site takes at one time in one term, where it is not the usual number."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="openings", db_index=False)
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    students = models.PositiveSmallIntegerField(help_text="At one time; 0: none in this term.")

    class Meta(Revised.Meta):
        constraints = [models.UniqueConstraint(fields=["site", "term"], name="siteopening_unique_term")]


class Clearance(Record):
    """A check of a site: a visit, an insurance, a mentor's background. It may expire."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=80)
    expires = models.DateField(null=True, blank=True, help_text="The last day on which it holds.")
