"""What teachers send about the benchmarks, products, scaffolds and files of a project that they design."""

from __future__ import annotations

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import (
    DayField,
    FieldGroup,
    LineField,
    NumberField,
    RowField,
    TextField,
)

from . import design_forms, design_services, design_text_forms, tuning_forms
from .design_forms import DesignForm, DesignSubject
from .form_parts import IdField, KeysField, RowOrNewForm, TemplateInput
from .models import Product, Resource, Scaffold, Standard, Step

NOT_WITHIN = gettext_lazy("A benchmark must be due between the first and last day of the project.")
NO_WEIGHT = gettext_lazy(
    "Enter a weight from 1 to 100. Leave it blank if the product does not show that outcome."
)
REMOVABLE_MODELS: dict[str, tuple[type[Model], str]] = {
    "step": (Step, "steps"),
    "product": (Product, "products"),
    "scaffold": (Scaffold, "scaffolds"),
    "resource": (Resource, "files"),
    "standard": (Standard, "standards"),
}
"""By the kind that the page sends: the model, and the section of the page that lists it."""


def project_rows(form: ActionForm, model: type[Model]) -> QuerySet:
    """The rows of a design that a field offers."""
    return model.objects.seen_by(form.viewer).filter(project=form.subject.project).order_by("created")


class StepForm(RowOrNewForm[Step]):
    """A benchmark: a new one, or an existing one."""

    do = "step"
    section = "steps"
    row_name = "step"
    shows_revision = True
    subject: DesignSubject

    title = LineField(
        label=gettext_lazy("What students turn in"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter what students turn in.")},
    )
    note = LineField(label=gettext_lazy("A note"), max_length=240, required=False)
    due = DayField(label=gettext_lazy("Due date"), error_messages={"required": NOT_WITHIN})
    instructions = TextField(label=gettext_lazy("Instructions"), max_length=6000, rows=4, required=False)
    product = RowField(
        label=gettext_lazy("Score it as"),
        rows=lambda form: project_rows(form, Product),
        empty_label=gettext_lazy("Comments only"),
        required=False,
    )
    example = RowField(
        label=gettext_lazy("Example"),
        rows=lambda form: project_rows(form, Resource),
        empty_label=gettext_lazy("No example"),
        required=False,
    )

    def prepare(self) -> None:
        project = self.subject.project
        days = {"min": project.starts.isoformat(), "max": project.ends.isoformat()}
        self.fields["due"].widget.attrs |= days

    def initial_for(self, row: Step) -> dict[str, object]:
        columns = {name: getattr(row, name) for name in ("title", "note", "due", "instructions")}
        return columns | {"product": row.product_id, "example": row.example_id}

    def rows(self) -> QuerySet[Step]:
        return Step.objects.seen_by(self.viewer).filter(project=self.subject.project)

    def save(self) -> str:
        details = design_services.StepDetails(**self.cleaned_data)
        design_services.write_step(self.subject.project, self.row, details, self.by, self.seen)
        return _("Saved.")


class ProductForm(RowOrNewForm[Product]):
    """A product: a new one, or an existing one. `weight-<outcome>`: how much it shows of each outcome."""

    do = "product"
    section = "products"
    row_name = "product"
    shows_revision = True
    subject: DesignSubject

    title = LineField(
        label=gettext_lazy("What students make"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter what students make.")},
    )
    about = TextField(label=gettext_lazy("Description"), max_length=600, rows=2, required=False)
    team = forms.BooleanField(label=gettext_lazy("Made by the whole team"), required=False)
    rubric = KeysField()

    def prepare(self) -> None:
        for key in self._weighted_keys:
            self.fields[f"weight-{key}"] = NumberField(
                label=self.subject.outcomes[key].title,
                required=False,
                min_value=1,
                max_value=100,
                initial=self.row.weights.get(key, "") if self.row else "",
                error_messages={"invalid": NO_WEIGHT, "min_value": NO_WEIGHT, "max_value": NO_WEIGHT},
            )

    @property
    def _weighted_keys(self) -> list[str]:
        return [key for key in self.subject.project.aims if key in self.subject.outcomes]

    def main_fields(self) -> FieldGroup:
        return FieldGroup([self["title"], self["about"], self["team"]])

    def weight_fields(self) -> FieldGroup:
        return FieldGroup(self[f"weight-{key}"] for key in self._weighted_keys)

    def rubric_choices(self) -> list[tuple[str, str, bool]]:
        """The model's rubrics that score an outcome of the project: key, title, and whether it is checked."""
        saved = self.row.rubrics if self.row else []
        checked = self["rubric"].value() if self.is_bound else saved
        aims = self.subject.project.aims
        return [
            (rubric.key, rubric.title, rubric.key in checked)
            for rubric in self.subject.package.rubrics.rubrics
            if any(row.outcome in aims for row in rubric.criteria)
        ]

    def rows(self) -> QuerySet[Product]:
        return Product.objects.seen_by(self.viewer).filter(project=self.subject.project)

    def save(self) -> str:
        sent, project = self.cleaned_data, self.subject.project
        rubric_keys = {rubric.key for rubric in self.subject.package.rubrics.rubrics}
        design_services.write_product(
            project,
            self.row,
            sent["title"],
            sent["about"],
            sent["team"],
            self._weights(),
            self.by,
            [key for key in sent["rubric"] if key in rubric_keys],
            self.seen,
        )
        return _("Saved.")

    def _weights(self) -> dict[str, str]:
        """The posted weights, and those of outcomes that another school worked towards."""
        before = self.row.weights.items() if self.row else ()
        weights = {key: str(weight) for key, weight in before if key not in self.subject.project.aims}
        posted_weights = {key: self.cleaned_data[f"weight-{key}"] for key in self._weighted_keys}
        return weights | {key: str(weight) for key, weight in posted_weights.items() if weight is not None}


class ScaffoldForm(DesignForm):
    do = "scaffold"
    section = "scaffolds"
    adds = True
    submit = gettext_lazy("Add")

    title = LineField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a name for the support.")},
    )
    about = LineField(label=gettext_lazy("What it does and who it is for"), max_length=600, required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        design_services.write_scaffold(self.subject.project, sent["title"], sent["about"], self.by)
        return _("Saved.")


class ResourceForm(DesignForm):
    do = "resource"
    section = "files"
    adds = True
    submit = gettext_lazy("Add")

    title = LineField(label=gettext_lazy("Title"), max_length=160, required=False)
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        design_services.add_resource(self.subject.project, sent["file"], sent["title"], self.by)
        return _("Saved.")


class RemoveForm(DesignForm):
    """Remove a row. `kind`: of which of the lists."""

    do = "away"
    submit = gettext_lazy("Remove")

    kind = forms.CharField(required=False, widget=TemplateInput)
    row = IdField()

    def save(self) -> str:
        kind = self.cleaned_data["kind"]
        if kind not in REMOVABLE_MODELS:
            raise Http404
        model, self.section = REMOVABLE_MODELS[kind]
        rows = model.objects.seen_by(self.viewer).filter(project=self.subject.project)
        design_services.remove_row(get_object_or_404(rows, pk=self.cleaned_data["row"]), self.by)
        return _("Removed. Work that was turned in for it is still saved.")


TEAM_FORMS = (
    design_text_forms.PartsForm,
    design_text_forms.SettleForm,
    design_forms.DatesForm,
    design_forms.OutcomesForm,
    design_forms.JoinForm,
    design_forms.LeaveForm,
    design_forms.StandardForm,
    tuning_forms.CommentForm,
    tuning_forms.AnswerForm,
    tuning_forms.ArrangeForm,
    StepForm,
    ProductForm,
    ScaffoldForm,
    ResourceForm,
    RemoveForm,
)
COLLEAGUE_FORMS = tuning_forms.COLLEAGUE_FORMS
