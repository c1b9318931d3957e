"""The packet that a leader of a school leaves to the next one: its items, what was asked, and who shares the work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School, Tie
from trellis.core.foundation.models import Record, Revised


class LeaderHandover(Revised):
    """One leader hands a school over to the next. The successor may be unknown, a name only, or a person.

    last_day, first_day: on the school's clock. successor_tie: what gives the successor access from the first day on.
    access_set_at: since when the ties follow these days; empty until the leaver or the network agreed to them.
    """

    class Status(models.TextChoices):
        GATHERED = "gathered", _("Gathered")
        FINISHED = "finished", _("Finished")
        CONFIRMED = "confirmed", _("Confirmed")
        CLOSED = "closed", _("Closed")

    school = models.ForeignKey(School, models.CASCADE, related_name="leader_handovers")
    leaver = models.ForeignKey(Person, models.CASCADE, related_name="+")
    successor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    successor_name = models.CharField(max_length=120, blank=True, default="")
    successor_tie = models.ForeignKey(
        Tie, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    last_day = models.DateField()
    first_day = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.GATHERED)
    gathered_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    access_set_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "leaver"],
                condition=~Q(status="closed") & Q(deleted_at=None),
                name="leaderhandover_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_on__isnull=False), name="leaderhandover_closed_on"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("leaver")), name="leaderhandover_two_people"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED and self.deleted_at is None

    @property
    def named_successor(self) -> str:
        """What the next leader is called; "" while nobody knows."""
        return self.successor.name if self.successor else self.successor_name


class HandoverItem(Revised):
    """One thing to hand over: what Trellis knows of it, and what the leaver says of it.

    kind, key: the fact that it stands on; both empty for one that a person added. title, lines: words as data (see
    `handover_wording.py`), so that each reader has them in their language. dates: [words, ISO day] that come.
    page: [name, id] of the page of the URL map where a leader finds it. gone_on: since when the fact is not there.
    """

    class State(models.TextChoices):
        GATHERED = "gathered"
        FINISHED = "finished"
        CONFIRMED = "confirmed"
        UNKNOWN = "unknown"

    handover = models.ForeignKey(LeaderHandover, models.CASCADE, related_name="items")
    section = models.CharField(max_length=16)
    kind = models.CharField(max_length=32, blank=True, default="")
    key = models.CharField(max_length=160, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    title = models.JSONField(default=dict)
    lines = models.JSONField(default=list, blank=True)
    dates = models.JSONField(default=list, blank=True)
    page = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True, default="")
    state = models.CharField(max_length=9, choices=State.choices, default=State.GATHERED)
    confirmed_on = models.DateField(null=True, blank=True)
    gone_on = models.DateField(null=True, blank=True)

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "kind", "key"], condition=~Q(key=""), name="handoveritem_once_per_fact"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_on__isnull=False),
                name="handoveritem_confirmed_on",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the successor has still to say something about it."""
        return self.state not in (self.State.CONFIRMED, self.State.UNKNOWN) and self.gone_on is None


class HandoverQuestion(Record):
    """What the successor asked about an item, and what the leaver answered. Both stay as they were written."""

    item = models.ForeignKey(HandoverItem, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    words = models.CharField(max_length=600)
    answer = models.CharField(max_length=1200, blank=True, default="")
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer=""),
                name="handoverquestion_answered_in_words",
            )
        ]


class ResponsiblePerson(Record):
    """Somebody at a school who handles something besides its leaders. responsibility: see `responsibilities.py`."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    responsibility = models.CharField(max_length=16)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "responsibility", "person"], name="responsibleperson_once"
            )
        ]
