"""Teams: how groups are formed, and what a team of teachers writes when it meets."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Group, Person, School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised


class GroupDraftSettings(TypedDict, total=False):
    """Columns of GroupDraft that say how many groups there are and how students are mixed."""

    count: int
    rule: str
    balance: list[str]
    strands: int
    advisories: int


class GroupDraftQuerySet(GuardedQuerySet):
    """Drafts of groups, and those that were adopted."""

    def open(self) -> GroupDraftQuerySet:
        """Drafts that were neither adopted nor discarded."""
        return self.filter(adopted_at=None, deleted_at=None)


class GroupDraft(Revised):
    """Groups that are being formed: what kind, how many, from whom, and by what they are mixed.

    `source` is the group that its students come from; without one, all students of the school. Nothing is a group
    until it is adopted. Teams may be formed as a whole school: `strands` and `advisories` say how many each has, and
    those are drafts of their own, `within` the group of a team that is not adopted yet.
    """

    class Kind(models.TextChoices):
        TEAM = Group.Kind.TEAM.value, Group.Kind.TEAM.label
        STRAND = Group.Kind.STRAND.value, Group.Kind.STRAND.label
        ADVISORY = Group.Kind.ADVISORY.value, Group.Kind.ADVISORY.label
        WORK = Group.Kind.WORK.value, Group.Kind.WORK.label

    class Rule(models.TextChoices):
        NONE = "", _("no rule")
        PARTNER = "partner", _("every student has someone who shares their home language")
        ENGLISH = "english", _("English is the only language the whole group shares")

    school = models.ForeignKey(School, models.CASCADE, related_name="group_drafts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=160)
    source = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="group_drafts")
    count = models.PositiveSmallIntegerField(help_text="How many groups.")
    rule = models.CharField(max_length=7, choices=Rule.choices, blank=True, default="")
    balance: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Keys of what is mixed evenly."
    )
    strands = models.PositiveSmallIntegerField(
        default=0, help_text="Of a whole school: how many in each team."
    )
    advisories = models.PositiveSmallIntegerField(default=0, help_text="The same.")
    within = models.ForeignKey("DraftGroup", models.CASCADE, null=True, blank=True, related_name="inner")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    adopted_at = models.DateTimeField(null=True, blank=True)
    proposing_since = models.DateTimeField(
        null=True, blank=True, help_text="Set while a whole school is proposed beside a request."
    )
    refused = models.CharField(
        max_length=400, blank=True, default="", help_text="Why the last one came to nothing."
    )

    objects = GuardedManager.from_queryset(GroupDraftQuerySet)()

    @property
    def is_whole(self) -> bool:
        """Whether strands or advisories are formed with the teams."""
        return bool(self.strands or self.advisories)

    @property
    def team_group(self) -> DraftGroup:
        """The group of the draft of teams that these strands or advisories are inside of."""
        if self.within is None:
            raise ValueError(f"{self} is not inside a team.")
        return self.within

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="groupdraft_at_least_one_group"),
            models.CheckConstraint(
                condition=Q(kind="team") | Q(strands=0, advisories=0),
                name="groupdraft_inner_groups_only_in_teams",
            ),
            models.UniqueConstraint(
                fields=["within", "kind"],
                condition=Q(within__isnull=False),
                name="groupdraft_unique_kind_within_team",
            ),
            models.CheckConstraint(
                condition=~Q(kind="work") | Q(source__isnull=False), name="groupdraft_work_has_source"
            ),
        ]


class DraftGroup(Revised):
    """One of the groups that are being formed, by its number from 1. `group` is what it became."""

    draft = models.ForeignKey(GroupDraft, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    group = models.OneToOneField(Group, models.SET_NULL, null=True, blank=True, related_name="draft_group")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draftgroup_unique_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="draftgroup_number_from_one"),
        ]


class DraftGroupAdult(Record):
    """An adult who will be with a group once it is adopted."""

    draft_group = models.ForeignKey(DraftGroup, models.CASCADE, related_name="adults")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["draft_group", "person"], name="draftgroupadult_unique_person")
        ]


class DraftSeat(Revised):
    """A student in one of the groups that are being formed. `fixed`: somebody locked them there."""

    draft = models.ForeignKey(GroupDraft, models.CASCADE, related_name="seats")
    student = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="Of the group.")
    fixed = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["draft", "student"], name="draftseat_unique_student"),
            models.CheckConstraint(condition=Q(number__gte=1), name="draftseat_number_from_one"),
        ]


class PairRequest(Revised):
    """Two students who should be in one group, or should not. Why has no field, by design.

    A pair has one row, whichever of the two is named first: `first` has the smaller id.
    """

    class Kind(models.TextChoices):
        TOGETHER = "together", _("together")
        APART = "apart", _("apart")

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "first", "second"], name="pairrequest_unique_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pairrequest_pair_in_order"),
        ]


class Meeting(Revised):
    """A team's meeting on one day, and what was written down. `revision` counts writes: no words are lost."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="meetings")
    day = models.DateField()
    planning = models.TextField(blank=True, default="")
    curriculum = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["group", "day"], name="meeting_unique_day")]


class CommitmentQuerySet(GuardedQuerySet):
    """Commitments of teams."""

    def open(self) -> CommitmentQuerySet:
        """Those that are not done yet."""
        return self.filter(done_at=None, deleted_at=None)


class Commitment(Record):
    """What somebody of a team will do. It is carried from meeting to meeting until it is done."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="promises")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="promises")
    words = models.CharField(max_length=300)
    who = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager.from_queryset(CommitmentQuerySet)()


class ClosableQuerySet(GuardedQuerySet):
    """Follow-ups on students."""

    def open(self) -> ClosableQuerySet:
        """Those that are not closed yet."""
        return self.filter(closed_at=None, deleted_at=None)


class StudentDiscussion(Revised):
    """What a team's teachers will do for a student in class. What lies behind it has no place here, by design."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="cases")
    student = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(max_length=600)
    review_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager.from_queryset(ClosableQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "student"],
                condition=Q(closed_at=None, deleted_at=None),
                name="studentdiscussion_one_open_per_student",
            )
        ]
