"""Support around a student: strengths and needs, who helps, what a family agreed to, and what is confidential.

No field here says anything of immigration status, and no area of need stands for it. Words in this app are kept out of
the ledger (`sealed`): what is destroyed by policy must not live on there.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record, Revised

from .querysets import ConsentQuerySet, GlassBreakQuerySet, NeedQuerySet, ReferralQuerySet
from .retention_models import Destroyed as Destroyed
from .retention_models import Retention as Retention


class Area(models.TextChoices):
    FOOD = "food", _("food")
    HEALTH = "health", _("health")
    MIND = "mind", _("feelings and mental health")
    SENSES = "senses", _("vision, hearing and dental")
    CLOTHES = "clothes", _("clothing and school supplies")
    WAY = "way", _("transportation to school")
    LEARNING = "learning", _("learning")
    LANGUAGE = "language", _("language and interpreting")
    BELONGING = "belonging", _("belonging, friends or a mentor")
    FAMILY = "family", _("family and caregiving")
    WORK = "work", _("work and money")
    SAFETY = "safety", _("safety")
    OTHER = "other", _("something else")


class Strength(Record):
    """What a student can build on, in a sentence."""

    sealed = ("words",)

    student = models.ForeignKey(Person, models.CASCADE, related_name="strengths")
    words = models.CharField(max_length=240)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class Need(Revised):
    """Something that a student needs so that school can work, until it is met. On `review_on` it comes back."""

    sealed = ("words", "plan", "how_met")

    student = models.ForeignKey(Person, models.CASCADE, related_name="needs")
    area = models.CharField(max_length=10, choices=Area.choices)
    words = models.CharField(max_length=600)
    plan = models.CharField(max_length=600, blank=True, default="", help_text="What is done about it.")
    between = models.BooleanField(default=False, help_text="Between the student and the counselor alone.")
    opened_at = models.DateField()
    review_on = models.DateField()
    met_at = models.DateField(null=True, blank=True)
    how_met = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = GuardedManager.from_queryset(NeedQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(met_at=None) | Q(met_at__gte=F("opened_at")), name="need_met_after_opened"
            )
        ]


class Service(Record):
    """What the school itself does about a need: who, and how often."""

    sealed = ("words",)

    need = models.ForeignKey(Need, models.CASCADE, related_name="services")
    words = models.CharField(max_length=240)
    giver = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)


class Partner(Revised):
    """An organisation of the community that the school works with."""

    school = models.ForeignKey(School, models.CASCADE, related_name="support_partners")
    name = models.CharField(max_length=120)
    areas: models.JSONField[list[str]] = models.JSONField(default=list, help_text="Keys of Area.")
    contact = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(
        max_length=12, blank=True, default="", help_text="In which it reads its page."
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=Q(deleted_at=None), name="partner_unique_name"
            )
        ]


class Consent(Record):
    """A family's yes or no to telling one partner, with an end. Nothing goes to a partner without a current yes."""

    class How(models.TextChoices):
        PAGE = "page", _("on the family’s page")
        PAPER = "paper", _("on paper")
        PERSON = "person", _("in person")

    student = models.ForeignKey(Person, models.CASCADE, related_name="support_consents")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="consents")
    ends = models.DateField(help_text="The last day; within a year of asking.")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True, default="")
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = GuardedManager.from_queryset(ConsentQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "partner"],
                condition=Q(refused_at=None, withdrawn_at=None, deleted_at=None, given_at=None),
                name="consent_one_open_per_partner",
            ),
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(refused_at=None), name="consent_given_or_refused"
            ),
        ]

    def status_on(self, day: date) -> str:
        """How it stands on a day: asked, holds, refused, withdrawn or over."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.refused_at:
            return "refused"
        if self.ends < day:
            return "over"
        return "holds" if self.given_at else "asked"


class Referral(Revised):
    """A partner is asked for one need. It accepts or declines by its link, and closes when it is done."""

    sealed = ("words", "answer")

    need = models.ForeignKey(Need, models.CASCADE, related_name="referrals")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="referrals")
    words = models.CharField(max_length=300, help_text="All that the partner is told.")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="", help_text="The partner’s last words.")

    objects = GuardedManager.from_queryset(ReferralQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["need", "partner"],
                condition=Q(declined_at=None, closed_at=None, withdrawn_at=None, deleted_at=None),
                name="referral_one_open_per_need_and_partner",
            )
        ]

    @property
    def is_answered(self) -> bool:
        """Whether the partner has declined it or is done with it."""
        return bool(self.declined_at or self.closed_at)

    @property
    def is_open(self) -> bool:
        return not (self.is_answered or self.withdrawn_at)


class ClassroomSupport(Record):
    """What to do in class, in a sentence: all that teachers see of what lies behind."""

    sealed = ("words",)

    student = models.ForeignKey(Person, models.CASCADE, related_name="in_class")
    words = models.CharField(max_length=240)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class CaseNote(Record):
    """A confidential note: the counselor's, or what somebody noticed and sent to the counselor. It never changes."""

    sealed = ("words",)

    class Kind(models.TextChoices):
        NOTE = "note", _("a note")
        NOTICED = "noticed", _("noticed by school staff")

    student = models.ForeignKey(Person, models.CASCADE, related_name="case_notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When a counselor first read it.")


class EmergencyAccess(Record):
    """Somebody opened a student's confidential notes without being the counselor, with a reason. It ends by itself."""

    HOURS = 24

    student = models.ForeignKey(Person, models.CASCADE, related_name="glass_breaks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    why = models.CharField(max_length=400)
    until = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the counselors had mail of it.")

    objects = GuardedManager.from_queryset(GlassBreakQuerySet)()

    @classmethod
    def hours_from(cls, now: datetime) -> datetime:
        return now + timedelta(hours=cls.HOURS)


class OpeningNotice(Record):
    """A notice that confidential notes were opened: on somebody's pages until they have read it, and by email."""

    glass = models.ForeignKey(EmergencyAccess, models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    names_student = models.BooleanField(
        default=True, help_text="Not for the network's staff: they learn the school."
    )
    mailed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    school: str = ""
    """The names of the student's schools, where a selector has read them. Not a column."""

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["glass", "person"], name="openingnotice_unique_person")
        ]


class Housing(Revised):
    """Where a student sleeps, as McKinney-Vento names it. For the liaison alone; on no other page, in no export."""

    sealed = ("situation", "alone")

    class Situation(models.TextChoices):
        SHARED = (
            "shared",
            _(
                "doubled up: sharing other people’s housing because of loss of housing, economic "
                "hardship or a similar reason"
            ),
        )
        SHELTER = "shelter", _("in a shelter")
        MOTEL = "motel", _("in a motel or hotel")
        UNSHELTERED = (
            "unsheltered",
            _("unsheltered: a car, park, abandoned building or another place not meant for sleeping"),
        )

    student = models.ForeignKey(Person, models.CASCADE, related_name="housing")
    situation = models.CharField(max_length=12, choices=Situation.choices)
    alone = models.BooleanField(default=False, help_text="Without a parent or guardian.")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(until=None, deleted_at=None),
                name="housing_one_current_per_student",
            )
        ]
