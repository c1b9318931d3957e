"""What is sent about an apprenticeship: the request, the answers to it, days and hours, a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, TextField

from .. import active_placements, confirming
from ..active_placement_forms import EndForm
from ..agreement_forms import NAME_ERROR
from ..forms import ConfirmForm
from ..models import Agreement, Concern, InternshipTerms, Site
from ..terms import terms_hash
from ..terms_forms import TermsForm
from . import services
from .selectors import Apprenticeship, PossibleMentor

ORDER = ["mentor", "work", "starts", "ends", "days", "from", "to", "hours"]
NOTE_HELP = gettext_lazy("They read it on this page.")


@dataclass(frozen=True)
class RequestPage:
    """Whom somebody may ask, and today at their own place."""

    mentors: list[PossibleMentor]
    today: date
    site: Site | None = None
    terms: InternshipTerms | None = None


class RequestForm(TermsForm[RequestPage]):
    """Ask a leader of another school. search_id: the request, once it is sent."""

    do = "ask"
    submit = gettext_lazy("Send request")
    subject: RequestPage
    search_id: object = None

    kind = None
    task = None
    looked = None
    mentor = forms.ChoiceField(
        label=gettext_lazy("School and leader"),
        error_messages={"required": gettext_lazy("Choose a leader.")},
    )
    work = TextField(
        label=gettext_lazy("What I would like to learn, and what I can do there"),
        max_length=600,
        error_messages={"required": gettext_lazy("Write what you would like to learn.")},
    )

    def prepare(self) -> None:
        super().prepare()
        del self.initial["starts"]
        self.order_fields(ORDER)
        self.by_key = {mentor.key: mentor for mentor in self.subject.mentors}
        self.fields["mentor"].choices = [
            ("", _("Choose a leader")),
            *((key, f"{mentor.school.name}: {mentor.person.name}") for key, mentor in self.by_key.items()),
        ]

    def save(self) -> str:
        choice = self.by_key[self.cleaned_data["mentor"]]
        work = " ".join(self.cleaned_data["work"].split())
        request = services.ApprenticeshipRequest(
            choice.school, choice.person, self.cleaned_data["starts"], self.terms(), work
        )
        search = services.request_apprenticeship(request, self.viewer.person, self.subject.today)
        self.search_id = search.pk
        return _("Sent to %(name)s.") % {"name": choice.person.name}


class AnswerForm(ActionForm[Agreement]):
    """A form about the request."""

    subject: Apprenticeship
    allowed = ("hosts",)

    def check_allowed(self) -> None:
        """Page not found for whoever the press is not for."""
        if not any(getattr(self.subject, name) for name in self.allowed):
            raise Http404


class SignForm(AnswerForm):
    """The leader signs."""

    do = "sign"
    submit = gettext_lazy("Sign")

    name = LineField(label=gettext_lazy("Your name"), max_length=120, error_messages={"required": NAME_ERROR})
    read = forms.CharField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial["read"] = terms_hash(self.subject.agreement)

    def save(self) -> str:
        self.check_allowed()
        sent = self.cleaned_data
        started = services.sign_as_mentor(
            self.subject.agreement, sent["name"], sent["read"], self.viewer.person
        )
        return _("Signed. The apprenticeship is set.") if started else _("Signed.")


class ApproveForm(AnswerForm):
    """The network approves."""

    do = "approve"
    submit = gettext_lazy("Approve")
    allowed = ("answers_for_network",)

    def save(self) -> str:
        self.check_allowed()
        started = services.approve(self.subject.agreement, self.viewer.person)
        return _("Approved. The apprenticeship is set.") if started else _("Approved.")


class DeclineForm(AnswerForm):
    """The leader or the network declines."""

    do = "decline"
    submit = gettext_lazy("Decline")
    allowed = ("hosts", "answers_for_network")

    reason = TextField(
        label=gettext_lazy("Why not?"),
        max_length=300,
        help_text=NOTE_HELP,
        error_messages={"required": gettext_lazy("Write a sentence that says why.")},
    )

    def save(self) -> str:
        self.check_allowed()
        services.decline(self.subject.agreement, self.cleaned_data["reason"], self.viewer.person)
        return _("Declined.")


class WithdrawForm(AnswerForm):
    """The person takes the request back."""

    do = "withdraw"
    submit = gettext_lazy("Withdraw request")
    allowed = ("mine",)

    def save(self) -> str:
        self.check_allowed()
        services.withdraw(self.subject.agreement, self.by)
        return _("Withdrawn.")


class ApprenticeScheduleForm(TermsForm[Apprenticeship]):
    """Other days and hours, by the apprentice or the leader."""

    do = "schedule"
    section = "schedule"
    shows_revision = True
    kind = None
    task = None
    looked = None

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(ORDER)

    def save(self) -> str:
        placement = self.subject.started
        terms = self.terms() | {"kind": placement.kind, "tasks": placement.tasks}
        active_placements.change_terms(placement, terms, lambda _terms: (), False, self.by, self.seen)
        return _("Saved. This is the schedule from now on.")


class EndApprenticeshipForm(EndForm):
    """The last day."""

    do = "end"
    submit = gettext_lazy("Save last day")
    section = "schedule"


class ConfirmApprenticeForm(ConfirmForm):
    """The leader confirms the days, and may write a note that the apprentice reads."""

    do = "confirm"
    submit = gettext_lazy("Confirm these days")
    section = "days"

    concern = TextField(
        label=gettext_lazy("Write a note"), help_text=NOTE_HELP, max_length=700, required=False
    )

    def save(self) -> str:
        note = self.cleaned_data["concern"]
        confirming.confirm_days(self.subject.placement, self.confirmations(), note, self.viewer.person)
        return _("Thank you. The hours are confirmed.")


class SeenForm(ActionForm[Concern]):
    """The apprentice has read a note."""

    do = "seen"
    submit = gettext_lazy("Mark as seen")
    row_name = "note"
    shows_revision = True
    section = "days"
    subject: Apprenticeship

    def rows(self) -> QuerySet[Concern]:
        return Concern.objects.seen_by(self.viewer).filter(placement=self.subject.placement)

    def save(self) -> str:
        if not self.subject.mine:
            raise Http404
        confirming.mark_concern_heard(self.row_or_404, self.by, self.seen)
        return _("This note is marked as seen.")


def page_forms(page: Apprenticeship) -> list[type[ActionForm]]:
    """The forms that the viewer gets."""
    forms: list[type[ActionForm]] = []
    if page.is_open:
        forms = [SignForm, ApproveForm, DeclineForm, WithdrawForm]
    elif page.placement:
        forms = [SeenForm]
        if page.hosts:
            forms.append(ConfirmApprenticeForm)
        if page.is_current and page.may_change:
            forms += [ApprenticeScheduleForm, EndApprenticeshipForm]
    return forms
