"""A coach's visits to a school: what was seen, what was agreed, and what is shared. No row is about a named teacher."""

from __future__ import annotations

from datetime import datetime, time

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.community.models import Group, Person, School
from trellis.core.foundation.models import Record, Revised


class CoachVisit(Revised):
    """One visit of a coach to a school, planned or made.

    coach: who makes it. current_coach: who works with the school now; they read its notes after a handover. starts,
    ends: on the school's clock. focus: keys of rows of the school's review rubric. figures: what the school's measures
    were when the visit was made, by key, as `school_changes.SchoolFigure` dumps them.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        MADE = "made", pgettext_lazy("a visit", "Visited")
        CANCELLED = "cancelled", _("Canceled")

    class Place(models.TextChoices):
        ON_SITE = "on-site", _("At the school")
        ONLINE = "online", _("Online")

    school = models.ForeignKey(School, models.CASCADE, related_name="coach_visits")
    coach = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    current_coach = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField()
    starts = models.TimeField(default=time(9))
    ends = models.TimeField(default=time(14))
    place = models.CharField(max_length=8, choices=Place.choices, default=Place.ON_SITE)
    purpose = models.CharField(max_length=200, blank=True, default="")
    people_met = models.CharField(max_length=300, blank=True, default="", help_text="In roles, not by name.")
    focus: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    visit_minutes = models.PositiveSmallIntegerField(default=0)
    preparation_minutes = models.PositiveSmallIntegerField(default=0)
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    follow_up_minutes = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PLANNED)
    figures = models.JSONField(default=dict, blank=True)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="coachvisit_ends_after_start")
        ]
        indexes = [models.Index(fields=["school", "day"], name="coachvisit_school_day")]

    @property
    def starts_at(self) -> datetime:
        """The day and the time on the school's clock, without a zone: shown as it is, wherever it is read."""
        return datetime.combine(self.day, self.starts)

    @property
    def is_planned(self) -> bool:
        return self.status == self.Status.PLANNED

    @property
    def is_made(self) -> bool:
        return self.status == self.Status.MADE

    @property
    def contract_minutes(self) -> int:
        """What counts against the contract: travel does not."""
        return self.visit_minutes + self.preparation_minutes + self.follow_up_minutes


class NoteVersion(Record):
    """One version of a text. Its id is made on the device. replaces: the versions that its writer saw, as 32 hex digits
    each; two versions that do not know of each other are both kept (see `note_versions.py`)."""

    text = models.TextField(blank=True, default="")
    replaces: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    written_at = models.DateTimeField(help_text="The device's clock put right.")
    fingerprint = models.CharField(max_length=32)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        abstract = True


class VisitNote(NoteVersion):
    """What a coach saw and heard on a row of the school's review rubric, and the school's level on it."""

    visit = models.ForeignKey(CoachVisit, models.CASCADE, related_name="notes")
    row = models.CharField(max_length=80)
    title = models.CharField(max_length=160, help_text="Of the row, as the model said it then.")
    level = models.PositiveSmallIntegerField(null=True, blank=True)


class PrivateNote(NoteVersion):
    """What only the coach who wrote it reads."""

    visit = models.ForeignKey(CoachVisit, models.CASCADE, related_name="private_notes")


class VisitCommitment(Revised):
    """What will be done after a visit, by whom and until when. checked_at: when its status was last said."""

    class Owner(models.TextChoices):
        PERSON = "person"
        TEAM = "team"
        NETWORK = "network", _("The network")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("a commitment", "Open")
        DONE = "done", _("Done")
        PARTLY = "partly", _("Partly")
        NOT_YET = "not-yet", _("Not yet")

    visit = models.ForeignKey(CoachVisit, models.CASCADE, related_name="commitments")
    text = models.CharField(max_length=200)
    owner_kind = models.CharField(max_length=7, choices=Owner.choices)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField()
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.OPEN)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="It stays on its page, to be brought back."
    )
    fingerprint = models.CharField(max_length=32, blank=True, default="")

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def owner_name(self) -> str:
        """Who does it, in words."""
        if self.owner_kind == self.Owner.NETWORK:
            return str(self.Owner.NETWORK.label)
        if self.owner_kind == self.Owner.TEAM:
            return self.team.title if self.team else ""
        return self.owner.name if self.owner else ""


class VisitSummary(Record):
    """What a coach shared with the school's leaders: a snapshot that stays as it was shared.

    body: `words`, `focus` (rows with title and level), `commitments` (text, owner and due day).
    """

    visit = models.ForeignKey(CoachVisit, models.CASCADE, related_name="summaries")
    version = models.PositiveSmallIntegerField()
    body = models.JSONField(default=dict)
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["visit", "version"], name="visitsummary_version")]


class CoachHandover(Record):
    """A school that went from one coach to the next, with a note for the next."""

    school = models.ForeignKey(School, models.CASCADE, related_name="coach_handovers")
    from_coach = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    to_coach = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.TextField(blank=True, default="")
