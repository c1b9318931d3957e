"""Starting and changing an aim, and what is watched for it."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, TextField
from trellis.core.foundation.measures import FACETS
from trellis.improvement.opportunity.groups import GROUP_NAMES, group_key
from trellis.improvement.opportunity.model_measures import measures_of

from ..amounts import AmountField
from ..gap_link import group_label
from ..models import Aim, AimMeasure
from ..selectors import OWNER, AimPage, measures_of_owner
from ..services import aims as services
from .owners import StartForm

NO_MEASURE = ("", _("No measure of Trellis"))
AMOUNT_HELP = _("A percent, such as 54, where the measure is a share of students.")


def measure_choices(network: Network, school_id: object = None) -> list[tuple[str, str]]:
    measures = measures_of(network, school_id)  # ty: ignore[invalid-argument-type] an id, or None
    return [NO_MEASURE, *((measure.key, measure.title) for measure in measures)]


def group_choices() -> list[tuple[str, str]]:
    """All students, and each group of the opportunity page."""
    keys = [group_key(facet, level) for facet, level in GROUP_NAMES if facet in FACETS]
    return [("", group_label("")), *((key, group_label(key)) for key in keys)]


class AimFields(forms.Form):
    """What is said of an aim."""

    title = LineField(label=_("What will be different?"), max_length=200)
    why = TextField(label=_("The problem, and why now"), max_length=4000, required=False)
    group = forms.ChoiceField(label=_("Which students?"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    baseline = AmountField(label=_("Result at the start"), required=False, help_text=AMOUNT_HELP)
    baseline_n = NumberField(label=_("Number of students at the start"), required=False, min_value=0)
    baseline_source = LineField(label=_("Where this number is from"), max_length=200, required=False)
    comparison = AmountField(label=_("Result of all other students at the start"), required=False)
    target = AmountField(label=_("Target"), required=False)
    due = DayField(label=_("By when?"))
    next_look = DayField(label=_("When you look at it next"), required=False)


class StartAimForm(StartForm, AimFields):
    """Start an aim. aim: it, once it is made."""

    do = "start"
    submit = _("Start aim")
    aim: Aim
    field_order = ["id", "team", *AimFields.base_fields]

    def prepare(self) -> None:
        super().prepare()
        place = self.subject.place
        network, school = (place, None) if isinstance(place, Network) else (place.network, place.pk)
        _offer(self, measure_choices(network, school))

    def save(self) -> str:
        sent = {name: self.cleaned_data[name] for name in AimFields.base_fields}
        key = self.cleaned_data["id"]
        self.aim = services.start_aim(key, self.owner(), sent | {"finding": self.subject.finding}, self.by)
        return gettext("The aim is saved.")


def _offer(form: forms.Form, measures: list[tuple[str, str]]) -> None:
    form.fields["group"].choices = group_choices()
    form.fields["measure"].choices = measures


class AimPageForm(ActionForm):
    """A form of an aim's page."""

    subject: AimPage

    def check_writes(self) -> None:
        if not self.subject.writes:
            raise Http404


class ChangeAimForm(AimFields, AimPageForm, ActionForm[Aim]):
    """Change an aim, or say what became of it."""

    do = "change"
    row_name = "aim"
    shows_revision = True

    status = forms.ChoiceField(label=_("Status"), choices=Aim.Status.choices)

    def rows(self) -> QuerySet[Aim]:
        return Aim.objects.seen_by(self.viewer).select_related(*OWNER).filter(pk=self.subject.aim.pk)

    def prepare(self) -> None:
        aim = self.subject.aim
        network = aim.network or (aim.place.network if aim.place else None)
        if network is not None:
            _offer(self, measure_choices(network, aim.place.pk if aim.place else None))

    def save(self) -> str:
        self.check_writes()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_aim(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class CharterForm(AimPageForm, ActionForm[Aim]):
    """The charter of an aim: what the team agrees on before it begins."""

    do = "charter"
    row_name = "aim"
    section = "charter"
    shows_revision = True

    listened_to = TextField(
        label=_("Who you listened to"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Roles, not names."),
    )
    in_scope = TextField(label=_("What is part of it"), max_length=2000, rows=2, required=False)
    out_of_scope = TextField(label=_("What is not"), max_length=2000, rows=2, required=False)
    people = TextField(
        label=_("Who works on it"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Who leads from day to day, who knows the subject, who can decide, and partners."),
    )
    rhythm = LineField(label=_("How often you meet"), max_length=200, required=False)

    def rows(self) -> QuerySet[Aim]:
        return Aim.objects.seen_by(self.viewer).select_related(*OWNER).filter(pk=self.subject.aim.pk)

    def save(self) -> str:
        self.check_writes()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_aim(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class WatchForm(AimPageForm):
    """Watch another measure: of Trellis, or a practical one."""

    do = "watch"
    submit = _("Add measure")
    section = "measures"
    adds = True

    kind = forms.ChoiceField(label=_("Kind"), choices=AimMeasure.Kind.choices)
    measure = forms.ChoiceField(label=_("Measure"))

    def prepare(self) -> None:
        aim = self.subject.aim
        network = aim.network or (aim.place.network if aim.place else None)
        self.practical = {str(row.pk): row for row in measures_of_owner(self.viewer, aim)}
        registered = measure_choices(network, aim.place.pk if aim.place else None)[1:] if network else []
        practical = [(key, row.title) for key, row in self.practical.items()]
        self.fields["measure"].choices = [*practical, *registered]

    def save(self) -> str:
        self.check_writes()
        key = self.cleaned_data["measure"]
        row = self.practical.get(key)
        kind = self.cleaned_data["kind"]
        services.watch_measure(self.subject.aim, kind, "" if row else key, row, self.by)
        return gettext("Added.")


class StopWatchingForm(AimPageForm, ActionForm[AimMeasure]):
    """Watch it no more."""

    do = "stop-watching"
    submit = _("Remove")
    section = "measures"
    row_name = "watched"

    def rows(self) -> QuerySet[AimMeasure]:
        return AimMeasure.objects.seen_by(self.viewer).filter(aim=self.subject.aim, deleted_at=None)

    def save(self) -> str:
        self.check_writes()
        services.stop_watching(self.row_or_404, self.by)
        return gettext("Removed.")


AIM_FORMS = (ChangeAimForm, CharterForm, WatchForm, StopWatchingForm)
