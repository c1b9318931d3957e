"""Credentials that adults have earned. What they turned in for one is a task of the portfolios app."""

from __future__ import annotations

from datetime import date

from django.db import models

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record


class CredentialAward(Record):
    """A credential that an adult has earned. It is theirs: it goes with them to another school of the network.

    record: what the certificate names, as it stood on the day: {"competency", "criteria": [{"key", "title", "level",
    "quality"}], "evidence": [titles], "assessors": [names]}. pieces: the ids of the tasks that it was earned by.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="credential_awards")
    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, help_text="Of the credential in the model.")
    title = models.CharField(max_length=140)
    number = models.PositiveSmallIntegerField(
        default=1, help_text="Counts: one that expired is earned again."
    )
    awarded_on = models.DateField()
    expires_on = models.DateField(
        null=True, blank=True, help_text="The last day; empty where it does not expire."
    )
    is_self_assessed = models.BooleanField(default=False)
    shared_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when colleagues see it, and may ask its holder to score."
    )
    record = models.JSONField(default=dict)
    pieces = models.JSONField(default=list, help_text="Ids of tasks.")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "network", "key", "number"], name="credentialaward_unique_number"
            )
        ]

    @property
    def serial_number(self) -> str:
        """What the certificate is numbered by: twelve digits."""
        return f"{self.sourced_id.int % 10**12:012d}"

    def is_current(self, day: date) -> bool:
        """Whether it is good on a day."""
        return self.expires_on is None or day <= self.expires_on
