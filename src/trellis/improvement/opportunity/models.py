"""Rollups: what the pages about many students read. Full data here; suppression comes last."""

from django.db import models

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record


class Rollup(models.Model):
    """Sums of one measure over one group's students in one school, or in the network (school empty).

    For a rate, `total` is the numerator and `base` the denominator; for a mean, `base` counts the students,
    `total` sums their values and `squares` sums the squares. `counted` are the students who have a part in `base`: of
    twelve needs of one student it is one. `recorded` are those of whom anything is recorded, be it nothing out of one.
    `hidden`: not shown to whoever sees all schools, however many there are. `between`: of the network's gap between the
    group and all other students, the part that follows from which school students attend, in the unit of total / base.
    """

    guarded = True
    ledgered = False  # derived: rebuilt from rows that are in the ledger

    network = models.ForeignKey(Network, models.CASCADE, related_name="+", db_index=False)
    school = models.ForeignKey(School, models.CASCADE, null=True, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    measure = models.CharField(max_length=60)
    facet = models.CharField(max_length=24, help_text="all, multilingual, race, grade ...")
    level = models.CharField(max_length=40, blank=True)
    students = models.PositiveIntegerField()
    recorded = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    base = models.FloatField()
    total = models.FloatField()
    squares = models.FloatField()
    hidden = models.BooleanField(default=False)
    between = models.FloatField(null=True)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["network", "year", "measure", "facet", "level", "school"], name="rollup_unique_cell"
            )
        ]
        indexes = [models.Index(fields=["school", "year", "measure", "facet"], name="rollup_school")]

    def __str__(self) -> str:
        return f"{self.measure} {self.facet}={self.level} {self.year}"


class GapTable(models.Model):
    """The measures of a network (school empty) or one school by group, computed and suppressed: what pages show.

    audience: whom the small cells are hidden from. Who sees all schools can subtract one from the others, so more is
    hidden from them than from a school's own leaders. totals: by measure the rate or mean of all students, where it
    may be shown. clear_gaps: how many groups are behind, and not by chance; None where no gap
    could be compared. body: see `gap_tables`.
    """

    class Audience(models.TextChoices):
        NETWORK = "network"
        SCHOOL = "school"

    guarded = True
    ledgered = False  # derived, as the rollups are

    network = models.ForeignKey(Network, models.CASCADE, related_name="+", db_index=False)
    school = models.ForeignKey(School, models.CASCADE, null=True, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    students = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, help_text="When the figures were last computed.")
    clear_gaps = models.PositiveSmallIntegerField(null=True)
    totals = models.JSONField(default=dict)
    body = models.JSONField(default=dict)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["network", "year", "audience", "school"], name="gap_table_unique")
        ]
        indexes = [models.Index(fields=["school", "year", "audience"], name="gap_table_school")]

    def __str__(self) -> str:
        return f"Gaps of {self.school_id or self.network_id} {self.year}"


class StudentStanding(models.Model):
    """Behind the newest figures: one student's groups, and the measures for which they do not count yet.

    groups: keys such as "race.black". not_yet: keys of measures. figures: by key of each measure that counts the
    student what they have, out of 1 or as a number. For those who lead the student's school, the student, and family.
    """

    guarded = True
    ledgered = False  # derived, as the rollups are

    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_index=False)
    student = models.ForeignKey(Person, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    groups = models.JSONField(default=list)
    not_yet = models.JSONField(default=list)
    figures = models.JSONField(default=dict)

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["school", "student"], name="standing_unique_student")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.year}"


class Snapshot(Record):
    """When a network's figures were computed, and from how many students."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="snapshots")
    year = models.PositiveSmallIntegerField()
    students = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
