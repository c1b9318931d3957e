"""What people send to merge two records of one organization, or to say that they are two."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import RowField
from trellis.core.foundation.formatting import format_language_name, format_list

from . import merging, services
from .forms import OrganizationForm, may_merge
from .models import Organization

CHOICES = ("first", "second")


class MergePage(NamedTuple):
    """The two records side by side."""

    first: Organization
    second: Organization


class FieldRow(NamedTuple):
    """One field of both. choice: of the form, where they differ."""

    label: str
    first: str
    second: str
    choice: object


def _shown(organization: Organization, field: str) -> str:
    value = getattr(organization, field)
    if field == "languages":
        return format_list(format_language_name(tag) for tag in value)
    return str(value)


class MergeForm(ActionForm[Organization]):
    """One choice for each field in which the two differ; everything else of both stays."""

    do = "merge"
    submit = _("Merge into one")
    subject: MergePage

    def prepare(self) -> None:
        for name in self.differing_fields:
            filled = next((side for side in CHOICES if getattr(getattr(self.subject, side), name)), "first")
            label = str(OrganizationForm.base_fields[name].label)
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(side, _shown(getattr(self.subject, side), name)) for side in CHOICES],
                widget=forms.RadioSelect,
                initial=filled,
            )

    @property
    def differing_fields(self) -> list[str]:
        first, second = self.subject
        return [name for name in merging.FIELDS if getattr(first, name) != getattr(second, name)]

    def table(self) -> list[FieldRow]:
        """Both records, field by field; fields that neither has are left out."""
        first, second = self.subject
        rows = []
        for name in merging.FIELDS:
            if getattr(first, name) or getattr(second, name):
                label = str(OrganizationForm.base_fields[name].label)
                choice = self[name] if name in self.fields else None
                rows.append(FieldRow(label, _shown(first, name), _shown(second, name), choice))
        return rows

    def save(self) -> str:
        first, second = self.subject
        if not may_merge(self.viewer, first, second):
            raise Http404
        values = {
            name: getattr(getattr(self.subject, side), name) for name, side in self.cleaned_data.items()
        }
        merging.merge_organizations(first, second, values, self.by)
        return gettext("Merged. You can undo this below.")


def _current_organizations(form: ActionForm) -> QuerySet[Organization]:
    return Organization.objects.seen_by(form.viewer).current()


class KeepApartForm(ActionForm[Organization]):
    """Two organizations with similar names are two."""

    do = "keep-apart"
    submit = _("They are two")

    first = RowField(rows=_current_organizations, widget=forms.HiddenInput)
    second = RowField(rows=_current_organizations, widget=forms.HiddenInput)

    def save(self) -> str:
        first, second = self.cleaned_data["first"], self.cleaned_data["second"]
        if not may_merge(self.viewer, first, second):
            raise Http404
        services.keep_apart(first, second, self.by)
        return gettext("Saved.")
