"""What a student sends from the page of their week."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community import links
from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm

CALENDAR_LINK_PURPOSE = "calendar-feed"
FEED_DAYS = 400


class CalendarLinkForm(ActionForm[Person]):
    """Makes the private link of one's calendar. An earlier one stops working. `token`: shown once."""

    do = "link"
    submit = gettext_lazy("Make a calendar link")
    token = ""

    def save(self) -> str:
        links.revoke_links(CALENDAR_LINK_PURPOSE, self.by, self.by)
        self.token = links.issue_link(CALENDAR_LINK_PURPOSE, self.by, self.viewer.person, FEED_DAYS, self.by)
        return _("Your calendar link is below. Anyone who has it can see your week.")


class CancelCalendarLinkForm(ActionForm[Person]):
    """Ends the link: calendars that use it get nothing more."""

    do = "cancel"
    submit = gettext_lazy("Cancel the link")

    def save(self) -> str:
        links.revoke_links(CALENDAR_LINK_PURPOSE, self.by, self.by)
        return _("The calendar link no longer works.")
