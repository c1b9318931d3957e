"""The forms of a school's rooms."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField

from .days import DAY_CHOICES
from .input_fields import NamesField
from .input_forms import ENTER_NAME
from .models import Room
from .services import rooms

KIND = _("Kind of room")
KIND_HELP = _("Such as science lab. Leave blank for a classroom.")
GENERAL = _("Other lessons can be in it too")
LIST_OF_KINDS = {"list": "room-kinds"}


class AddRoomsForm(ActionForm[Room]):
    """Add several rooms at once."""

    do = "add"
    submit = _("Add rooms")
    section = "rooms"
    adds = True
    subject: School

    titles = NamesField(
        label=_("Names"),
        commas=True,
        max_length=4000,
        rows=2,
        help_text=_("Several at once: Room 101, Room 102"),
        error_messages={"required": ENTER_NAME},
    )
    kind = LineField(label=KIND, required=False, max_length=40, help_text=KIND_HELP)
    is_general = forms.BooleanField(label=GENERAL, required=False, initial=True)

    def prepare(self) -> None:
        self.fields["kind"].widget.attrs |= LIST_OF_KINDS

    def save(self) -> str:
        sent = self.cleaned_data
        added = rooms.add_rooms(self.subject, sent["titles"], sent["kind"], sent["is_general"], self.by)
        return ngettext("%(n)d room was added.", "%(n)d rooms were added.", len(added)) % {"n": len(added)}


class RoomForm(ActionForm[Room]):
    """A form about one room of the school."""

    row_name = "room"
    section = "rooms"
    subject: School

    def rows(self) -> QuerySet[Room]:
        return Room.objects.seen_by(self.viewer).filter(school=self.subject)


class ChangeRoomForm(RoomForm):
    """Change a room's name, kind or closed days."""

    do = "change"
    shows_revision = True

    title = LineField(label=_("Name"), max_length=80, error_messages={"required": ENTER_NAME})
    kind = LineField(label=KIND, required=False, max_length=40, help_text=KIND_HELP)
    is_general = forms.BooleanField(label=GENERAL, required=False)
    closed_days = forms.MultipleChoiceField(
        label=_("Closed on"),
        choices=DAY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose days of the week.")},
    )

    def prepare(self) -> None:
        self.fields["kind"].widget.attrs |= LIST_OF_KINDS

    def save(self) -> str:
        sent = self.cleaned_data
        values = {**sent, "is_general": sent["is_general"] or not sent["kind"]}
        labels = {name: str(self.fields[name].label) for name in ("title", "kind", "is_general")}
        rooms.change_room(self.row_or_404, values, self.seen, labels, self.by)
        return gettext("Saved.")


class RemoveRoomForm(RoomForm):
    """Remove a room."""

    do = "remove"
    submit = _("Remove")

    def save(self) -> str:
        rooms.remove_room(self.row_or_404, self.by)
        return gettext("Removed.")
