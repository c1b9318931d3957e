"""What goes out by itself: to each counselor whose needs want a look today. The mail names nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import Viewer, active
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import Address
from trellis.core.foundation.languages import theirs
from trellis.core.foundation.models import Act

from . import selectors

VERB = "remind of needs"
DAY = timedelta(hours=20)


def remind(now: datetime, address: Address) -> int:
    """Write to each counselor with a mail address for whom something waits; once a day."""
    ties = Tie.objects.unscoped("who counsels").filter(active(now), role=Role.COUNSELOR)
    reminders = Act.objects.unscoped("who was reminded today").filter(verb=VERB, at__gt=now - DAY)
    people = Person.objects.unscoped("who counsels").filter(pk__in=ties.values("person"), deleted_at=None)
    due = people.exclude(email="").exclude(pk__in=reminders.values("about_id"))
    return sum(_tried(person, now, address) for person in due.order_by("pk"))


def _tried(person: Person, now: datetime, address: Address) -> int:
    """One bad mailbox keeps nobody else from hearing; it is tried again the next day."""
    try:
        return _remind(person, now, address)
    except (OSError, SMTPException):
        return 0


def _remind(person: Person, now: datetime, address: Address) -> int:
    viewer = Viewer.of(person, now)
    waits = selectors.desk(viewer, now.astimezone(zone_of_viewer(viewer)).date()).now
    if not waits:
        return 0
    with ledger.act(VERB, about=person.pk, waits=waits), translation.override(theirs(person.language)):
        params = {"n": waits, "name": person.first_name, "link": address("supports")}
        send_mail(
            ngettext("%(n)d item needs your attention today", "%(n)d items need your attention today", waits)
            % params,
            _("Hello %(name)s,\n\nPlease check your page so that nothing is missed:\n\n%(link)s\n") % params,
            None,
            [person.email],
        )
    return 1
