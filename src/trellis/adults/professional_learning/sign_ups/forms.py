"""The forms of somebody who signs up: a seat, giving it back, a substitute, sessions; and a leader's decision."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, ListField, TextField

from ..events.selectors import own_school, place_in_line
from ..models import LearningEvent, LearningSession, SignUp
from ..services import sign_ups
from ..visits.guard import check_words_about_school


class SignUpForm(ActionForm[LearningEvent]):
    """Take a seat, or the next place of the waiting list."""

    do = "sign-up"
    submit = _("Sign up")
    row_name = "event"

    question = TextField(
        label=_("What do you want to find out there?"), required=False, max_length=400, rows=2
    )
    confirmed = forms.BooleanField(label=_("I have done what this event asks for"), required=False)

    def rows(self) -> QuerySet[LearningEvent]:
        rows = LearningEvent.objects.seen_by(self.viewer).filter(deleted_at=None)
        return rows.select_related("network", "host")

    def save(self) -> str:
        sent, event = self.cleaned_data, self.row_or_404
        if event.host_id:
            check_words_about_school(event.host_id, sent["question"])
        sign_up = sign_ups.sign_up(
            event,
            self.viewer.person,
            own_school(self.viewer),
            self.viewer.roles,
            sent["confirmed"],
            sent["question"],
        )
        return sign_up_message(sign_up, event)


def sign_up_message(sign_up: SignUp, event: LearningEvent) -> str:
    """What somebody is told after they signed up."""
    params = {"event": event.title}
    if sign_up.is_waiting:
        return gettext("“%(event)s” is full. You are number %(number)s on the waiting list.") % (
            params | {"number": place_in_line(sign_up)}
        )
    if sign_up.awaits_approval:
        return (
            gettext("A seat at “%(event)s” is reserved for you. A leader of your school will approve it.")
            % params
        )
    return gettext("You have a seat at “%(event)s”.") % params


class OwnSignUpForm(ActionForm[SignUp]):
    """A form about one's own place."""

    row_name = "sign_up"

    def rows(self) -> QuerySet[SignUp]:
        rows = SignUp.objects.seen_by(self.viewer).active().filter(person=self.viewer.person_id)
        return rows.select_related("event", "event__network", "event__host")


class CancelSeatForm(OwnSignUpForm):
    """Give the seat back, or leave the waiting list."""

    do = "cancel-seat"
    submit = _("Cancel my sign-up")

    def rows(self) -> QuerySet[SignUp]:
        rows = SignUp.objects.seen_by(self.viewer).filter(person=self.viewer.person_id)
        return rows.select_related("event")

    def save(self) -> str:
        sign_ups.cancel_sign_up(self.row_or_404, self.by)
        return gettext("You are no longer signed up for “%(event)s”.") % {
            "event": self.row_or_404.event.title
        }


class SubstituteForm(OwnSignUpForm):
    """Whether somebody teaches in one's place."""

    do = "substitute"
    section = "substitute"

    substitute = forms.ChoiceField(label=_("Substitute"), choices=SignUp.Substitute.choices)
    substitute_name = LineField(label=_("Who substitutes"), required=False, max_length=120)

    def initial_for(self, row: SignUp) -> dict[str, object]:
        return {"substitute": row.substitute, "substitute_name": row.substitute_name}

    def save(self) -> str:
        sent = self.cleaned_data
        sign_ups.set_substitute(self.row_or_404, sent["substitute"], sent["substitute_name"], self.by)
        return gettext("Saved.")


class ChooseSessionsForm(OwnSignUpForm):
    """Choose the sessions of a conference, one at a time of day."""

    do = "choose-sessions"
    section = "sessions"
    submit = _("Save my sessions")

    sessions = ListField()

    def save(self) -> str:
        sign_up = self.row_or_404
        chosen = set(self.cleaned_data["sessions"])
        offered = LearningSession.objects.seen_by(self.viewer).filter(event=sign_up.event_id, deleted_at=None)
        sessions = [each for each in offered.filter(is_choice=True) if str(each.pk) in chosen]
        sign_ups.choose_sessions(sign_up, sessions)
        return gettext("Saved.")

    @property
    def chosen_ids(self) -> set[UUID]:
        """What was sent, where it could not be saved."""
        sent = self.cleaned_data.get("sessions", []) if self.is_bound else []
        return {UUID(each) for each in sent if len(each) == len(str(self.by))}


class DecideForm(ActionForm[SignUp]):
    """A leader's answer to somebody of their school."""

    row_name = "sign_up"
    section = "approvals"

    approves = True

    def rows(self) -> QuerySet[SignUp]:
        led = self.viewer.to("school", Role.LEADER)
        rows = SignUp.objects.seen_by(self.viewer).filter(school__in=led)
        rows = rows.exclude(approval=SignUp.Approval.NOT_NEEDED)
        return rows.select_related("event", "person")

    def save(self) -> str:
        sign_up = self.row_or_404
        sign_ups.decide(sign_up, self.approves, self.cleaned_data.get("note", ""), self.by)
        params = {"name": sign_up.person.name, "event": sign_up.event.title}
        if self.approves:
            return gettext("Approved: %(name)s, “%(event)s”.") % params
        return gettext("Declined: %(name)s, “%(event)s”.") % params


class ApproveForm(DecideForm):
    do = "approve"
    submit = _("Approve")


class DeclineForm(DecideForm):
    do = "decline"
    submit = _("Decline")
    approves = False

    note = LineField(label=_("Note for them"), required=False, max_length=300)
