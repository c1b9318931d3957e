"""What adults are told of their own learning: a code to enter, feedback to give, certificates, what to look back on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from trellis.adults.professional_learning.asks import learning_asks
from trellis.adults.professional_learning.models import LearningCertificate
from trellis.core.community.viewer import Viewer

from ..registry import DigestItem, page_link


def own_learning(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """What is asked of the viewer, new once an event has ended or its day has come, and certificates that came."""
    asks = learning_asks(viewer)
    for each in asks.sessions:
        title = each.session.title or each.session.event.title
        text = _("%(event)s: did you attend? Enter its code today.") % {"event": title}
        yield DigestItem(text, page_link("enter-code"), each.session.ends > since)
    for sign_up in asks.feedback:
        event = sign_up.event
        text = _("%(event)s: tell the organizers what helped") % {"event": event.title}
        yield DigestItem(text, page_link("event-feedback", event.pk), bool(event.ends and event.ends > since))
    for row in new_certificates(viewer, since):
        text = _("%(event)s: your certificate is ready") % {"event": row.title}
        yield DigestItem(text, page_link("learning-certificate", row.pk))
    for row in asks.reviews:
        text = _("Time to look back on “%(text)s”") % {"text": Truncator(row.text).chars(80)}
        is_new = bool(row.review_on and row.review_on > timezone.localdate(since))
        yield DigestItem(text, page_link("my-learning"), is_new)


def new_certificates(viewer: Viewer, since: datetime) -> list[LearningCertificate]:
    rows = LearningCertificate.objects.seen_by(viewer).filter(sign_up__person=viewer.person_id)
    return list(rows.filter(created__gt=since).order_by("created"))
