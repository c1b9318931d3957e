"""A school changes its model, takes a change back, and decides about a new version."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField, TextField
from trellis.core.foundation.shown_fields import ShownFieldsForm

from . import services
from .change_wording import WordedConflict
from .models import Adoption, UnfinishedAdaptation
from .package import adapt_package
from .package.adapt import lock_state_in
from .package.files import RawTables
from .package.tree import written_path
from .place_fields import editable_shapes
from .place_forms import AddEntryForm, RemoveTableForm, SaveTableForm, TableForm
from .place_pages import PlacePage
from .selectors import adapted_package, offered_models, package_body, planned_adoption


class AdoptForm(ActionForm):
    """The model by which a school begins to work. `subject`: the school."""

    do = "adopt"
    submit = gettext_lazy("Adopt this model")
    package = forms.ChoiceField(label=gettext_lazy("Model"))

    def prepare(self) -> None:
        self.offered = {str(model.pk): model for model in offered_models(self.subject.network)}
        self.fields["package"].choices = [
            (key, f"{model.name} {model.version}") for key, model in self.offered.items()
        ]

    def save(self) -> str:
        services.adopt_first_model(self.subject, self.offered[self.cleaned_data["package"]], self.by)
        return _("Saved. Your school works this way from now on.")


class SchoolWork:
    """A table of a school's model being changed."""

    def __init__(
        self, adoption: Adoption, at: str, adding: str | None, unfinished: UnfinishedAdaptation | None
    ) -> None:
        self.adoption, self.adding, self.unfinished = adoption, adding, unfinished
        self.planned = planned_adoption(adoption.school_id)
        self.tables: RawTables = unfinished.body if unfinished else adapted_package(adoption).tree
        self.page = PlacePage(self.tables, at)

    def may_change(self, name: str) -> bool:
        return self._lock((*self.page.path, name)) == "local"

    @property
    def removable(self) -> bool:
        """Whether the school may remove the entry of the page."""
        return len(self.page.path) > 2 and self._lock(self.page.path) == "local"

    @property
    def editable(self) -> bool:
        """Whether some field of the page is the school's to change."""
        return any(self.may_change(shape.name) for shape in editable_shapes(self.page.place.model))

    @property
    def grows(self) -> bool:
        """Whether the school may add to the lists of the page."""
        names = [each.name for each in self.page.lists if each.grows]
        return any(self._lock((*self.page.path, *name.split("/"), "new")) == "local" for name in names)

    def _lock(self, path: tuple[str, ...]) -> str:
        return lock_state_in(self.tables, path)

    def write(self, form: TableForm, tables: RawTables) -> None:
        path = written_path(self.page.tables, self.page.path)
        reason = form.cleaned_data.get("reason", "")
        form.problems = services.adapt_model(self.adoption, tables, path, reason, form.by)


class ReasonMixin(TableForm):
    """A change with its reason: the network and the next principal read it."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["reason"] = TextField(
            label=_("Why your school does it this way"),
            help_text=_("The network and the school’s next leaders read this."),
            max_length=600,
            rows=2,
            error_messages={"required": _("Enter the reason for this change.")},
        )


class SaveOwnForm(ReasonMixin, SaveTableForm):
    submit = gettext_lazy("Save change")

    def save(self) -> str:
        super().save()
        return adapted_message(self)


def adapted_message(form: TableForm) -> str:
    """Whether a change is in force, or what is missing until it is."""
    subject = form.subject
    if subject.planned and planned_adoption(subject.adoption.school_id) is None:
        return _(
            "Saved. Your plan for the new version no longer fits and was canceled. Decide about it again."
        )
    if form.problems:
        return _(
            "Saved, but not in force yet: it doesn’t fit together with the rest. See what is missing below."
        )
    return _("Saved. Your school works this way from now on.")


class AddOwnForm(ReasonMixin, AddEntryForm):
    def save(self) -> str:
        super().save()
        return adapted_message(self)


class RemoveOwnForm(ReasonMixin, RemoveTableForm):
    def save(self) -> str:
        super().save()
        return adapted_message(self)


SCHOOL_PLACE_FORMS = (SaveOwnForm, AddOwnForm, RemoveOwnForm)


class RevertForm(ActionForm):
    """Take one of the school's changes back: the network's version holds again."""

    do = "revert"
    submit = gettext_lazy("Use the network’s version")
    path = forms.CharField(widget=forms.HiddenInput)

    def save(self) -> str:
        adoption: Adoption = self.subject.adoption
        path = self.cleaned_data["path"]
        if path not in adoption.changes:
            raise ActionError(_("This was changed since. Open the page again."))
        if self.subject.unfinished:
            raise ActionError(_("Finish or discard the unfinished change first."))
        changes = {place: value for place, value in adoption.changes.items() if place != path}
        tables = adapt_package(package_body(adoption.package), changes).tree
        services.adapt_model(adoption, tables, path, "", self.by)
        return _("Your school uses the network’s version here again.")


class DiscardUnfinishedForm(ActionForm):
    do = "discard"
    submit = gettext_lazy("Discard the unfinished change")

    def save(self) -> str:
        services.discard_unfinished(self.subject.school, self.by)
        return _("Discarded. Your school works as before.")


class CancelPlanForm(ActionForm):
    do = "cancel"
    submit = gettext_lazy("Cancel the change of version")

    def save(self) -> str:
        planned = self.subject.planned
        if planned:
            services.decline_upgrade(self.subject.school, planned.package, self.by)
        return _("Canceled. Your school stays on its version.")


MODEL_FORMS = (RevertForm, CancelPlanForm, DiscardUnfinishedForm)


LONGEST_TEXT = 1500
CHOICES = [("take", gettext_lazy("Take")), ("keep", gettext_lazy("Keep")), ("blend", gettext_lazy("Blend"))]
SIDES = [
    ("theirs", gettext_lazy("Theirs")),
    ("ours", gettext_lazy("Ours")),
    ("own", gettext_lazy("Your own words")),
]


class DecideForm(ShownFieldsForm):
    """What the school does with each part: take, keep or blend, and what a blend says where both sides changed it."""

    do = "decide"
    submit = gettext_lazy("Save decisions")

    def prepare(self) -> None:
        for part in self.subject.choosable:
            self.fields[f"choice-{part.name}"] = forms.ChoiceField(
                label=part.title, required=False, initial=part.choice, choices=CHOICES
            )
            for conflict in part.conflicts:
                self._add_conflict(conflict)

    def _add_conflict(self, conflict: WordedConflict) -> None:
        decided = self.subject.values.get(conflict.path, {})
        self.fields[f"side-{conflict.path}"] = forms.ChoiceField(
            label=conflict.label, required=False, initial=decided.get("side", "ours"), choices=SIDES
        )
        if conflict.typed:
            self.fields[f"text-{conflict.path}"] = TextField(
                label=conflict.label,
                required=False,
                max_length=LONGEST_TEXT,
                initial=decided.get("text", conflict.ours),
            )

    def save(self) -> str:
        self.save_choices()
        return _("Saved. Nothing changes until you adopt the version.")

    def save_choices(self) -> None:
        """Write the decisions."""
        sent, page = self.cleaned_data, self.subject
        choices = {part.name: sent[f"choice-{part.name}"] for part in page.choosable}
        values = {
            conflict.path: {
                "side": sent[f"side-{conflict.path}"],
                "text": sent.get(f"text-{conflict.path}", ""),
            }
            for part in page.choosable
            for conflict in part.conflicts
        }
        chosen = {part: choice for part, choice in choices.items() if choice}
        services.save_decisions(page.school, page.package, chosen, values, self.by)


class ScheduleForm(DecideForm):
    """The decisions, and the day from which they hold."""

    do = "schedule"
    submit = gettext_lazy("Adopt this version")
    starts = DayField(
        label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Choose the first day.")}
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["starts"].initial = self.subject.first_day

    def save(self) -> str:
        starts: date = self.cleaned_data["starts"]
        with transaction.atomic():
            self.save_choices()
            services.schedule_upgrade(self.subject.school, self.subject.package, starts, self.by)
        return _("Your school works by this version from the day you chose. Until then nothing changes.")


class StayForm(ActionForm):
    do = "stay"
    submit = gettext_lazy("Stay on our version")

    def save(self) -> str:
        services.decline_upgrade(self.subject.school, self.subject.package, self.by)
        return _("Your school stays on its version. You can decide again at any time.")


UPGRADE_FORMS = (DecideForm, ScheduleForm, StayForm)
