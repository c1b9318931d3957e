"""The forms of one step: done, by somebody who is signed in or by the contact's link; open again; owner and day."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, LinkField, TextField

from . import services, step_services
from .models import JoiningSchool, JoiningStep
from .permissions import may_complete, may_manage
from .school_forms import chosen_person, person_choices
from .selectors import possible_owners


class StepForm(ActionForm[JoiningStep]):
    """A form about one step of the school that is the page's subject."""

    row_name = "step"
    section = "steps"
    shows_revision = True
    subject: JoiningSchool

    def rows(self) -> QuerySet[JoiningStep]:
        rows = JoiningStep.objects.seen_by(self.viewer).filter(joining=self.subject, deleted_at=None)
        return rows.select_related("joining__network", "joining__school")


class CompleteStepForm(StepForm):
    """Mark a step done, with what shows it."""

    do = "complete"
    submit = _("Mark done")

    evidence = TextField(label=_("Evidence"), required=False, max_length=4000, rows=2)
    evidence_link = LinkField(label=_("Link"), required=False)
    file = forms.FileField(label=_("File"), required=False)
    done_on = DayField(label=_("Done on"), required=False, help_text=_("Leave blank for today."))

    def save(self) -> str:
        step = self.row_or_404
        if not may_complete(self.viewer, step):
            raise Http404
        return self.complete(step, self.by, self.viewer.person.name)

    def complete(self, step: JoiningStep, by: UUID | None, name: str) -> str:
        """Mark the step done by somebody."""
        sent = self.cleaned_data
        evidence = step_services.Evidence(sent["evidence"], sent["evidence_link"], sent["file"])
        step_services.complete_step(step, evidence, sent["done_on"], self.seen, by, name)
        return gettext("Done: %(step)s") % {"step": gettext(step.title)}


class CompleteByLinkForm(CompleteStepForm):
    """The same, for the contact of a school that is not in Trellis yet: of the school's own steps."""

    def rows(self) -> QuerySet[JoiningStep]:
        return (
            services.steps_of(self.subject)
            .filter(side=JoiningStep.Owner.SCHOOL)
            .select_related("joining__network", "joining__school")
        )

    def save(self) -> str:
        return self.complete(self.row_or_404, None, self.subject.contact_name)


class ReopenStepForm(StepForm):
    """Mark a step not done after all."""

    do = "reopen"
    submit = _("Not done after all")

    def save(self) -> str:
        step = self.row_or_404
        if not may_complete(self.viewer, step):
            raise Http404
        step_services.reopen_step(step, self.seen, self.by)
        return gettext("Saved.")


class ChangeStepForm(StepForm):
    """Who does a step and by when, and what is in the way."""

    do = "change"

    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due = DayField(label=_("Due"), required=False)
    obstacle = LineField(label=_("What is in the way"), max_length=300, required=False)

    def prepare(self) -> None:
        cache_key = ("joining owners", self.subject.pk)
        if cache_key not in self.viewer.cache:
            self.viewer.cache[cache_key] = possible_owners(
                self.viewer, self.subject.network, self.subject.school_id
            )
        self.people = self.viewer.cache[cache_key]
        self.fields["owner"].choices = person_choices(self.people, gettext("No one yet"))

    def initial_for(self, row: JoiningStep) -> dict[str, object]:
        return {"owner": str(row.owner_id or ""), "due": row.due, "obstacle": row.obstacle}

    def save(self) -> str:
        step, sent = self.row_or_404, self.cleaned_data
        if not may_manage(self.viewer, step.joining):
            raise Http404
        owner = chosen_person(self.people, sent["owner"])
        step_services.change_step(step, owner, sent["due"], sent["obstacle"], self.seen, self.by)
        return gettext("Saved.")
