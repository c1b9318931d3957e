"""What goes out by itself: the link to a contact who has no account yet, when steps of their school are due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone, translation

from trellis.core.community import links
from trellis.core.community.link_sharing import LINK_KINDS
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email

from .due_dates import today_at
from .link_kinds import LINK_DAYS
from .models import JoiningSchool, JoiningStep
from .pauses import LINK_PURPOSE
from .selectors import is_reminder_due


def remind_contacts(now: datetime, address: PageUrlBuilder) -> int:
    """Email the contacts of schools that are not in Trellis yet, once on a day with a reminder."""
    rows = JoiningSchool.objects.system().filter(
        status=JoiningSchool.Status.ACTIVE, school=None, deleted_at=None
    )
    return sum(
        _remind(joining, today_at(joining, now), address)
        for joining in rows.exclude(contact_email="").select_related("network", "school")
    )


def _remind(joining: JoiningSchool, today: date, address: PageUrlBuilder) -> bool:
    since = joining.reminded_on or today - timedelta(days=1)
    steps = JoiningStep.objects.system().filter(
        joining=joining, side=JoiningStep.Owner.SCHOOL, done_on=None, due__isnull=False
    )
    if not any(is_reminder_due(due, since, today) for due in steps.values_list("due", flat=True)):
        return False
    with ledger.act("remind a contact", about=joining.pk):
        fresh = JoiningSchool.objects.system().filter(pk=joining.pk, reminded_on=joining.reminded_on)
        if not fresh.update(reminded_on=today, modified=timezone.now()):
            return False
        links.revoke_links(LINK_PURPOSE, joining.pk, None)
        token = links.issue_link(LINK_PURPOSE, joining.pk, None, LINK_DAYS, None, joining.contact_language)
    kind = LINK_KINDS[LINK_PURPOSE]
    recipient = kind.recipient(joining, None)
    with translation.override(recipient_language(*recipient.languages)):
        message = kind.message(joining, recipient, address("joining-link", token))
        sent = try_to_send_email(message.subject, message.text, recipient.email)
    if not sent:
        _mark_not_reminded(joining)
    return sent


def _mark_not_reminded(joining: JoiningSchool) -> None:
    """Let the next run try again."""
    with ledger.act("note that a contact was not reminded", about=joining.pk):
        JoiningSchool.objects.system().filter(pk=joining.pk).update(
            reminded_on=joining.reminded_on, modified=timezone.now()
        )
