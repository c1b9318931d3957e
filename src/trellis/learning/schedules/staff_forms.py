"""The forms of a design's teachers."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.form_fields import LineField, NumberField
from trellis.core.foundation.revisions import FieldDifference

from .input_fields import NamesField, chosen_row, row_choices
from .input_forms import InputForm
from .input_selectors import people_at
from .models import DesignTeacher, DesignTeam
from .services import staff
from .slot_fields import SlotsField, offer_periods, slots_text

NOT_KNOWN = _("Not known yet")


class PersonAndTeamFields(InputForm[DesignTeacher]):
    """Who a teacher is, and in which team."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)

    @cached_property
    def people(self) -> list[Person]:
        """Who works at the school and is not on the list; on the form of a teacher, who they are as well."""
        listed = {row.teacher.person_id for row in self.subject.teachers}
        if self.row:
            listed.discard(self.row.person_id)
        people = people_at(self.viewer, self.design.school_id)
        return [person for person in people if person.pk not in listed]

    @property
    def team_rows(self) -> list[DesignTeam]:
        return [row.team for row in self.subject.teams]

    def prepare(self) -> None:
        self.fields["person"].choices = row_choices(self.people, str(NOT_KNOWN))
        self.fields["team"].choices = row_choices(self.team_rows, gettext("No team"))

    @property
    def chosen_person(self) -> Person | None:
        return chosen_row(self.people, self.cleaned_data["person"])

    @property
    def chosen_team(self) -> DesignTeam | None:
        return chosen_row(self.team_rows, self.cleaned_data["team"])


class AddTeachersForm(PersonAndTeamFields):
    """Add several teachers by name, or a person."""

    do = "add"
    submit = _("Add teachers")
    section = "staff"
    adds = True

    titles = NamesField(
        label=_("Names"),
        commas=True,
        required=False,
        max_length=4000,
        rows=2,
        help_text=_("Several at once: Science 1, Science 2"),
    )
    field_order = ["titles", "person", "team"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["titles"] and not cleaned["person"]:
            raise ValidationError(gettext("Enter a name, or choose a person."))
        return cleaned

    def save(self) -> str:
        added = staff.add_teachers(
            self.design, self.cleaned_data["titles"], self.chosen_person, self.chosen_team, self.by
        )
        return ngettext(
            "%(n)d teacher was added.",
            "%(n)d teachers were added.",
            len(added),
        ) % {"n": len(added)}


class TeacherForm(InputForm[DesignTeacher]):
    """A form about one teacher of the design."""

    row_name = "teacher"

    def rows(self) -> QuerySet[DesignTeacher]:
        return DesignTeacher.objects.seen_by(self.viewer).filter(design=self.design)


class ChangeTeacherForm(PersonAndTeamFields, TeacherForm):
    """Change who a teacher is, when they are there and how much they teach."""

    do = "change"
    section = "details"
    shows_revision = True
    compared = ("title", "person", "team", "home_room", "most_a_week", "most_a_day", "days_off")

    title = LineField(
        label=_("Name"),
        required=False,
        max_length=80,
        help_text=_("Such as Science 1. With a person, it is not shown."),
    )
    home_room = forms.ChoiceField(label=_("Home room"), required=False)
    most_a_week = NumberField(label=_("Most lessons a week"), required=False, min_value=0, max_value=100)
    most_a_day = NumberField(label=_("Most lessons a day"), required=False, min_value=0, max_value=20)
    days_off = NumberField(
        label=_("Days without lessons, if possible"), required=False, min_value=0, max_value=6
    )
    away = SlotsField(label=_("Not at school"))
    field_order = ["title", "person", "team"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["home_room"].choices = row_choices(self.subject.rooms, gettext("No home room"))
        offer_periods(self.fields["away"], self.subject.periods)

    def initial_for(self, row: DesignTeacher) -> dict[str, object]:
        keys = {name: str(getattr(row, f"{name}_id") or "") for name in ("person", "team", "home_room")}
        names = ("title", "most_a_week", "most_a_day", "days_off", "away")
        return {name: getattr(row, name) for name in names} | keys

    def save(self) -> str:
        sent, teacher = self.cleaned_data, self.row_or_404
        values = {
            **sent,
            "person": self.chosen_person,
            "team": self.chosen_team,
            "home_room": chosen_row(self.subject.rooms, sent["home_room"]),
            "days_off": sent["days_off"] or 0,
        }
        more = []
        if teacher.away != sent["away"]:
            texts = (slots_text(teacher.away), slots_text(sent["away"]))
            label = str(self.fields["away"].label)
            more = [FieldDifference("away", label, *texts, teacher.away, sent["away"], False)]
        staff.change_teacher(teacher, values, self.seen, self.labels, self.by, more)
        return gettext("Saved.")


class RemoveTeacherForm(TeacherForm):
    """Remove a teacher."""

    do = "remove"
    submit = _("Remove teacher")

    def save(self) -> str:
        staff.remove_teacher(self.row_or_404, self.by)
        return gettext("Removed.")
