"""What an adult who works with the student does with one seat of the panel: remove, restore, remind."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm

from . import panel_changes
from .models import Panelist


class PanelistSeatForm(ActionForm[Panelist]):
    """A form about one seat: `subject`. link: a new one of its panelist, where there is one to share."""

    subject: Panelist
    link: str = ""

    def panel_link(self, token: str) -> str:
        """The address of the panelist's own page."""
        return self.request.build_absolute_uri(reverse("panel", args=[token]))


class RemovePanelistForm(PanelistSeatForm):
    """Remove somebody from the panel. The page then offers to put them back."""

    do = "remove"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        panel_changes.remove_panelist(self.subject, self.by)
        return _("Removed.")


class RestorePanelistForm(PanelistSeatForm):
    """Put a removed panelist back, with their scores."""

    do = "restore"
    submit = gettext_lazy("Undo")

    def save(self) -> str:
        self.link = panel_changes.restore_panelist(self.subject, self.by, self.panel_link)
        return _("%(name)s is on the panel again.") % {"name": self.subject.display_name}


class RemindPanelistForm(PanelistSeatForm):
    """Send the invitation again."""

    do = "remind"
    submit = gettext_lazy("Remind")

    def save(self) -> str:
        self.link = panel_changes.remind_panelist(self.subject, self.by, self.panel_link)
        return ""


SEAT_FORMS = (RemovePanelistForm, RestorePanelistForm, RemindPanelistForm)


def removed_seats(exhibition_id: object, panel: list[Panelist]) -> QuerySet[Panelist]:
    """Return the seats that were removed from a panel and whose people are not on it again, the latest first."""
    seats = Panelist.objects.unscoped("list who was removed from a panel").filter(
        exhibition=exhibition_id, deleted_at__isnull=False
    )
    people = [seat.person_id for seat in panel if seat.person_id]
    names = [seat.name for seat in panel if not seat.person_id]
    seats = seats.exclude(person__in=people).exclude(person=None, name__in=names)
    return seats.select_related("person").order_by("-deleted_at")
