"""What people send about partners of the community: consents, requests, and the partner's answer by its link."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Role
from trellis.core.community.selectors import schools_of
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, RowField
from trellis.core.foundation.requests import Request
from trellis.core.foundation.revisions import posted_revision

from . import partner_services, permissions, referral_answers
from .forms import NeedRowForm, StudentForm
from .models import Consent, Partner, Referral


def _partners(form: ActionForm) -> QuerySet[Partner]:
    return (
        Partner.objects.seen_by(form.viewer).filter(school__in=schools_of(form.subject.pk)).order_by("name")
    )


class AskConsentForm(StudentForm):
    do = "ask"
    submit = gettext_lazy("Send request")

    partner = RowField(label=gettext_lazy("Partner"), rows=_partners, empty_label=None)
    ends = DayField(
        label=gettext_lazy("Until"),
        error_messages={"required": gettext_lazy("Choose an end date for the consent within one year.")},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        partner_services.ask_consent(self.subject, sent["partner"], sent["ends"], self.by)
        return _("The request is now on the family’s page.")


class ConsentRowForm(StudentForm[Consent]):
    """A form about one consent."""

    row_name = "consent"

    def rows(self) -> QuerySet[Consent]:
        return Consent.objects.seen_by(self.viewer).filter(student=self.subject)

    def is_answered_by_family(self) -> bool:
        return self.subject.pk in self.viewer.to("person", Role.GUARDIAN)


class PaperAnswerForm(ConsentRowForm):
    """The counselor enters an answer that the family gave on paper or in person."""

    do = "paper"

    how = forms.ChoiceField(
        label=gettext_lazy("How the family answered"),
        choices=[("paper", gettext_lazy("on paper")), ("person", gettext_lazy("in person"))],
        error_messages={"invalid_choice": gettext_lazy("Choose how the family answered.")},
    )
    yes = forms.CharField(required=False, widget=forms.HiddenInput)

    def save(self) -> str:
        yes, how = self.cleaned_data["yes"] == "1", self.cleaned_data["how"]
        partner_services.answer_consent(self.row_or_404, yes, how, self.viewer.person, family=False)
        return _("Saved.")


class AnswerForm(ConsentRowForm):
    """The family's own yes or no. A student may read the question, but not answer it."""

    do = "answer"

    yes = forms.CharField(required=False, widget=forms.HiddenInput)

    def save(self) -> str:
        if not self.is_answered_by_family():
            raise Http404
        yes = self.cleaned_data["yes"] == "1"
        partner_services.answer_consent(
            self.row_or_404, yes, Consent.How.PAGE, self.viewer.person, family=True
        )
        return _("Thank you. The school has your answer.")


class WithdrawForm(ConsentRowForm):
    """The family, or the counselor on its behalf, withdraws a consent."""

    do = "withdraw"

    def save(self) -> str:
        if not permissions.is_counselor_of(self.viewer, self.subject) and not self.is_answered_by_family():
            raise Http404
        partner_services.withdraw_consent(self.row_or_404, self.by)
        return _("Canceled. The partner’s link no longer works.")


class ReferralForm(NeedRowForm):
    """Ask a partner for help with a need. link: the partner's, which the page shows once; "" for one sent before."""

    do = "refer"
    submit = gettext_lazy("Send request")
    link = ""

    partner = RowField(label=gettext_lazy("Partner"), rows=_partners, empty_label=None)
    words = LineField(
        label=gettext_lazy(
            "What you are asking for. The partner sees only this and the student’s first name."
        ),
        max_length=300,
    )

    def save(self) -> str:
        partner = self.cleaned_data["partner"]
        _referral, self.link = partner_services.send_referral(
            self.row_or_404, partner, self.cleaned_data["words"], self.by, self._address
        )
        if not partner.email:
            return ""
        return _("We emailed %(partner)s. They can answer with their own link.") % {"partner": partner.name}

    def _address(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("referral", args=[token]))


class WithdrawReferralForm(StudentForm[Referral]):
    do = "call-back"
    submit = gettext_lazy("Cancel request")
    row_name = "referral"
    shows_revision = True

    def rows(self) -> QuerySet[Referral]:
        return Referral.objects.seen_by(self.viewer).filter(need__student=self.subject)

    def save(self) -> str:
        referral_answers.withdraw_referral(self.row_or_404, self.by, self.seen)
        return _("Canceled. The partner’s link no longer works.")


class AnswerByLinkForm(ActionForm):
    """A partner's answer by its link: `subject` is the referral. It needs no account."""

    subject: Referral


class AcceptForm(AnswerByLinkForm):
    do = "accept"
    submit = gettext_lazy("Yes, we can help")

    def save(self) -> str:
        referral_answers.accept_referral(self.subject, self.seen)
        return ""


class DeclineForm(AnswerByLinkForm):
    do = "decline"
    submit = gettext_lazy("Tell the school we cannot help")

    words = LineField(label=gettext_lazy("Message to the counselor"), max_length=300, required=False)

    def save(self) -> str:
        referral_answers.decline_referral(self.subject, self.cleaned_data["words"], self.seen)
        return ""


class CloseForm(AnswerByLinkForm):
    do = "close"
    submit = gettext_lazy("Mark done")

    words = LineField(label=gettext_lazy("Result, in one sentence"), max_length=300, required=False)

    def save(self) -> str:
        referral_answers.close_referral(self.subject, self.cleaned_data["words"], self.seen)
        return ""


def answers_a_shown_page(request: Request) -> bool:
    """Whether somebody had the page of the referral open and answers it now."""
    return posted_revision(request) is not None


ANSWERS_BY_LINK = (AcceptForm, DeclineForm, CloseForm)
