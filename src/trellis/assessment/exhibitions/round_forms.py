"""What people send from the pages of a round of exhibitions: its days and rooms, who may come, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import School, Term
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, NumberField, PastedEmailField, TextField, TimeField
from trellis.core.foundation.input_parsing import parse_days
from trellis.core.foundation.languages import parse_language_tag
from trellis.core.foundation.revisions import SHOWN_FIELD, shown_revision
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.internships_and_exhibitions import ExhibitionKind
from trellis.design.blueprint.selectors import package_for_school

from . import attendee_changes, rounds, scheduling
from .models import Attendee, Round
from .rubric import NO_TERM_OR_KIND
from .services import parse_name

DAY_FIELDS = 12
"""Fields for the days of a round."""
TIMES_AND_MINUTES = gettext_lazy(
    "Enter the start and end times like 8:30 AM. Enter the minutes as whole numbers."
)
NAME_AND_ROLE = gettext_lazy("Enter a name and choose a role.")


class DaysField(forms.Field):
    """Several dates: one in each field, or several in one."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> list[date]:
        texts = value if isinstance(value, (list, tuple)) else ()
        try:
            return [day for text in texts for day in parse_days(text)]
        except ActionError as error:
            raise ValidationError(error.message) from None


@dataclass(frozen=True)
class SchoolTerm:
    """A school with the term under way, if one is, and the kinds of exhibition that its model has."""

    school: School
    term: Term | None
    kinds: list[ExhibitionKind]


class RoundForm(ActionForm[Round]):
    """Open a round for the current term. round: the one that was opened."""

    subject: SchoolTerm
    submit = gettext_lazy("Create schedule")
    round: Round

    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        error_messages={"required": NO_TERM_OR_KIND, "invalid_choice": NO_TERM_OR_KIND},
    )
    days = DaysField(
        label=gettext_lazy("Days"),
        error_messages={"required": gettext_lazy("Choose at least one day and no more than 30.")},
    )
    opens = TimeField(
        label=gettext_lazy("From"), initial="08:30", error_messages={"required": TIMES_AND_MINUTES}
    )
    closes = TimeField(
        label=gettext_lazy("To"), initial="18:00", error_messages={"required": TIMES_AND_MINUTES}
    )
    minutes = NumberField(
        label=gettext_lazy("Minutes for each exhibition"),
        initial=45,
        error_messages={"required": TIMES_AND_MINUTES, "invalid": TIMES_AND_MINUTES},
    )
    buffer = NumberField(
        label=gettext_lazy("Break after each, in minutes"),
        initial=15,
        error_messages={"required": TIMES_AND_MINUTES, "invalid": TIMES_AND_MINUTES},
    )
    rooms = TextField(
        label=gettext_lazy("Rooms, one per line"),
        max_length=6000,
        rows=4,
        error_messages={"required": gettext_lazy("Enter at least one room.")},
    )

    def prepare(self) -> None:
        self.fields["kind"].choices = [(kind.key, kind.title) for kind in self.subject.kinds]

    def day_texts(self) -> list[str]:
        """What the fields for the days hold."""
        return [*(self["days"].value() or ()), *[""] * DAY_FIELDS][:DAY_FIELDS]

    def save(self) -> str:
        school, term, sent = self.subject.school, self.subject.term, self.cleaned_data
        if term is None:
            raise ActionError(str(NO_TERM_OR_KIND), field="kind")
        self.round = rounds.open_round(
            school,
            term,
            sent["kind"],
            sent["days"],
            (sent["opens"], sent["closes"]),
            sent["rooms"].splitlines(),
            sent["minutes"],
            sent["buffer"],
            self.by,
            self.seen,
        )
        return ""


class RoundRowForm(ActionForm[Attendee]):
    """A form about one round: `subject`."""

    subject: Round

    def hours_link(self, token: str) -> str:
        """The address at which somebody says when they can come."""
        return self.request.build_absolute_uri(reverse("attendee-hours", args=[token]))

    def require_package(self) -> Package:
        """The model of the round's school. Raises ActionError where it has none."""
        package = package_for_school(self.subject.school_id)
        if package is None:
            raise ActionError(str(NO_TERM_OR_KIND))
        return package


class FindTimesForm(RoundRowForm):
    """Look for times for everybody in the round."""

    def save(self) -> str:
        scheduling.start_finding_times(self.subject, self.require_package(), self.by)
        return ""


class FamiliesForm(RoundRowForm):
    """Ask all the families when they can come."""

    do = "families"
    submit = gettext_lazy("Email families")

    def save(self) -> str:
        mailed = rounds.invite_families(self.subject, self.require_package(), self.by, self.hours_link)
        return ngettext("%(n)d family member was emailed.", "%(n)d family members were emailed.", mailed) % {
            "n": mailed
        }


class VisitorForm(RoundRowForm):
    """Ask somebody from outside, or an interpreter, when they can come. visitor, link: of who was asked."""

    submit = gettext_lazy("Ask when they can come")
    visitor: Attendee
    link: str

    name = LineField(label=gettext_lazy("Name"), max_length=120, error_messages={"required": NAME_AND_ROLE})
    part = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            ("outside", gettext_lazy("outside panelist")),
            ("interpreter", gettext_lazy("interpreter")),
        ],
        error_messages={"required": NAME_AND_ROLE, "invalid_choice": NAME_AND_ROLE},
    )
    language = LineField(label=gettext_lazy("Interpreter’s language"), max_length=40, required=False)
    email = PastedEmailField(label=gettext_lazy("Email"), required=False)

    def clean_language(self) -> str:
        """The tag of the language that somebody named, or of its code."""
        text = self.cleaned_data["language"]
        try:
            return parse_language_tag(text) if text else ""
        except ActionError as error:
            raise ValidationError(error.message) from None

    def save(self) -> str:
        sent = self.cleaned_data
        visitors = Attendee.objects.seen_by(self.viewer).filter(round=self.subject, part=sent["part"])
        visitor = visitors.filter(person=None, name=parse_name(sent["name"])).first()
        self.visitor, self.link = rounds.invite_visitor(
            self.subject,
            sent["part"],
            sent["name"],
            sent["email"],
            sent["language"],
            self.by,
            self.hours_link,
            shown_revision(self.request, SHOWN_FIELD, visitor and visitor.pk),
        )
        return ""


class RemoveVisitorForm(RoundRowForm):
    """Remove somebody who was asked by mistake. The page then offers to put them back."""

    do = "remove"
    submit = gettext_lazy("Remove")
    row_name = "attendee"

    def rows(self) -> QuerySet[Attendee]:
        return Attendee.objects.seen_by(self.viewer).filter(round=self.subject)

    def save(self) -> str:
        attendee_changes.remove_attendee(self.row_or_404, self.by)
        return _("Removed.")


class RestoreVisitorForm(RoundRowForm):
    """Put somebody back who was removed."""

    do = "restore"
    submit = gettext_lazy("Undo")
    row_name = "attendee"

    def rows(self) -> QuerySet[Attendee]:
        return attendee_changes.removed_attendees(self.subject)

    def save(self) -> str:
        attendee_changes.restore_attendee(self.row_or_404, self.by)
        return _("Saved.")


INVITATION_FORMS = (FamiliesForm, VisitorForm, RemoveVisitorForm, RestoreVisitorForm)
"""The forms about who is asked to come."""


class HoursForm(ActionForm[Attendee]):
    """When somebody can come, by their link: `from-<day>` and `to-<day>` for each day of the round."""

    subject: Attendee

    def prepare(self) -> None:
        for day in self.subject.round.days:
            begin, end = self.subject.hours.get(day, ("", ""))
            self.fields[f"from-{day}"] = TimeField(label=_("from"), required=False, initial=begin)
            self.fields[f"to-{day}"] = TimeField(label=_("to"), required=False, initial=end)

    def day_fields(self) -> list[tuple[date, BoundField, BoundField]]:
        """Each day with its two fields."""
        return [
            (date.fromisoformat(day), self[f"from-{day}"], self[f"to-{day}"])
            for day in self.subject.round.days
        ]

    def save(self) -> str:
        days = self.subject.round.days
        hours = {day: (self._text(f"from-{day}"), self._text(f"to-{day}")) for day in days}
        rounds.save_hours(self.subject, hours, days, self.seen)
        return _("Thank you. You can change your times until the schedule is made.")

    def _text(self, name: str) -> str:
        time = self.cleaned_data[name]
        return f"{time:%H:%M}" if time else ""
