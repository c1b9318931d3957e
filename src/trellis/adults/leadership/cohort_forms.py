"""The forms of cohorts: a new one, its members, its meetings. All are for the network's program staff."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, MomentField, TextField

from . import cohort_services as services
from .cohort_selectors import CohortPage, shown_pathways
from .models import Cohort, CohortMeeting, CohortMember


class AddCohortForm(ActionForm):
    """Make a cohort of people on one stage. cohort: it, once it is made."""

    do = "add"
    submit = _("Add cohort")
    subject: Network
    cohort: Cohort

    title = LineField(label=_("Name"), max_length=140)
    key = forms.ChoiceField(label=_("Pathway"))

    def prepare(self) -> None:
        rows = shown_pathways(self.viewer, self.subject.pk)
        self.fields["key"].choices = list({row.key: row.title for row in rows}.items())

    def save(self) -> str:
        if self.subject.pk not in self.viewer.to("network", Role.NETWORK_STAFF):
            raise Http404
        sent = self.cleaned_data
        self.cohort = services.add_cohort(self.subject, sent["key"], sent["title"], self.by)
        return gettext("Added.")


class CohortForm(ActionForm):
    """A form of a cohort's page."""

    subject: CohortPage

    def check_manages(self) -> None:
        if not self.subject.manages:
            raise Http404


class AddMemberForm(CohortForm):
    """Add somebody who is on the stage and shows it to the network."""

    do = "add-member"
    submit = _("Add a person")
    section = "members"
    adds = True

    pathway = forms.ChoiceField(label=_("Person"))

    def prepare(self) -> None:
        self.candidates = self.subject.candidates
        self.fields["pathway"].choices = [
            (str(row.pk), f"{row.person.name} ({row.school.name})") for row in self.candidates
        ]

    def save(self) -> str:
        self.check_manages()
        sent = self.cleaned_data["pathway"]
        pathway = next(row for row in self.candidates if str(row.pk) == sent)
        services.add_member(self.subject.cohort, pathway, self.by)
        return gettext("Added.")


class RemoveMemberForm(CohortForm, ActionForm[CohortMember]):
    """They are in it no more."""

    do = "remove-member"
    submit = _("Remove")
    section = "members"
    row_name = "member"

    def rows(self) -> QuerySet[CohortMember]:
        return CohortMember.objects.seen_by(self.viewer).filter(cohort=self.subject.cohort, deleted_at=None)

    def save(self) -> str:
        self.check_manages()
        services.remove_member(self.row_or_404, self.by)
        return gettext("Removed.")


class AddMeetingForm(CohortForm):
    """Plan a meeting."""

    do = "add-meeting"
    submit = _("Add meeting")
    section = "meetings"
    adds = True

    starts_at = MomentField(label=_("Date and time"))
    place = LineField(label=_("Place"), max_length=200, required=False)
    agenda = TextField(label=_("Agenda"), max_length=4000, required=False)

    def save(self) -> str:
        self.check_manages()
        sent = self.cleaned_data
        services.add_meeting(self.subject.cohort, sent["starts_at"], sent["place"], sent["agenda"], self.by)
        return gettext("Added.")


class MeetingRowForm(CohortForm, ActionForm[CohortMeeting]):
    """A form about one meeting."""

    row_name = "meeting"
    section = "meetings"

    def rows(self) -> QuerySet[CohortMeeting]:
        return CohortMeeting.objects.seen_by(self.viewer).filter(cohort=self.subject.cohort, deleted_at=None)


class ChangeMeetingForm(MeetingRowForm):
    """Change it, or write its notes."""

    do = "meeting"
    shows_revision = True

    starts_at = MomentField(label=_("Date and time"))
    place = LineField(label=_("Place"), max_length=200, required=False)
    agenda = TextField(label=_("Agenda"), max_length=4000, required=False)
    notes = TextField(label=_("Notes"), max_length=8000, required=False)

    def save(self) -> str:
        self.check_manages()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.save_meeting(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class RemoveMeetingForm(MeetingRowForm):
    """Take it off the list."""

    do = "remove-meeting"
    submit = _("Remove")

    def save(self) -> str:
        self.check_manages()
        services.remove_meeting(self.row_or_404, self.by)
        return gettext("Removed.")


COHORT_FORMS = (AddMemberForm, RemoveMemberForm, AddMeetingForm, ChangeMeetingForm, RemoveMeetingForm)
