"""What teachers and students send from the languages of a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import FieldGroup, LineField, LinkField, TextField
from trellis.core.foundation.languages import parse_language_tag
from trellis.learning.projects.form_parts import IdField, TemplateInput
from trellis.learning.projects.models import Project

from . import minutes, selectors, services
from .forms import CHOOSE_SCALE, clean_level, scale_choices
from .models import Domain, HomeResource, LevelScaffold, Objective

CHOOSE_USE = gettext_lazy("Choose what language is used for: narrate, inform, explain or argue.")
CHOOSE_DOMAIN = gettext_lazy("Choose listening, speaking, reading or writing.")
ListedRow = TypeVar("ListedRow", bound=Model)
REMOVABLE_MODELS = {"objective": Objective, "scaffold": LevelScaffold, "resource": HomeResource}


class ProjectForm(ActionForm[Row]):
    """A form about one project: `subject`."""

    submit = gettext_lazy("Add")
    subject: Project


class ObjectiveForm(ProjectForm):
    do = "objective"

    discipline = LineField(
        label=gettext_lazy("Subject area"),
        max_length=60,
        error_messages={"required": gettext_lazy("Enter the subject area.")},
    )
    content = LineField(
        label=gettext_lazy("Content: what students will know or be able to do"),
        max_length=400,
        error_messages={"required": gettext_lazy("Enter what students will know or be able to do.")},
    )
    use = forms.ChoiceField(
        label=gettext_lazy("Students use language to"),
        choices=Objective.Use.choices,
        error_messages={"required": CHOOSE_USE, "invalid_choice": CHOOSE_USE},
    )
    language = LineField(
        label=gettext_lazy("Language: how students will use it"),
        max_length=400,
        error_messages={"required": gettext_lazy("Enter how students will use language along the way.")},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        words = sent["discipline"], sent["content"], sent["use"], sent["language"]
        services.write_objective(self.subject, *words, self.by)
        return _("Saved.")


class ScaffoldForm(ProjectForm):
    """A support for some levels of a domain."""

    do = "scaffold"

    title = LineField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a name for the support.")},
    )
    domain = forms.ChoiceField(
        label=gettext_lazy("Domain"),
        choices=Domain.choices,
        error_messages={"required": CHOOSE_DOMAIN, "invalid_choice": CHOOSE_DOMAIN},
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("Scale"),
        choices=scale_choices,
        error_messages={"required": CHOOSE_SCALE, "invalid_choice": CHOOSE_SCALE},
    )
    least = forms.CharField(
        label=gettext_lazy("From level"), initial="1", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    most = forms.CharField(
        label=gettext_lazy("To level"), initial="2", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    about = TextField(label=gettext_lazy("Description"), max_length=600, rows=2, required=False)

    def name_fields(self) -> FieldGroup:
        return FieldGroup([self["title"]])

    def level_fields(self) -> FieldGroup:
        return FieldGroup([self["domain"], self["scale"], self["least"], self["most"]])

    def about_fields(self) -> FieldGroup:
        return FieldGroup([self["about"]])

    def clean(self) -> dict[str, object]:
        for name in ("least", "most"):
            clean_level(self, name, self.cleaned_data.get("scale", ""))
        return super().clean()

    def save(self) -> str:
        sent = self.cleaned_data
        support = (sent[name] for name in ("scale", "domain", "least", "most", "title", "about"))
        services.write_scaffold(self.subject, *support, self.by)
        return _("Saved.")


class ResourceForm(ProjectForm):
    """Something to read, listen to or watch in a home language."""

    do = "resource"

    language = LineField(
        label=gettext_lazy("Language code, such as es or ar"),
        max_length=12,
        error_messages={"required": gettext_lazy("Enter a language.")},
    )
    title = LineField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    link = LinkField(label=gettext_lazy("Link"), required=False)
    about = LineField(
        label=gettext_lazy("Where to find it, or a description"), max_length=600, required=False
    )

    def clean_language(self) -> str:
        try:
            return parse_language_tag(self.cleaned_data["language"])
        except ActionError as error:
            raise forms.ValidationError(error.message) from None

    def save(self) -> str:
        sent = self.cleaned_data
        resource = sent["language"], sent["title"], sent["link"], sent["about"]
        services.add_resource(self.subject, *resource, self.by)
        return _("Saved.")


class RemoveForm(ProjectForm):
    """Remove a row. `kind`: of which of the lists."""

    do = "away"
    submit = gettext_lazy("Remove")

    kind = forms.CharField(required=False, widget=TemplateInput)
    row = IdField()

    def save(self) -> str:
        model = REMOVABLE_MODELS.get(self.cleaned_data["kind"])
        if model is None:
            raise Http404
        rows = model.objects.seen_by(self.viewer).filter(project=self.subject)
        services.remove_row(get_object_or_404(rows, pk=self.cleaned_data["row"]), self.by)
        return _("Removed.")


class UsedInClassForm(ProjectForm[LevelScaffold]):
    """A teacher notes that a support helped the students at whose level it is."""

    do = "in-class"
    submit = gettext_lazy("We used it in class")
    row_name = "row"

    def rows(self) -> QuerySet[LevelScaffold]:
        return LevelScaffold.objects.seen_by(self.viewer).filter(project=self.subject)

    def save(self) -> str:
        scaffold = self.row_or_404
        students = selectors.students_for_scaffolds(self.viewer, self.subject)[scaffold.pk]
        services.note_help(scaffold, students, self.by)
        return _("Saved.")


TEAM_FORMS = (ObjectiveForm, ScaffoldForm, ResourceForm, RemoveForm, UsedInClassForm)


@dataclass(frozen=True)
class OwnSupports:
    """What a student has in a project: supports at their levels, and resources in their languages."""

    scaffolds: list[LevelScaffold]
    resources: list[HomeResource]


class OwnSupportsForm(ActionForm[LevelScaffold | HomeResource]):
    """A student says that a `scaffold` helped, or for how many minutes they used a `resource`."""

    subject: OwnSupports

    scaffold = forms.CharField(required=False, widget=TemplateInput)
    resource = forms.CharField(required=False, widget=TemplateInput)
    minutes = forms.CharField(
        label=gettext_lazy("Minutes I used this today"),
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def prepare(self) -> None:
        self.auto_id = f"%s-{self.row.pk}" if self.row else "%s"

    def initial_for(self, row: LevelScaffold | HomeResource) -> dict[str, object]:
        return {}

    def clean(self) -> dict[str, object]:
        if "scaffold" in self.data:
            self.row = _listed_row_or_404(self.subject.scaffolds, self.cleaned_data["scaffold"])
        else:
            self.row = _listed_row_or_404(self.subject.resources, self.cleaned_data["resource"])
            try:
                minutes.parse_minutes(self.cleaned_data["minutes"], services.MAX_MINUTES_A_DAY)
            except ActionError as error:
                self.add_error("minutes", error.message)
        return super().clean()

    def save(self) -> str:
        row = self.row_or_404
        if isinstance(row, LevelScaffold):
            services.note_help(row, [self.viewer.person], self.by)
            return _("Saved.")
        services.log_resource_use(row, self.viewer.person, self.cleaned_data["minutes"])
        return _("Saved. Every language you know helps you learn.")


def _listed_row_or_404(rows: Iterable[ListedRow], value: str) -> ListedRow:
    """The row with the id in `value`, alone or as `id:revision`."""
    try:
        key = UUID(value.partition(":")[0])
    except ValueError:
        raise Http404 from None
    row = {row.pk: row for row in rows}.get(key)
    if row is None:
        raise Http404
    return row
