"""Learning in the world: sites, placements, and days."""

from django.db import models
from django.db.models import Q

from trellis.community.models import Network, Person
from trellis.foundation.models import Record


class Site(Record):
    """A place in the community where students learn."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True)
    field = models.CharField(max_length=80, blank=True, help_text="What is done there: health, boats, radio.")


class Placement(Record):
    """One student's internship at one site."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="placements")
    site = models.ForeignKey(Site, models.PROTECT, related_name="placements")
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="mentored")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="The last day.")
    weekdays = models.JSONField(default=list, help_text="ISO weekdays: 1 is Monday.")
    hours_agreed = models.PositiveSmallIntegerField(default=80)


class InternshipDay(Record):
    """One day at the site, as the student logged it and the mentor confirmed it."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="days", db_index=False)
    date = models.DateField()
    arrived = models.TimeField(null=True, blank=True)
    left = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    goal = models.CharField(max_length=240, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["placement", "date"], name="one_internship_day"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="a_day_has_24_hours"),
        ]
