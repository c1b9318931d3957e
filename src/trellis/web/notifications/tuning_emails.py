"""A session to tune a project in the next two days: who is invited learns at once of what changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email
from trellis.learning.projects.models import TuningSession
from trellis.learning.projects.tuning_changes import TuningChange

from .moved_exhibitions import page_address
from .registry import page_link
from .selectors import kinds_off
from .sources.tuning import ended_text, invitation_text

TUNING = "tuning-soon"
SHORT_NOTICE = timedelta(hours=48)
REASON = "tell those who are invited to a session at once"


def email_invited_people(
    session_id: UUID, people: tuple[UUID, ...], change: TuningChange, first: datetime
) -> None:
    """Email people once the change is saved, where they could come in vain or be missing in the next two days."""
    if timezone.now() < first <= timezone.now() + SHORT_NOTICE:
        transaction.on_commit(partial(_email_people, session_id, people, change), robust=True)


def _email_people(session_id: UUID, people: tuple[UUID, ...], change: TuningChange) -> None:
    session = TuningSession.objects.unscoped(REASON).select_related("project__school").get(pk=session_id)
    recipients = Person.objects.unscoped(REASON).filter(pk__in=people, deleted_at=None).exclude(email="")
    for person in recipients.order_by("pk"):
        viewer = Viewer.of(person)
        if TUNING not in kinds_off(person.pk) and session.project.school.network_id in viewer.home_networks:
            zone = zone_of_viewer(viewer)
            with translation.override(recipient_language(*person.reads)), timezone.override(zone):
                _email_person(person, session, change)


def _email_person(person: Person, session: TuningSession, change: TuningChange) -> None:
    if change in (TuningChange.CANCELED, TuningChange.REMOVED):
        news = ended_text(session.project.title, session.starts, change == TuningChange.CANCELED)
        link = ""
    else:
        news = invitation_text(session, change == TuningChange.MOVED)
        link = page_link("tuning-session", session.pk)(page_address) if settings.TRELLIS_ADDRESS else ""
    text = _("Hello %(name)s,\n\n%(news)s\n\n%(link)s\n")
    params = {"name": person.first_name, "news": news, "link": link}
    try_to_send_email(_("A session to tune a project"), (text % params).strip() + "\n", person.email)
