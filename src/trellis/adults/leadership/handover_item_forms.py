"""The forms about one item of a packet: the leaver's words, the successor's confirmation, questions and answers."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, TextField
from trellis.core.foundation.ids import new_id

from . import handover_items as items
from .handover_facts import SECTIONS
from .handover_selectors import Packet
from .models import HandoverItem, HandoverQuestion

SECTIONS_FIRST = ("other", *(key for key in SECTIONS if key != "other"))


class ItemForm(ActionForm[HandoverItem]):
    """A form about one item of the packet that is the page's subject."""

    row_name = "item"
    subject: Packet

    def prepare(self) -> None:
        self.section = f"item-{self.row.pk}" if self.row else ""

    def rows(self) -> QuerySet[HandoverItem]:
        rows = HandoverItem.objects.seen_by(self.viewer).filter(
            handover=self.subject.handover, deleted_at=None
        )
        return rows.select_related("handover__school")

    def check(self, allowed: bool) -> HandoverItem:
        """The item. Raises Http404 where the button is not this person's."""
        if not allowed:
            raise Http404
        return self.row_or_404


class WordsForm(ItemForm):
    """What the leaver says of an item."""

    do = "words"
    shows_revision = True

    words = TextField(label=_("What the next leader needs to know"), max_length=2000, rows=3, required=False)

    def save(self) -> str:
        item = self.check(self.subject.leaves)
        items.save_words(
            item, self.cleaned_data["words"], self.seen, str(self.fields["words"].label), self.by
        )
        return gettext("Saved.")


class ConfirmForm(ItemForm):
    """The successor has what they need."""

    do = "confirm"
    submit = _("Confirm")
    shows_revision = True

    def save(self) -> str:
        items.confirm_item(self.check(self.subject.comes), self.seen, self.by)
        return gettext("Saved.")


class UnknownForm(ItemForm):
    """Nobody knows."""

    do = "unknown"
    submit = _("Nobody knows")

    def save(self) -> str:
        items.mark_unknown(self.check(self.subject.leaves or self.subject.comes), self.by)
        return gettext("Saved.")


class ReopenForm(ItemForm):
    """Undo a confirmation, or that nobody knows."""

    do = "reopen"
    submit = _("Undo")

    def save(self) -> str:
        items.reopen_item(self.check(self.subject.leaves or self.subject.comes), self.by)
        return gettext("Saved.")


class AskForm(ItemForm):
    """Ask the leaver."""

    do = "ask"
    submit = _("Ask")

    words = TextField(
        label=_("Question"),
        max_length=600,
        rows=2,
        error_messages={"required": _("Write your question.")},
    )

    def save(self) -> str:
        items.ask_question(self.check(self.subject.comes), self.cleaned_data["words"], self.by)
        return gettext("Your question is in their next daily email.")


class AnswerForm(ActionForm[HandoverQuestion]):
    """Answer the successor."""

    do = "answer"
    row_name = "question"
    subject: Packet

    answer = TextField(
        label=_("Answer"), max_length=1200, rows=2, error_messages={"required": _("Write your answer.")}
    )

    def prepare(self) -> None:
        self.section = f"item-{self.row.item_id}" if self.row else ""

    def rows(self) -> QuerySet[HandoverQuestion]:
        rows = HandoverQuestion.objects.seen_by(self.viewer).filter(item__handover=self.subject.handover)
        return rows.select_related("item__handover__school")

    def save(self) -> str:
        if not self.subject.leaves:
            raise Http404
        items.answer_question(self.row_or_404, self.cleaned_data["answer"], self.by)
        return gettext("Saved.")


class AddItemForm(ActionForm):
    """Add what Trellis does not know, such as who has the keys."""

    do = "add"
    submit = _("Add item")
    section = "add"
    adds = True
    subject: Packet

    key = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.ChoiceField(label=_("Section"))
    title = LineField(
        label=_("What it is"), max_length=140, error_messages={"required": _("Say what it is.")}
    )
    words = TextField(label=_("What the next leader needs to know"), max_length=2000, required=False)

    def prepare(self) -> None:
        self.fields["part"].choices = [(key, SECTIONS[key]) for key in SECTIONS_FIRST]
        self.fields["key"].initial = new_id

    def save(self) -> str:
        sent = self.cleaned_data
        if not self.subject.may_add:
            raise Http404
        key: UUID = sent["key"]
        items.add_item(self.subject.handover, key, sent["part"], sent["title"], sent["words"], self.by)
        return gettext("Added.")


class RemoveItemForm(ItemForm):
    """Take out an item that somebody added, or that is gone from Trellis."""

    do = "remove"
    submit = _("Remove")

    def prepare(self) -> None:
        """Show what became of it at the top: its own place is gone."""

    def save(self) -> str:
        items.remove_item(self.check(self.subject.may_add), self.by)
        return gettext("Removed.")


ITEM_FORMS = (
    WordsForm,
    ConfirmForm,
    UnknownForm,
    ReopenForm,
    AskForm,
    AnswerForm,
    AddItemForm,
    RemoveItemForm,
)
