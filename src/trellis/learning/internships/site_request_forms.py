"""What people send about a request for a site: making and withdrawing it, the school's answer, taking it back."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField

from . import site_requests
from .models import PlacementSearch, Reservation, Site
from .placement_search_forms import SearchPage

SHOWN_HOLD = "held"  # posted name: the id of the request that the page showed


class RequestForm(ActionForm[Site]):
    """Request a spot at a site. Without a search, one begins with the reason, or the site's field, as the interest."""

    do = "hold"
    submit = gettext_lazy("Request this site")
    row_name = "site"
    subject: SearchPage

    reason = LineField(label=gettext_lazy("Why this site?"), max_length=300, required=False)

    def rows(self) -> QuerySet[Site]:
        return Site.objects.seen_by(self.viewer).filter(network=self.subject.student.network_id)

    def save(self) -> str:
        page, site, reason = self.subject, self.row_or_404, self.cleaned_data["reason"]
        if page.search is None:
            site_requests.begin_with_request(page.student, site, page.today, page.model, self.by, reason)
        else:
            shown = self.data.get(SHOWN_HOLD)
            site_requests.request_site(page.search, site, page.today, self.by, shown, reason)
        return _("You requested %(site)s. The spot is reserved for two weeks.") % {"site": site.name}


class HoldForm(ActionForm[PlacementSearch]):
    """A form about the request that the page shows."""

    subject: SearchPage

    @property
    def hold(self) -> Reservation:
        """The request. Without it, the page is not found."""
        if self.subject.hold is None:
            raise Http404
        return self.subject.hold


class WithdrawForm(HoldForm):
    do = "let-go"
    submit = gettext_lazy("Withdraw request")

    def save(self) -> str:
        page = self.subject
        site_requests.withdraw_request(page.open_search, page.today, self.by, self.data.get(SHOWN_HOLD))
        return _("The request is withdrawn. The spot is open for others again.")


class ApprovalForm(HoldForm):
    """A form of those who answer for the school; for anybody else it does not exist."""

    def clean(self) -> dict[str, object]:
        if not self.subject.may_approve:
            raise Http404
        return super().clean()


class ApproveRequestForm(ApprovalForm):
    do = "approve-request"
    submit = gettext_lazy("Approve")

    looked = forms.BooleanField(
        label=gettext_lazy("I have checked this"),
        required=False,
        widget=forms.CheckboxInput(attrs={"required": True}),
    )

    def save(self) -> str:
        site_requests.approve_request(
            self.hold, self.subject.unsettled, self.cleaned_data["looked"], self.viewer.person
        )
        return _("Approved. You may now tell the site who is coming.")


class DeclineForm(ApprovalForm):
    do = "decline"
    submit = gettext_lazy("Decline request")

    reason = LineField(
        label=gettext_lazy("Why? The student reads this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write a sentence for the student that says why.")},
    )

    def save(self) -> str:
        site_requests.decline_request(self.hold, self.cleaned_data["reason"], self.viewer.person)
        return _("Declined. The student can now choose another site.")


class RevokeForm(ApprovalForm):
    do = "revoke"
    submit = gettext_lazy("Undo approval")

    def save(self) -> str:
        site_requests.revoke_approval(self.hold, self.subject.today, self.by)
        return _("The approval is undone. The request awaits an answer again.")


REQUEST_FORMS = (RequestForm, WithdrawForm, ApproveRequestForm, DeclineForm, RevokeForm)
