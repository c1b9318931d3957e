"""The forms of what a team's students have every week."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.form_fields import LineField, NumberField
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.revisions import FieldDifference

from .input_fields import TeacherOrderField, offer_teachers
from .input_forms import ENTER_NAME, InputForm
from .input_rows import SubjectRow, TeamRow
from .models import DesignTeacher, DesignTeam, TeamSubject
from .room_forms import LIST_OF_KINDS
from .services import teams
from .team_page import TeamPage

MOST_PLACES = 8
KINDS = [
    (TeamSubject.Kind.CLASS, _("Each class group")),
    (TeamSubject.Kind.ADVISORY, _("Each advisory")),
    (TeamSubject.Kind.TOGETHER, _("The whole team together")),
]


class SubjectFields(InputForm[TeamSubject]):
    """A subject: for whom, how often, where and with whom."""

    section = "subjects"
    compared = ("title", "times", "length", "room_kind")
    subject: TeamPage

    title = LineField(label=_("Name"), max_length=80, error_messages={"required": ENTER_NAME})
    kind = forms.ChoiceField(label=_("For"), choices=KINDS)
    times = NumberField(label=_("Times a week"), min_value=1, max_value=20)
    length = NumberField(label=_("Periods in a row"), min_value=1, max_value=6, initial=1)
    teachers = TeacherOrderField(label=_("Teachers"), required=False)
    co_taught = forms.BooleanField(label=_("All of these teachers are in every lesson"), required=False)
    needs_room = forms.BooleanField(label=_("Needs a room"), required=False, initial=True)
    room_kind = LineField(
        label=_("Kind of room"), required=False, max_length=40, help_text=_("Leave blank for any classroom.")
    )
    is_first = forms.BooleanField(label=_("Only in the first period of a day"), required=False)
    is_language_service = forms.BooleanField(label=_("Counts as language service"), required=False)

    @property
    def team_row(self) -> TeamRow:
        return self.subject.row

    @property
    def subject_row(self) -> SubjectRow | None:
        """What is saved of the subject that the form is for."""
        return next(
            (each for each in self.team_row.subjects if self.row and each.subject.pk == self.row.pk), None
        )

    def prepare(self) -> None:
        self.fields["room_kind"].widget.attrs |= LIST_OF_KINDS
        sections = max(len(self.team_row.class_groups), len(self.team_row.advisories))
        if row := self.subject_row:
            sections = row.sections
        offer_teachers(
            self.fields["teachers"], self.subject.teachers_to_choose, min(MOST_PLACES, max(2, sections))
        )

    def values(self) -> tuple[dict[str, object], list[DesignTeacher]]:
        """The columns that the fields hold, and the teachers in their order."""
        sent = dict(self.cleaned_data)
        teachers = sent.pop("teachers")
        return {**sent, "room_kind": sent["room_kind"] if sent["needs_room"] else ""}, teachers

    @property
    def team(self) -> DesignTeam:
        return self.team_row.team


class AddSubjectForm(SubjectFields):
    """Add a subject."""

    do = "add-subject"
    submit = _("Add subject")
    adds = True

    def save(self) -> str:
        values, teachers = self.values()
        subject = teams.add_subject(self.team, values, teachers, self.by)
        return gettext("%(name)s was added.") % {"name": subject.title}


class SubjectRowForm(InputForm[TeamSubject]):
    """A form about one subject of the team."""

    row_name = "subject"
    section = "subjects"
    subject: TeamPage

    def rows(self) -> QuerySet[TeamSubject]:
        subjects = TeamSubject.objects.seen_by(self.viewer).filter(team=self.subject.row.team)
        return subjects.select_related("team")


class ChangeSubjectForm(SubjectFields, SubjectRowForm):
    """Change a subject and who teaches it."""

    do = "change-subject"
    shows_revision = True

    def initial_for(self, row: TeamSubject) -> dict[str, object]:
        names = [name for name in self.base_fields if name != "teachers"]
        saved = next((each for each in self.subject.row.subjects if each.subject.pk == row.pk), None)
        teachers = [teacher.pk for teacher in saved.teachers] if saved else []
        return {name: getattr(row, name) for name in names} | {"teachers": teachers}

    def save(self) -> str:
        values, teachers = self.values()
        more = self._differences(teachers)
        teams.change_subject(self.row_or_404, values, teachers, self.seen, self.labels, self.by, more)
        return gettext("Saved.")

    def _differences(self, teachers: list[DesignTeacher]) -> list[FieldDifference]:
        """Teachers who differ from those that are saved now."""
        saved = self.subject_row.teachers if self.subject_row else []
        if [teacher.pk for teacher in saved] == [teacher.pk for teacher in teachers]:
            return []
        texts = [format_list(teacher.name for teacher in each) for each in (saved, teachers)]
        label = str(self.fields["teachers"].label)
        return [FieldDifference("teachers", label, *texts, saved, teachers, False)]


class RemoveSubjectForm(SubjectRowForm):
    """Remove a subject."""

    do = "remove-subject"
    submit = _("Remove subject")

    def save(self) -> str:
        teams.remove_subject(self.row_or_404, self.by)
        return gettext("Removed.")
