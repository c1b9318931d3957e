"""Which deadlines somebody was reminded of already."""

from django.db import models

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record


class DeadlineReminder(Record):
    """A person was reminded, so many days before a deadline. A deadline that moves is another one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    about_id = models.UUIDField(help_text="The agreement or the policy.")
    deadline = models.DateField()
    lead_days = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about_id", "deadline", "lead_days"], name="deadlinereminder_once"
            )
        ]
