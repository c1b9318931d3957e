"""Naming and removing who shares what a leader does."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.adults.joining.school_forms import chosen_person
from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import ActionForm

from . import responsibilities
from .handover_selectors import staff_of
from .models import ResponsiblePerson


class AddPersonForm(ActionForm):
    """Name somebody at the school who handles something too."""

    do = "person"
    submit = _("Add a person")
    section = "people"
    adds = True
    subject: School

    responsibility = forms.ChoiceField(label=_("What they handle"))
    person = forms.ChoiceField(label=_("Person"))

    def prepare(self) -> None:
        self.people = staff_of(self.viewer, self.subject)
        self.fields["responsibility"].choices = [
            (key, str(row.label)) for key, row in responsibilities.RESPONSIBILITIES.items()
        ]
        self.fields["person"].choices = [(str(person.pk), person.name) for person in self.people]

    def save(self) -> str:
        person = chosen_person(self.people, self.cleaned_data["person"])
        if person is None or self.subject.pk not in self.viewer.to("school", Role.LEADER):
            raise Http404
        responsibilities.add_responsible_person(
            self.subject, self.cleaned_data["responsibility"], person, self.by
        )
        return gettext("Added.")


class RemovePersonForm(ActionForm[ResponsiblePerson]):
    """They do not handle it any more."""

    do = "remove-person"
    submit = _("Remove")
    row_name = "row"
    section = "people"
    subject: School

    def rows(self) -> QuerySet[ResponsiblePerson]:
        rows = ResponsiblePerson.objects.seen_by(self.viewer).filter(school=self.subject, deleted_at=None)
        return rows.select_related("person")

    def save(self) -> str:
        row = self.row_or_404
        if self.subject.pk not in self.viewer.to("school", Role.LEADER):
            raise Http404
        responsibilities.remove_responsible_person(row, self.by)
        return gettext("Removed.")
