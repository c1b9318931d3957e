"""The forms that move a school: to the next stage, into a pause and back, and out; and its contact's link."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.links import issue_link, revoke_links
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import ListField, TextField

from . import pauses, services
from .link_kinds import LINK_DAYS
from .models import JoiningSchool
from .plans import stage_title

REASON_MISSING = _("Write the reason.")


class NextStageForm(ActionForm[JoiningSchool]):
    """Start the next stage; with priority steps open, for a written reason."""

    do = "next-stage"
    submit = _("Start the next stage")
    section = "steps"
    subject: JoiningSchool

    stage = forms.CharField(widget=forms.HiddenInput)
    reason = TextField(label=_("Reason"), required=False, max_length=1000, rows=2)

    def prepare(self) -> None:
        self.fields["stage"].initial = self.subject.stage
        self.open_priority = services.open_priority_steps(self.subject)
        if not self.open_priority and not self.is_bound:
            del self.fields["reason"]

    def save(self) -> str:
        reason = self.cleaned_data.get("reason", "")
        stage = services.start_next_stage(self.subject, self.cleaned_data["stage"], reason, self.by)
        return gettext("Stage: %(stage)s") % {"stage": stage_title(self.subject, stage.key)}


class PauseForm(ActionForm[JoiningSchool]):
    """Pause a school, with the reason."""

    do = "pause"
    submit = _("Pause")
    subject: JoiningSchool

    reason = TextField(
        label=_("Reason"), max_length=1000, rows=2, error_messages={"required": REASON_MISSING}
    )

    def save(self) -> str:
        pauses.pause_school(self.subject, self.cleaned_data["reason"], self.by)
        return gettext("Paused. There are no reminders until the school returns.")


class ReturnForm(ActionForm[JoiningSchool]):
    """Go on after a pause."""

    do = "return"
    submit = _("Return from the pause")
    subject: JoiningSchool

    def save(self) -> str:
        days = pauses.return_school(self.subject, self.by)
        text = ngettext(
            "Open steps are due %(n)d day later now.", "Open steps are due %(n)d days later now.", days
        )
        return text % {"n": days}


class LeaveForm(ActionForm[JoiningSchool]):
    """End what the page lists."""

    do = "leave"
    submit = _("Mark as left")
    subject: JoiningSchool

    tie = ListField()
    reason = TextField(
        label=_("Reason"), max_length=1000, rows=3, error_messages={"required": REASON_MISSING}
    )

    def save(self) -> str:
        pauses.leave_school(self.subject, self.cleaned_data["reason"], self.cleaned_data["tie"], self.by)
        return gettext("Saved. The record of this school stays here.")


class ContactLinkForm(ActionForm[JoiningSchool]):
    """A new link for the contact; the one before stops working. address: the link, which the page shows once."""

    do = "contact-link"
    submit = _("Create a link for the contact")
    section = "contact"
    subject: JoiningSchool
    address: str = ""

    def save(self) -> str:
        revoke_links(pauses.LINK_PURPOSE, self.subject.pk, self.by)
        token = issue_link(
            pauses.LINK_PURPOSE,
            self.subject.pk,
            None,
            LINK_DAYS,
            self.by,
            self.subject.contact_language,
        )
        self.address = self.request.build_absolute_uri(reverse("joining-link", args=[token]))
        return ""
