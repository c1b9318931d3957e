"""Which emails a person turned off, and the days on which they got a daily email."""

from django.db import models

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record


class Preference(Record):
    """Whether a person turned off one kind of email. Without a row, it is on."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="email_preferences", db_index=False)
    kind = models.CharField(max_length=40, help_text="The key of a kind, or “daily” for the daily email.")
    off = models.BooleanField(default=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_unique_person_and_kind")
        ]


class Digest(Record):
    """A daily email: to whom, on which day of their school, and how many things it told.

    The row is there before the email goes out, so that another run does not send it too. Without `sent_at` it is being
    sent since `started_at`, or whoever was sending it was stopped; an hour later another run sends it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests", db_index=False)
    day = models.DateField()
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    items = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_unique_person_and_day")]
