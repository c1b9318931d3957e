"""What a team sends from its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions, Row
from trellis.core.foundation.form_fields import DayField, LineField, TextField
from trellis.core.foundation.revisions import ABSENT
from trellis.design.blueprint.wording import wording_of

from . import meetings, services
from .models import Commitment, Meeting, StudentDiscussion


class TeamPage:
    """What the forms of a team's page offer to choose from, read once."""

    def __init__(self, viewer: Viewer, group: Group) -> None:
        self.viewer, self.group = viewer, group

    @cached_property
    def members(self) -> meetings.TeamMembers:
        return meetings.team_members(self.viewer, self.group)


class RedirectingForm(ActionForm[Row]):
    """A form that leads to the page at `done_url` once it is saved."""

    @property
    def done_url(self) -> str:
        raise NotImplementedError


class TeamForm(RedirectingForm[Row]):
    """A form of a team's page: `subject`."""

    subject: TeamPage

    def initial_for(self, row: Row) -> dict[str, object]:
        return {}

    @property
    def done_url(self) -> str:
        """The page after it is done."""
        return reverse("team", args=[self.subject.group.pk])


class MeetingRowForm(TeamForm[Meeting]):
    """A form about one of the team's meetings."""

    row_name = "meeting"

    def rows(self) -> QuerySet[Meeting]:
        return Meeting.objects.seen_by(self.viewer).filter(group=self.subject.group)

    @property
    def done_url(self) -> str:
        return f"{super().done_url}?day={self.row_or_404.day.isoformat()}"


class OpenMeetingForm(TeamForm):
    do = "begin"
    submit = gettext_lazy("Open meeting")

    day = DayField(
        label=gettext_lazy("Meeting date"),
        error_messages={"required": gettext_lazy("Choose the meeting date.")},
    )

    def prepare(self) -> None:
        self.initial["day"] = school_local_time(self.subject.group.school, timezone.now()).date()

    def save(self) -> str:
        self.meeting = services.open_meeting(self.subject.group, self.cleaned_data["day"], self.by)
        return _("The meeting is open.")

    @property
    def done_url(self) -> str:
        return f"{super().done_url}?day={self.meeting.day.isoformat()}"


@dataclass(frozen=True)
class NotesSection:
    """One section of the notes: its field, what its writer has seen, and what others wrote where it differs."""

    field: forms.BoundField
    seen: str
    current: str


class NotesForm(MeetingRowForm):
    """What is written down in a meeting. Others may write at the same time; see `services.write_notes`.

    Each section comes with what its writer has seen (`seen-planning`), and the page with the revision of it.
    """

    do = "notes"
    submit = gettext_lazy("Save notes")
    is_outdated = False

    planning = TextField(
        label=gettext_lazy("This week: who does what, when"),
        max_length=services.MAX_LENGTH,
        rows=4,
        required=False,
    )
    curriculum = TextField(
        label=gettext_lazy("What we teach, and how it fits together"),
        max_length=services.MAX_LENGTH,
        rows=4,
        required=False,
    )
    words = TextField(
        label=gettext_lazy("Anything else"), max_length=services.MAX_LENGTH, rows=4, required=False
    )

    def initial_for(self, row: Meeting) -> dict[str, object]:
        return {key: getattr(row, key) for key in services.SECTIONS}

    def save(self) -> str:
        sent = {key: self.cleaned_data[key] for key in services.SECTIONS if key in self.data}
        seen = {key: self.data.get(f"seen-{key}", "") for key in services.SECTIONS}
        revision = ABSENT if self.seen is None else self.seen
        try:
            services.write_notes(self.row_or_404, sent, seen, revision, self.by)
        except services.MergeConflict:
            self.is_outdated = True
            self.row_or_404.refresh_from_db()
            raise
        return _("Saved.")

    @property
    def shows_saved(self) -> bool:
        """Whether the page shows the notes as they are saved, at least next to what was typed."""
        return not self.is_bound or self.is_outdated

    @property
    def shown_revision(self) -> str | int:
        """The revision that the writer has seen: what is sent after a conflict was shown is meant."""
        return self.row_or_404.revision if self.shows_saved else self.data.get("revision", "")

    def sections(self) -> Iterator[NotesSection]:
        for key in services.SECTIONS:
            saved, typed = getattr(self.row_or_404, key), str(self[key].value() or "")
            differs = typed.replace("\r\n", "\n").strip() != saved
            seen = saved if self.shows_saved else self.data.get(f"seen-{key}", "")
            yield NotesSection(self[key], seen, saved if self.is_bound and differs else "")


class CommitmentForm(MeetingRowForm):
    do = "promise"
    submit = gettext_lazy("Add commitment")

    words = LineField(
        label=gettext_lazy("What will be done"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what will be done.")},
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose someone on the team, or choose “all of us.”")},
    )
    due = DayField(label=gettext_lazy("Due date"), required=False)

    def prepare(self) -> None:
        self.adults = {str(adult.pk): adult for adult in self.subject.members.adults}
        self.fields["who"].choices = [("", _("all of us")), *_named(self.adults)]

    def save(self) -> str:
        sent = self.cleaned_data
        who = self.adults.get(sent["who"])
        services.add_commitment(self.row_or_404, sent["words"], who, sent["due"], self.by)
        return _("Added. It stays here until it is done.")


class CompleteForm(TeamForm[Commitment]):
    do = "done"
    submit = gettext_lazy("Mark done")
    row_name = "promise"

    def rows(self) -> QuerySet[Commitment]:
        return Commitment.objects.seen_by(self.viewer).filter(group=self.subject.group)

    def save(self) -> str:
        services.complete_commitment(self.row_or_404, self.by)
        return _("Done. Thank you.")


class FollowUpForm(MeetingRowForm):
    """What the team does in class for a student. One of the same meeting is corrected, at the revision shown."""

    do = "talk"

    student = forms.ChoiceField(
        error_messages={
            "required": gettext_lazy("Choose a student on the team."),
            "invalid_choice": gettext_lazy("Choose a student on the team."),
        }
    )
    words = TextField(
        label=gettext_lazy("What we will do in class"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Enter what you will do in class.")},
    )
    review_on = DayField(
        label=gettext_lazy("Follow up on"),
        error_messages={"required": gettext_lazy("Choose a follow-up date.")},
    )

    def prepare(self) -> None:
        self.students = {str(student.pk): student for student in self.subject.members.students}
        self.fields["student"].choices = _named(self.students)
        self.fields["student"].label = capfirst(str(wording_of(self.subject.group.school_id).one["student"]))

    def save(self) -> str:
        sent = self.cleaned_data
        student = self.students[sent["student"]]
        words, day = sent["words"], sent["review_on"]
        services.add_follow_up(self.row_or_404, student, words, day, self.by, self.seen)
        return _("Saved. It stays here until you mark it done.")


def _named(people: dict[str, Person]) -> list[tuple[str, str]]:
    return [(key, person.name) for key, person in people.items()]


class CloseFollowUpForm(TeamForm[StudentDiscussion]):
    do = "close"
    submit = gettext_lazy("Mark done")
    row_name = "talk"

    def rows(self) -> QuerySet[StudentDiscussion]:
        return StudentDiscussion.objects.seen_by(self.viewer).filter(meeting__group=self.subject.group)

    def save(self) -> str:
        services.close_follow_up(self.row_or_404, self.by)
        return _("Marked done.")


def url_when_done(actions: PageActions) -> str:
    """Where the form that was sent leads."""
    sent_forms = (form for form in actions.forms.values() if form.is_bound)
    return next(form.done_url for form in sent_forms if isinstance(form, RedirectingForm))
