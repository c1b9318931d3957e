"""A person's own pathway into a role, the evidence for its steps, and cohorts of people on the same stage."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.assessment.portfolios.models import Task
from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record, Revised
from trellis.learning.internships.models import Placement


class StartedPathway(Revised):
    """A stage of the model that a person started by their own wish. Nobody else sees it until they share it.

    school: where they work, and whose model has it. key, title: of the pathway, as it was at the start. mentor: sees it
    and confirms its steps, since mentor_chosen_at. shown_to_network, shown_to_leaders: who else may see it. named: on
    the network's page of who would like to lead. meets_at, meets_where: when and where they meet their mentor next.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="pathways")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=140)
    started_on = models.DateField()
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    mentor_chosen_at = models.DateTimeField(null=True, blank=True)
    shown_to_network = models.BooleanField(default=False)
    shown_to_leaders = models.BooleanField(default=False)
    named = models.BooleanField(default=False)
    meets_at = models.DateTimeField(null=True, blank=True)
    meets_where = models.CharField(max_length=200, blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="startedpathway_once"),
            models.CheckConstraint(
                condition=Q(named=False) | Q(shown_to_network=True), name="startedpathway_named_is_shown"
            ),
        ]


class StartedStep(Revised):
    """A step of a started pathway, with its evidence. key, title, evidence_asked: as the model had it at the start.

    task, apprenticeship: what the person chose from their own record to show with it.
    """

    pathway = models.ForeignKey(StartedPathway, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=140)
    evidence_asked = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")
    link = models.CharField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="pathways/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=160, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="+", help_text="A piece of practice."
    )
    apprenticeship = models.ForeignKey(Placement, models.SET_NULL, null=True, blank=True, related_name="+")
    comment = models.TextField(blank=True, default="")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Revised.Meta):
        constraints = [models.UniqueConstraint(fields=["pathway", "key"], name="startedstep_once")]

    @property
    def has_evidence(self) -> bool:
        return bool(self.words or self.link or self.file or self.task_id or self.apprenticeship_id)


class Cohort(Record):
    """People on the same stage, whom the network brings together. key: of the pathway."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="cohorts")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=140)


class CohortMember(Record):
    """Somebody in a cohort, by their own pathway. person: so that members read names and nobody's pathway."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    pathway = models.ForeignKey(StartedPathway, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["cohort", "pathway"], name="cohortmember_once")]


class CohortMeeting(Revised):
    """One meeting of a cohort. Its members read the agenda and the notes."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True, default="")
    agenda = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
