"""The form of a design's bell times."""

from __future__ import annotations

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.shown_fields import ShownFieldsForm

from .bell_times import Times, bell_times_text, parse_bell_times
from .days import DAY_CHOICES
from .input_forms import InputForm
from .services import inputs

WEEK_DAYS = ("mon", "tue", "wed", "thu", "fri")


class BellsForm(ShownFieldsForm, InputForm):
    """A text for each day: a period on each line. Days without school are blank."""

    do = "bells"
    section = "bells"

    def prepare(self) -> None:
        self.times: dict[str, list[Times]] = {}
        texts = {
            day: bell_times_text([(period.starts, period.ends) for period in periods])
            for day, periods in groupby(self.subject.periods, key=lambda period: period.day)
        }
        for day, name in DAY_CHOICES:
            self.fields[day] = TextField(
                label=name, required=False, max_length=1000, rows=7, initial=texts.get(day, "")
            )
            self.fields[day].widget.attrs |= {"dir": "ltr", "spellcheck": "false"}
        self.fields["same"] = forms.BooleanField(
            label=_("Use Monday’s times on every day that has school"), required=False
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for day, _name in DAY_CHOICES:
            try:
                self.times[day] = parse_bell_times(day, str(cleaned.get(day) or ""))
            except ValidationError as error:
                self.add_error(day, error)
        if not self.errors and cleaned.get("same"):
            self._use_monday_everywhere()
        if not self.errors and not any(self.times.values()):
            raise ValidationError(gettext("Enter the times of one day at least."))
        return cleaned

    def _use_monday_everywhere(self) -> None:
        """Blank days stay blank, unless only Monday has times: then it is Monday to Friday."""
        if not self.times["mon"]:
            self.add_error("mon", gettext("Enter Monday’s times first."))
        days = [day for day, periods in self.times.items() if periods]
        for day in days if len(days) > 1 else WEEK_DAYS:
            self.times[day] = self.times["mon"]

    def save(self) -> str:
        inputs.save_bells(self.design, self.times, self.by)
        return gettext("Saved.")
