"""The way to a placement: the search with its steps, a requested spot, messages, and the agreement."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record, Revised

from ..querysets import HoldQuerySet, SearchQuerySet
from .placements import InternshipTerms, Placement
from .sites import Site


class PlacementSearch(Revised):
    """A student's search for a placement, from an interest through the stages of the school's model.

    With a `host_school` it is an adult's request to learn beside a leader there; `student` is that adult.
    """

    student = models.ForeignKey(Person, models.CASCADE, related_name="searches")
    host_school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="+")
    interest = models.CharField(max_length=240)
    field = models.CharField(max_length=80, blank=True, default="")
    stage = models.CharField(max_length=80)
    ticked: models.JSONField[dict[str, list[str]]] = models.JSONField(
        default=dict, blank=True, help_text="By stage: which of its needs are there."
    )
    wishes: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Ids of sites, the most liked first."
    )
    most_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The longest way from school; empty: any."
    )
    placement = models.OneToOneField(Placement, models.SET_NULL, null=True, blank=True, related_name="search")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager.from_queryset(SearchQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(closed_at__isnull=True),
                name="placementsearch_one_open_per_student",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it has not led to a placement or ended."""
        return self.closed_at is None


class Reservation(Record):
    """A spot that a student requested. It is reserved until a day, then free again, unless the school approves it.

    A request that was withdrawn or declined has `let_go_at`; a declined one has a reason besides. An apprenticeship's
    has no site: the search names the school.
    """

    search = models.ForeignKey(PlacementSearch, models.CASCADE, related_name="holds")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="holds")
    until = models.DateField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(
        max_length=300, blank=True, default="", help_text="Why this site, in the student's own words."
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    decline_reason = models.CharField(
        max_length=300, blank=True, default="", help_text="Told to the student."
    )
    let_go_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager.from_queryset(HoldQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["search"],
                condition=Q(let_go_at__isnull=True),
                name="reservation_one_current_per_search",
            )
        ]

    @property
    def internship_site(self) -> Site:
        """The site of a student's internship. An apprenticeship has none, and no page of sites shows one."""
        if self.site is None:
            raise Site.DoesNotExist
        return self.site

    def is_open(self, today: date) -> bool:
        """Whether it was not released and has not expired; an approved one does not expire."""
        return self.let_go_at is None and (self.until >= today or self.approved_at is not None)

    def awaits_answer(self, today: date) -> bool:
        """Whether the school has neither approved nor declined it, and it has not expired."""
        return self.approved_at is None and self.is_open(today)


class SearchStep(Revised):
    """The facts of one stage of a search: when it was done, with whom, and who agreed."""

    search = models.ForeignKey(PlacementSearch, models.CASCADE, related_name="steps", db_index=False)
    stage = models.CharField(max_length=80, help_text="The key of a stage of the school's model.")
    done_on = models.DateField(null=True, blank=True, help_text="Empty: not done yet.")
    contact = models.CharField(max_length=160, blank=True, default="", help_text="A person at the site.")
    agreed_by = models.CharField(max_length=160, blank=True, default="", help_text="Who agreed to it.")
    note = models.CharField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="searches/%Y/%m", blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    recorded_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Revised.Meta):
        constraints = [models.UniqueConstraint(fields=["search", "stage"], name="searchstep_unique_stage")]


class SiteMessage(Record):
    """What the school wrote to a site about a request. Its id is made on the page: sent twice, it is one message."""

    class Way(models.TextChoices):
        EMAIL = "email", _("by email")
        OTHER = "other", _("by phone or in person")

    search = models.ForeignKey(PlacementSearch, models.CASCADE, related_name="messages")
    site = models.ForeignKey(Site, models.CASCADE, related_name="messages")
    to = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    address = models.EmailField(blank=True, default="")
    way = models.CharField(max_length=8, choices=Way.choices)
    language = models.CharField(max_length=12, help_text="BCP 47: of the text.")
    subject = models.CharField(max_length=160)
    body = models.CharField(max_length=3000)
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class Agreement(InternshipTerms):
    """What student, family, mentor and school agree on for a reserved spot."""

    hold = models.OneToOneField(Reservation, models.CASCADE, related_name="agreement")
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    work = models.CharField(
        max_length=600, blank=True, default="", help_text="Work that helps the site and teaches the student."
    )


class Signature(Record):
    """One person's signature of an agreement as it was worded then; other words need a new signature."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    part = models.CharField(
        max_length=40, help_text="A role of the model: student, guardian, mentor, advisor. Or apprentice."
    )
    name = models.CharField(max_length=120)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    on_paper = models.BooleanField(default=False, help_text="Signed on paper; noted here by the school.")
    wording = models.CharField(max_length=32, help_text="A print of the terms that were signed.")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agreement", "part", "wording"], name="signature_unique_part")
        ]
