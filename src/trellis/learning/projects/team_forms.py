"""What teachers send from the page of a project's students and teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import FieldGroup, NumberField
from trellis.core.foundation.input_parsing import parse_small_number

from . import selectors, teams
from .form_parts import KeysField, TextField
from .models import Member, Project

TEAM_SIZE = gettext_lazy("Enter a team size from 2 to 8. You need at least that many students.")
TEAM_NUMBER = gettext_lazy("Enter a team number of 1 or higher.")
TOO_LONG = gettext_lazy(
    "A team contract can have up to 1200 characters, and a role up to 60. Please shorten it."
)


@dataclass(frozen=True)
class TeamSubject:
    """A project and its students, as the viewer sees them."""

    project: Project
    members: list[Member]


class TeamPageForm(ActionForm[Row]):
    """A form about a project's students: `subject`."""

    subject: TeamSubject


class AddStudentsForm(TeamPageForm):
    do = "bring"
    submit = gettext_lazy("Add to project")

    group = KeysField()

    def save(self) -> str:
        project, viewer = self.subject.project, self.viewer
        available = selectors.groups_to_add(viewer, project)
        groups = [group.pk for group in available if str(group.pk) in self.cleaned_data["group"]]
        if not groups:
            raise ActionError(_("Choose at least one group."))
        ties = Tie.objects.seen_by(viewer).filter(
            active_at(viewer.now), to_group__in=groups, role=Role.STUDENT
        )
        people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"))
        count = teams.add_students(project, {person.pk: person for person in people}, self.by)
        return ngettext("%(n)d student added.", "%(n)d students added.", count) % {"n": count}


class DraftForm(TeamPageForm):
    """Build teams without saving them. Afterwards `teams_by_member` has the draft."""

    do = "propose"
    submit = gettext_lazy("Build draft")
    teams_by_member: dict[UUID, int] | None = None

    size = NumberField(
        label=gettext_lazy("Students per team"),
        initial=4,
        error_messages={"required": TEAM_SIZE, "invalid": TEAM_SIZE},
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        choices=[
            ("", gettext_lazy("no rule")),
            ("partner", gettext_lazy("every student has someone who shares their home language")),
            ("english", gettext_lazy("English is the only language the whole team shares")),
        ],
    )

    def save(self) -> str:
        size, rule = self.cleaned_data["size"], self.cleaned_data["rule"]
        members = sorted(self.subject.members, key=lambda member: member.pk)
        self.teams_by_member = teams.propose_teams(self.subject.project, members, size, rule)
        return ""


class SaveTeamsForm(TeamPageForm):
    """The team of each student, in a field `team-<member>`."""

    do = "keep"
    submit = gettext_lazy("Save teams")

    def prepare(self) -> None:
        for member in self.subject.members:
            label = _("Team number for %(name)s") % {"name": member.student.name}
            attrs = {"inputmode": "numeric", "class": "short", "aria-label": label}
            self.fields[f"team-{member.pk}"] = NumberField(
                label=label,
                required=False,
                initial=member.team,
                widget=forms.TextInput(attrs=attrs),
                error_messages={"invalid": TEAM_NUMBER},
            )

    def show_draft(self, teams_by_member: Mapping[UUID, int]) -> None:
        for key, team in teams_by_member.items():
            self.initial[f"team-{key}"] = team

    def team_field(self, member: Member) -> BoundField:
        return self[f"team-{member.pk}"]

    def save(self) -> str:
        sent = {member.pk: self.cleaned_data[f"team-{member.pk}"] for member in self.subject.members}
        numbers = {key: team for key, team in sent.items() if team is not None}
        count = teams.save_teams(self.subject.project, numbers, self.by)
        return ngettext(
            "Saved. %(n)d student changed teams.", "Saved. %(n)d students changed teams.", count
        ) % {"n": count}


class AgreementForm(TeamPageForm):
    """What one team agreed on, and the part of each student, in `role-<member>`. `team`: its number."""

    do = "agree"

    words = TextField(
        label=gettext_lazy("Team contract"),
        max_length=1200,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def prepare(self) -> None:
        self.team, self.members = 0, []
        if self.is_bound:
            members = [each for each in self.subject.members if f"role-{each.pk}" in self.data]
            self._set_team(parse_small_number(self.data.get("team", "")), members)

    def _set_team(self, team: int, members: list[Member]) -> None:
        """Say of which team it is, and add the fields of its members."""
        self.team, self.members, self.auto_id = team, members, f"agree-{team}-%s"
        for member in members:
            role = forms.CharField(required=False, strip=False, initial=member.role)
            role.widget.attrs["maxlength"] = 60
            shown = forms.CharField(
                required=False, strip=False, initial=member.role, widget=forms.HiddenInput
            )
            self.fields |= {f"role-{member.pk}": role, f"shown-role-{member.pk}": shown}

    def contract_fields(self) -> FieldGroup:
        return FieldGroup([self["words"]])

    def for_team(self, team: int, words: str) -> AgreementForm:
        """The form of one team: itself with what was typed, if it was sent for this team."""
        if self.is_bound and self.team == team:
            return self
        form = type(self)(request=self.request, subject=self.subject)
        form.initial["words"] = words
        form._set_team(team, [member for member in self.subject.members if member.team == team])
        return form

    def roles(self) -> list[tuple[Member, BoundField, BoundField]]:
        """For each student, the field of their part and the one that says what the page showed."""
        return [
            (member, self[f"role-{member.pk}"], self[f"shown-role-{member.pk}"]) for member in self.members
        ]

    def save(self) -> str:
        sent = self.cleaned_data
        roles = {member.pk: sent[f"role-{member.pk}"] for member in self.members}
        shown = {key: sent[f"shown-role-{key}"] for key in roles if f"shown-role-{key}" in self.data}
        project = self.subject.project
        teams.save_agreement(project, self.team, sent["words"], roles, self.by, self.seen, shown)
        return _("Saved.")


class RemoveMemberForm(TeamPageForm[Member]):
    do = "out"
    submit = gettext_lazy("Remove")
    row_name = "member"

    def rows(self) -> QuerySet[Member]:
        return Member.objects.seen_by(self.viewer).filter(project=self.subject.project)

    def save(self) -> str:
        teams.remove_member(self.row_or_404, self.by)
        return _("Removed. The work they turned in is still saved.")


TEAM_FORMS = (AddStudentsForm, DraftForm, SaveTeamsForm, AgreementForm, RemoveMemberForm)
