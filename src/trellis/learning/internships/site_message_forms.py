"""What staff send from the page of a message to a site: the text, as they edited it."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, TextField
from trellis.core.foundation.ids import new_id

from . import site_messages
from .models import Reservation, SiteMessage
from .site_messages import MessageText, Recipient


@dataclass(frozen=True)
class MessagePage:
    """What the forms are about: the request, whom the message goes to, and the text to start from."""

    hold: Reservation
    recipient: Recipient
    draft: MessageText


class MessageForm(ActionForm[SiteMessage]):
    """Send the text by email."""

    do = "send"
    submit = gettext_lazy("Send")
    sent_elsewhere = False
    subject: MessagePage

    message = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(
        label=gettext_lazy("Subject"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a subject.")},
    )
    body = TextField(
        label=gettext_lazy("Message"),
        max_length=3000,
        rows=12,
        error_messages={"required": gettext_lazy("Write a message first.")},
    )

    def prepare(self) -> None:
        draft = self.subject.draft
        self.initial = {"message": new_id(), "title": draft.subject, "body": draft.body} | self.initial
        for name in ("title", "body"):
            self.fields[name].widget.attrs |= {"lang": self.subject.recipient.language, "dir": "auto"}

    def save(self) -> str:
        page, sent = self.subject, self.cleaned_data
        site_messages.send_message(
            page.hold,
            page.recipient,
            MessageText(sent["title"], sent["body"]),
            sent["message"],
            self.viewer.person,
            self.sent_elsewhere,
        )
        if self.sent_elsewhere:
            return _("Saved.")
        return _("Sent to %(name)s.") % {"name": page.recipient.name}


class LoggedMessageForm(MessageForm):
    """Store a text that was given by phone, by text message or in person."""

    do = "log"
    submit = gettext_lazy("Mark as sent")
    sent_elsewhere = True


MESSAGE_FORMS = (MessageForm, LoggedMessageForm)
