"""The forms of a cycle: its plan, predictions, measures, observations, and the decision."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, TextField

from ..models import Aim, Cycle, CycleMeasure, Driver
from ..models.cycles import RHYTHM
from ..page_hooks import link_to_origin
from ..selectors import CyclePage, measures_of_owner, open_aims
from ..services import cycles as services
from .owners import StartForm

DECISION_HELP = {
    Cycle.Decision.ADOPT: _("Adopt: you keep it"),
    Cycle.Decision.ADAPT: _("Adapt: you change one thing and test again"),
    Cycle.Decision.ABANDON: _("Abandon: you stop, and your reason can be found later"),
    Cycle.Decision.SCALE: _("Scale: you try it with more people"),
}


class DriverField(forms.ModelChoiceField):
    """A driver or an idea of a diagram, named with what it is."""

    def __init__(self) -> None:
        super().__init__(Driver.objects.none(), label=_("Which driver or idea does it test?"), required=False)

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.get_kind_display()}: {obj.title}" if isinstance(obj, Driver) else str(obj)


class CycleFields(forms.Form):
    """The plan of a cycle."""

    title = LineField(label=_("Question"), max_length=300, help_text=_("Such as: Does a call home help?"))
    change_idea = TextField(label=_("What you change"), max_length=4000)
    data_plan = TextField(
        label=_("What you look at"),
        max_length=4000,
        rows=2,
        required=False,
        help_text=_("What you count or collect, who does it, and when."),
    )
    scale = forms.ChoiceField(label=_("How large is the test?"), choices=Cycle.Scale.choices)
    starts = DayField(label=_("First day"))
    change_on = DayField(label=_("Day the change begins"), required=False)
    due = DayField(label=_("Decide by"))
    next_meeting = DayField(label=_("Next meeting"), required=False)
    within_school = forms.BooleanField(
        label=_("Only people who work at this school can see this cycle"), required=False
    )

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        starts, due = sent.get("starts"), sent.get("due")
        if starts and due and due < starts:
            self.add_error("due", ValidationError(gettext("Choose a day after the start.")))
        return sent


class StartCycleForm(CycleFields, StartForm):
    """Start a cycle. cycle: it, once it is made."""

    do = "start"
    submit = _("Start cycle")
    cycle: Cycle
    field_order = ["id", "team", "aim", "driver", *CycleFields.base_fields]

    aim = forms.ModelChoiceField(Aim.objects.none(), label=_("Aim"), required=False)
    driver = DriverField()
    origin = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def prepare(self) -> None:
        super().prepare()
        today = timezone.localdate()
        self.initial = {"starts": today, "due": today + RHYTHM} | self.initial
        if isinstance(self.subject.place, Network):
            del self.fields["within_school"]
        cast("forms.ModelChoiceField", self.fields["aim"]).queryset = self.aims()
        cast("forms.ModelChoiceField", self.fields["driver"]).queryset = self.drivers()

    def drivers(self) -> QuerySet[Driver]:
        """What the open aims have on their diagrams."""
        rows = Driver.objects.seen_by(self.viewer).filter(aim__in=self.aims(), deleted_at=None)
        return rows.select_related("aim").order_by("aim__title", "kind", "position")

    def aims(self) -> QuerySet[Aim]:
        return open_aims(self.viewer, self.subject.place)

    def save(self) -> str:
        names = ("aim", "driver", *CycleFields.base_fields)
        sent = {name: self.cleaned_data[name] for name in names if name in self.fields}
        self.cycle = services.start_cycle(self.cleaned_data["id"], self.owner(), sent, self.by)
        link_to_origin(self.viewer, self.cycle, self.cleaned_data["origin"])
        return gettext("The cycle is saved.")


class CyclePageForm(ActionForm):
    """A form of a cycle's page."""

    subject: CyclePage

    def check_writes(self) -> None:
        if not self.subject.writes:
            raise Http404

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class CycleRowForm(CyclePageForm, ActionForm[Cycle]):
    row_name = "cycle"
    shows_revision = True

    def rows(self) -> QuerySet[Cycle]:
        cycles = Cycle.objects.seen_by(self.viewer).select_related("school", "team__school")
        return cycles.filter(pk=self.subject.cycle.pk)


class PlanForm(CycleFields, CycleRowForm):
    """Change the plan."""

    do = "plan"
    section = "plan"

    driver = DriverField()

    def prepare(self) -> None:
        drivers = Driver.objects.seen_by(self.viewer).filter(aim=self.subject.cycle.aim_id, deleted_at=None)
        cast("forms.ModelChoiceField", self.fields["driver"]).queryset = drivers.order_by("kind", "position")
        if self.subject.cycle.network_id:
            del self.fields["within_school"]

    def save(self) -> str:
        self.check_writes()
        today = self.subject.today
        services.update_cycle(self.row_or_404, self.cleaned_data, self.seen, self.labels, today, self.by)
        return gettext("Saved.")


class DecideForm(CycleRowForm):
    """What becomes of the change."""

    do = "decide"
    submit = _("Save decision")
    section = "act"

    decision = forms.ChoiceField(
        label=_("Decision"), choices=list(DECISION_HELP.items()), widget=forms.RadioSelect
    )
    decision_words = TextField(label=_("What you do now, and why"), max_length=4000)

    def save(self) -> str:
        self.check_writes()
        sent = self.cleaned_data
        services.decide(
            self.row_or_404,
            sent["decision"],
            sent["decision_words"],
            self.seen,
            self.labels,
            self.subject.today,
            self.by,
        )
        return gettext("Saved.")


class NextCycleForm(CyclePageForm):
    """Start the cycle that follows. cycle: it."""

    do = "next"
    submit = _("Start the next cycle")
    cycle: Cycle

    def save(self) -> str:
        self.check_writes()
        self.cycle = services.start_next(self.subject.cycle, self.subject.today, self.by)
        return gettext("The next cycle is ready. Change its plan before it begins.")


class LookAtForm(CyclePageForm):
    """Look at a practical measure."""

    do = "look-at"
    submit = _("Add measure")
    section = "study"

    practical = forms.ChoiceField(label=_("Practical measure"))

    def prepare(self) -> None:
        self.offered = {str(row.pk): row for row in measures_of_owner(self.viewer, self.subject.cycle)}
        self.fields["practical"].choices = [(key, row.title) for key, row in self.offered.items()]

    def save(self) -> str:
        self.check_writes()
        services.look_at(self.subject.cycle, self.offered[self.cleaned_data["practical"]], self.by)
        return gettext("Added.")


class FreezeForm(CyclePageForm, ActionForm[CycleMeasure]):
    """Freeze the baseline of a measure, or set it again with what changed."""

    do = "freeze"
    submit = _("Freeze baseline")
    section = "study"
    row_name = "measure"

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    reason = LineField(label=_("What changed, if you set it again"), max_length=300, required=False)

    def rows(self) -> QuerySet[CycleMeasure]:
        rows = CycleMeasure.objects.seen_by(self.viewer).select_related(
            "cycle__school", "cycle__team__school"
        )
        return rows.filter(cycle=self.subject.cycle, deleted_at=None)

    def initial_for(self, row: CycleMeasure) -> dict[str, object]:
        """The days frozen now, or else all before the change."""
        if row.baseline_first:
            return {"first": row.baseline_first, "last": row.baseline_last}
        begins = self.subject.cycle.change_on
        study = next((each for each in self.subject.studies if each.row.pk == row.pk), None)
        days = [point.day for point in study.points if begins is None or point.day < begins] if study else []
        return {"first": days[0], "last": days[-1]} if days else {}

    def save(self) -> str:
        self.check_writes()
        sent = self.cleaned_data
        services.freeze_baseline(
            self.row_or_404, sent["first"], sent["last"], sent["reason"], self.subject.today, self.by
        )
        return gettext("The baseline is frozen.")


CYCLE_FORMS = (PlanForm, DecideForm, NextCycleForm, LookAtForm, FreezeForm)
