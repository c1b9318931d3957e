"""The form that puts the roster in the place of planned teams and names."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Group, Person
from trellis.core.foundation.shown_fields import ShownFieldsForm

from .input_forms import InputForm
from .roster_match import RosterMatch
from .services.rosters import use_roster

TEAM, TEACHER = "team-", "teacher-"


class UseRosterForm(ShownFieldsForm, InputForm):
    """For each planned team a group of the roster, for each planned teacher a person."""

    do = "use-roster"
    submit = _("Use the roster")
    section = "roster"
    subject: RosterMatch

    def prepare(self) -> None:
        groups = [(short_key(key), team.group.title) for key, team in self.subject.roster_teams.items()]
        people = [(short_key(person.pk), person.name) for person in self.subject.people]
        planned = gettext("As planned")
        for row in self.subject.teams:
            proposed = self.subject.proposed_groups.get(row.team.pk)
            self._add_choice(f"{TEAM}{row.team.pk}", row.team.title, [("", planned), *groups], proposed)
        for each in self.subject.planned_teachers:
            proposed = self.subject.proposed_people.get(each.teacher.pk)
            self._add_choice(
                f"{TEACHER}{each.teacher.pk}", each.teacher.title, [("", planned), *people], proposed
            )

    def _add_choice(
        self, name: str, label: str, choices: list[tuple[str, str]], proposed: UUID | None
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            required=False,
            initial=short_key(proposed) if proposed else "",
            error_messages={"invalid_choice": _("Choose from the list.")},
        )

    @property
    def teacher_fields(self) -> list[tuple[BoundField, str]]:
        """The list of each planned teacher, with the name of their team."""
        rows = self.subject.planned_teachers
        return [
            (self[f"{TEACHER}{row.teacher.pk}"], row.teacher.team.title if row.teacher.team else "")
            for row in rows
        ]

    def team_field(self, team_id: UUID) -> BoundField:
        return self[f"{TEAM}{team_id}"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for prefix, message in (
            (TEAM, gettext("Choose each team of the roster once.")),
            (TEACHER, gettext("Choose each person once.")),
        ):
            chosen = [value for name, value in cleaned.items() if name.startswith(prefix) and value]
            if len(set(chosen)) < len(chosen):
                raise ValidationError(message)
        return cleaned

    def save(self) -> str:
        groups: dict[UUID, Group] = self._chosen(
            TEAM, {short_key(key): team.group for key, team in self.subject.roster_teams.items()}
        )
        people: dict[UUID, Person] = self._chosen(
            TEACHER, {short_key(person.pk): person for person in self.subject.people}
        )
        use_roster(self.design, groups, people, self.by)
        return gettext("The roster is in use.")

    def _chosen(self, prefix: str, rows: Mapping[str, object]) -> dict:
        """What was chosen for each planned row, by the row's id."""
        return {
            UUID(name.removeprefix(prefix)): rows[str(value)]
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }


def short_key(key: UUID) -> str:
    """The random end of an id: enough to choose among some hundred, and a page with many lists stays light."""
    return key.hex[-12:]
