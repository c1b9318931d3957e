"""Making a practical measure, and entering its numbers."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, LineField, NumberField
from trellis.core.foundation.ids import new_id

from ..amounts import AmountField
from ..models import DataPoint, PracticalMeasure
from ..selectors import OWNER, MeasurePage
from ..services import practical as services
from .aims import group_choices, measure_choices
from .owners import StartForm

MOST = 1_000_000


class MeasureFields(forms.Form):
    title = LineField(label=_("Name"), max_length=140)
    question = LineField(label=_("What exactly is counted?"), max_length=300)
    rhythm = forms.ChoiceField(label=_("How often?"), choices=PracticalMeasure.Rhythm.choices)


class StartMeasureForm(StartForm, MeasureFields):
    """Make a practical measure. practical: it, once it is made."""

    do = "start"
    submit = _("Add measure")
    practical: PracticalMeasure

    measure = forms.ChoiceField(
        label=_("Who counts it?"),
        required=False,
        help_text=_("Trellis can fill in a number from your records each week or month."),
    )
    group = forms.ChoiceField(label=_("Which students?"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of number"),
        choices=PracticalMeasure.Kind.choices,
        required=False,
        help_text=_("Only where people count it."),
    )
    field_order = ["id", "team", "measure", "group", *MeasureFields.base_fields]

    def prepare(self) -> None:
        super().prepare()
        place = self.subject.place
        network, school = (place, None) if isinstance(place, Network) else (place.network, place.pk)
        registered = measure_choices(network, school)[1:]
        self.fields["measure"].choices = [("", _("People count it, by hand")), *registered]
        self.fields["group"].choices = group_choices()
        self.initial = {"rhythm": PracticalMeasure.Rhythm.WEEK} | self.initial

    def save(self) -> str:
        names = ("title", "question", "rhythm", "kind", "measure", "group")
        sent = {name: self.cleaned_data[name] for name in names}
        self.practical = services.add_measure(self.cleaned_data["id"], self.owner(), sent, self.by)
        return gettext("Added.")


class PointFields(forms.Form):
    """One number: how many of how many, or a number."""

    day = DayField(label=_("Day"))
    numerator = NumberField(label=_("How many"), min_value=0, max_value=MOST)
    denominator = NumberField(label=_("Out of how many"), min_value=1, max_value=MOST)
    value = AmountField(label=_("Result as a number"))
    note = LineField(label=pgettext_lazy("a number", "Note"), max_length=300, required=False)

    def choose_fields(self, measure: PracticalMeasure) -> None:
        """Leave out what this kind of measure has not."""
        for name in ("value",) if measure.is_share else ("numerator", "denominator"):
            del self.fields[name]

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        done, all_ = sent.get("numerator"), sent.get("denominator")
        if done is not None and all_ is not None and done > all_:
            self.add_error(
                "numerator", ValidationError(gettext("Enter a number that is not larger than the second."))
            )
        return sent

    def entry(self, key: object) -> services.Entry:
        sent = self.cleaned_data
        return services.Entry(
            key,  # ty: ignore[invalid-argument-type] cleaned by its field
            sent["day"],
            sent.get("numerator"),
            sent.get("denominator"),
            sent.get("value"),
            sent["note"],
        )


class MeasurePageForm(ActionForm):
    """A form of a practical measure's page."""

    subject: MeasurePage

    def check_enters(self) -> None:
        if not self.subject.enters:
            raise Http404


class AddPointForm(PointFields, MeasurePageForm):
    """Enter a number. Sent twice, it is one."""

    do = "add"
    adds = True

    id = EntryIdField()

    def prepare(self) -> None:
        self.choose_fields(self.subject.measure)
        self.initial = {"id": new_id(), "day": self.subject.today} | self.initial

    def save(self) -> str:
        self.check_enters()
        services.add_point(self.subject.measure, self.entry(self.cleaned_data["id"]), self.by)
        return gettext("Saved.")


class LinkPointForm(PointFields, ActionForm):
    """Enter a number without an account."""

    do = "add"
    subject: MeasurePage

    id = EntryIdField()

    def prepare(self) -> None:
        self.choose_fields(self.subject.measure)
        self.initial = {"id": new_id(), "day": self.subject.today} | self.initial

    def save(self) -> str:
        services.add_point(self.subject.measure, self.entry(self.cleaned_data["id"]), None)
        return gettext("Thank you. The number is saved.")


class PointRowForm(MeasurePageForm, ActionForm[DataPoint]):
    """A form about one number."""

    row_name = "point"
    section = "numbers"

    def rows(self) -> QuerySet[DataPoint]:
        points = DataPoint.objects.seen_by(self.viewer).select_related(
            "measure", "measure__school", "measure__team__school"
        )
        return points.filter(measure=self.subject.measure, deleted_at=None)


class CorrectPointForm(PointFields, PointRowForm):
    """Correct a number."""

    do = "correct"
    shows_revision = True

    def prepare(self) -> None:
        self.choose_fields(self.subject.measure)

    def save(self) -> str:
        self.check_enters()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        point = self.row_or_404
        services.correct_point(point, self.entry(point.pk), self.seen, labels, self.by)
        return gettext("Saved.")


class RemovePointForm(PointRowForm):
    """Take it out."""

    do = "remove"
    submit = _("Remove")

    def save(self) -> str:
        self.check_enters()
        services.remove_point(self.row_or_404, self.by)
        return gettext("Removed.")


class ChangeMeasureForm(MeasureFields, MeasurePageForm, ActionForm[PracticalMeasure]):
    """Change its words."""

    do = "change"
    row_name = "measure"
    shows_revision = True

    def rows(self) -> QuerySet[PracticalMeasure]:
        measures = PracticalMeasure.objects.seen_by(self.viewer).select_related(*OWNER)
        return measures.filter(pk=self.subject.measure.pk)

    def save(self) -> str:
        if not self.subject.writes:
            raise Http404
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_measure(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class MakeLinkForm(MeasurePageForm):
    """A link on which somebody enters numbers without an account. address: it, once it is made."""

    do = "link"
    submit = _("Make a link")
    address = ""

    def save(self) -> str:
        if not self.subject.writes:
            raise Http404
        token = services.make_entry_link(self.subject.measure, self.by)
        self.address = self.request.build_absolute_uri(reverse("measure-link", args=[token]))
        return gettext("Here is the link. It is shown only now.")


MEASURE_FORMS = (AddPointForm, CorrectPointForm, RemovePointForm, ChangeMeasureForm, MakeLinkForm)
