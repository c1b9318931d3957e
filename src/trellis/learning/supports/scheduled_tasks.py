"""Daily emails to each counselor with something to follow up today. The email names no student."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.models import Act

from . import selectors

REMINDER_VERB = "remind of needs"
REMINDER_INTERVAL = timedelta(hours=20)


def remind_counselors(now: datetime, address: PageUrlBuilder) -> int:
    """Email each counselor who has an email address and something due; once a day."""
    ties = Tie.objects.system().filter(active_at(now), role=Role.COUNSELOR)
    reminders = Act.objects.system().filter(verb=REMINDER_VERB, at__gt=now - REMINDER_INTERVAL)
    people = Person.objects.system().filter(pk__in=ties.values("person"), deleted_at=None)
    due = people.exclude(email="").exclude(pk__in=reminders.values("about_id"))
    return sum(_remind_or_skip(person, now, address) for person in due.order_by("pk"))


def _remind_or_skip(person: Person, now: datetime, address: PageUrlBuilder) -> int:
    """Remind a counselor; if the email fails, skip this one and try again the next day."""
    try:
        return _remind_counselor(person, now, address)
    except (OSError, SMTPException):
        return 0


def _remind_counselor(person: Person, now: datetime, address: PageUrlBuilder) -> int:
    viewer = Viewer.of(person, now)
    due_count = selectors.caseload_of(viewer, now.astimezone(zone_of_viewer(viewer)).date()).due_count
    if not due_count:
        return 0
    with (
        ledger.act(REMINDER_VERB, about=person.pk, waits=due_count),
        translation.override(recipient_language(person.language)),
    ):
        params = {"n": due_count, "name": person.first_name, "link": address("supports")}
        send_mail(
            ngettext(
                "%(n)d item needs your attention today", "%(n)d items need your attention today", due_count
            )
            % params,
            _("Hello %(name)s,\n\nPlease check your page so that nothing is missed:\n\n%(link)s\n") % params,
            None,
            [person.email],
        )
    return 1
