"""What people send from the pages of organizations: details, who works with one, panelists, duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import (
    LineField,
    LinkField,
    PastedEmailField,
    RowField,
    TextField,
    set_choices,
)

from . import merging, panel_members, permissions, selectors, services
from .models import Organization, OrganizationMerge, PanelMember
from .years import current_year


class OrganizationForm(ActionForm[Organization]):
    """What is known of an organization. `organization`: the one that was saved."""

    organization: Organization

    name = LineField(
        label=_("Name"), max_length=160, error_messages={"required": _("Enter the organization’s name.")}
    )
    about = TextField(label=_("What it does"), max_length=600, required=False)
    city = LineField(label=_("City"), max_length=80, required=False)
    address = LineField(label=_("Street address"), max_length=200, required=False)
    website = LinkField(label=_("Website"), required=False)
    email = PastedEmailField(label=_("Email"), required=False)
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def facts(self) -> dict[str, object]:
        """By column of the table, once the form is valid."""
        return {name: self.cleaned_data[name] for name in merging.FIELDS}


@dataclass(frozen=True)
class NewOrganizationPage:
    """Where a new organization belongs: a network, and the school that begins to work with it, if any."""

    network: UUID
    school: School | None


class NewOrganizationForm(OrganizationForm):
    subject: NewOrganizationPage

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """A new organization is in the school's city."""
        if field_name == "city" and self.subject.school:
            return self.subject.school.city
        return super().get_initial_for_field(field, field_name)

    def save(self) -> str:
        self.organization = services.add_organization(self.subject.network, self.facts(), self.by)
        if self.subject.school:
            services.begin_relationship(self.organization, self.subject.school, self.by)
        return gettext("%(name)s was added.") % {"name": self.organization.name}


class EditOrganizationForm(OrganizationForm):
    subject: Organization

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """What is saved of it."""
        return getattr(self.subject, field_name)

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.save_organization(self.subject, self.facts(), self.by, self.seen, labels)
        return gettext("Saved.")


def _schools_to_begin(form: ActionForm) -> QuerySet[School]:
    working = selectors.schools_working_with(form.subject.pk)
    schools = School.objects.seen_by(form.viewer).filter(pk__in=permissions.partner_schools(form.viewer))
    return schools.exclude(pk__in=working).order_by("name")


class BeginForm(ActionForm[School]):
    """A school begins to work with an organization. `relationship`: what it has then."""

    do = "begin"
    submit = _("Work with this organization")
    subject: Organization

    school = RowField(label=_("School"), rows=_schools_to_begin, empty_label=None)

    @cached_property
    def is_offered(self) -> bool:
        """Whether a school of the viewer's does not work with it yet."""
        return _schools_to_begin(self).exists()

    def save(self) -> str:
        school = self.cleaned_data["school"]
        self.relationship = services.begin_relationship(self.subject, school, self.by)
        return gettext("Saved.")


class PanelistForm(ActionForm[PanelMember]):
    """An adult on a panel of the viewer's school comes from this organization."""

    do = "panelist"
    submit = _("Add")
    subject: Organization

    adult = forms.ChoiceField(label=_("Outside adult on a panel this year"), widget=forms.Select)

    @cached_property
    def adults(self) -> dict[str, tuple[School, panel_members.OutsideAdult]]:
        """Those whom nobody has linked yet, by school and identity, at the schools that work with it."""
        working = selectors.schools_working_with(self.subject.pk) & permissions.partner_schools(self.viewer)
        schools = School.objects.seen_by(self.viewer).filter(pk__in=working).order_by("name")
        years = {school: current_year(school) for school in schools}
        return {
            f"{school.pk}/{adult.identity}": (school, adult)
            for school, year in years.items()
            for adult in panel_members.outside_adults(self.viewer, school, year.starts, year.ends)
        }

    def prepare(self) -> None:
        choices = []
        for key, (_school, adult) in self.adults.items():
            panels = ngettext("%(n)s panel", "%(n)s panels", adult.panels) % {"n": adult.panels}
            choices.append((key, f"{adult.name} ({panels})"))
        field = self.fields["adult"]
        set_choices(field, choices)
        field.choices = choices

    def save(self) -> str:
        school, adult = self.adults[self.cleaned_data["adult"]]
        panel_members.link_panel_member(self.subject, school, adult, self.by)
        return gettext("Saved.")


class RemovePanelistForm(ActionForm[PanelMember]):
    do = "remove-panelist"
    submit = _("Remove")
    row_name = "member"
    subject: Organization

    def rows(self) -> QuerySet[PanelMember]:
        schools = permissions.partner_schools(self.viewer)
        return PanelMember.objects.seen_by(self.viewer).filter(organization=self.subject, school__in=schools)

    def save(self) -> str:
        panel_members.unlink_panel_member(self.row_or_404, self.by)
        return gettext("Saved.")


class UndoMergeForm(ActionForm[OrganizationMerge]):
    """Part two organizations that were merged."""

    do = "undo-merge"
    submit = _("Undo the merge")
    row_name = "merge"
    subject: Organization

    def rows(self) -> QuerySet[OrganizationMerge]:
        return OrganizationMerge.objects.seen_by(self.viewer).filter(target=self.subject)

    def save(self) -> str:
        if not may_merge(self.viewer, self.subject):
            raise Http404
        merged = merging.undo_merge(self.row_or_404, self.by)
        return gettext("%(name)s is on the list again, with everything that came from it.") % {
            "name": merged.name
        }


def may_merge(viewer: Viewer, *organizations: Organization) -> bool:
    """Whether the viewer may merge these, or part what was merged into one."""
    schools = [selectors.schools_working_with(organization.pk) for organization in organizations]
    return permissions.may_merge_organizations(viewer, organizations[0].network_id, schools)


ORGANIZATION_FORMS = (BeginForm, PanelistForm, RemovePanelistForm, UndoMergeForm)
