"""Exhibitions: a student shows what they learned, before people."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School, Term
from trellis.core.foundation.models import Record, Revised


class Exhibition(Revised):
    """One student's exhibition in one cycle; or one adult's exhibition of practice, at `practice_school`."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="exhibitions")
    term = models.ForeignKey(Term, models.PROTECT, related_name="exhibitions")
    kind = models.CharField(
        max_length=80, default="cycle", help_text="A key of the model: cycle, gateway ..."
    )
    starts = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    room = models.CharField(max_length=60, blank=True)
    by_hand = models.BooleanField(
        default=False, help_text="Somebody set the time: a search for times leaves it."
    )
    held_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    packet = models.TextField(blank=True, default="", help_text="What the panel has in hand before it comes.")
    packet_sent_at = models.DateTimeField(null=True, blank=True)
    practice_school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Where an adult shows their practice; none for a student.",
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "term", "kind"], name="exhibition_unique_student_term_kind"
            )
        ]
        # Of adults' rows alone: an index over all rows tempts SQLite to read every student's.
        indexes = [
            models.Index(
                fields=["practice_school"],
                condition=models.Q(practice_school__isnull=False),
                name="exhibition_of_practice",
            )
        ]

    @property
    def is_scoring_open(self) -> bool:
        """Whether scores may be given: from an hour before it begins."""
        return self.starts is not None and timezone.now() >= self.starts - timedelta(hours=1)


class Panelist(Revised):
    """Somebody on the panel of an exhibition."""

    class Part(models.TextChoices):
        ADVISOR = "advisor", _("advisor")
        OUTSIDE = "outside", _("outside adult")
        PEER = "peer", _("peer")
        FAMILY = "family", _("family")
        STUDENT = "student", _("student")
        SCHOOL = "school", _("adult from the school")
        INTERPRETER = "interpreter", _("interpreter")

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="panel")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True, help_text="For somebody without a record.")
    part = models.CharField(max_length=12, choices=Part.choices)
    email = models.EmailField(blank=True, default="")
    is_proposed = models.BooleanField(
        default=False, help_text="Proposed when times were found, not by a person."
    )
    attendee = models.ForeignKey(
        "Attendee", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    scored_at = models.DateTimeField(
        null=True, blank=True, help_text="When they had scored every row of the rubric."
    )

    @property
    def display_name(self) -> str:
        """The name that stands on the panel: of a record where there is one."""
        return self.person.name if self.person_id and self.person else self.name


class PanelScore(Record):
    """What one panelist gave in one row of the rubric. `level` counts from 1."""

    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["panelist", "criterion"], name="panelscore_unique_criterion")
        ]


class AgreedLevel(Record):
    """The level that the panel agreed on in one row, and what was said where scores lay far apart."""

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="agreed_levels")
    criterion = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()
    discussion = models.CharField(max_length=600, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["exhibition", "criterion"], name="agreedlevel_unique_criterion")
        ]


class PanelComment(Record):
    """What the panel wrote down at the end."""

    class Kind(models.TextChoices):
        COMMENDATION = "commendation", _("commendation")
        RECOMMENDATION = "recommendation", _("recommendation")
        NEXT = "next", _("for the next plan")

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    words = models.CharField(max_length=600)


class Round(Revised):
    """The days on which a school holds the exhibitions of one kind in a term: when, where, with what breaks."""

    school = models.ForeignKey(School, models.CASCADE, related_name="rounds")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)
    days = models.JSONField(help_text="ISO dates.")
    opens = models.TimeField()
    closes = models.TimeField()
    rooms = models.JSONField(help_text="Names of rooms.")
    minutes = models.PositiveSmallIntegerField()
    buffer = models.PositiveSmallIntegerField(default=10)
    search_started_at = models.DateTimeField(
        null=True, blank=True, help_text="Set while a search for times runs."
    )
    search_error = models.CharField(
        max_length=400, blank=True, default="", help_text="Why the last search for times found none."
    )
    times_found_at = models.DateTimeField(null=True, blank=True)
    unplaced = models.JSONField(default=list, blank=True, help_text="Who has no time: {student, name, why}.")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "term", "kind"], name="round_unique_school_term_kind")
        ]


class Attendee(Revised):
    """Somebody who may come in a round, and when: family, an adult from outside, an interpreter."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    part = models.CharField(
        max_length=12, choices=[(choice, choice) for choice in ("outside", "family", "interpreter")]
    )
    language = models.CharField(max_length=12, blank=True, default="", help_text="An interpreter's.")
    hours = models.JSONField(default=dict, blank=True, help_text="By ISO date: [from, to] as HH:MM.")
    answered_at = models.DateTimeField(null=True, blank=True)

    @property
    def display_name(self) -> str:
        return self.person.name if self.person_id and self.person else self.name
