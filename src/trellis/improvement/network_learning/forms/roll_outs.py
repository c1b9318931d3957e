"""Starting a roll-out, and saying which school starts when."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, LineField, TextField
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import PracticalMeasure
from trellis.improvement.opportunity.model_measures import measures_of

from ..models import RollOut, RollOutSchool
from ..permissions import writes_for_network
from ..selectors import RollOutPage, schools_to_choose
from ..services import roll_outs as services

REGISTERED, PRACTICAL = "registered", "practical"


class RollOutFields(forms.Form):
    title = LineField(label=_("What is rolled out?"), max_length=200)
    what = TextField(label=_("What schools do, once they start"), max_length=4000)
    by_lot = forms.BooleanField(
        label=_("Starts are drawn by lot: chance alone decides which schools start first"), required=False
    )


class StartRollOutForm(RollOutFields, ActionForm):
    """Start a roll-out of the network. roll_out: it, once it is made."""

    do = "start"
    submit = _("Start roll-out")
    subject: Network
    roll_out: RollOut

    id = EntryIdField()
    measure = forms.ChoiceField(
        label=_("Measure that tells whether it works"),
        help_text=_("A measure that you count by hand is then counted at each school, in the same words."),
    )
    field_order = ["id", "title", "what", "measure", "by_lot"]

    def prepare(self) -> None:
        if not writes_for_network(self.viewer, self.subject.pk):
            raise Http404
        self.initial = {"id": new_id()} | self.initial
        rows = PracticalMeasure.objects.seen_by(self.viewer).filter(network=self.subject, deleted_at=None)
        self.practical = {f"{PRACTICAL}:{row.pk}": row for row in rows.order_by("title", "pk")}
        registered = [
            (f"{REGISTERED}:{measure.key}", str(measure.title)) for measure in measures_of(self.subject)
        ]
        by_hand = [(key, row.title) for key, row in self.practical.items()]
        self.fields["measure"].choices = [
            ("", gettext("Choose a measure")),
            (gettext("From your schools’ records"), registered),
            *([(gettext("Counted by hand"), by_hand)] if by_hand else []),
        ]

    def save(self) -> str:
        chosen = self.cleaned_data["measure"]
        values = {name: self.cleaned_data[name] for name in RollOutFields.base_fields}
        practical = self.practical.get(chosen)
        measure = {"practical": practical} if practical else {"measure": chosen.partition(":")[2]}
        self.roll_out = services.start_roll_out(
            self.cleaned_data["id"], self.subject, values | measure, self.by
        )
        return gettext("The roll-out is saved.")


class RollOutForm(ActionForm):
    """A form of a roll-out's page."""

    subject: RollOutPage

    def check_writes(self) -> None:
        if not self.subject.writes:
            raise Http404


class ChangeRollOutForm(RollOutFields, RollOutForm, ActionForm[RollOut]):
    """Change its words."""

    do = "change"
    row_name = "roll_out"
    shows_revision = True

    def rows(self) -> QuerySet[RollOut]:
        rows = RollOut.objects.seen_by(self.viewer).select_related("network")
        return rows.filter(pk=self.subject.roll_out.pk)

    def save(self) -> str:
        self.check_writes()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_roll_out(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class SchoolsForm(RollOutForm):
    """A form that chooses schools of the network."""

    section = "schools"
    adds = True

    schools = forms.MultipleChoiceField(
        label=_("Schools"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one school.")},
    )

    def prepare(self) -> None:
        if not self.subject.writes:
            return
        rows = schools_to_choose(self.viewer, self.subject.roll_out.network)
        self.choices = {str(school.pk): school for school in self.offered(rows)}
        self.fields["schools"].choices = [(key, school.name) for key, school in self.choices.items()]

    def offered(self, rows: QuerySet[School]) -> list[School]:
        """Which schools can be chosen."""
        raise NotImplementedError

    @property
    def chosen(self) -> list:
        return [self.choices[key].pk for key in self.cleaned_data["schools"]]


class AddSchoolsForm(SchoolsForm):
    """Say that schools start on a day."""

    do = "add-schools"
    submit = _("Add schools")

    starts = DayField(label=_("They start on"))
    field_order = ["starts", "schools"]

    def offered(self, rows: QuerySet[School]) -> list[School]:
        started = {row.school_id for row in self.subject.schools}
        return [school for school in rows if school.pk not in started]

    def save(self) -> str:
        self.check_writes()
        services.add_schools(self.subject.roll_out, self.chosen, self.cleaned_data["starts"], self.by)
        return gettext("Added.")


class AskToCountForm(SchoolsForm):
    """Ask schools that have not started to count along."""

    do = "ask-to-count"
    submit = _("Ask to count")

    def offered(self, rows: QuerySet[School]) -> list[School]:
        practical = self.subject.roll_out.practical
        if practical is None:
            return []
        copies = PracticalMeasure.objects.seen_by(self.viewer).filter(same_as=practical, deleted_at=None)
        counting = set(copies.values_list("school_id", flat=True))
        return [school for school in rows if school.pk not in counting]

    def clean(self) -> dict[str, object]:
        if self.subject.roll_out.practical is None:
            raise ValidationError(gettext("This roll-out has a measure that nobody counts by hand."))
        return super().clean() or self.cleaned_data

    def save(self) -> str:
        self.check_writes()
        services.ask_to_count(self.subject.roll_out, self.chosen, self.by)
        return gettext("These schools now have the measure to count.")


class RemoveSchoolForm(RollOutForm, ActionForm[RollOutSchool]):
    """Take a school out again."""

    do = "remove-school"
    submit = _("Remove")
    section = "schools"
    row_name = "school"

    def rows(self) -> QuerySet[RollOutSchool]:
        return RollOutSchool.objects.seen_by(self.viewer).filter(roll_out=self.subject.roll_out)

    def save(self) -> str:
        self.check_writes()
        services.remove_school(self.row_or_404, self.by)
        return gettext("Removed.")


ROLL_OUT_FORMS = (ChangeRollOutForm, AddSchoolsForm, AskToCountForm, RemoveSchoolForm)
