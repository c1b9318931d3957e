"""The forms of a design's teams, and of their class groups and advisories."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.form_fields import LineField, NumberField
from trellis.core.foundation.revisions import FieldDifference

from .input_fields import NamesField
from .input_forms import ENTER_NAME, InputForm
from .models import DesignTeam, TeamSection
from .services import teams
from .slot_fields import SlotsField, offer_periods, slots_text

MOST_STUDENTS, MOST_SECTIONS, MOST_MINUTES = 5000, 30, 1200
SECTION_FIELDS: dict[str, str] = {
    TeamSection.Kind.CLASS: "class_groups",
    TeamSection.Kind.ADVISORY: "advisories",
}
GRADES_HELP = _("Such as 9 or 9, 10.")


class AddTeamForm(InputForm[DesignTeam]):
    """Add a team with its numbers."""

    do = "add"
    submit = _("Add team")
    section = "teams"
    adds = True

    title = LineField(label=_("Name"), max_length=80, error_messages={"required": ENTER_NAME})
    grades = LineField(label=_("Grade levels"), required=False, max_length=40, help_text=GRADES_HELP)
    students = NumberField(label=_("Students"), min_value=0, max_value=MOST_STUDENTS)
    class_groups = NumberField(label=_("Class groups"), min_value=1, max_value=MOST_SECTIONS)
    advisories = NumberField(label=_("Advisories"), min_value=0, max_value=MOST_SECTIONS)

    def save(self) -> str:
        sent = self.cleaned_data
        counts = {kind: sent[name] for kind, name in SECTION_FIELDS.items()}
        team = teams.add_team(self.design, sent["title"], sent["grades"], sent["students"], counts, self.by)
        return gettext("%(name)s was added.") % {"name": team.title}


class TeamForm(InputForm[DesignTeam]):
    """A form about one team of the design."""

    row_name = "team"

    def rows(self) -> QuerySet[DesignTeam]:
        return DesignTeam.objects.seen_by(self.viewer).filter(design=self.design)


class ChangeTeamForm(TeamForm):
    """Change a team: its numbers, its class groups and advisories by name, and when it is out."""

    do = "change"
    section = "details"
    shows_revision = True
    compared = ("title", "grades", "students", "planning_minutes", "language_minutes")

    title = LineField(label=_("Name"), max_length=80, error_messages={"required": ENTER_NAME})
    grades = LineField(label=_("Grade levels"), required=False, max_length=40, help_text=GRADES_HELP)
    students = NumberField(label=_("Planned students"), min_value=0, max_value=MOST_STUDENTS)
    class_groups = NamesField(
        label=_("Class groups"),
        required=False,
        max_length=4000,
        rows=5,
        help_text=_("One name on each line. Students are shared out evenly."),
    )
    advisories = NamesField(
        label=_("Advisories"),
        required=False,
        max_length=4000,
        rows=5,
        help_text=_("One name on each line. Leave blank for none."),
    )
    planning_minutes = NumberField(
        label=_("Team planning, minutes a week"), min_value=0, max_value=MOST_MINUTES
    )
    language_minutes = NumberField(
        label=_("Language service, minutes a week"),
        help_text=_("For each class group."),
        min_value=0,
        max_value=MOST_MINUTES,
    )
    away = SlotsField(label=_("Out at internships"))
    field_order = ["title", "grades", "students", "planning_minutes"]

    def prepare(self) -> None:
        offer_periods(self.fields["away"], self.subject.periods)

    def initial_for(self, row: DesignTeam) -> dict[str, object]:
        names = {
            field: "\n".join(section.title for section in self.subject.team_row(row).sections[kind])
            for kind, field in SECTION_FIELDS.items()
        }
        return super().initial_for(row) | names

    def save(self) -> str:
        sent = dict(self.cleaned_data)
        sections = {kind: sent.pop(name) for kind, name in SECTION_FIELDS.items()}
        more = self._differences(sections)
        teams.change_team(self.row_or_404, sent, sections, self.seen, self.labels, self.by, more)
        return gettext("Saved.")

    def _differences(self, sections: dict[str, list[str]]) -> list[FieldDifference]:
        """What differs from what is saved now in the names and the times: fields that are no text columns."""
        team = self.row_or_404
        differences = []
        for kind, name in SECTION_FIELDS.items():
            saved = [section.title for section in self.subject.team_row(team).sections[kind]]
            if saved != sections[kind]:
                texts = ("\n".join(saved), "\n".join(sections[kind]))
                differences.append(FieldDifference(name, str(self.fields[name].label), *texts, *texts))
        sent = self.cleaned_data["away"]
        if team.away != sent:
            texts = (slots_text(team.away), slots_text(sent))
            differences.append(
                FieldDifference("away", str(self.fields["away"].label), *texts, team.away, sent, False)
            )
        return differences


class RemoveTeamForm(TeamForm):
    """Remove a team."""

    do = "remove"
    submit = _("Remove team")

    def save(self) -> str:
        teams.remove_team(self.row_or_404, self.by)
        return gettext("Removed.")
