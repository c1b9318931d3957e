"""What people send from the pages of supports. Services check again what must hold whoever calls them."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import schools_of
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, RowField, TextField

from . import helping, partnering, permissions, referral_answers, sealed
from .models import Area, CaseNote, Consent, Need, Partner, Referral


class StudentForm(ActionForm):
    """A form about one student: `subject`."""

    subject: Person


class StrengthForm(StudentForm):
    do = "strength"
    submit = gettext_lazy("Add")

    words = LineField(label=gettext_lazy("Strength, in one sentence"), max_length=240)

    def save(self) -> str:
        helping.add_strength(self.subject, self.cleaned_data["words"], self.by)
        return _("Saved.")


class NeedForm(StudentForm):
    do = "need"
    submit = gettext_lazy("Save need")

    area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        choices=Area.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose an area.")},
    )
    words = TextField(
        label=gettext_lazy("What support does the student need?"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Enter what the student needs.")},
    )
    look = DayField(
        label=gettext_lazy("Follow up on"),
        required=False,
        help_text=gettext_lazy("(within a week if you leave it blank)"),
    )
    between = forms.BooleanField(
        label=gettext_lazy("Keep this between the student and me. The family and partners cannot see it."),
        required=False,
    )

    def save(self) -> str:
        sent = self.cleaned_data
        helping.open_need(self.subject, sent["area"], sent["words"], sent["between"], sent["look"], self.by)
        return _("Saved. You will see it again on the follow-up date.")


class NeedRowForm(StudentForm):
    """A form about one of the student's needs."""

    row_name = "need"
    row: Need

    def rows(self) -> QuerySet:
        return Need.objects.seen_by(self.viewer).filter(student=self.subject)


class PlanForm(NeedRowForm):
    do = "plan"
    shows_revision = True

    plan = TextField(label=gettext_lazy("What we are doing about it"), max_length=600, rows=2, required=False)
    look = DayField(label=gettext_lazy("Follow up on"))

    def save(self) -> str:
        sent = self.cleaned_data
        helping.plan_need(self.row, sent["plan"], sent["look"], self.by, self.seen)
        return _("Saved. You will see it again on the follow-up date.")


class MeetForm(NeedRowForm):
    do = "meet"
    submit = gettext_lazy("Mark as met")
    shows_revision = True

    how = LineField(label=gettext_lazy("How it was met, in a few words"), max_length=300)

    def save(self) -> str:
        helping.mark_need_met(self.row, self.cleaned_data["how"], self.by, self.seen)
        return _("Marked as met. It stays listed below.")


class ReopenForm(NeedRowForm):
    do = "reopen"
    submit = gettext_lazy("Reopen need")

    def save(self) -> str:
        helping.reopen_need(self.row, self.by)
        return _("Reopened.")


class ServiceForm(NeedRowForm):
    do = "serve"

    words = LineField(label=gettext_lazy("Service, and how often"), max_length=240)
    ends = DayField(label=gettext_lazy("Last day"), required=False)
    me = forms.BooleanField(label=gettext_lazy("I provide this myself"), required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        giver = self.viewer.person if sent["me"] else None
        helping.add_service(self.row, sent["words"], giver, None, sent["ends"], self.by)
        return _("Saved.")


class ClassSupportForm(StudentForm):
    do = "class"

    words = LineField(label=gettext_lazy("What to do (do not give the reason)"), max_length=240)
    until = DayField(label=gettext_lazy("Last day"), required=False)

    def save(self) -> str:
        helping.add_class_support(
            self.subject, self.cleaned_data["words"], self.cleaned_data["until"], self.by
        )
        return _("Saved. All of the student’s teachers can read it now.")


class RemoveForm(StudentForm):
    do = "away"
    submit = gettext_lazy("Remove")

    kind = forms.CharField(widget=forms.HiddenInput)
    row = forms.CharField(widget=forms.HiddenInput)

    def save(self) -> str:
        kind, row = self.cleaned_data["kind"], self.cleaned_data["row"]
        if kind not in helping.REMOVABLE_MODELS or not helping.remove_support(
            kind, self.subject, row, self.by
        ):
            raise Http404
        return _("Removed.")


def _partners(form: ActionForm) -> QuerySet:
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
        partnering.ask_consent(self.subject, sent["partner"], sent["ends"], self.by)
        return _("The request is now on the family’s page.")


class ConsentRowForm(StudentForm):
    """A form about one consent."""

    row_name = "consent"
    row: Consent

    def rows(self) -> QuerySet:
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
        partnering.answer_consent(self.row, yes, how, self.viewer.person, family=False)
        return _("Saved.")


class AnswerForm(ConsentRowForm):
    """The family's own yes or no. A student may read the question, but not answer it."""

    do = "answer"

    yes = forms.CharField(required=False, widget=forms.HiddenInput)

    def save(self) -> str:
        if not self.is_answered_by_family():
            raise Http404
        yes = self.cleaned_data["yes"] == "1"
        partnering.answer_consent(self.row, yes, Consent.How.PAGE, self.viewer.person, family=True)
        return _("Thank you. The school has your answer.")


class WithdrawForm(ConsentRowForm):
    """The family, or the counselor on its behalf, withdraws a consent."""

    do = "withdraw"

    def save(self) -> str:
        if not permissions.is_counselor_of(self.viewer, self.subject) and not self.is_answered_by_family():
            raise Http404
        partnering.withdraw_consent(self.row, self.by)
        return _("Canceled. The partner’s link no longer works.")


class ReferralForm(NeedRowForm):
    """Ask a partner for help with a need."""

    do = "refer"
    submit = gettext_lazy("Send request")

    partner = RowField(label=gettext_lazy("Partner"), rows=_partners, empty_label=None)
    words = LineField(
        label=gettext_lazy(
            "What you are asking for. The partner sees only this and the student’s first name."
        ),
        max_length=300,
    )

    def save(self) -> str:
        partner = self.cleaned_data["partner"]
        _referral, link = partnering.send_referral(
            self.row, partner, self.cleaned_data["words"], self.by, self._address
        )
        if not link or partner.email:
            return _("We emailed %(partner)s. They can answer with their own link.") % {
                "partner": partner.name
            }
        return _("Share this link with %(partner)s. It is shown only once: %(link)s") % {
            "partner": partner.name,
            "link": link,
        }

    def _address(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("referral", args=[token]))


class WithdrawReferralForm(StudentForm):
    do = "call-back"
    submit = gettext_lazy("Cancel request")
    row_name = "referral"
    shows_revision = True

    def rows(self) -> QuerySet:
        return Referral.objects.seen_by(self.viewer).filter(need__student=self.subject)

    def save(self) -> str:
        referral_answers.withdraw_referral(self.row, self.by, self.seen)
        return _("Canceled. The partner’s link no longer works.")


class ObservationForm(StudentForm):
    """What a colleague saw or heard, for the counselor alone."""

    do = "notice"
    submit = gettext_lazy("Send to counselor")

    words = TextField(label=gettext_lazy("What you saw or heard"), max_length=4000)

    def save(self) -> str:
        sealed.write_note(self.subject, CaseNote.Kind.NOTICED, self.cleaned_data["words"], self.by)
        return _("Sent to the counselor. It is confidential, so you will not see it again.")


COUNSELOR_FORMS = (
    StrengthForm,
    NeedForm,
    PlanForm,
    MeetForm,
    ReopenForm,
    ServiceForm,
    ClassSupportForm,
    RemoveForm,
    AskConsentForm,
    PaperAnswerForm,
    WithdrawForm,
    ReferralForm,
    WithdrawReferralForm,
)
COLLEAGUE_FORMS = (StrengthForm, ObservationForm)
FAMILY_FORMS = (AnswerForm, WithdrawForm)
